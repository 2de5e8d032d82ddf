"""What is known of papers where some notes are read, and of the others a run before remembers.

All notes of a run have a say in which links are one work. So the answers are those that a run
would get that reads all notes: the references that those of the read notes are in company with
take part, and a note that would be in other company now than when it was left is read after all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from enricher import company
from enricher.change import Change
from enricher.company import Bound
from enricher.models import PaperRef, Wanted
from enricher.notes import Note, Scanned
from enricher.works import SameAs

if TYPE_CHECKING:
    from enricher.answers import Answers

Remembered = dict[Path, tuple[Bound, ...]]


def joined(
    scanned: Scanned,
    ask: Callable[[Sequence[Wanted]], Answers],
    read: Callable[[Path], Note | Change],
    same_as: SameAs,
) -> tuple[Answers, dict[str, Bound]]:
    """The answers for the papers of the notes that are read, and what to remember of each.

    ``read`` reads a note after all; it is moved from those that are settled. ``same_as`` are the
    user's own words on which papers are one work.
    """
    known = {path: tuple(map(company.parse, told.papers)) for path, told in scanned.settled}
    others: set[str] = set()
    while True:
        wanted = _wanted(scanned, known, others)
        found = ask(wanted)
        refs = (want.ref for want in wanted)
        bounds = company.bound(refs, found.records, found.papers, same_as)
        now = company.companies(_all(scanned, known, bounds))
        changed = [path for path, told in known.items() if not company.is_left(told, now)]
        own = {str(link.ref) for note in scanned.notes for link in note.wanted}
        absent = company.absent(own, now)
        if not changed and absent <= others:
            mine = {ref: each for ref, each in bounds.items() if ref in own}
            outcomes = [outcome for outcome in found.outcomes if str(outcome.ref) in own]
            return found._replace(outcomes=outcomes), {
                ref: each._replace(company=now.get(ref, ())) for ref, each in mine.items()
            }
        others |= absent
        _read(scanned, known, changed, read)


def _wanted(scanned: Scanned, known: Remembered, others: set[str]) -> list[Wanted]:
    """The papers of the read notes, and among them in the order of all notes these others."""
    own = {want.ref: want for want in scanned.wanted}
    if not others:
        return list(own.values())
    links = {note.path: [link.ref for link in note.wanted] for note in scanned.notes}
    order: dict[PaperRef, None] = {}
    for path in scanned.found:
        told = (each.ref for each in known.get(path, ()) if each.ref in others)
        order.update(dict.fromkeys(links.get(path) or map(PaperRef.parse, told)))
    return [own.get(ref) or Wanted(ref) for ref in order]


def _all(
    scanned: Scanned, known: Remembered, bounds: Mapping[str, Bound]
) -> Iterator[Sequence[Bound]]:
    """What binds the references of each note, in the order of all notes."""
    links = {note.path: [str(link.ref) for link in note.wanted] for note in scanned.notes}
    for path in scanned.found:
        refs = links.get(path)
        yield [bounds[ref] for ref in refs] if refs else known.get(path, ())


def _read(
    scanned: Scanned,
    known: Remembered,
    paths: Sequence[Path],
    read: Callable[[Path], Note | Change],
) -> None:
    for path in paths:
        del known[path]
        note = read(path)
        if isinstance(note, Change):
            scanned.refused.append(note)
        else:
            scanned.notes.append(note)
    place = {path: number for number, path in enumerate(scanned.found)}
    scanned.notes.sort(key=lambda note: place[note.path])
    scanned.settled = [(path, told) for path, told in scanned.settled if path in known]
