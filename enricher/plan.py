"""What a run would do: every change, every paper's outcome; nothing is written until `write`."""

from __future__ import annotations

import difflib
import os
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from enricher import files, text
from enricher.change import Change, Place
from enricher.company import Bound
from enricher.errors import NoteChangedError, NoteError
from enricher.models import PaperRef
from enricher.paper import Failed, Found, Missing, Outcome, Paper
from enricher.writers.interface import Idle, Published

NO_FILE = "/dev/null"  # where a diff speaks of none, as git and patch read it
# control characters, those that turn the direction of text, undecodable bytes, and what escapes
_SPECIAL = re.compile(
    '[\x00-\x1f\x7f-\x9f"\\\\\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]'
)


@dataclass(slots=True)
class Plan:
    """The result of reading and fetching. `write` carries it out.

    ``changes`` are those of notes, ``side_files`` those of files beside them, and ``printed`` the
    texts of side files that go to standard output. ``outcomes`` has one outcome for each paper
    that the notes name; ``papers`` maps their references to works, so that several references may
    share one paper. ``published`` are the papers that were written as preprints and have a venue
    now, ``added`` names those that were written nowhere in their note or side file before.
    ``without_front_matter`` are the notes that have papers but no place to write them to,
    ``crowded`` those with more than people want to see in a front matter. ``places`` tells where
    the first link to each paper stands. ``site`` says what reads the notes.
    ``written`` are the changes that `write` has carried out.
    ``settled`` tells why nothing was written, if anything, of each note that is as the last run
    left it; ``settled_works`` are their papers. ``left`` tells of texts that a removal left,
    for they may be the user's. ``bounds`` tells what a later run has to know of each
    reference, where runs remember.
    """

    changes: list[Change] = field(default_factory=list[Change])
    side_files: list[Change] = field(default_factory=list[Change])
    printed: list[str] = field(default_factory=list[str])
    outcomes: list[Outcome] = field(default_factory=list[Outcome])
    papers: dict[PaperRef, Paper] = field(default_factory=dict[PaperRef, Paper])
    notices: list[str] = field(default_factory=list[str])
    left: list[str] = field(default_factory=list[str])
    published: list[Published] = field(default_factory=list[Published])
    added: list[str] = field(default_factory=list[str])
    written: list[Change] = field(default_factory=list[Change])
    requests: dict[str, int] = field(default_factory=dict[str, int])
    notes: int = 0
    links: int = 0
    without_front_matter: list[Path] = field(default_factory=list[Path])
    crowded: list[Path] = field(default_factory=list[Path])
    places: dict[PaperRef, Place] = field(default_factory=dict[PaperRef, Place])
    settled: list[Idle | None] = field(default_factory=list[Idle | None])
    settled_works: set[str] = field(default_factory=set[str])
    bounds: dict[str, Bound] = field(default_factory=dict[str, Bound])
    roots: tuple[Path, ...] = ()
    site: str = ""

    @property
    def changed(self) -> list[Change]:
        """The changes that would be, or were, written; those of side files come last."""
        return [change for change in self.all_changes if change.status == "changed"]

    @property
    def refused(self) -> list[Change]:
        """The notes and side files that are left as they are, by all writers or by one, each with
        its reason."""
        whole = (change for change in self.all_changes if change.status == "refused")
        return [*whole, *(part for change in self.all_changes for part in change.in_part)]

    @property
    def all_changes(self) -> list[Change]:
        """The changes of notes, then those of side files."""
        return [*self.changes, *self.side_files]

    @property
    def found(self) -> list[Found]:
        """The papers whose metadata is known."""
        return [outcome for outcome in self.outcomes if isinstance(outcome, Found)]

    @property
    def works(self) -> list[Found]:
        """The works that are known, each under the first of the names that the notes have."""
        first: dict[str, Found] = {}
        for outcome in self.found:
            first.setdefault(outcome.paper.id, outcome)
        return list(first.values())

    @property
    def new(self) -> list[Paper]:
        """The works that are written into some note or side file for the first time."""
        works = self.by_name
        found = (works[name] for name in self.added if name in works)
        return list({paper.id: paper for paper in found}.values())

    @property
    def by_name(self) -> dict[str, Paper]:
        """The works by every id that they go by."""
        works = {id_: paper for paper in self.papers.values() for id_ in paper.ids}
        return works | {str(ref): paper for ref, paper in self.papers.items()}

    @property
    def place_of(self) -> dict[str, Place]:
        """Where the first link to each work stands, by the work's id."""
        first: dict[str, Place] = {}
        for ref, place in self.places.items():
            if ref in self.papers:
                first.setdefault(self.papers[ref].id, place)
        return first

    @property
    def missing(self) -> list[Missing]:
        """The papers that their sources do not have."""
        return [outcome for outcome in self.outcomes if isinstance(outcome, Missing)]

    @property
    def failed(self) -> list[Failed]:
        """The papers that could not be fetched, each with its reason."""
        return [outcome for outcome in self.outcomes if isinstance(outcome, Failed)]

    def diff(self) -> str:
        """All changes as one unified diff, with paths relative to the current folder.

        A patch may not lead out of the folder that it is applied in: where a file lies outside,
        paths are relative to the folder that all have in common, and the first line says so.
        """
        base = _base([change.target for change in self.changed])
        return _told(base) + "".join(_diff(change, base) for change in self.changed)

    def write(self) -> None:
        """Carry out every change, each file whole or not at all.

        A file that was changed since it was read, by its user or by another run, is planned once
        more. One that changed again, or that cannot be written, becomes ``refused``. An interrupt
        leaves those that were ``written`` before it.
        What a run that was killed left beside any of the files goes.
        """
        for folder in {change.target.parent for change in self.all_changes}:
            files.sweep(folder)
        for change in self.changed:
            try:
                self._carry_out_as_it_is(change)
            except NoteError as error:
                change.status, change.why, change.hint = "refused", error.why, error.hint
                continue
            if change.status == "changed":
                self.written.append(change)

    def _carry_out_as_it_is(self, change: Change) -> None:
        try:
            self._carry_out(change)
        except NoteChangedError:
            if change.again is None:
                raise
            change.again()
            if change.status == "changed":
                self._carry_out(change)

    def _carry_out(self, change: Change) -> None:
        if change.after is not None:
            files.write(change.target, change.before, change.after, roots=self.roots)
        elif change.before is not None:
            is_empty = files.delete(change.target, change.before, roots=self.roots)
            change.empty_folder = change.target.parent if is_empty else None


def _base(targets: Sequence[Path]) -> Path:
    """The folder that a patch of these files is for."""
    here = Path.cwd()
    places = [Path(os.path.normpath(target.absolute())) for target in targets]
    if all(place.is_relative_to(here) for place in places):
        return here
    return Path(os.path.commonpath([place.parent for place in places]))


def _told(base: Path) -> str:
    """The line above a patch for another folder than the current one; `git apply` and `patch` pass
    over it."""
    if base == Path.cwd():
        return ""
    name = shlex.quote(_SPECIAL.sub(_octal, os.path.relpath(base)))
    return f"In {name}: git -C {name} apply, or patch -d {name} -p1\n"


def _diff(change: Change, base: Path) -> str:
    name = os.path.relpath(change.target, base)
    before = _lines(text.decode(change.before or b""))
    after = _lines(text.decode(change.after or b""))
    old = _quoted(f"a/{name}") if change.before is not None else NO_FILE
    new = _quoted(f"b/{name}") if change.after is not None else NO_FILE
    lines = difflib.unified_diff(before, after, old, new)
    return "".join(_marked(list(lines)))


def _quoted(name: str) -> str:
    """A file's name as git writes it in a diff: in quotes where it holds control characters, and
    with a tab behind it where it holds a blank, at which `patch` would else end it."""
    special = _SPECIAL.sub(_octal, name)
    quoted = name if special == name else f'"{special}"'
    return f"{quoted}\t" if " " in name else quoted


def _octal(found: re.Match[str]) -> str:
    escapes = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
    raw = text.encode(found[0])
    return escapes.get(found[0]) or "".join(f"\\{byte:03o}" for byte in raw)


def _lines(whole: str) -> list[str]:
    # str.splitlines would also break at U+2028, VT and FF, which patch tools do not
    return re.findall(r"[^\n]*\n|[^\n]+", whole)


def _marked(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield line
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"
