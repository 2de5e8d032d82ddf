"""The catalogue of some notes as a table: for a terminal of some width, or for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from enricher.catalogue import Entry, Status, counted
from enricher.reports.plain import count, printable
from enricher.writers import short_form

_GAP: Final = "  "
_LEAST_TITLE: Final = 28  # columns: where a title would have less, other columns go
_BOLD, _DIM, _RED, _YELLOW, _RESET = (f"\x1b[{code}m" for code in (1, 2, 31, 33, 0))
_COLOURS: Final = {
    Status.PREPRINT: _DIM,
    Status.WITHDRAWN: _YELLOW,
    Status.MISSING: _RED,
    Status.FAILED: _RED,
}


class _Column(NamedTuple):
    """A column, the most that it takes where room is short and where it is not, and when it goes:
    the highest ``rank`` first."""

    name: str
    cell: Callable[[Entry], str]
    most: int = 0
    most_wide: int = 0
    rank: int = 0
    is_number: bool = False


def table(entries: Sequence[Entry], *, width: int, colour: bool) -> Iterator[str]:
    """The entries under a heading, one a line, none wider than a terminal."""
    if not entries:
        return
    rows = [{column.name: column.cell(entry) for column in _COLUMNS} for entry in entries]
    widths = _widths(rows, width)
    heads = {column.name: column.name.upper() for column in _COLUMNS}
    yield _line(heads, widths, lambda _, text: _styled(text, _BOLD, colour=colour))
    for entry, row in zip(entries, rows, strict=True):
        style = _COLOURS.get(entry.status, "")

        def styled(name: str, text: str, style: str = style) -> str:
            used = style if name == "where" else _DIM if name == "id" else ""
            return _styled(text, used, colour=colour)

        yield _line(row, widths, styled)


def tabbed(entries: Sequence[Entry]) -> Iterator[str]:
    """One line an entry, its columns whole and with tabs between them, for other programs."""
    for entry in entries:
        yield "\t".join(column.cell(entry) for column in _COLUMNS)


def totals(entries: Sequence[Entry]) -> str:
    """How many papers there are of each kind, and in how many notes; without any, what to do."""
    if not entries:
        return "No links to papers found. The sites whose links are known: enricher sources"
    notes = len({note for entry in entries for note in entry.notes})
    kinds = ", ".join(f"{number:,} {status}" for status, number in counted(entries))
    return f"{count(len(entries), 'paper')} in {count(notes, 'note')}: {kinds}"


def _where(entry: Entry) -> str:
    if entry.status in {Status.MISSING, Status.FAILED, Status.WITHDRAWN}:
        return str(entry.status)
    year = str(entry.year or "")
    if entry.status is Status.PREPRINT:
        return f"preprint {year}".rstrip()
    venue = printable(entry.venue)
    return venue if year in venue else f"{venue} {year}".lstrip()


def _title(entry: Entry) -> str:
    return printable(entry.title)


def _id(entry: Entry) -> str:
    return printable(entry.id)


def _notes(entry: Entry) -> str:
    return str(len(entry.notes))


def _authors(entry: Entry) -> str:
    return printable(short_form.authors(entry.paper)) if entry.paper else ""


_COLUMNS: Final = (
    _Column("title", _title),
    _Column("authors", _authors, 15, 24, 2),
    _Column("where", _where, 13, 20, 1),
    _Column("id", _id, 16, 26, 3),
    _Column("notes", _notes, 5, 5, 4, is_number=True),
)


def _widths(rows: Sequence[dict[str, str]], width: int) -> dict[str, int]:
    """How wide each column is; those for which there is no room are left out."""
    from rich.cells import cell_len

    columns = list(_COLUMNS)
    natural = {
        column.name: max(len(column.name), *(cell_len(row[column.name]) for row in rows))
        for column in columns
    }
    while True:
        for wide in (True, False):
            limits = {each.name: each.most_wide if wide else each.most for each in columns[1:]}
            given = {name: min(natural[name], limit) for name, limit in limits.items()}
            room = width - sum(len(_GAP) + taken for taken in given.values())
            if room >= min(_LEAST_TITLE, natural["title"]) or len(columns) == 1:
                return {"title": max(1, min(natural["title"], room)), **given}
        columns.remove(max(columns[1:], key=lambda column: column.rank))


def _line(row: dict[str, str], widths: dict[str, int], style: Callable[[str, str], str]) -> str:
    cells = [_padded(name, row[name], width) for name, width in widths.items()]
    named = zip(widths, cells, strict=True)
    return _GAP.join(style(name, cell) for name, cell in named).rstrip()


def _padded(name: str, text: str, width: int) -> str:
    from rich.cells import cell_len, set_cell_size

    # amid a word, too: whole words would leave little of a title
    cut = text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"
    space = " " * (width - cell_len(cut))
    is_number = any(column.name == name and column.is_number for column in _COLUMNS)
    return space + cut if is_number else cut + space


def _styled(text: str, style: str, *, colour: bool) -> str:
    return f"{style}{text}{_RESET}" if colour and style and text.strip() else text
