"""Notes and papers for the tests of audits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from enricher import scan, text
from enricher.audit import all_kinds
from enricher.audit.interface import Finding, Known, Subject
from enricher.audit.shelf import Shelf
from enricher.ignoring import without_ignored
from enricher.models import PaperRef
from enricher.notes import Note
from enricher.paper import Paper
from enricher.settings import Settings
from enricher.sources import all_sources
from enricher.subjects import subject_of

ARXIV = "https://arxiv.org/abs"


def paper(id_: str, title: str, **fields: object) -> Paper:
    """A work by the name that it has at its source."""
    ref = PaperRef.parse(id_)
    arxiv = ref.id if ref.source == "arxiv" else None
    return Paper.model_validate({"id": id_, "title": title, "arxiv": arxiv, **fields})


def known(
    *papers: Paper,
    titles: Mapping[str, Sequence[str]] | None = None,
    missing: Sequence[str] = (),
    shelved: Sequence[Paper] = (),
) -> Known:
    """What is known: ``papers`` are those of the run, ``shelved`` others."""
    works = {each.id: each for each in (*papers, *shelved)}
    return Known(
        papers={PaperRef.parse(id_): each for each in papers for id_ in each.ids},
        titles=titles or {},
        missing=frozenset(map(PaperRef.parse, missing)),
        shelf=Shelf((each, [each.title]) for each in works.values()),
    )


def subject(content: str, facts: Known, path: str = "note.md") -> Subject:
    """A note as kinds see it."""
    sources = all_sources()
    links = scan.enrichable(content, scan.scan(path, content, sources))
    note = Note(Path(path), "", tuple(links), tuple(links))
    return subject_of(note, content, sources, Settings(), facts)


def found(code: str, content: str, facts: Known, path: str = "note.md") -> list[Finding]:
    """What one kind finds in a note that does not want to be left alone."""
    return without_ignored(
        path, content, list(all_kinds()[code].find(subject(content, facts, path)))
    )


def sought(code: str, content: str, facts: Known, path: str = "note.md") -> list[str]:
    """The titles that one kind wants to be looked for."""
    seeks = all_kinds()[code].seeks
    return list(seeks(subject(content, facts, path))) if seeks else []


def fixed(content: str, findings: Sequence[Finding]) -> str:
    """The note with what is certain."""
    return text.apply(content, [each.edit for each in findings if each.is_safe and each.edit])
