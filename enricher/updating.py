"""Brings notes, the files beside them and single texts up to date: what that would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from enricher import side_files, text
from enricher.builders import Site, told
from enricher.models import Link, PaperRef
from enricher.notes import Note, Scanned
from enricher.paper import Paper
from enricher.plan import Plan
from enricher.planning import Reread, mark_front_matters, mark_waiting, plan_of
from enricher.targets import Outputs
from enricher.warm import add_settled
from enricher.writers.interface import Document, Planned, WriteOptions, Writer
from enricher.writers.works import entries_of

if TYPE_CHECKING:
    from enricher.answers import Answers


class Page(NamedTuple):
    """One enriched text, for site builders.

    ``missing`` are the papers that have no record. ``entries`` are the others as a front matter
    lists them, in plain values for templates.
    """

    text: str
    papers: list[Paper]
    links: list[Link]
    missing: list[PaperRef]
    entries: list[dict[str, object]]


def update_of(
    scanned: Scanned,
    found: Answers,
    outputs: Outputs,
    options: WriteOptions,
    site: Site | None,
    output: Path | None,
    *,
    reread: Reread,
) -> Plan:
    """What these answers change in notes and side files, or in their copies in an output folder.

    ``reread`` finds the links of notes that were changed since they were scanned.
    """
    papers = found.papers

    def update(writer: Writer, document: Document) -> Planned:
        return writer.plan(document, papers, options)

    plan = plan_of(scanned, outputs.writers, update, output, reread)
    for target in outputs.targets:
        base = side_files.base_of(target, site)
        library = side_files.library_of(scanned, papers, base)
        act = side_files.updating(target, library, options)
        copy = side_files.copy_of(target, output, scanned.root)
        side_files.plan_side_file(plan, target, act, base, copy)
    plan.outcomes, plan.papers = found.outcomes, papers
    plan.site = told(site)
    add_settled(plan, scanned)
    mark_waiting(plan, scanned)
    if any(writer.name == "front-matter" for writer in outputs.writers):
        mark_front_matters(plan, scanned, papers)
    return plan


def page_of(
    content: str,
    note: Note,
    papers: Mapping[PaperRef, Paper],
    writers: Sequence[Writer],
    options: WriteOptions,
) -> Page:
    """A text as these writers bring it up to date. Raises NoteError and EditError."""
    document = Document(str(note.path), content, note.wanted)
    edits = [edit for writer in writers for edit in writer.plan(document, papers, options).edits]
    refs = dict.fromkeys(link.ref for link in note.wanted)
    known = {papers[ref].id: papers[ref] for ref in refs if ref in papers}
    return Page(
        text.apply(content, edits),
        list(known.values()),
        list(note.links),
        [ref for ref in refs if ref not in papers],
        entries_of(note.wanted, papers, options),
    )
