"""All works that some notes link to: what became of each, and where its links stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from enricher.change import Place
from enricher.errors import ConfigError
from enricher.links.visible import label
from enricher.models import Link, PaperRef
from enricher.notes import Scanned
from enricher.paper import Failed, Outcome, Paper
from enricher.writers.interface import in_order


class Status(StrEnum):
    """What is known of a work. ``FAILED`` is one that could not be fetched this time."""

    PUBLISHED = "published"
    PREPRINT = "preprint"
    WITHDRAWN = "withdrawn"
    MISSING = "missing"
    FAILED = "failed"


class Entry(NamedTuple):
    """A work that notes link to.

    ``id`` is that of its first link. ``paper`` is None where nothing is known; ``why`` tells why a
    work could not be fetched. ``labels`` are the texts of its links, ``links`` the addresses as the
    notes write them, and ``sources`` the sites that they lead to, each once; ``places`` are those
    of all links.
    """

    id: str
    status: Status
    paper: Paper | None
    why: str
    labels: tuple[str, ...]
    links: tuple[str, ...]
    sources: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def title(self) -> str:
        """The work's title, else what its first link says, else its id."""
        return (self.paper.title if self.paper else next(iter(self.labels), "")) or self.id

    @property
    def authors(self) -> tuple[str, ...]:
        """Its authors, as far as is known."""
        return self.paper.authors if self.paper else ()

    @property
    def venue(self) -> str:
        """Where it appeared, as short as is known; empty for a preprint."""
        paper = self.paper
        return (paper.venue or paper.journal or paper.booktitle or "") if paper else ""

    @property
    def year(self) -> int | None:
        """The year of its publication, where it is known."""
        return self.paper.year if self.paper else None

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes that link to it, each once."""
        return tuple(dict.fromkeys(place.path for place in self.places))


def catalogue(
    scanned: Scanned, outcomes: Sequence[Outcome], papers: Mapping[PaperRef, Paper]
) -> list[Entry]:
    """The works of all notes in the order of their first links."""
    groups: dict[str, list[tuple[str, Link]]] = {}
    for note in scanned.notes:
        for link in in_order(note.wanted):
            paper = papers.get(link.ref)
            group = groups.setdefault(paper.id if paper else str(link.ref), [])
            group.append((str(note.path), link))
    failed = {each.ref: each.why for each in outcomes if isinstance(each, Failed)}
    return [_entry(group, papers, failed) for group in groups.values()]


def _entry(
    group: Sequence[tuple[str, Link]],
    papers: Mapping[PaperRef, Paper],
    failed: Mapping[PaperRef, str],
) -> Entry:
    links = [link for _, link in group]
    # one of its names may have failed where another was found
    paper = next((papers[link.ref] for link in links if link.ref in papers), None)
    why = "" if paper else next((failed[link.ref] for link in links if link.ref in failed), "")
    return Entry(
        str(links[0].ref),
        _status(paper, why),
        paper,
        why,
        tuple(dict.fromkeys(text for link in links if (text := label(link.text)))),
        tuple(dict.fromkeys(link.url for link in links)),
        tuple(dict.fromkeys(link.ref.source for link in links)),
        tuple(Place(path, link.line, link.column) for path, link in group),
    )


def _status(paper: Paper | None, why: str) -> Status:
    if paper is None:
        return Status.FAILED if why else Status.MISSING
    if paper.status == "withdrawn":
        return Status.WITHDRAWN
    appeared = paper.venue or paper.journal or paper.booktitle
    is_published = appeared or paper.type not in {None, "preprint"}
    return Status.PUBLISHED if is_published else Status.PREPRINT


def counted(entries: Sequence[Entry]) -> Iterator[tuple[Status, int]]:
    """How many works there are of each status that occurs."""
    for status in Status:
        number = sum(entry.status is status for entry in entries)
        if number:
            yield status, number


_KEYS: Mapping[str, Callable[[Entry], str | int]] = {
    "title": lambda entry: entry.title.casefold(),
    "authors": lambda entry: _by_family(entry.authors[0]) if entry.authors else "",
    "venue": lambda entry: entry.venue.casefold(),
    "year": lambda entry: entry.year or 0,
    "id": lambda entry: entry.id,
    "status": lambda entry: entry.status,
    "notes": lambda entry: len(entry.notes),
}


def ordered(entries: Iterable[Entry], keys: str) -> list[Entry]:
    """The entries sorted by some keys, ``-year,title``: ``-`` is for descending order, and what is
    not known comes last. Raises ConfigError for an unknown key."""
    found = list(entries)
    for key in reversed([key.strip() for key in keys.split(",")]):
        name = key.removeprefix("-")
        if name not in _KEYS:
            raise ConfigError(f"cannot sort by {name!r}", f"known: {', '.join(_KEYS)}")
        value = _KEYS[name]
        known = [entry for entry in found if value(entry)]
        known.sort(key=value, reverse=key != name)
        found = [*known, *(entry for entry in found if not value(entry))]
    return found


def _by_family(author: str) -> str:
    *given, family = author.casefold().split() or [""]
    return " ".join((family, *given))
