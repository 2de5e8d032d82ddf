"""In which order and below which headings the rows of a listing stand.

Rows are sorted by what they show, so that those that a run knows nothing of find their places too.
Where they do not show it, such a row stays below the row that it stood below.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from enricher.paper import Paper
from enricher.writers.listing.form import LETTER, LINK, Form, Key
from enricher.writers.listing.inline import cleaned, shown
from enricher.writers.listing.rows import Row

OTHERS = "Others"  # the group of the papers that have nothing to group by
_TELLING = frozenset({"title", "authors", "venue", "year", "type"})  # columns to sort rows by


class Entry(NamedTuple):
    """A row that is to be written. ``place`` is that of its first link.

    ``before`` is its place in the listing that is written, None where it is new. ``paper`` is None
    where the row stays as it is.
    """

    row: Row
    place: int
    before: int | None
    paper: Paper | None


def arranged(entries: Sequence[Entry], form: Form) -> list[tuple[str, list[Row]]]:
    """The rows in order, by the group that they belong to; one of no name where none are wanted."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(_group(entry, form), []).append(entry)
    names = [name for name in groups if name != OTHERS]
    names.sort(key=str.casefold, reverse=form.group is not None and form.group.descending)
    names += [OTHERS] if OTHERS in groups else []
    return [(name, [entry.row for entry in _ordered(groups[name], form)]) for name in names]


def written_venue(row: Row, form: Form) -> str:
    """The venue that a written row has or stands below."""
    is_below = form.group_by == "venue" and row.group != OTHERS
    return row.venue or (row.group if is_below else "")


def _ordered(entries: Sequence[Entry], form: Form) -> list[Entry]:
    """The entries of one group in order."""
    shows_all = all(_is_shown(key, form) for key in form.sort)
    sortable = [entry for entry in entries if shows_all or entry.paper is not None]
    kept = {id(entry) for entry in entries} - {id(entry) for entry in sortable}
    ordered = _sorted(sortable, form)
    if not kept:
        return ordered
    first: list[Entry] = []
    behind: dict[int, list[Entry]] = {id(entry): [] for entry in ordered}
    following = first
    for entry in sorted((e for e in entries if e.before is not None), key=_before):
        if id(entry) in kept:
            following.append(entry)
        else:
            following = behind[id(entry)]
    return [*first, *(each for entry in ordered for each in (entry, *behind[id(entry)]))]


def _before(entry: Entry) -> int:
    return entry.before or 0


def _sorted(entries: Iterable[Entry], form: Form) -> list[Entry]:
    """The entries by the first key, then by the next ones, then by their links; the papers of a
    whole run have no order of links and stand by their titles."""
    ordered = sorted(entries, key=_by_title if form.lists_all else _by_place)
    for key in reversed(form.sort):
        pairs = [(_value(entry, key, form), entry) for entry in ordered]
        known = [pair for pair in pairs if pair[0]]
        known.sort(key=lambda pair: pair[0], reverse=key.descending)
        ordered = [entry for _, entry in (*known, *(pair for pair in pairs if not pair[0]))]
    return ordered


def _by_title(entry: Entry) -> tuple[str, tuple[str, ...]]:
    return entry.row.title.casefold(), entry.row.ids


def _by_place(entry: Entry) -> int:
    return entry.place


def _is_shown(key: Key, form: Form) -> bool:
    return key.name == LINK or (key.name in _TELLING and key.name in form.columns)


def _value(entry: Entry, key: Key, form: Form) -> str:
    """What an entry is sorted by; empty where it is not known."""
    if key.name == LINK:
        return f"{entry.place:09}"
    if _is_shown(key, form):
        return _shown_in(entry.row, key.name).casefold()
    return _told_of(entry.paper, key.name).casefold() if entry.paper else ""


def _shown_in(row: Row, column: str) -> str:
    match column:
        case "title":
            return row.title
        case "venue":
            return row.venue
        case "authors":
            first = row.cells.get("authors", "").removesuffix(" et al.").partition(", ")[0]
            return _by_family(shown(first))
        case name:
            return row.cells.get(name, "")


def _told_of(paper: Paper, column: str) -> str:
    match column:
        case "authors":
            return _by_family(paper.authors[0] if paper.authors else "")
        case "links":
            return paper.arxiv or paper.doi or paper.pdf or ""
        case name:
            return cleaned(str(getattr(paper, name) or ""))


def _by_family(author: str) -> str:
    """An author's name with its last word first: names are printed "Given Family"."""
    *given, family = cleaned(author).split() or [""]
    return " ".join((family, *given))


def _group(entry: Entry, form: Form) -> str:
    """The name of an entry's group: what its row shows, else what is known, else where it is."""
    row, name = entry.row, form.group_by
    if name == LETTER:
        return _letter(row.title) or OTHERS
    if not name:
        return ""
    shows = row.venue if name == "venue" else row.cells.get(name, "")
    value = shows or (_told_of(entry.paper, name) if entry.paper else "")
    return (value.capitalize() if name == "type" else value) or row.group or OTHERS


def _letter(title: str) -> str:
    """The first letter of a title, without its accents."""
    first = next((char for char in title if char.isalnum()), "")
    return unicodedata.normalize("NFD", first)[:1].upper()
