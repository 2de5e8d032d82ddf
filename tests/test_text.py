"""Lossless text: any bytes come back, edits can be undone, lines are what editors count."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.errors import EditError
from enricher.models import Edit, Span

anything = st.binary() | st.text(alphabet='a-:+{}"# \n\r\u2028\x85\x0b\ufeff\udcff標').map(
    lambda text: text.encode("utf-8", "surrogateescape")
)


@given(anything)
def test_any_bytes_come_back(raw: bytes) -> None:
    assert texts.encode(texts.decode(raw)) == raw


@given(anything)
def test_the_twin_is_as_long_and_strict_utf_8(raw: bytes) -> None:
    text = texts.decode(raw)
    twin = texts.twin(text)
    assert len(twin) == len(text)
    assert twin.encode("utf-8").decode("utf-8") == twin
    assert all(b in {a, "\ufffd"} for a, b in zip(text, twin, strict=True))


@given(anything, st.integers(0, 30), st.integers(0, 30))
def test_comments_stand_in_the_places_of_what_they_hide(raw: bytes, start: int, end: int) -> None:
    text = texts.decode(raw)
    hidden = texts.commented(text, [Span(start, max(start, end))])
    assert len(hidden) == len(text)
    for place, (before, after) in enumerate(zip(text, hidden, strict=True)):
        is_hidden = start <= place < end and before not in "\r\n"
        assert after == ("#" if is_hidden else before)


# Edits


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text and edits of it that do not overlap, in any order."""
    text = texts.decode(draw(anything))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    edits = [
        Edit(start, text[start:stop], draw(st.text(max_size=5)))
        for start, stop in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    if len(cuts) % 2:
        edits.append(Edit(cuts[-1], "", draw(st.text(max_size=5))))
    return text, draw(st.permutations(edits))


def _naive(text: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.new + text[edit.start + len(edit.old) :]
    return text


@given(edited())
def test_edits_apply_in_any_order_and_invert(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    after = texts.apply(text, edits)
    assert after == _naive(text, edits)
    assert texts.apply(after, texts.invert(edits)) == text


def test_no_edits_change_nothing() -> None:
    assert texts.apply("text", []) == "text"
    assert texts.invert([]) == []


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, "abc", "x"), Edit(2, "c", "y")],
        [Edit(2, "c", "y"), Edit(0, "abc", "x")],
        [Edit(1, "", "x"), Edit(1, "", "y")],
        [Edit(1, "", "x"), Edit(1, "b", "y")],
        [Edit(0, "abd", "x")],
        [Edit(7, "", "x")],
        [Edit(5, "fg", "x")],
    ],
)
def test_overlapping_and_stale_edits_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(EditError):
        texts.apply("abcdef", edits)


def test_neighbouring_edits_do_not_overlap() -> None:
    assert texts.apply("abcdef", [Edit(0, "abc", "x"), Edit(3, "d", "y"), Edit(6, "", "z")]) == (
        "xyefz"
    )


# Lines


@given(anything, st.integers(0, 30))
def test_lines_end_where_editors_end_them(raw: bytes, offset: int) -> None:
    text = texts.decode(raw)
    offset = min(offset, len(text))
    before = re.sub(r"\r\n|\r", lambda found: "\n".rjust(len(found[0]), "-"), text)[:offset]
    line, column = texts.LineIndex(text).position(offset)
    assert line == before.count("\n") + 1
    assert column == offset - (before.rfind("\n") + 1) + 1


@given(anything, st.integers(0, 30))
def test_a_line_end_is_the_next_lines_start(raw: bytes, offset: int) -> None:
    text = texts.decode(raw)
    offset = min(offset, len(text))
    end = texts.line_end(text, offset)
    index = texts.LineIndex(text)
    assert offset <= end
    assert end == len(text) or index.position(end)[1] == 1
    assert not re.search(r"[\r\n].", text[offset:end].removesuffix("\r\n"))


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        ("", "\n"),
        ("a", "\n"),
        ("a\nb", "\n"),
        ("a\r\nb\r\n", "\r\n"),
        ("a\rb\r", "\r"),
        ("a\r\nb\r\nc\n", "\r\n"),
        ("a\r\nb\nc\n", "\n"),
        ("a\r\nb\n", "\n"),
        ("a\u2028b\r\n", "\r\n"),
    ],
)
def test_the_newline_of_a_text_is_that_of_most_lines(text: str, newline: str) -> None:
    assert texts.newline_of(text) == newline


# Front matter


@pytest.mark.parametrize(
    "text",
    [
        "",
        "title: x\n",
        "\n---\nprose\n---\n",
        "\n---\n\n---\n",
        "\n---\ntitle: x\n",
        "\n+++\nprose\n+++\n",
        '\n+++\ntitle = "x"\n',
        " ---\ntitle: x\n---\n",
        "----\ntitle: x\n----\n",
        "--- x\ntitle: x\n---\n",
        "---",
        "---\n",
        "---\nprose\n",
        "---\nhttps://a.example\n",
        "---\n\nprose, http://a.example and so on\n\n---\n",
        "---\n* a list\n---\n",
        "---\n[a link](b)\n---\n",
        "---\nA sentence: more of it.\nAnd another one.\n---\n",
        "---\n1. first: a\n2. second: b\n---\n",
        "---\nas one asks: why?\nwhat for?\n---\n",
        "--- # a comment\nprose\n---\n",
        "--- # a comment\n\n---\n",
        "***\ntitle: x\n***\n",
        "+++\nprose\n",
        "{% raw %}\n",
        "{{ page.title }}\n",
        "{: .class}\n",
        '{"title": \n',
        "\ufeff\ufeff---\na: 1\n---\n",
    ],
)
def test_no_front_matter(text: str) -> None:
    assert texts.front_matter(text) is None


@pytest.mark.parametrize("bom", ["", texts.BOM])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("opening", "content", "closing", "style"),
    [
        ("---\n", "title: x\n", "---\n", "yaml"),
        ("---\n", "title: x\n", "---", "yaml"),
        ("--- \t\n", "title: x\n", "---  \n", "yaml"),
        ("---\n", "title: x\n", "...\n", "yaml"),
        ("---\n", "", "---\n", "yaml"),
        ("---\n", "\n# note\n\n", "---\n", "yaml"),
        ("---\n", "  title: x\n", "---\n", "yaml"),
        ("---\n", "标题: x\n", "---\n", "yaml"),
        ("---\n", '"title" :\n', "---\n", "yaml"),
        ("---\n", "just words\ntitle: x\n", "---\n", "yaml"),
        ("---\n", "title: |\n  ---\n  +++\n", "---\n", "yaml"),
        ("---\n", "title: x\n--- y\n----\n", "---\n", "yaml"),
        ("---\n", '{"title": "x"}\n', "---\n", "yaml"),
        ("---\n", "\ttitle: x\n", "---\n", "yaml"),
        ("---\n", "? title\n: x\n", "---\n", "yaml"),
        ("---\n", "last modified: 2020\n", "---\n", "yaml"),
        ("---\n", "my tags:\n- a\n-\tb\nmy list: [\n]\n\n# end\n", "---\n", "yaml"),
        ("---\n", '"a key": |\n  prose\n', "---\n", "yaml"),
        ("+++\n", 'title = "x"\n---\n', "+++\n", "toml"),
        ("+++\n", "", "+++\n", "toml"),
        ("\n \n+++\n", 'title = "x"\n', "+++\n", "toml"),
        ("", '{\n"title": "}"}', "\n", "json"),
    ],
)
def test_front_matter_is_cut_exactly(
    opening: str, content: str, closing: str, style: str, newline: str, bom: str
) -> None:
    opening, content, closing = (
        part.replace("\n", newline) for part in (bom + opening, content, closing)
    )
    body = f"{newline}---{newline}body" if closing.endswith(newline) else ""
    start, end = len(opening), len(opening + content)
    assert texts.front_matter(opening + content + closing + body) == texts.FrontMatter(
        style, Span(0, end + len(closing)), Span(start, end), closed=True
    )


@pytest.mark.parametrize("bom", ["", texts.BOM])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("opening", "why"),
    [
        ("--- # front\n", "more than `---`"),
        ("---\t#\n", "more than `---`"),
        ("\n---\n", "first line"),
        (" \n\t\n---\n", "first line"),
        ("\n--- # front\n", "first line"),
    ],
)
def test_what_builders_do_not_agree_on_is_front_matter_with_a_fault(
    opening: str, why: str, newline: str, bom: str
) -> None:
    opening = (bom + opening).replace("\n", newline)
    content = "title: x\n".replace("\n", newline)
    found = texts.front_matter(f"{opening}{content}---{newline}body")
    assert found is not None
    assert why in found.fault
    end = len(opening + content)
    assert found.content == Span(len(opening), end)
    assert found.span == Span(0, end + len("---" + newline))


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("---\n\ttitle: x\nbody\n", "yaml"),
        ("---\ntitle: x\nbody\n", "yaml"),
        ("---\ntitle:", "yaml"),
        ("---\r\ntitle: x\r\n ---\r\n", "yaml"),
        ('+++\ntitle = "x"\n---\n', "toml"),
    ],
)
def test_front_matter_that_is_never_closed(text: str, style: str) -> None:
    found = texts.front_matter(text)
    assert found is not None
    assert (found.style, found.closed) == (style, False)
    assert found.span == Span(0, len(text))


# Opting out

NO = ["false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N", "fAlSe"]
KEYS = ["enricher", '"enricher"', "'enricher'"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", texts.BOM])
@pytest.mark.parametrize("form", ["{}", '"{}"', "'{}'", "{} ", "{}\t# not this one"])
@pytest.mark.parametrize("value", NO)
def test_every_spelling_of_no_opts_out(value: str, form: str, bom: str, newline: str) -> None:
    said = form.format(value)
    for key in KEYS:
        for text in (
            f"---\ntitle: x\n{key}: {said}\n---\nbody\n",
            f"---\n{key} :{said}\ntitle: x\n...\nbody\n",
            f"+++\n{key} = {said}\n[params]\na = 1\n+++\nbody\n",
            f"+++\na = [\n  [1, 2],\n]\n{key}={said}\n+++",
        ):
            assert texts.is_opted_out(bom + text.replace("\n", newline)), text


@pytest.mark.parametrize("value", ["false", '"off"', '"No"'])
def test_json_opts_out_too(value: str) -> None:
    assert texts.is_opted_out(f'{{"title": "x", "enricher": {value}}}\nbody\n')


@pytest.mark.parametrize(
    "text",
    [
        "",
        "enricher: false\n",
        "---\ntitle: x\n---\nenricher: false\n",
        "---\nenricher: true\n---\n",
        "---\nenricher: nope\n---\n",
        "---\nenricher: yes\n---\nenricher: no\n",
        "---\nenricher: false#x\n---\n",
        '---\nenricher: false"\n---\n',
        "---\nenricher:\n---\n",
        "---\nmy: {enricher: false}\n---\n",
        "---\nmine:\n  enricher: false\n---\n",
        "---\nno-enricher: false\n---\n",
        "---\nenricher = false\nx: y\n---\n",
        "+++\nenricher = true\n+++\nenricher = false\n",
        "+++\n[mine]\nenricher = false\n+++\n",
        "+++\n[[mine]] # all\nenricher = false\n+++\n",
        '{"mine": {"enricher": false}}\n',
        '{"enricher": true}\n',
        '{"enricher": 0}\n',
        '{"enricher": ["no"]}\n',
    ],
)
def test_anything_else_does_not_opt_out(text: str) -> None:
    assert not texts.is_opted_out(text)


HOSTILE = {
    "dashes": lambda size: "---\n" + "---x\n" * size,
    "blanks after dashes": lambda size: "---\n" + "---" + " " * size + "x\n",
    "blank lines": lambda size: "---\n" + " \n" * size,
    "comments": lambda size: "---\n" + "#\n" * size + "x\n---\n",
    "one long key": lambda size: "---\n" + "a" * size + "\n---\n",
    "keys without colon": lambda size: "---\n" + "a \n" * size + "---\n",
    "carriage returns": lambda size: "---\n" + "\r" * size + "x\n---\n",
    "blank lines of CRLF": lambda size: "---\n" + "\r\n" * size + "x\r\n---\n",
    "comments of CRLF": lambda size: "---\n" + "#\r\n" * size + "x\r\n---\n",
    "blank lines above": lambda size: "\r\n" * size + "x",
    "blanks above": lambda size: " " * size + "---\na: b\n---\n",
    "blanks before no comment": lambda size: "---" + " " * size + "x\na: b\n---\n",
    "keys of several words": lambda size: "---\n" + "a b: c\n" * size + "x\n---\n",
    "a long key": lambda size: "---\n" + "a " * size + ": c\n---\n",
    "tabs before keys": lambda size: "---\n" + "\t" * size + "x\n---\n",
    "lists": lambda size: "---\na b:\n" + "- " * size + "\n---\n",
    "blanks before a brace": lambda size: "---\n" + " " * size + "x\n---\n",
    "open braces": lambda size: '{"a":' * size,
    "blanks in JSON": lambda size: "{" + " " * size,
    "blanks after no": lambda size: "---\nenricher: no" + " " * size + "x\n---\n",
    "many opt-outs": lambda size: "---\n" + "enricher: no x\n" * size + "---\n",
    "open tables": lambda size: "+++\n" + "[" * size + "\n+++\n",
    "closed tables": lambda size: "+++\n[" + "]" * size + "x\n+++\n",
}


@pytest.mark.timed
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_linear_time(hostile: object) -> None:
    assert callable(hostile)
    small, large = (_seconds(hostile(size)) for size in (50_000, 400_000))
    # 8 times the text: 8 times the time when linear, 64 times when quadratic
    assert large < 24 * small + 0.05


def _seconds(text: str) -> float:
    spent: list[float] = []
    for _ in range(3):
        begin = time.process_time()
        texts.is_opted_out(text)
        texts.newline_of(text)
        spent.append(time.process_time() - begin)
    return min(spent)


@pytest.mark.parametrize("text", ["", "a", "a\nb", "a\r\nb\r\n", "\r\n\r", "a\u2028b\x0c\n"])
def test_lines_are_whole(text: str) -> None:
    index = texts.LineIndex(text)
    lines = {index.line(offset) for offset in range(len(text) + 1)} - {(len(text), len(text))}
    assert "".join(text[slice(*line)] for line in sorted(lines)) == text
    assert all(
        text[slice(*line)].rstrip("\r\n").isprintable() or "\u2028" in text for line in lines
    )


@pytest.mark.parametrize(
    ("text", "start"),
    [("", 0), ("a", 0), ("\ufeffa", 1), ("---\na: b\n---\nc", 13), ("\ufeff---\na: b\n---\n", 14),
     ("---\na: b\n", 0), ("---\n\nprose\n\n---\n", 0)],
)  # fmt: skip
def test_the_body_begins_after_front_matter_or_bom(text: str, start: int) -> None:
    assert texts.body_start(text) == start
