"""The written form: one shape, strings that every YAML reader reads the same."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.models import Span
from enricher.writers.front_matter import WRITER
from enricher.writers.interface import Document, WriteOptions
from enricher.writers.yaml_text import quoted, rendered
from tests.writers.samples import (
    BODY,
    KNOWN,
    inserted,
    lines,
    links,
    note,
    paper,
    papers,
    planned,
    remove,
    run,
)

HOSTILE = [
    '"><script>alert(1)</script>',
    "{{ site.title }}",
    "{% include secret %}",
    "---",
    "...",
    "a\n---\npapers: []",
    "line\r\nbreak",
    "tab\tand \x00 NUL \x07 \x1b[31m",
    "next\x85line \u2028 \u2029 \x9d \x7f",
    "\\ back\\slash \\n",
    "\"double\" 'single' `back`",
    "🦉 e\u0301 标题 \ufeff \ufffe \uffff",
    "*not an alias* &nor an anchor !nor a tag",
    "# no comment",
    "yes",
    "No",
    "1e3",
    "0o17",
    "12:30",
    "2018-01-01",
    "null",
    "~",
    "<<",
    "",
    " blanks ",
    "a: b, [c] {d}",
    "\\u0041 \\x41 \\N",
]


def test_the_form_of_a_new_list() -> None:
    assert inserted(note("title: x"), run(note("title: x"))) == lines(
        "papers:",
        '  - id: "arxiv:1803.02780"',
        '    url: "https://arxiv.org/abs/1803.02780"',
        '    links: ["https://arxiv.org/pdf/1803.02780.pdf"]',
        '    title: "Transfer Learning with Neural AutoML"',
        '    authors: ["Catherine Wong", "Neil Houlsby"]',
        '    venue: "NeurIPS 2018"',
        "    year: 2018",
        '  - id: "arxiv:2004.01899"',
        '    url: "https://arxiv.org/abs/2004.01899"',
        '    links: ["https://arxiv.org/abs/2004.01899"]',
        '    title: "A Generic Graph-based: Encoding"',
        '    authors: ["Ann Lee", "Bo Li"]',
        "    year: 2020",
    )


def test_the_fields_are_a_setting() -> None:
    options = WriteOptions(fields=("title", "id", "doi"), key="reading")
    known = papers(paper("2004.01899", doi="10.48550/arXiv.2004.01899"))
    assert inserted(note(), run(note(), known, options)) == lines(
        "reading:",
        '  - title: "Paper 2004.01899"',
        '    id: "arxiv:2004.01899"',
        '    doi: "10.48550/arXiv.2004.01899"',
    )


def test_authors_beyond_the_limit_are_counted() -> None:
    names = tuple(f"Author {number}" for number in range(169))
    after = run(note(), papers(paper("2004.01899", authors=names, year=2020)))
    assert '"Author 19"]\n    more_authors: 149\n    year: 2020\n' in after
    exact = run(note(), papers(paper("2004.01899", authors=names[:20])))
    assert "more_authors" not in exact


def test_what_is_not_known_is_not_written() -> None:
    added = inserted(note(), run(note(), papers(paper("2004.01899", authors=(), venue=""))))
    assert added is not None
    assert "null" not in added
    assert not any(name in added for name in ("authors", "venue", "year", "doi", "[]", '""'))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_values_read_back_as_they_are(hostile: str) -> None:
    known = papers(paper("2004.01899", title=hostile, authors=(hostile, "Bo Li"), year=2020))
    before = note("title: x", "tags: [a]")
    after = run(before, known)
    front = texts.front_matter(after)
    assert front is not None
    content = after[slice(*front.content)]
    for read in (yaml.safe_load(content), yaml.load(content, yaml.CSafeLoader)):
        assert read["papers"][0].get("title", "") == hostile
        assert read["papers"][0]["authors"] == [hostile, "Bo Li"]
        assert read["title"] == "x"
    assert inserted(before, after)
    assert planned(after, known).edits == ()
    assert remove(after) == before


def test_an_undecodable_byte_in_a_link_is_written_as_a_mark() -> None:
    before = note(body=texts.decode(b"\nhttps://arxiv.org/abs/2004.01899 \n"))
    (link,) = links(before)
    bad = link._replace(url=link.url + texts.decode(b"?q=\xe9"))
    first = WRITER.plan(Document("a.md", before, (bad,)), KNOWN, WriteOptions())
    after = texts.apply(before, first.edits)
    assert 'links: ["https://arxiv.org/abs/2004.01899?q=\ufffd"]' in after
    moved = bad._replace(span=Span(len(after) - 2, len(after) - 1))
    assert WRITER.plan(Document("a.md", after, (moved,)), KNOWN, WriteOptions()).edits == ()


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_quoting_is_lossless_and_one_line_for_every_reader(text: str) -> None:
    written = quoted(text)
    assert len(written.splitlines()) == 1
    assert json.loads(written) == text
    assert yaml.safe_load(f"a: {written}") == {"a": text}
    assert yaml.load(f"a: {written}", yaml.CSafeLoader) == {"a": text}


@given(st.text(), st.text())
def test_lists_stand_on_one_line(first: str, second: str) -> None:
    written = rendered((first, second))
    assert len(written.splitlines()) == 1
    assert yaml.safe_load(written) == [texts.twin(first), texts.twin(second)]


def test_the_body_is_never_touched() -> None:
    after = run(note("title: x"))
    assert after.endswith(f"---\n{BODY}")
