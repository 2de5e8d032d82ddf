"""What writers see and what they give back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from enricher.sections import Place, Section, storable

if TYPE_CHECKING:
    from enricher.models import Edit, Link, PaperRef, Span
    from enricher.paper import Paper

STDOUT = "-"  # in place of a file
DEFAULT_FIELDS = ("id", "url", "links", "title", "authors", "venue", "year", "doi")


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterSettings(Section):
    """``[writers.NAME]``: what a user may set for one writer. A writer with settings of its own
    has a subclass; names in files are in kebab case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFileSettings(WriterSettings):
    """What may be set for every writer of side files: ``path``, relative to the settings file."""

    path: Place | None = None


S = TypeVar("S", bound=WriterSettings)


class Profile(StrEnum):
    """The shape of metadata in a front matter that its readers can use."""

    NESTED = "nested"  # Jekyll, Hugo, MkDocs, Hexo, Eleventy, Astro: a list of mappings
    FLAT = "flat"  # Obsidian's properties: texts, numbers and lists of these
    EXTRA = "extra"  # Zola: the nested list, in the table of a page's own data


class Document(NamedTuple):
    """One note: its text (decoded losslessly) and the links that are to be enriched, in order."""

    path: str
    text: str
    links: tuple[Link, ...]


class SideFile(NamedTuple):
    """A file beside the notes that a writer keeps. ``text`` is empty where there is none yet."""

    path: str
    text: str


class Library(NamedTuple):
    """The papers of all notes of a run.

    ``notes`` are the links of each note, by its path relative to the site, with ``/``; notes
    without links are there too. ``covers`` tells of a path in that form whether this run would
    have read it, were it still there. ``papers`` maps references as for `Writer.plan`.
    """

    notes: Mapping[str, Sequence[Link]]
    papers: Mapping[PaperRef, Paper]
    covers: Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOptions:
    """The settings that writers obey.

    ``replace_venues`` is set by ``--refresh-all``: only then may a written venue become another.
    ``forgets`` is set where that was answered by all who were asked: then what is written and not
    known any more goes.
    ``fill`` says which of the user's keys hold which field of a note's one paper; ``writers`` are
    the settings of single writers. ``profile`` is that of the site, unless a setting names one.
    """

    key: str = "papers"
    fields: tuple[str, ...] = DEFAULT_FIELDS
    max_authors: int = 20
    adopt: bool = False
    create_front_matter: bool = False
    fill_missing: bool = False
    fill: Mapping[str, str] = field(default_factory=dict[str, str])
    replace_venues: bool = False
    forgets: bool = False
    profile: Profile = Profile.NESTED
    writers: tuple[WriterSettings, ...] = ()

    def of(self, kind: type[S]) -> S:
        """The settings of the writer that has this kind of settings."""
        return next((each for each in self.writers if isinstance(each, kind)), kind())


class Published(NamedTuple):
    """A paper that was written as a preprint and has a venue now. ``was`` is what is written."""

    paper: str
    was: str
    now: str


class Idle(StrEnum):
    """Why a note that is not refused gets nothing written, though it might."""

    NO_LINKS = "without paper links"
    NO_FRONT_MATTER = "without front matter"
    NO_MARKERS = "without markers"
    LEFT_ALONE = "left alone"  # where the writer would write, something of the user's stands
    OPTED_OUT = "opted out"
    ONLY_READ = "of a kind that is only read"


class Planned(NamedTuple):
    """The edits of one note or side file, and what its user should know about them.

    ``added`` names the papers, as ``source:id``, of which nothing was written there before.
    ``idle`` tells why there are no edits; None where the note is up to date. ``left`` tells
    of what looks like the writer's own, and that a removal leaves, for it may be the user's.
    """

    edits: tuple[Edit, ...] = ()
    notices: tuple[str, ...] = ()
    published: tuple[Published, ...] = ()
    idle: Idle | None = None
    added: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def nothing(_path: str, _text: str, _options: WriteOptions) -> Sequence[Span]:
    """The spans of a writer that writes no URLs into notes."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """An output into the notes themselves.

    - ``plan(document, papers, options)``: the edits that bring the note up to date; none when it
      already is. ``papers`` maps every link's reference that has a record to its work, so several
      references may share one paper.
    - ``remove(document, papers, options)``: the edits that take everything of this writer out
      again. Its document has all links, those that the user switched off, too. ``papers`` are
      there only for a writer that ``knows_by_papers`` what is its own.
    - ``own(path, text, options)``: what it wrote into a note before: URLs in there are no links
      of the user's, else no entry would ever go, and a note with any is looked at though it has
      no link left.
    - ``marker``: what a user writes where this writer shall write, if that is how it is told.
    - ``tells_of_all``: whether what it writes into a note may tell of the papers of other notes.

    The first two raise NoteError for a note that cannot be edited safely, and EditError when the
    edited text does not read back as meant.
    """

    name: str
    title: str
    plan: Callable[[Document, Mapping[PaperRef, Paper], WriteOptions], Planned]
    remove: Callable[[Document, Mapping[PaperRef, Paper], WriteOptions], Planned]
    knows_by_papers: bool = False
    own: Callable[[str, str, WriteOptions], Sequence[Span]] = nothing
    marker: str = ""
    tells_of_all: bool = False
    settings: type[WriterSettings] = WriterSettings

    def must_take(self, file: str) -> None:
        """Raises ValueError: there is no file but the notes."""
        raise ValueError(f"{self.name} writes into the notes and takes no file: {file!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SideWriter:
    """An output into one file beside the notes, from the papers of all of them.

    - ``file``: the name that the file has where no site and no user says another.
    - ``is_known_by_stem``: whether its readers know it by its name without the ending, so that a
      new one would hide another of that name.
    - ``endings``: how the name of any file of this writer ends: no other is touched, for it may
      be a note.
    - ``plan(file, library, options)``: the edits that bring the file up to date.
    - ``remove(file, options)``: the edits that take everything of this writer out again; a file
      that nothing is left of is deleted.
    - ``own(path, text, options)``: what it wrote, in a file that is read as a note, too.

    Both raise NoteError, with a line, for a file that cannot be edited safely.
    """

    name: str
    title: str
    file: str
    endings: tuple[str, ...]
    plan: Callable[[SideFile, Library, WriteOptions], Planned]
    remove: Callable[[SideFile, WriteOptions], Planned]
    own: Callable[[str, str, WriteOptions], Sequence[Span]] = nothing
    is_known_by_stem: bool = False
    settings: type[SideFileSettings] = SideFileSettings

    def must_take(self, file: str) -> None:
        """Raises ValueError for a file, none of standard output, whose name does not say that it
        is one of this writer's: what is added to a note would be no part of its text."""
        storable(file)
        if file != STDOUT and Path(file).suffix.lower() not in self.endings:
            endings = " or ".join(self.endings)
            raise ValueError(
                f"{self.name} does not write to {file or 'a file without a name'}; "
                f"name a file that ends in {endings}"
            )


AnyWriter = Writer | SideWriter


def in_order(links: Sequence[Link]) -> list[Link]:
    """The links as they stand in the note."""
    return sorted(links, key=lambda link: link.span)
