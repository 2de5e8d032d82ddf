"""The works that all notes of a run link to, with the URLs as each note has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from enricher.models import Link
from enricher.paper import Paper
from enricher.text import twin
from enricher.writers.interface import Library
from enricher.writers.works import Work
from enricher.writers.written import together

Notes = Mapping[str, Sequence[str]]
"""The URLs as written, by the note that they stand in."""


@dataclass(frozen=True)
class Citation:
    """A work, and its links with the paths of their notes: in the order of paths, then places."""

    places: tuple[tuple[str, Link], ...]
    paper: Paper | None

    @cached_property
    def work(self) -> Work:
        """The work with all links to it."""
        return Work(tuple(link for _, link in self.places), self.paper)

    @property
    def notes(self) -> Notes:
        """Its URLs, once a note, as they are written to the file."""
        urls: dict[str, dict[str, None]] = {}
        for path, link in self.places:
            urls.setdefault(path, {})[twin(link.url)] = None
        return {path: list(each) for path, each in urls.items()}


@dataclass(frozen=True)
class Citations:
    """The works of a run. ``is_read`` tells of a recorded path whether this run speaks for it: a
    note that is there, or that is gone but would have been read."""

    works: Sequence[Citation]
    is_read: Callable[[str], bool]


def citations_of(library: Library, entries: Iterable[Iterable[str]]) -> Citations:
    """The works of all notes; ``entries`` are the names of those that are written already."""
    groups: dict[str, list[tuple[str, Link]]] = {}
    linked = ((twin(path), link) for path, links in library.notes.items() for link in links)
    for place in _sorted(linked):
        ref = place[1].ref
        paper = library.papers.get(ref)
        groups.setdefault(paper.id if paper else str(ref), []).append(place)
    single = [
        Citation(tuple(places), library.papers.get(places[0][1].ref)) for places in groups.values()
    ]
    numbers = together([each.work for each in single], entries)
    works = [_joined([single[number] for number in group]) for group in numbers]
    paths = {twin(path) for path in library.notes}
    return Citations(works, lambda path: path in paths or library.covers(path))


def _joined(group: Sequence[Citation]) -> Citation:
    if len(group) == 1:
        return group[0]
    places = _sorted(place for each in group for place in each.places)
    return Citation(tuple(places), next((each.paper for each in group if each.paper), None))


def _sorted(places: Iterable[tuple[str, Link]]) -> list[tuple[str, Link]]:
    return sorted(places, key=lambda place: (place[0], place[1].span))
