"""What writers make of each note, as one plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from enricher import files, text
from enricher.change import Change, Place
from enricher.errors import EditError, NoteError
from enricher.models import PaperRef
from enricher.notes import Note, Scanned, copy_of, outdated
from enricher.paper import Paper
from enricher.plan import Plan
from enricher.writers.interface import Document, Idle, Planned, Writer

CROWDED = 12  # papers in the front matter of one note
ONLY_READ = frozenset({".ipynb", ".bib"})  # no writer of notes writes to these
Act = Callable[[Writer, Document], Planned]


Reread = Callable[[str, bytes], Note]


def plan_of(
    scanned: Scanned,
    writers: Sequence[Writer],
    act: Act,
    output: Path | None = None,
    reread: Reread | None = None,
) -> Plan:
    """The plan that an action of each writer on each note makes.

    ``reread`` finds the links of a note that was changed since it was scanned, so that it can be
    planned as it is now; without it such a note is refused.
    """
    made = Plan(
        changes=list(scanned.refused),
        notes=scanned.read,
        links=sum(len(note.wanted) for note in scanned.notes),
        roots=(output if output is not None else scanned.root,),
    )
    for note in scanned.notes:
        for link in note.wanted:
            made.places.setdefault(link.ref, Place(str(note.path), link.line, link.column))
    planner = _Planner(scanned, writers, act, output, made, reread)
    made.changes += map(planner.change, range(len(scanned.notes)))
    return made


class _Planner(NamedTuple):
    """Plans the notes of a scan, known by their number; each again where it was changed."""

    scanned: Scanned
    writers: Sequence[Writer]
    act: Act
    output: Path | None
    made: Plan
    reread: Reread | None

    def change(self, number: int) -> Change:
        """What becomes of a note, or of its copy; the news are added to the plan."""
        note, output = self.scanned.notes[number], self.output
        copy = copy_of(note, self.scanned, output) if output is not None else note.path
        change = Change(note.path, "unchanged", copy)
        for part in self._fill(change, number):
            tell(self.made, part)
        if change.status == "changed":
            change.again = partial(self._fill, change, number)
        return change

    def _fill(self, change: Change, number: int) -> Sequence[Planned]:
        """Plan a change.

        What one writer refuses is left to it: the others do what they would do alone.
        """
        change.status, change.before, change.after = "unchanged", None, None
        try:
            note, content = self._current(number)
            document = Document(str(note.path), content, note.wanted)
            planned, refused = _planned(document, self.writers, self.act)
            edits = [edit for part in planned for edit in part.edits]
            after = text.apply(content, edits)
            before: str | None = content
            if change.target != note.path:
                copy = change.target
                before = text.decode(files.read(copy)) if copy.exists() else None
            if after != before:
                files.refuse_unwritable(change.target, self.made.roots)
        except (NoteError, EditError) as error:
            refuse(change, error)
            return ()
        change.has_notices = any(part.notices or part.left for part in planned)
        change.has_front_matter = text.front_matter(content) is not None
        change.in_part = tuple(_in_part(change, *each) for each in refused)
        if after != (content if before is None else before):
            change.status = "changed"
            change.before = None if before is None else text.encode(before)
            change.after = text.encode(after)
        elif refused:
            refuse(change, *refused[0])
            change.in_part = change.in_part[1:]
        else:
            change.idle = _idle(note, planned)
        is_markdown = note.path.suffix.lower() in text.MARKDOWN
        change.is_unmarked = is_markdown and any(part.idle is Idle.NO_MARKERS for part in planned)
        return planned

    def _current(self, number: int) -> tuple[Note, str]:
        """A note as it is now, with its text. Raises NoteChangedError where it was changed and
        links to papers that nobody asked for."""
        note = self.scanned.notes[number]
        raw = files.read(note.path)
        if files.digest(raw) != note.digest:
            again = self.reread(str(note.path), raw) if self.reread is not None else None
            if again is None or not all(link.ref in self.made.places for link in again.wanted):
                raise outdated(note)
            note = self.scanned.notes[number] = again
        return note, text.decode(raw)


def _idle(note: Note, planned: Sequence[Planned]) -> Idle | None:
    """Why nothing is written to a note; it is up to date where any writer says so."""
    idle = [part.idle for part in planned if part.idle]
    if not note.wanted:
        return next(iter(idle), Idle.NO_LINKS)
    if planned and note.path.suffix.lower() in ONLY_READ:
        return Idle.ONLY_READ
    return idle[0] if idle and len(idle) == len(planned) else None


def _planned(
    document: Document, writers: Sequence[Writer], act: Act
) -> tuple[list[Planned], list[tuple[NoteError | EditError, str]]]:
    """What each writer makes of a note, and what single ones refuse, with what tells whose word
    that is where there are several."""
    planned: list[Planned] = []
    refused: list[tuple[NoteError | EditError, str]] = []
    for writer in writers:
        try:
            planned.append(act(writer, document))
        except (NoteError, EditError) as error:
            refused.append((error, f"{writer.name}: " if len(writers) > 1 else ""))
    return planned, refused


def _in_part(change: Change, error: NoteError | EditError, told: str) -> Change:
    """What one writer refuses of a note."""
    part = Change(change.path, "unchanged", change.target)
    refuse(part, error, told)
    return part


def paired(scanned: Scanned, made: Plan) -> Iterator[tuple[Note, Change]]:
    """Each note that was read, with what becomes of it."""
    return zip(scanned.notes, made.changes[len(scanned.refused) :], strict=True)


def mark_waiting(made: Plan, scanned: Scanned) -> None:
    """Tell of each note whether it waits for papers that failed."""
    failed = {outcome.ref for outcome in made.failed}
    for note, change in paired(scanned, made):
        change.waits = any(link.ref in failed for link in note.wanted)


def mark_front_matters(made: Plan, scanned: Scanned, papers: Mapping[PaperRef, Paper]) -> None:
    """Tell which notes have papers and no front matter to write them to, and which have more of
    them than people want to see in one."""
    for note, change in paired(scanned, made):
        if change.status == "unchanged" and _could_have_one(note, change, papers):
            made.without_front_matter.append(note.path)
        works = {papers[link.ref].id for link in note.wanted if link.ref in papers}
        if change.has_front_matter and len(works) > CROWDED:
            made.crowded.append(note.path)


def _could_have_one(note: Note, change: Change, papers: Mapping[PaperRef, Paper]) -> bool:
    return (
        note.path.suffix.lower() in text.MARKDOWN
        and not change.has_front_matter
        and any(link.ref in papers for link in note.wanted)
    )


def refuse(change: Change, error: NoteError | EditError, told: str = "") -> None:
    """Leave a file as it is, and say why, with what is ``told`` before it."""
    change.status = "refused"
    change.why = told + (error.why if isinstance(error, NoteError) else error.message)
    change.line = error.line if isinstance(error, NoteError) else None
    change.hint = error.hint
    change.after = change.before


def tell(made: Plan, planned: Planned) -> None:
    """Add what a user should know to a plan."""
    made.notices += planned.notices
    made.left += planned.left
    made.published += [each for each in planned.published if each not in made.published]
    made.added += planned.added
