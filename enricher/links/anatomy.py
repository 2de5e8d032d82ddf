"""The whole link around each URL that was found, and the block of the note that it stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import partial
from itertools import groupby
from pathlib import PurePath
from typing import NamedTuple

from enricher import text as texts
from enricher.links.blocks import Element, Surroundings, surroundings
from enricher.links.containers import DEEPEST, Containers
from enricher.links.events import definitions
from enricher.links.parts import Kind, parts_of
from enricher.models import Link, Span
from enricher.text import LineIndex

__all__ = ["Anatomy", "Block", "Kind", "anatomies"]

_CELL = re.compile(r"(?:[^|\\]|\\(?:.|\Z))+", re.DOTALL)


class Block(StrEnum):
    """What holds a link: of blocks in blocks the innermost, and a paragraph in a list item is the
    item. ``HTML`` is a block that is all HTML (CommonMark 4.6)."""

    LIST_ITEM = "list item"
    CELL = "cell"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    HTML = "html"
    OTHER = "other"


_BLOCKS = {
    "Item": Block.LIST_ITEM,
    "TableCell": Block.CELL,
    "Heading": Block.HEADING,
    "Paragraph": Block.PARAGRAPH,
    "HtmlBlock": Block.HTML,
}


class Anatomy(NamedTuple):
    """The parts of one link, as spans of the note in code points.

    - ``whole``: all of it; of a definition ``[label]: url "title"``, too. A kind without parts is
      the URL or the id itself.
    - ``destination``: the URL as written, without ``<>``.
    - ``title``: the link title of Markdown with its quotes; None where there is none.
    - ``text``: what stands between the brackets, or between ``<a …>`` and ``</a>``; of a
      definition, its label; empty, at the end of the link, where a link has none.
    - ``around``: the text of the block, in order: of a list item without the lists in it, of HTML
      and of what stands in no block the line.
    - ``row``: the row of the table that a cell stands in.

    In a block quote or a container, what goes over lines holds the marks at their beginnings.
    """

    link: Link
    kind: Kind
    whole: Span
    destination: Span
    title: Span | None
    text: Span
    block: Block
    around: tuple[Span, ...]
    row: Span | None


def anatomies(text: str, path: str, links: Iterable[Link]) -> list[Anatomy]:
    """The anatomy of each link of a note, in the order of their places."""
    ordered = sorted(links, key=lambda link: link.span)
    is_markdown = PurePath(path).suffix.lower() in texts.MARKDOWN
    start = texts.body_start(text) if is_markdown else len(text)
    above = [link for link in ordered if link.span.start < start]
    below = [_moved(link, -start) for link in ordered[len(above) :]]
    lines = LineIndex(text)
    inside = _Reader(text[start:], 0).read(below) if below else []
    return [
        *(_outside_blocks(text, link, lines) for link in above),
        *(_mapped(anatomy, partial(_by, start)) for anatomy in inside),
    ]


def _outside_blocks(text: str, link: Link, lines: LineIndex) -> Anatomy:
    """The anatomy of a link in a front matter, or in a note that is not Markdown."""
    parts = parts_of(text, link, None)
    block = Block.HTML if parts.kind is Kind.HTML else Block.OTHER
    return Anatomy(link, *parts, block, (lines.line(link.span.start),), None)


class _Reader:
    """Takes the links of one Markdown text apart. ``depth`` counts the containers around it."""

    def __init__(self, text: str, depth: int) -> None:
        self._text = text
        self._depth = depth
        self._containers = Containers(text)
        self._definitions = sorted(definitions(text))
        self._lines = LineIndex(text)

    def read(self, links: Sequence[Link]) -> list[Anatomy]:
        """The anatomies of links, which are in order."""
        found = surroundings(self._text, [link.span.start for link in links])
        pairs = zip(links, found, strict=True)
        groups = groupby(pairs, key=lambda pair: pair[1].block)
        return [each for block, group in groups for each in self._block(block, list(group))]

    def _block(
        self, block: Element | None, group: Sequence[tuple[Link, Surroundings]]
    ) -> list[Anatomy]:
        links = [link for link, _ in group]
        if block is not None and block.is_row:
            return self._excess(block, links)
        if block is not None and block.variant == "Indented" and self._depth < DEEPEST:
            content = self._containers.content(block.span)
            if content is not None:
                inside = [link._replace(span=content.inside(link.span)) for link in links]
                read = _Reader(content.text, self._depth + 1).read(inside)
                return [_mapped(each, content.outside) for each in read]
        return [self._anatomy(block, link, where) for link, where in group]

    def _anatomy(self, block: Element | None, link: Link, where: Surroundings) -> Anatomy:
        kind = _BLOCKS.get(block.name, Block.OTHER) if block else Block.OTHER
        around: tuple[Span, ...] = (self._lines.line(link.span.start),)
        if block is not None and kind not in {Block.HTML, Block.OTHER}:
            around = block.parts
        parts = parts_of(self._text, link, where.link, self._definitions)
        return Anatomy(link, *parts, kind, around, where.row.span if where.row else None)

    def _excess(self, row: Element, links: Sequence[Link]) -> list[Anatomy]:
        """Links in cells that have no column: they end a row, and no parser reads them."""
        start, end = row.inner_end, row.span.end
        cells = [Span(*found.span()) for found in _CELL.finditer(self._text, start, end)]
        inside = [_moved(link, -start) for link in links]
        anatomies: list[Anatomy] = []
        for each in _Reader(self._text[start:end], DEEPEST).read(inside):
            anatomy = _mapped(each, partial(_by, start))
            place = anatomy.link.span.start
            cell = cells[bisect_right(cells, (place, end)) - 1]
            anatomies.append(anatomy._replace(block=Block.CELL, around=(cell,), row=row.span))
        return anatomies


def _by(shift: int, span: Span) -> Span:
    return Span(span.start + shift, span.end + shift)


def _moved(link: Link, by: int) -> Link:
    return link._replace(span=_by(by, link.span))


def _mapped(anatomy: Anatomy, place: Callable[[Span], Span]) -> Anatomy:
    """The anatomy in the text around the one that was read."""
    return Anatomy(
        anatomy.link._replace(span=place(anatomy.link.span)),
        anatomy.kind,
        place(anatomy.whole),
        place(anatomy.destination),
        place(anatomy.title) if anatomy.title else None,
        place(anatomy.text),
        anatomy.block,
        tuple(place(span) for span in anatomy.around),
        place(anatomy.row) if anatomy.row else None,
    )
