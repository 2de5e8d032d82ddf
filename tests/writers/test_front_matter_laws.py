"""The laws: one insertion, a second run is a no-op, removal gives the note's own bytes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.errors import NoteError
from enricher.writers.front_matter import WRITER
from enricher.writers.interface import WriteOptions
from tests.writers.samples import (
    BODY,
    KNOWN,
    document,
    inserted,
    lines,
    note,
    planned,
    remove,
    run,
)
from tests.writers.yaml_samples import FRONTS, MANGLES, content, crlf

CREATE = WriteOptions(create_front_matter=True)


@pytest.mark.parametrize("mangle", MANGLES.values(), ids=MANGLES)
@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)
def test_run_inserts_once_and_removal_restores(
    front: tuple[str, ...], mangle: Callable[[str], str]
) -> None:
    before = mangle(note(*front))
    after = run(before)
    added = inserted(before, after)
    assert added is not None
    assert added.startswith("papers:")
    assert planned(after).edits == ()
    assert texts.encode(remove(after)) == texts.encode(before)


@pytest.mark.parametrize("mangle", ["LF", "CRLF", "mixed", "BOM and CRLF", "fence with blanks"])
@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)
def test_other_keys_read_as_before(front: tuple[str, ...], mangle: str) -> None:
    before = MANGLES[mangle](note(*front))
    read = [yaml.load(content(text), yaml.CSafeLoader) or {} for text in (before, run(before))]
    written = read[1].pop("papers")
    assert read[0] == read[1]
    assert {paper["id"] for paper in written} == {"arxiv:1803.02780", "arxiv:2004.01899"}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_inserted_lines_end_as_the_front_matter_does(newline: str) -> None:
    front = lines("---", "title: x", "---").replace("\n", newline)
    added = inserted(front + BODY, run(front + BODY))
    assert added is not None
    assert added.replace(newline, "").isprintable()
    assert added.count(newline) == 14


@pytest.mark.parametrize(
    "before",
    [
        BODY,
        BODY.lstrip(),
        crlf(BODY),
        texts.BOM + BODY,
        "https://arxiv.org/abs/1803.02780",
        "---\n\nprose between rules https://arxiv.org/abs/1803.02780\n\n---\n",
        "***\nhttps://arxiv.org/abs/1803.02780\n",
        texts.decode(b"caf\xe9 https://arxiv.org/abs/1803.02780\n"),
    ],
)
def test_front_matter_is_created_only_on_demand_and_taken_out_whole(before: str) -> None:
    assert planned(before).edits == ()
    after = run(before, options=CREATE)
    assert inserted(before, after)
    assert after.removeprefix(texts.BOM).startswith("---")
    assert planned(after, options=CREATE).edits == ()
    assert planned(after).edits == ()
    assert texts.encode(remove(after)) == texts.encode(before)


def test_a_created_front_matter_goes_with_its_last_paper() -> None:
    link = "https://arxiv.org/abs/1803.02780"
    after = run(f"See {link}\n", options=CREATE)
    assert run(after.replace(f"See {link}\n", "See nothing\n")) == "See nothing\n"


def test_the_users_own_empty_front_matter_stays() -> None:
    assert remove(run("---\n---\n" + BODY)) == "---\n---\n" + BODY


@pytest.mark.parametrize("path", ["a.ipynb", "a.bib", "a.html", "a.rst", "a.txt", "a.org"])
def test_no_front_matter_is_created_where_none_belongs(path: str) -> None:
    assert WRITER.plan(document(BODY, path), KNOWN, CREATE).edits == ()


values = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")))
keys = st.from_regex(r"[a-z]{1,8}", fullmatch=True).filter(lambda key: key != "papers")
trees = st.recursive(
    st.none() | st.booleans() | st.integers() | values,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(keys, trees, min_size=1, max_size=5),
    st.sampled_from([False, None]),
    st.sampled_from(["LF", "CRLF", "BOM", "bad byte in the body", "no final newline"]),
)
def test_any_yaml_keeps_its_bytes(front: dict[str, object], style: object, name: str) -> None:
    dumped = yaml.safe_dump(front, default_flow_style=style, allow_unicode=True, width=40)
    if not dumped.startswith("{"):
        before = MANGLES[name](f"---\n{dumped}---\n{BODY}")
        after = run(before)
        assert inserted(before, after)
        assert planned(after).edits == ()
        assert remove(after) == before


@given(st.text(alphabet="-+.:{}[]#&*!|>'\"% \t\r\nabpapers\x85\u2028\ufeff\x9d\udcff"))
def test_whatever_stands_between_fences_is_kept_or_refused(content: str) -> None:
    before = f"---\n{content}\n---\n{BODY}"
    line = _refused_line(before)
    if line is None:
        after = run(before)
        assert after == before or inserted(before, after)
        assert planned(after).edits == ()
        assert remove(after) == before
    else:
        assert 1 <= line <= before.count("\n") + 1


def _refused_line(before: str) -> int | None:
    try:
        planned(before)
    except NoteError as refused:
        return refused.line
    return None
