"""What the row of a table says of where its paper appeared, where venue and year have a column
each: ``| Title | ICCV | 2019 |``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enricher.audit.gaps import is_transparent
from enricher.models import Span
from enricher.venues.editions import Edition, editions

_CELL = re.compile(r"[^|\r\n]+")
_YEAR = re.compile(r"[\s*_`]*((?:19|20)\d\d)[\s*_`]*")
_MARKS = " \t*_`"


def cells(text: str, row: Span) -> Iterator[Span]:
    """The cells of a row, with the blanks around what they say."""
    return (Span(*found.span()) for found in _CELL.finditer(text, *row))


def fills(text: str, cell: Span, edition: Edition) -> bool:
    """Whether a venue is all that a cell says."""
    rest = text[cell.start : edition.start] + " " + text[edition.span.end : cell.end]
    return is_transparent(rest, ())


def in_columns(text: str, row: Span) -> Edition | None:
    """The one venue of a row that has one cell with a year and one with a venue and no year."""
    every = list(cells(text, row))
    years = [found[1] for cell in every if (found := _YEAR.fullmatch(text, *cell))]
    if len(years) != 1:
        return None
    named = [each for cell in every if (each := _undated(text, cell, years[0]))]
    return named[0] if len(named) == 1 else None


def _undated(text: str, cell: Span, year: str) -> Edition | None:
    """The venue that a cell names without a year; none whose name is a common word, too."""
    said = text[slice(*cell)].rstrip(_MARKS)
    told = editions(f"{said} {year}") if said.strip() and not editions(said) else []
    if len(told) != 1 or told[0].is_plain:
        return None
    start, end = told[0].span
    span = Span(start + cell.start, min(end, len(said)) + cell.start)
    edition = told[0]._replace(span=span, start=told[0].start + cell.start, is_dated_apart=True)
    return edition if fills(text, cell, edition) else None
