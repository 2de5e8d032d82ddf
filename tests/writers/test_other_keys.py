"""A list that was written under another key: it is told of, and what it says are no links."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enricher.writers.front_matter import WRITER
from enricher.writers.interface import Profile, WriteOptions
from tests.writers.samples import TWO, document, lines, note, planned, remove, run
from tests.writers.toml_samples import toml

PAPERS, REFS = WriteOptions(), WriteOptions(key="refs")
TEXTS = {
    "YAML": (note("title: x", "tags:", "  - a", body=TWO), Profile.NESTED),
    "YAML, CRLF": (note("title: x", body=TWO).replace("\n", "\r\n"), Profile.NESTED),
    "TOML": (toml('title = "x"', body=TWO), Profile.NESTED),
    "Zola": (toml('title = "x"', "[extra]", "b = 2", body=TWO), Profile.EXTRA),
    "flat": (note("title: x", body=TWO), Profile.FLAT),
}


@pytest.mark.parametrize("style", TEXTS)
def test_the_old_list_is_told_of_and_its_urls_are_no_links(style: str) -> None:
    before, profile = TEXTS[style]
    old, new = replace(PAPERS, profile=profile), replace(REFS, profile=profile)
    written = run(before, options=old)
    own = WRITER.own("note.md", written, new)
    urls = [link.span for link in document(before).links]
    grown = len(written) - len(before)
    inside = [span for span in own if span.end <= urls[0].start + grown]
    assert sum(span.end - span.start for span in inside) >= grown - 2 * len(lines("", ""))

    plan = planned(written, options=new)
    (notice,) = plan.notices
    line = written[: written.index("papers")].count("\n") + 1
    assert notice.startswith(f"note.md:{line}: enricher wrote the list '")
    assert "`enricher remove --to front-matter`" in notice
    both = run(written, options=new)
    assert both != written
    assert run(both, options=new) == both
    assert remove(remove(both, old), new) == before
    assert planned(remove(both, old), options=new).notices == ()


USERS = [
    ("related:", '  - id: "doi:10.1/x"', '    title: "y"'),
    ("related:", '  - id: "arxiv:2004.01899"', '    url: "https://arxiv.org/abs/2004.01899"'),
    ("related:", "  - id: mine", "    links: [a]"),
    ("posts:", '  - "arxiv:2004.01899"', "titles:", "  - x"),
    ("post_titles:", "  - x", "posts:", "  - mine"),
]


@pytest.mark.parametrize("front", USERS)
def test_a_list_of_the_users_is_none_of_ours(front: tuple[str, ...]) -> None:
    text = note(*front, body=TWO)
    assert list(WRITER.own("note.md", text, PAPERS)) == []
    assert planned(text, options=PAPERS).notices == ()


@pytest.mark.parametrize("front", [("a: [1", "post_titles: [x]", "posts: [y]"), ("a: 'x",)])
def test_a_broken_front_matter_has_no_such_list(front: tuple[str, ...]) -> None:
    assert list(WRITER.own("note.md", note(*front, body=TWO), PAPERS)) == []
