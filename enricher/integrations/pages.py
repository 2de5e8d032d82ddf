"""Pages of a site: their links as builders hand them over, what is made of them, and the memory of
both between the builds of one process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from enricher.integrations.missing import Gap
from enricher.models import Link, PaperRef, Wanted
from enricher.notes import Note
from enricher.paper import Paper

Entries = list[dict[str, object]]


class Anchor(NamedTuple):
    """A link of a tree or of HTML: where it leads, what it says, its line if it is known."""

    url: str
    label: str
    line: int = 1


class Enriched(NamedTuple):
    """One page: its text, the entries of its papers, and where those without a record stand."""

    text: str
    entries: Entries
    links: tuple[Link, ...]
    missing: Mapping[str, Gap]


class Titles(NamedTuple):
    """The title of each anchor, empty where there is none, and the rest as in `Enriched`."""

    titles: list[str]
    entries: Entries
    missing: Mapping[str, Gap]


class Known(NamedTuple):
    """The papers that have a record, and those that their sources do not have."""

    papers: Mapping[PaperRef, Paper]
    unknown: frozenset[PaperRef]


class Remembered(NamedTuple):
    """A page as an earlier build made it, and what it was made of."""

    digest: str
    papers: Mapping[PaperRef, Paper]
    made: Enriched


@dataclass(slots=True)
class Memory:
    """What earlier builds of one process read and made: notes by the digests of their texts, the
    papers of all of them, and pages by path."""

    stamp: str = ""
    notes: dict[tuple[str, str], Note] = field(default_factory=dict[tuple[str, str], Note])
    wanted: Sequence[Wanted] = ()
    known: Known = field(default_factory=lambda: Known({}, frozenset()))
    pages: dict[str, Remembered] = field(default_factory=dict[str, Remembered])

    def renew(self, stamp: str) -> None:
        """Forget everything where the settings or the cache are other ones now."""
        if stamp != self.stamp:
            self.stamp, self.wanted, self.known = stamp, (), Known({}, frozenset())
            self.notes.clear()
            self.pages.clear()
