"""Which papers a listing holds, and what each row of it says.

What is written already ranks as the lowest record: nothing that a run does not know is blanked,
links that share a row stay together, and a written venue changes only on demand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from enricher.models import Link, PaperRef
from enricher.paper import Paper
from enricher.writers.interface import Published, WriteOptions
from enricher.writers.listing.arrangement import Entry, written_venue
from enricher.writers.listing.form import Form
from enricher.writers.listing.inline import cleaned
from enricher.writers.listing.rows import Item, Row, cells_of
from enricher.writers.works import works_of

PUBLICATION = frozenset({"type", "venue", "year", "doi"})  # columns that speak of one publication


class Listed(NamedTuple):
    """The rows of the listing to be, and what the user should know of them."""

    entries: list[Entry]
    published: list[Published]


def items_of_note(links: Sequence[Link], papers: Mapping[PaperRef, Paper]) -> list[Item]:
    """The papers of a note, in the order of their first links."""
    return [
        Item(_unique(str(link.ref) for link in work.links), work.links[0].target, work.paper)
        for work in works_of(links, papers)
    ]


def items_of_run(papers: Mapping[PaperRef, Paper]) -> list[Item]:
    """The papers of a run, in no order of their own."""
    works: dict[str, tuple[Paper, list[str]]] = {}
    for ref, paper in papers.items():
        works.setdefault(paper.id, (paper, []))[1].append(str(ref))
    return [Item(tuple(sorted(ids)), "", paper) for paper, ids in works.values()]


def listed(items: Sequence[Item], rows: Sequence[Row], form: Form, options: WriteOptions) -> Listed:
    """The rows to be, in no order."""
    row_of = _by_name(rows)
    entries: list[Entry] = []
    published: list[Published] = []
    known: set[str] = set()
    written: set[int] = set()
    for place, item in enumerate(items if form.lists_all else _joined(items, row_of)):
        known.update(item.names)
        before = next((row_of[name] for name in item.names if name in row_of), None)
        if before in written:  # a paper that was taken for another one
            before = None
        if before is not None:
            written.add(before)
        row = rows[before] if before is not None else None
        entry = _entry(item, row, form, options)
        if entry is not None:
            entries.append(entry._replace(place=place, before=before))
            published += _published(row, entry, form)
    for before, row in enumerate(rows if form.lists_all else ()):
        if before not in written and known.isdisjoint(row.ids):
            entries.append(Entry(row, len(items) + before, before, None))
    return Listed(entries, published)


def _entry(item: Item, row: Row | None, form: Form, options: WriteOptions) -> Entry | None:
    """The row of a paper; none where nothing is known of it and nothing is written."""
    paper = item.paper
    if paper is None:
        return None if row is None else Entry(row, 0, None, None)
    if row is None:
        return Entry(Row(item.ids, cells_of(item, paper, form)), 0, None, paper)
    if form.lists_all:  # another run, over other notes, knows other links
        item = item._replace(ids=_unique((*row.ids, *item.ids)))
    cells = cells_of(item, paper, form)
    if _is_venue_withheld(row, paper, form, options):
        # Another venue is another record, title and page included: no row mixes two.
        mine = {name: cell for name, cell in row.cells.items() if name not in paper.by_user}
        new = {
            name: cell for name, cell in cells.items() if name not in PUBLICATION - paper.by_user
        }
        cells = new | mine
        ids = row.ids if "title" in mine else item.ids
        return Entry(Row(ids, cells, row.group), 0, None, None)
    cells = {name: cell or row.cells.get(name, "") for name, cell in cells.items()}
    return Entry(Row(item.ids, cells, row.group), 0, None, paper)


def _is_venue_withheld(row: Row, paper: Paper, form: Form, options: WriteOptions) -> bool:
    written = written_venue(row, form)
    venue = cleaned(paper.venue or "")
    if not written or written == venue:
        return False
    return not venue or not ("venue" in paper.by_user or options.replace_venues)


def _published(row: Row | None, entry: Entry, form: Form) -> Iterable[Published]:
    """The news that a paper that is written as a preprint has a venue."""
    if row is not None and row.kind and not written_venue(row, form) and entry.row.venue:
        yield Published(row.ids[0], row.kind, entry.row.venue)


def _joined(items: Sequence[Item], row_of: Mapping[str, int]) -> list[Item]:
    """The papers, where one without a record joins the one that it shares a written row with: a
    run that could not fetch it knows less than the run that joined them."""
    sharing: dict[int, list[int]] = {}
    for number, item in enumerate(items):
        row = next((row_of[name] for name in item.names if name in row_of), None)
        if row is not None:
            sharing.setdefault(row, []).append(number)
    joined: dict[int, Item | None] = dict(enumerate(items))
    for numbers in sharing.values():
        first = next((number for number in numbers if items[number].paper), numbers[0])
        group = [n for n in numbers if n == first or items[n].paper is None]
        joined |= dict.fromkeys(group)
        ids = _unique(id_ for number in group for id_ in items[number].ids)
        joined[group[0]] = items[first]._replace(ids=ids)
    return [item for item in joined.values() if item is not None]


def _by_name(rows: Sequence[Row]) -> dict[str, int]:
    names: dict[str, int] = {}
    for number, row in enumerate(rows):
        for id_ in row.ids:
            names.setdefault(id_, number)
    return names


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
