"""The whole link and the block around each URL: cases by hand, laws, and real notes."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import scan
from enricher import text as texts
from enricher.links.anatomy import Anatomy, Block, Kind, anatomies
from enricher.models import Context
from enricher.sources import all_sources

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev"
URL = "https://arxiv.org/abs/1803.02780"
OTHER = "https://arxiv.org/abs/2004.01899"


def read(text: str, path: str = "note.md") -> list[Anatomy]:
    return anatomies(text, path, scan.scan(path, text, all_sources()))


def only(text: str, path: str = "note.md") -> Anatomy:
    (anatomy,) = read(text, path)
    return anatomy


def around(text: str, anatomy: Anatomy) -> str:
    return "".join(text[slice(*span)] for span in anatomy.around)


@pytest.mark.parametrize(
    ("whole", "kind", "title", "label"),
    [
        (f"[x]({URL})", Kind.INLINE, None, "x"),
        (f'[x]({URL} "a (b)")', Kind.INLINE, '"a (b)"', "x"),
        (f"[x]({URL} 'a' )", Kind.INLINE, "'a'", "x"),
        (f"[x]({URL} (a))", Kind.INLINE, "(a)", "x"),
        (f'[x]({URL} "")', Kind.INLINE, '""', "x"),
        (f'[x](<{URL}>"t")', Kind.INLINE, '"t"', "x"),
        (f"[x]( <{URL}> )", Kind.INLINE, None, "x"),
        (f"[]({URL})", Kind.INLINE, None, ""),
        (f"[*a* `](` \\] ]({URL})", Kind.INLINE, None, "*a* `](` \\] "),
        (f"[x](\n  {URL}\n  'two\n  lines'\n)", Kind.INLINE, "'two\n  lines'", "x"),
        (f"[x]({URL}\r\n\"t\")", Kind.INLINE, '"t"', "x"),
        (f"[![b](b.svg)]({URL})", Kind.INLINE, None, "![b](b.svg)"),
        (f'![x]({URL} "t")', Kind.IMAGE, '"t"', "x"),
        (f"<{URL}>", Kind.AUTOLINK, None, ""),
        (URL, Kind.BARE, None, ""),
        (f'<a class="x" href="{URL}">a <b>c</b></a>', Kind.HTML, None, "a <b>c</b>"),
        (f"<A HREF='{URL}'>x</A >", Kind.HTML, None, "x"),
        (f'<iframe src="{URL}">', Kind.HTML, None, ""),
        ("arXiv:1803.02780", Kind.OTHER, None, ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "note", ["{}", "text {} text\n", "* {}.\n", "# {} x\n", "> {} x\n", "文🦉\udcff {} x\n"]
)
def test_parts(note: str, whole: str, kind: Kind, title: str | None, label: str) -> None:
    if ">" in note:
        whole = whole.replace("\n", " ")
        title, label = (title or "").replace("\n", " ") or None, label.replace("\n", " ")
    if "#" in note and "\n" in whole:
        return
    text = note.format(whole)
    anatomy = only(text)
    assert anatomy.kind is kind
    assert text[slice(*anatomy.whole)] == whole
    assert text[slice(*anatomy.text)] == label
    assert (anatomy.title and text[slice(*anatomy.title)]) == title
    assert text[slice(*anatomy.destination)] == anatomy.link.url


@pytest.mark.parametrize(
    ("whole", "title"),
    [
        (f"[a]: {URL}", None),
        (f'[a]: <{URL}> "t"', '"t"'),
        (f"[a]:\n  {URL}\n  (t)", "(t)"),
    ],
)
@pytest.mark.parametrize("before", ["", "文 [a]\n\n", "---\ntitle: 文\n---\n\n"])
def test_definitions(before: str, whole: str, title: str | None) -> None:
    text = f"{before}{whole}\n\nx\n"
    anatomy = only(text)
    assert anatomy.kind is Kind.REFERENCE
    assert text[slice(*anatomy.whole)] == whole
    assert text[slice(*anatomy.text)] == "a"
    assert (anatomy.title and text[slice(*anatomy.title)]) == title


def test_an_image_in_a_link_is_an_image_and_the_link_is_inline() -> None:
    text = f"[![x]({URL})]({OTHER})"
    image, link = read(text)
    assert (image.kind, text[slice(*image.whole)]) == (Kind.IMAGE, f"![x]({URL})")
    assert (link.kind, text[slice(*link.whole)]) == (Kind.INLINE, text)


L = f"[x]({URL})"


@pytest.mark.parametrize(
    ("text", "block", "around_"),
    [
        (f"a\n\nb {L}\nc\n\nd", Block.PARAGRAPH, f"b {L}\nc\n"),
        (f"> b {L}\n", Block.PARAGRAPH, f"b {L}\n"),
        (f"## b {L}\n\nc", Block.HEADING, f"## b {L}\n"),
        (f"- a\n- b {L}\n- c\n", Block.LIST_ITEM, f"- b {L}\n"),
        (f"- a\n  - b {L}\n    - c\n", Block.LIST_ITEM, f"- b {L}\n    "),
        (f"- b {L}\n\n  more\n\n  - c\n  - d\n\n  last\n", Block.LIST_ITEM, None),
        (f"1. > b {L}\n", Block.LIST_ITEM, f"1. > b {L}\n"),
        (f"- ## b {L}\n", Block.HEADING, f"## b {L}\n"),
        (f"|a|b|\n|-|-|\n| a |b {L} c|\n|c|d|\n", Block.CELL, f"b {L} c"),
        (f"|a|b {L}|\n|-|-|\n|c|d|\n", Block.CELL, f"b {L}"),
        (f"<ul>\n<li><a href='{URL}'>b</a></li>\n</ul>\n", Block.HTML,
         f"<li><a href='{URL}'>b</a></li>\n"),
        (f"- a\n\n  <td>{URL}</td>\n", Block.HTML, f"  <td>{URL}</td>\n"),
        (f"a\n\n[a]: {URL}\n", Block.OTHER, f"[a]: {URL}\n"),
        (f"!!! note\n\n    - b {L}\n    - c\n", Block.LIST_ITEM, f"- b {L}\n    "),
        (f"!!! note\n\n    b {L}\n    c\n\nd\n", Block.PARAGRAPH, f"b {L}\n    c\n"),
        (f"!!! a\n\n    ??? b\n\n        b {L}\n", Block.PARAGRAPH, f"b {L}\n"),
        (f"- a\n\n    !!! a\n\n        b {L}\n", Block.PARAGRAPH, f"b {L}\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("before", ["", "\ufeff", "---\ntitle: 文\n---\n", "文 \udcff\n\n"])
def test_blocks(text: str, block: Block, around_: str | None, newline: str, before: str) -> None:
    text = (before + text).replace("\n", newline)
    anatomy = only(text)
    assert anatomy.block is block
    found = around(text, anatomy).replace("\r\n", "\n")
    assert found.rstrip() == (around_ or f"- b {L}\n\n  more\n\n  last").rstrip()
    assert (anatomy.row is not None) is (block is Block.CELL)


def test_a_cell_knows_its_row() -> None:
    row = f"| a \\| b | [x]({URL}) | c |\n"
    text = f"| a | b | c |\n|---|---|---|\n{row}| d |\n"
    anatomy = only(text)
    assert anatomy.row is not None
    assert text[slice(*anatomy.row)] == row
    assert around(text, anatomy).strip() == f"[x]({URL})"


def test_cells_without_a_column_are_cells() -> None:
    row = f"| [a]({URL}) | b | c \\| [d]({OTHER} 't') | <{URL}> |\n"
    text = f"文\n\n| a | b |\n|---|---|\n{row}| e | f |\n"
    found = read(text)
    assert [each.kind for each in found] == [Kind.INLINE, Kind.INLINE, Kind.AUTOLINK]
    cells = [around(text, each).strip() for each in found]
    assert cells == [f"[a]({URL})", f"c \\| [d]({OTHER} 't')", f"<{URL}>"]
    assert all(each.row and text[slice(*each.row)] == row for each in found)


@pytest.mark.parametrize("path", ["a.html", "a.txt", "a.rst", "a.org", "a.ipynb", "a.bib"])
def test_other_formats_have_lines(path: str) -> None:
    text = f'x\n<a href="{URL}">a</a> {OTHER}\ny\n'
    for anatomy in read(text, path):
        assert anatomy.kind in {Kind.HTML, Kind.BARE, Kind.OTHER}
        assert around(text, anatomy) == text[2:-2]


PIECES = [
    URL, f"[x]({URL})", f"[x]({URL} 't')", f"<{URL}>", f"![x]({URL})", f'<a href="{URL}">', "</a>",
    f"[a]: {URL}", "\n", "\n\n", "- ", "  ", "    ", "# ", "> ", "| a | b |\n|---|---|\n", "|",
    "!!! x\n\n", "[", "](", ")", "`", "\\", "<td>", "文", "\ud83d", "\r", '"', "a",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_each_link_is_taken_apart_and_stands_in_its_block(text: str) -> None:
    links = scan.scan("note.md", text, all_sources())
    found = anatomies(text, "note.md", list(reversed(links)))
    assert [each.link for each in found] == links
    for each in found:
        check(text, each)


def check(text: str, each: Anatomy) -> None:
    whole = text[slice(*each.whole)]
    assert text[slice(*each.destination)] == each.link.url
    assert each.whole.start <= each.destination.start <= each.destination.end <= each.whole.end
    assert each.whole.start <= each.text.start <= each.text.end <= each.whole.end
    if each.title:
        assert text[each.title.start] + text[each.title.end - 1] in {'""', "''", "()"}
        assert each.destination.end <= each.title.start < each.title.end <= each.whole.end
    match each.kind:
        case Kind.INLINE:
            assert whole[0] + whole[-1] == "[)"
        case Kind.IMAGE:
            assert whole[:2] + whole[-1] == "![)"
        case Kind.AUTOLINK | Kind.HTML:
            assert whole[0] + whole[-1] == "<>"
        case Kind.REFERENCE:
            assert whole[0] == "["
        case Kind.BARE | Kind.OTHER:
            assert whole == each.link.url
    if each.kind is Kind.OTHER:
        assert each.link.context.is_ignored or each.link.context in {
            Context.TEXT_ID, Context.FRONT_MATTER, Context.NOTEBOOK,
        }  # fmt: skip
    if each.block not in {Block.HTML, Block.OTHER}:
        start, end = each.link.span
        assert any(span.start <= start and end <= span.end for span in each.around)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus of real notes beside the checkout")
def test_real_links_are_all_placed() -> None:
    kinds: Counter[str] = Counter()
    for path in sorted(each for each in CORPUS.rglob("*") if each.is_file()):
        text = texts.decode(path.read_bytes())
        links = scan.scan(str(path), text, all_sources())
        found = anatomies(text, str(path), links)
        assert [each.link for each in found] == links
        for each in found:
            check(text, each)
            kinds[each.kind] += path.suffix.lower() in texts.MARKDOWN
    print(dict(kinds))
    assert kinds[Kind.OTHER] < 0.05 * kinds.total()


def _seconds(unit: str, count: int) -> float:
    text = unit * count
    links = scan.scan("note.md", text, all_sources())
    begin = time.process_time()
    assert len(anatomies(text, "note.md", links)) == len(links)
    return time.process_time() - begin


@pytest.mark.timed
@pytest.mark.parametrize(
    "unit",
    [
        f"[x]({URL}) ", f"- [x]({URL})\n", f'<a href="{URL}">', f"[![x]({URL})](y)\n\n", f"![{URL}",
        f"- - [x]({URL})\n", f"|a|b|\n|-|-|\n|c|d|[x]({URL})|[y]({URL})|\n\n", f"{URL} ",
        f"!!! x\n\n    [x]({URL})\n\n", f"> <td>{URL}\n", f"[x]({URL} \"t",
    ],
)  # fmt: skip
def test_time_is_linear(unit: str) -> None:
    slow = _seconds(unit, 2_000)
    assert slow < 0.2 or slow < 4 * _seconds(unit, 1_000)
