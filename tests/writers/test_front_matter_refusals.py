"""Front matters that cannot be edited safely: told with file, line and reason, left as they are."""

from __future__ import annotations

import pytest
import yaml

from enricher import text as texts
from enricher.errors import NoteError
from enricher.writers.front_matter import WRITER
from enricher.writers.interface import WriteOptions
from tests.writers.samples import (
    BODY,
    KNOWN,
    OPTIONS,
    document,
    entry,
    inserted,
    lines,
    note,
    papers,
    planned,
    run,
)

CREATE = WriteOptions(create_front_matter=True)
MINE = entry("2004.01899")

REFUSED = [
    (("title: [a, b",), 3, "not valid YAML"),
    (("title: x", "more: Foo: bar"), 3, "not valid YAML"),
    (("title: 标签标签标签标签", "about: Foo: bar", "z: 1"), 3, "not valid YAML"),
    (("title: x", "\tmore: y"), 3, "not valid YAML"),
    (("\ttitle: x",), 2, "not valid YAML"),
    (("my title: x", "my tags: [a"), 4, "not valid YAML"),
    (("{title: x}",), 2, "not a block"),
    (("", "# json", '{"title": "x"}'), 4, "not a block"),
    (("  title: x", "  tags: []"), 2, "indented"),
    (("title: x", "papers: []", "a: 1", "papers: []"), 5, "twice"),
    (("a: &x [1]", "papers:", *MINE[:-1], "    more: *x"), 5, "anchor"),
    (("papers: &all", *MINE, "copy: *all"), 2, "anchor"),
    (("papers:", "  - &one", *(f"  {line}" for line in MINE), "copy: *one"), 3, "anchor"),
    (("base: &all", *MINE, "papers: *all"), 5, "anchor"),
    (("base: &x {a: 1}", "<<: *x"), 3, "merge key"),
    (("title: x", "--- # another document", "b: 2"), 3, "another document"),
    (("title: x", "papers: [{id: 'arxiv:2004.01899'}]"), 3, "form"),
    (("papers:", "  - {id: 'arxiv:2004.01899'}"), 2, "form"),
    (("papers:", "  -", "    id: arxiv:2004.01899"), 4, "dash"),
    (("? papers", ":", *MINE), 2, "begin its line"),
    (("title: 标签", "about: a\x9d"), 3, "U+009D"),
    (("title: a\x00",), 2, "U+0000"),
    (("%YAML 1.2", "title: x"), 3, "not valid YAML"),
    (("a: " + "[" * 5000 + "]" * 5000,), 2, "not"),
]


@pytest.mark.parametrize(("front", "line", "why"), REFUSED)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", texts.BOM])
def test_refused_with_line_and_reason(
    front: tuple[str, ...], line: int, why: str, newline: str, start: str
) -> None:
    before = start + note(*front).replace("\n", newline)
    for act in (lambda: planned(before), lambda: WRITER.remove(document(before), {}, OPTIONS)):
        with pytest.raises(NoteError) as refused:
            act()
        assert refused.value.path == "note.md"
        assert refused.value.line == line
        assert why in refused.value.why
        assert refused.value.hint


def test_a_bad_byte_inside_the_front_matter_is_refused() -> None:
    before = texts.decode(b"---\ntitle: x\nabout: caf\xe9\n---\n") + BODY
    with pytest.raises(NoteError, match=r"note\.md:3: .* not UTF-8"):
        planned(before)


def test_unicode_line_breaks_do_not_count_as_lines() -> None:
    with pytest.raises(NoteError) as refused:
        planned(note('title: "a\u2028b\x85c"', "more: Foo: bar"))
    assert refused.value.line == 3


def test_front_matter_that_is_never_closed_is_refused() -> None:
    with pytest.raises(NoteError, match=r"note\.md:1: .*never closed"):
        planned(lines("---", "title: x") + BODY)


def test_json_is_refused_where_there_is_something_to_write() -> None:
    before = lines("{", '  "title": "x"', "}") + BODY
    with pytest.raises(NoteError, match=r"note\.md:1: .*JSON.* `--to data`"):
        planned(before)
    assert planned(before, papers()).edits == ()
    assert WRITER.remove(document(before), {}, OPTIONS).edits == ()


@pytest.mark.parametrize("path", ["a.ipynb", "a.bib"])
def test_files_that_cannot_have_front_matter_are_left_alone(path: str) -> None:
    for text in ('{"cells": ["https://arxiv.org/abs/2004.01899"]}\n', note()):
        assert WRITER.plan(document(text, path), KNOWN, OPTIONS).edits == ()


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nprose\n\n---\n" + BODY,
        "---\n" + BODY,
        "---\n- a: list between rules\n---\n" + BODY,
        "---\n![a](b)\n---\n" + BODY,
        "---\nhttps://arxiv.org/abs/2004.01899\n" + BODY,
        "----\ntitle: x\n----\n" + BODY,
        "\n---\nprose\n---\n" + BODY,
        "---\nSome prose: with a colon.\nMore prose.\n---\n" + BODY,
        "{% raw %}\n" + BODY,
        "{not json\n" + BODY,
    ],
)
def test_what_is_no_front_matter_is_not_refused(text: str) -> None:
    assert planned(text).edits == ()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", texts.BOM])
@pytest.mark.parametrize(
    ("opening", "line", "why"),
    [
        ("--- # front\n", 1, "the front matter opens with more than `---`"),
        ("\n---\n", 2, "the front matter does not begin on the first line"),
        ("\n \n---\n", 3, "the front matter does not begin on the first line"),
    ],
)
def test_what_only_some_builders_read_gets_no_second_block(
    opening: str, line: int, why: str, start: str, newline: str
) -> None:
    before = start + (f"{opening}title: x\n---\n" + BODY).replace("\n", newline)
    for options in (OPTIONS, CREATE):
        with pytest.raises(NoteError) as refused:
            planned(before, options=options)
        assert (refused.value.line, refused.value.why) == (line, why)


@pytest.mark.parametrize(
    "front", [["\ttitle: x"], ["title: [a"], ["my title: x", "my tags: [a"], ["title: x", "\ta: b"]]
)
def test_broken_front_matter_gets_no_second_block(front: list[str]) -> None:
    with pytest.raises(NoteError, match="not valid YAML"):
        planned(note(*front), options=CREATE)


@pytest.mark.parametrize("front", [["? title", ": x"], ["last modified: 2020"], ['"a b": 1']])
def test_keys_of_other_forms_are_front_matter_and_stay(front: list[str]) -> None:
    before = note(*front)
    for options in (OPTIONS, CREATE):
        after = run(before, options=options)
        assert after == before.replace("\n---\n", "\n" + added(before, after) + "---\n", 1)
        assert yaml.safe_load(after.split("---\n")[1])["papers"]


def added(before: str, after: str) -> str:
    text = inserted(before, after)
    assert text is not None
    assert text.startswith("papers:\n")
    return text


def test_a_thousand_fold_alias_costs_nothing() -> None:
    laughs = [f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}, *a{n}, *a{n}, *a{n}, *a{n}]" for n in range(40)]
    before = note("a0: &a0 [x]", *laughs)
    assert len(planned(before).edits) == 1


def test_a_value_that_holds_itself_is_kept() -> None:
    assert len(planned(note("a: &a [*a, b]")).edits) == 1


def test_metadata_of_multimarkdown_get_no_block_above_them() -> None:
    url = "https://arxiv.org/abs/1803.02780"
    created = WriteOptions(create_front_matter=True)
    with pytest.raises(NoteError, match=r":1: begins with metadata of MultiMarkdown"):
        WRITER.plan(document(f"Title: x\nDate: 2020-01-01\n\n{url}\n"), KNOWN, created)
    assert WRITER.plan(document(f"Title: x\n\n{url}\n"), KNOWN, created).edits
