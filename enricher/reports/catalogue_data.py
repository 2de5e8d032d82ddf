"""The catalogue of some notes as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence

from enricher.catalogue import Entry
from enricher.reports.papers import printed_json
from enricher.reports.plain import printable

_COLUMNS = ("id", "title", "authors", "venue", "year", "status", "doi", "url", "notes")
_FORMULAS = ("=", "+", "-", "@")  # owasp.org/www-community/attacks/CSV_Injection


def catalogue_json(entries: Sequence[Entry]) -> str:
    """A JSON list of papers in the form of `show --format json`, each with its ``status``, its
    ``links`` and ``notes``; one that nothing is known of has no title, and perhaps a ``why``."""
    values = [dict(_fields(entry)) for entry in entries]
    return printed_json(json.dumps(values, indent=2, ensure_ascii=False))


def _fields(entry: Entry) -> Iterator[tuple[str, object]]:
    yield from (entry.paper.dump() if entry.paper else {"id": entry.id}).items()
    yield "status", str(entry.status)
    if entry.why:
        yield "why", entry.why
    yield "links", list(entry.links)
    yield "notes", [{"path": place.path, "line": place.line} for place in entry.places]


def catalogue_csv(entries: Sequence[Entry]) -> Iterator[str]:
    """A table as RFC 4180 has it, a line at a time. What a spreadsheet would take for a formula
    has an apostrophe before it."""
    yield from (_csv_line(row) for row in (_COLUMNS, *map(_row, entries)))


def _row(entry: Entry) -> tuple[str, ...]:
    paper = entry.paper
    return (
        entry.id,
        entry.title,
        "; ".join(entry.authors),
        entry.venue,
        str(entry.year or ""),
        str(entry.status),
        (paper.doi if paper else "") or "",
        (paper.url if paper else "") or entry.links[0],
        "; ".join(map(str, entry.places)),
    )


def _csv_line(row: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([_inert(printable(cell)) for cell in row])
    return line.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell
