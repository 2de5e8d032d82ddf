"""A list that is known by its lines is one that a parser finds in the same place."""

from __future__ import annotations

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.errors import EditError, NoteError
from enricher.writers.front_matter import (
    WRITER,
    FrontMatterSettings,
    as_written,
    managed,
    yaml_flat,
)
from enricher.writers.front_matter.other_keys import other_lists, told
from enricher.writers.front_matter.yaml_list import YamlList
from enricher.writers.interface import Planned, Profile, WriteOptions
from tests.writers.samples import KNOWN, document, note, paper, papers, run
from tests.writers.yaml_samples import FRONTS, MANGLES

OPTIONS = WriteOptions()
STYLE = YamlList(OPTIONS.key)
LINES = (
    "title: Notes on what I read: a list",
    'title: "One: two"',
    "date: 2019-01-01 10:00:00 +0800",
    "tags: [a, b c]",
    "tags:",
    "- a",
    "  - b # c",
    "  -  d",
    "   - e",
    "   more",
    "  - c: d",
    "excerpt: ",
    "# a comment",
    "layout:     post          # 使用的布局",
    "subtitle: 标题 “one”, [4] & {two}? #3 a:b",
    "author: 'it''s me' # or not",
    "tags: ['a', b,c]  ",
    "sort: -1",
    "day: 1:30 # x",
    "two: a: b",
    "tag: a #",
    "empty: # nothing",
    "",
    "about: |",
    "  text",
    "papers-read: 3",
    "paper_titles:",
    "url: https://arxiv.org/abs/1803.02780",
    "on: 'it''s'",
    "enricher: false",
    "a: &x 1",
    "b: *x",
    "<<: {papers: 1}",
    '"papers": 1',
)
PIECES = (
    *(
        '"',
        "'",
        "#",
        " #",
        ": ",
        ":",
        "- ",
        "\n",
        "&x ",
        "*x",
        "{",
        "]",
        "\\",
        "\t",
        "\x85",
        "\u2028",
    ),
    *(
        "    rating: 5\n",
        "    # mine\n",
        "papers:\n",
        '    filled: ["a"]\n',
        "é",
        "年",
        "\x7f",
        "\\q",
    ),
    *(
        "\\u00e9",
        "\\ud800",
        "\\x41",
        "\ufeff",
        "---\n",
        "  ",
        "0",
        '  - id: "x:y"\n',
        "🦉",
        "\r\n",
        "%",
    ),
)


def span_of(text: str) -> texts.Span | None:
    front = texts.front_matter(text)
    return as_written.span_of(text, front, OPTIONS.key) if front else None


def front_of(text: str) -> texts.FrontMatter:
    front = texts.front_matter(text)
    assert front is not None
    return front


@pytest.mark.parametrize("front", ["empty", "plain", "comment", "list without indent"])
def test_a_list_in_a_plain_front_matter_is_known_by_its_lines(front: str) -> None:
    text = run(note(*FRONTS[front]))
    span = span_of(text)
    assert span is not None
    assert text[slice(*span)].startswith("papers:\n")
    assert as_written.is_current(document(text), front_of(text), KNOWN, OPTIONS)


TITLES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)


@given(title=TITLES, names=st.lists(TITLES, max_size=3))
def test_any_title_is_current_once_it_is_written(title: str, names: list[str]) -> None:
    known = papers(paper("1803.02780", title=title, authors=tuple(names)))
    text = run(note("title: x"), known)
    if span_of(text) is not None:
        event("known by its lines")
        assert as_written.is_current(document(text), front_of(text), known, OPTIONS)
        other = papers(paper("1803.02780", title=f"{title}.", authors=tuple(names)))
        assert not as_written.is_current(document(text), front_of(text), other, OPTIONS)


@pytest.mark.parametrize(
    "options",
    [
        WriteOptions(profile=Profile.FLAT),
        WriteOptions(profile=Profile.EXTRA),
        WriteOptions(fill_missing=True),
        WriteOptions(fields=("id", "links", "title")),
        WriteOptions(key="works"),
        WriteOptions(max_authors=1),
    ],
    ids=str,
)
def test_what_other_settings_would_write_is_not_current(options: WriteOptions) -> None:
    text = run(note("title: x"))
    assert not as_written.is_current(document(text), front_of(text), KNOWN, options)


@pytest.mark.parametrize("profile", [Profile.FLAT, None])
def test_a_profile_of_the_settings_counts(profile: Profile | None) -> None:
    text = run(note("title: x"))
    chosen = WriteOptions(writers=(FrontMatterSettings(profile=profile),))
    edits = WRITER.plan(document(text), KNOWN, chosen).edits
    assert bool(edits) is (profile is Profile.FLAT)


@st.composite
def edited_notes(draw: st.DrawFn) -> str:
    """Notes after a run, of which somebody changed a few characters."""
    drawn = draw(st.lists(st.sampled_from(LINES), max_size=3))
    before = note(*draw(st.sampled_from([tuple(drawn), *FRONTS.values()])))
    try:
        text = run(MANGLES[draw(st.sampled_from(["LF", "LF", "BOM", "CRLF"]))](before))
    except (NoteError, EditError):  # then nothing is written
        text = before
    below = draw(st.lists(st.sampled_from(LINES), max_size=2))
    front = texts.front_matter(text)
    assume(front is not None)
    end = front.content.end if front else 0
    text = text[:end] + "".join(f"{line}\n" for line in below) + text[end:]
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, end))
        gone = draw(st.sampled_from([0, 0, 1, 5]))
        text = text[:start] + draw(st.sampled_from(PIECES)) + text[start + gone :]
    return text


@given(edited_notes())
def test_a_parser_finds_the_same(text: str) -> None:
    front = texts.front_matter(text)
    span = span_of(text)
    if front is None or span is None:
        return
    event("known by its lines")
    assert list(managed.own("a.md", text, front, OPTIONS, STYLE)) == [span]
    assert list(other_lists("a.md", text, front, OPTIONS)) == []
    assert list(yaml_flat.own("a.md", text, front, OPTIONS)) == []
    if as_written.is_current(document(text), front, KNOWN, OPTIONS):
        event("current")
        assert managed.plan(document(text), front, KNOWN, OPTIONS, STYLE) == Planned()
        assert list(told(document(text), front, OPTIONS)) == []
