"""What a writer sees and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from enricher.models import Edit, Link, PaperRef, Span
from enricher.paper import Paper

DEFAULT_FIELDS = ("id", "url", "links", "title", "authors", "venue", "year", "doi")


@dataclass(frozen=True, slots=True)
class Document:
    """One note: its text (decoded losslessly) and the links that are to be enriched, in order."""

    path: str
    text: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOptions:
    """The settings that writers obey.

    ``replace_venues`` is set by ``--refresh-all``: only then may a written venue become another.
    """

    key: str = "papers"
    fields: tuple[str, ...] = DEFAULT_FIELDS
    max_authors: int = 20
    adopt: bool = False
    create_front_matter: bool = False
    replace_venues: bool = False


class Published(NamedTuple):
    """A paper that was written as a preprint and has a venue now. ``was`` is what is written."""

    paper: str
    was: str
    now: str


class Idle(StrEnum):
    """Why a note that is not refused gets nothing written, though it might."""

    NO_LINKS = "without paper links"
    NO_FRONT_MATTER = "without front matter"
    LEFT_ALONE = "left alone"  # where the writer would write, something of the user's stands
    OPTED_OUT = "opted out"


@dataclass(frozen=True, slots=True)
class Planned:
    """The edits of one note, and what its user should know about them.

    ``idle`` tells why there are none; None where the note is up to date.
    """

    edits: tuple[Edit, ...] = ()
    notices: tuple[str, ...] = ()
    published: tuple[Published, ...] = ()
    idle: Idle | None = None


def nothing(_path: str, _text: str, _options: WriteOptions) -> Sequence[Span]:
    """The spans of a writer that writes no URLs into notes."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """An output.

    - ``plan(document, papers, options)``: the edits that bring the note up to date; none when it
      already is. ``papers`` maps every link's reference that has a record to its work, so several
      references may share one paper.
    - ``remove(document, options)``: the edits that take everything of this writer out again.
    - ``own(path, text, options)``: what it wrote into a note before: URLs in there are no links
      of the user's, else no entry would ever go.

    The first two raise NoteError for a note that cannot be edited safely, and EditError when the
    edited text does not read back as meant.
    """

    name: str
    title: str
    plan: Callable[[Document, Mapping[PaperRef, Paper], WriteOptions], Planned]
    remove: Callable[[Document, WriteOptions], Planned]
    own: Callable[[str, str, WriteOptions], Sequence[Span]] = nothing


def in_order(links: Sequence[Link]) -> list[Link]:
    """The links as they stand in the note."""
    return sorted(links, key=lambda link: link.span)
