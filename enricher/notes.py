"""Notes as they were read, with the links to papers that are in them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from enricher import files, text
from enricher.change import Change
from enricher.errors import ConfigError, NoteChangedError
from enricher.models import Link, Wanted

if TYPE_CHECKING:
    from enricher.fetch.manifest import Known

REPORT = (
    '<meta name="generator" content="enricher report">'  # what a page of `report` says of itself
)
_HEAD = 1_000  # code points


class Note(NamedTuple):
    """A note as it was read: all its links to papers, and those of them that are to be enriched.

    Its text is not kept, for there may be many; ``digest`` tells whether it is still the same.
    ``is_written`` tells whether a run before left anything in it, or its user wants that.
    """

    path: Path
    digest: str
    links: tuple[Link, ...]
    wanted: tuple[Link, ...]
    is_written: bool = False


@dataclass(slots=True)
class Scanned:
    """The notes below some paths that link to papers, and those that cannot be read.

    ``given`` are these paths, ``root`` is the folder that they have in common. ``found`` are all
    notes in order, ``read`` counts them; ``bare`` are those without anything of interest, with
    their digests, and ``settled`` those that a run before left up to date.
    """

    root: Path
    read: int = 0
    given: tuple[Path, ...] = ()
    found: tuple[Path, ...] = ()
    bare: dict[Path, str] = field(default_factory=dict[Path, str])
    settled: list[tuple[Path, Known]] = field(default_factory=list[tuple[Path, "Known"]])
    notes: list[Note] = field(default_factory=list[Note])
    refused: list[Change] = field(default_factory=list[Change])

    @property
    def wanted(self) -> list[Wanted]:
        """Each paper that is to be enriched, once, in the order of the notes."""
        links = [link for note in self.notes for link in note.wanted]
        if not links:  # where all is up to date, nothing that finds links is needed
            return []
        from enricher.scan import wanted

        return wanted(links)


def is_report(content: str) -> bool:
    """Whether a text is a page that `enricher report` made: it is no note, though it has links."""
    return REPORT in content[:_HEAD]


def text_of(note: Note) -> str:
    """The text of a note. Raises NoteError where it cannot be read, and NoteChangedError where it
    is no longer the one that was read."""
    raw = files.read(note.path)
    if files.digest(raw) != note.digest:
        raise outdated(note)
    return text.decode(raw)


def outdated(note: Note) -> NoteChangedError:
    """What tells that a note is no longer the one that was read."""
    return NoteChangedError(str(note.path), "changed while this run was under way")


def common_root(paths: Sequence[Path]) -> Path:
    """The deepest folder that all of these are in, or are."""
    folders = [path if files.is_folder(path) else path.parent for path in map(Path.absolute, paths)]
    return Path(os.path.commonpath(folders)) if folders else Path.cwd()


def copy_of(note: Note, scanned: Scanned, output: Path) -> Path:
    """Where the changed copy of a note belongs in an output folder."""
    return output / note.path.absolute().relative_to(scanned.root)


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a path lies in a folder, links resolved."""
    return path.resolve().is_relative_to(folder.resolve())


def refuse_inside(paths: Sequence[Path], output: Path) -> None:
    """Raise ConfigError for a path in the output folder: copies would be made of copies."""
    for path in paths:
        if is_inside(path, output):
            raise ConfigError(
                f"{path} lies inside the output folder {output}",
                "name the notes themselves, or another output folder",
            )
