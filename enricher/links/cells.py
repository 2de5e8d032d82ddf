"""The Markdown of notebooks, cell by cell, with where each character stands in the JSON text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from enricher.models import Span

CELL = re.compile(r'"cell_type"\s{0,9}:\s{0,9}"(\w{1,20})"')
_SOURCE = re.compile(r'"source"\s{0,99}:\s{0,99}(\[?)\s{0,99}(?=")')
_STRING = re.compile(r'"((?:[^"\\\r\n]|\\.)*+)"\s{0,99},?\s{0,99}')
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]"
)


class Cell(NamedTuple):
    """The Markdown of a cell; ``places`` are where its characters stand."""

    text: str
    places: list[Span]

    def outside(self, span: Span) -> Span:
        """Where a part of the cell stands in the notebook."""
        start = self.places[span.start].start
        return Span(start, self.places[span.end - 1].end if span.end > span.start else start)


def markdown_cells(text: str, wanted: re.Pattern[str]) -> Iterator[Cell]:
    """The Markdown cells of a notebook in whose JSON a pattern is found, in order."""
    cells = [(found.start(), found[1]) for found in CELL.finditer(text)]
    for (start, kind), (end, _) in pairwise([*cells, (len(text), "")]):
        source = _SOURCE.search(text, start, end) if kind == "markdown" else None
        if source is not None and wanted.search(text, source.end(), end):
            yield _cell(text, Span(source.end(), end), is_list=bool(source[1]))


def _cell(text: str, span: Span, *, is_list: bool) -> Cell:
    characters: list[str] = []
    places: list[Span] = []
    place, end = span
    while string := _STRING.match(text, place, end):
        for found in _CHARACTER.finditer(text, *string.span(1)):
            characters.append(_decoded(found[0]))
            places.append(Span(*found.span()))
        place = string.end()
        if not is_list or "," not in text[string.end(1) : place]:
            break
    return Cell("".join(characters), places)


def _decoded(written: str) -> str:
    """The one character that JSON writes so; a blank for an escape that it does not know."""
    if len(written) == 1:
        return written
    try:
        return str(json.loads(f'"{written}"'))
    except ValueError:
        return " "
