"""CSL's YAML: every value is the text that stands there, and nothing grows."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from enricher.errors import ReplyError
from enricher.formats.csl_yaml import cut, read, tags

words = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20)
works = st.fixed_dictionaries({
    "title": words, "author": st.lists(st.fixed_dictionaries({"given": words, "family": words}))
})  # fmt: skip


@given(st.lists(works, min_size=1))
def test_what_was_written_is_read(written: list[dict[str, object]]) -> None:
    text = yaml.safe_dump(written, allow_unicode=True, width=10_000)
    assert [dict(read(entry)) for entry in cut(text)] == written


@given(st.text())
def test_any_text_is_cut_or_refused(text: str) -> None:
    try:
        entries = cut(text)
    except ReplyError:
        return
    for entry in entries:
        assert isinstance(tags(read(entry)), dict)


@pytest.mark.parametrize(
    "value", ["No", "null", "~", "1_000", "0o17", "1e3", "2018-07-03", "=", "12:30"]
)
def test_no_text_is_taken_for_something_else(value: str) -> None:
    assert read(f"- family: {value}\n  id: x") == {"family": value, "id": "x"}


@pytest.mark.parametrize(
    "entry",
    [
        "- a: &a x\n  b: *a",
        "- <<: {a: b}\n  <<: *a",
        "- " + "[" * 10,
        "- " + "[" * 10_000,
        "- " + "{a: " * 10_000,
        "- title: 'open",
        "- a: b: c",
        "- just text",
        "a: b",
        "- a: b\n- c: d",
        "",
    ],
)
def test_what_the_template_does_not_make_is_empty(entry: str) -> None:
    assert read(entry) == {}


@pytest.mark.parametrize("text", ["", "<html></html>", "a: b", "text\n- title: x", "[{title: x}]"])
def test_what_is_no_list_of_works_is_an_error(text: str) -> None:
    with pytest.raises(ReplyError):
        cut(text)


def test_a_list_in_an_abstract_begins_no_work() -> None:
    assert len(cut("- title: 'x'\n  abstract: 'a\n- b\n- c'\n- title: 'y'\n")) == 2


def test_tags() -> None:
    entry = read(
        "- title: 'A  title'\n  author:\n  - given: Herke\n    prefix: van\n    family: Hoof\n"
        "  - given: \n    family: Group\n  - given: Only\n  - text\n  page: 3-4\n"
        "  issued:\n    date-parts: \n      - 2018\n      - 7\n  abstract: ''\n"
    )
    assert tags(entry) == {
        "citation_title": ("A title",),
        "citation_author": ("van Hoof, Herke", "Group", "Only"),
        "citation_publication_date": ("2018/7",),
        "citation_firstpage": ("3",),
        "citation_lastpage": ("4",),
    }


@pytest.mark.timed
def test_reading_takes_time_in_proportion() -> None:
    def seconds(number: int) -> float:
        text = "- title: 'x'\n  abstract: '- a: b'\n" * number
        start = time.perf_counter()
        assert len([read(entry) for entry in cut(text)]) == number
        return time.perf_counter() - start

    seconds(100)
    assert min(seconds(4_000) for _ in range(3)) < 16 * max(seconds(1_000), 0.001)
