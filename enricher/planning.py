"""What writers make of each note, as one plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from enricher import files, text
from enricher.errors import EditError, NoteError
from enricher.models import PaperRef
from enricher.notes import Note, Scanned, copy_of
from enricher.paper import Paper
from enricher.plan import Change, Plan
from enricher.writers.interface import Document, Idle, Planned, Writer


def plan_of(
    scanned: Scanned,
    writers: Sequence[Writer],
    act: Callable[[Writer, Document], Planned],
    output: Path | None,
) -> Plan:
    """The plan that an action of each writer on each note makes."""
    made = Plan(
        changes=list(scanned.refused),
        notes=scanned.read,
        links=sum(len(note.wanted) for note in scanned.notes),
        roots=(output if output is not None else scanned.root,),
    )
    for note in scanned.notes:
        target = note.path if output is None else copy_of(note, scanned, output)
        change = Change(note.path, "unchanged", target, note.raw, note.raw)
        made.changes.append(change)
        for link in note.wanted:
            made.places.setdefault(link.ref, f"{note.path}:{link.line}")
        try:
            document = Document(str(note.path), note.text, note.wanted)
            planned = [act(writer, document) for writer in writers]
            edits = [edit for part in planned for edit in part.edits]
            change.after = text.encode(text.apply(note.text, edits))
            if output is not None:
                change.before = files.read(target) if target.exists() else None
        except (NoteError, EditError) as error:
            change.status = "refused"
            change.why = error.why if isinstance(error, NoteError) else str(error)
            change.line = error.line if isinstance(error, NoteError) else None
            continue
        made.notices += [notice for part in planned for notice in part.notices]
        news = (published for part in planned for published in part.published)
        made.published += [each for each in news if each not in made.published]
        if change.after != (note.raw if change.before is None else change.before):
            change.status = "changed"
            continue
        idle = Idle.NO_LINKS if not note.wanted else None
        change.idle = next((part.idle for part in planned if part.idle), idle)
    return made


def could_have_front_matter(note: Note, papers: Mapping[PaperRef, Paper]) -> bool:
    """Whether a note has papers, no front matter, and a format that knows one."""
    return (
        note.path.suffix.lower() in text.MARKDOWN
        and text.front_matter(note.text) is None
        and any(link.ref in papers for link in note.wanted)
    )
