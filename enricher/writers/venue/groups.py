"""Which links share one mark, and whether a reader is told the venue beside them already.

Links to one work share one in a list item, in a paragraph, in a row of a table, and where the next
link, on the same line or the next, leads to the same work.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from enricher import text as texts
from enricher.links.anatomy import Anatomy, Block, Kind
from enricher.links.visible import visible
from enricher.models import PaperRef, Span
from enricher.paper import Paper
from enricher.venues.mentions import names_venue

_CELL = re.compile(r"(?:[^|\\]|\\.)+", re.DOTALL)


@dataclass(slots=True, eq=False)
class Group:
    """The links near one another that lead to one work; no paper where nothing is known of it."""

    paper: Paper | None
    links: list[Anatomy] = field(default_factory=list[Anatomy])


def groups_of(anatomies: Sequence[Anatomy], papers: Mapping[PaperRef, Paper]) -> list[Group]:
    """The groups of a note's links, which are in order."""
    groups: list[Group] = []
    known: dict[tuple[Span, str], Group] = {}
    before: tuple[int, str, Group] | None = None
    for anatomy in anatomies:
        paper = papers.get(anatomy.link.ref)
        work = paper.id if paper else str(anatomy.link.ref)
        key = (_unit(anatomy), work)
        group = known.get(key)
        line = anatomy.link.line
        if group is None and before and before[0] >= line - 1 and before[1] == work:
            group = before[2]
        if group is None:
            group = Group(paper)
            groups.append(group)
        known[key] = group
        group.links.append(anatomy)
        before = (line, work, group)
    return groups


class Reader:
    """Reads what stands around links as a reader of the page does, without ``marks`` and without
    definitions and titles of links, which no page shows."""

    def __init__(self, text: str, anatomies: Sequence[Anatomy], marks: Sequence[Span]) -> None:
        self._text = text
        definitions = (link.whole for link in anatomies if link.kind is Kind.REFERENCE)
        titles = (link.title for link in anatomies if link.title is not None)
        self._unseen = sorted((*marks, *definitions, *titles))
        self._links = [anatomy.link.span.start for anatomy in anatomies]
        self._lines = texts.LineIndex(text)
        self._told: dict[Span, bool] = {}
        self._told_by_row: dict[Span, bool] = {}

    def is_told(self, group: Group) -> bool:
        """Whether the venue is named beside any link of a group: in its list item, in its cell or
        a cell of its row that holds no paper, in its line."""
        return any(map(self._is_told, group.links))

    def _is_told(self, anatomy: Anatomy) -> bool:
        if anatomy.block is Block.LIST_ITEM or anatomy.row is not None:
            told = any(map(self._names_venue, anatomy.around))
            return told or (anatomy.row is not None and self._row_tells(anatomy.row))
        start = self._lines.line(anatomy.whole.start).start
        end = self._lines.line(max(anatomy.whole.end - 1, start)).end
        return self._names_venue(Span(start, end))

    def _row_tells(self, row: Span) -> bool:
        """Whether a cell of a row that holds no paper names a venue."""
        if row not in self._told_by_row:
            cells = (Span(*found.span()) for found in _CELL.finditer(self._text, *row))
            self._told_by_row[row] = any(
                self._names_venue(cell)
                for cell in cells
                if bisect_left(self._links, cell.start) == bisect_left(self._links, cell.end)
            )
        return self._told_by_row[row]

    def _names_venue(self, span: Span) -> bool:
        if span not in self._told:
            self._told[span] = names_venue(visible(self._seen(span)))
        return self._told[span]

    def _seen(self, span: Span) -> str:
        parts: list[str] = []
        start, number = span.start, bisect_left(self._unseen, (span.start, 0))
        while number < len(self._unseen) and self._unseen[number].start < span.end:
            parts.append(self._text[start : self._unseen[number].start])
            start = max(start, min(self._unseen[number].end, span.end))
            number += 1
        return "".join((*parts, self._text[start : span.end]))


def _unit(anatomy: Anatomy) -> Span:
    return anatomy.row or anatomy.around[0]
