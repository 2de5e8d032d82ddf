"""The venue of each paper where readers see it, right after the link: for lists.

What stands right after a link in the form of the setting, or in the usual one, is ours where it
says what is known of a paper; all else is the user's. A list item, a cell or a line that names a
venue gets none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated, Final

from enricher import text as texts
from enricher.links.anatomy import Anatomy, Block, Kind, anatomies
from enricher.models import Edit, PaperRef
from enricher.paper import Paper
from enricher.sections import Rule
from enricher.writers.interface import (
    Document,
    Idle,
    Planned,
    WriteOptions,
    Writer,
    WriterSettings,
)
from enricher.writers.recognition import Said, removal
from enricher.writers.venue import marks
from enricher.writers.venue.check import verify
from enricher.writers.venue.groups import Group, Reader, groups_of
from enricher.writers.venue.marks import Mark
from enricher.writers.venue.ownership import Whose, names, whose
from enricher.writers.venue.places import Places


def _usable(form: str) -> None:
    fault = marks.fault(form)
    if fault:
        raise ValueError(fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueSettings(WriterSettings):
    """``[writers.venue]``: the form of a venue, one line of HTML with ``title="{authors}"`` and
    ``{venue}``."""

    format: Annotated[str, Rule(_usable)] = marks.DEFAULT


class _Note:
    """One note: its links, and the marks behind them."""

    def __init__(
        self, document: Document, papers: Mapping[PaperRef, Paper], options: WriteOptions
    ) -> None:
        self.text = document.text
        self.form = options.of(VenueSettings).format
        is_markdown = PurePath(document.path).suffix.lower() in texts.MARKDOWN
        links = document.links if is_markdown else ()
        self.links = anatomies(document.text, document.path, links)
        self.places = Places(document.path, document.text)
        self._papers = papers
        self._ours: dict[Anatomy, Mark] = {}
        self.unsure: dict[Anatomy, Mark] = {}
        for link in self.links:
            self._find(link)

    def mark(self, link: Anatomy) -> Mark | None:
        """The mark behind a link."""
        return self._ours.get(link)

    @property
    def marks(self) -> list[Mark]:
        """All marks of the note."""
        return list(self._ours.values())

    def _find(self, link: Anatomy) -> None:
        if not self.places.is_link(link):
            return
        mark = marks.found(self.text, self.places.after(link), (self.form, marks.DEFAULT))
        if mark is None:
            return
        match whose(mark, self._papers.get(link.link.ref)):
            case Whose.OURS:
                self._ours[link] = mark
            case Whose.UNSURE:
                self.unsure[link] = mark
            case Whose.USERS:
                pass


def plan(document: Document, papers: Mapping[PaperRef, Paper], options: WriteOptions) -> Planned:
    """The edits that bring the venues up to date."""
    if texts.is_opted_out(document.text):
        return Planned(idle=Idle.OPTED_OUT)
    note = _Note(document, papers, options)
    reader = Reader(note.text, note.links, [mark.span for mark in note.marks])
    edits: list[Edit] = []
    added: list[str] = []
    without = 0
    for group in groups_of(note.links, papers):
        if group.paper is None:  # what is written of it stays
            continue
        is_told = reader.is_told(group) or not note.unsure.keys().isdisjoint(group.links)
        marked = None if is_told else _marked(note, group, group.paper, options)
        edits += _edits(note, group, marked)
        if marked and not any(map(note.mark, group.links)):
            added.append(str(group.links[0].link.ref))
        without += bool(group.paper.venue and not is_told and not marked and _is_skipped(group))
    verify(document, edits)
    return Planned(tuple(edits), _notices(document.path, without), added=tuple(added))


def remove(document: Document, papers: Mapping[PaperRef, Paper], options: WriteOptions) -> Planned:
    """The edits that take every venue out again. What cannot be told from a user's text stays."""
    note = _Note(document, papers, options)
    edits = [Edit(mark.span.start, note.text[slice(*mark.span)], "") for mark in note.marks]
    left = [Said(link.link, f"{mark.venue} ({mark.authors})") for link, mark in note.unsure.items()]
    return removal(document.path, edits, left, papers)


def _marked(
    note: _Note, group: Group, paper: Paper, options: WriteOptions
) -> tuple[Anatomy, str] | None:
    """The link of a group that a mark stands behind, and that mark; the link that has one keeps
    it, else the first that can."""
    name = names(paper)[0]
    venue = marks.unlinked(marks.plain(paper.venue or ""))
    is_certain = options.replace_venues or "venue" in paper.by_user
    for link in group.links:
        mark = note.mark(link)
        if mark is None:
            continue
        if not venue or venue == mark.venue or not is_certain:
            is_current = mark.form == note.form and mark.authors == name
            old = note.text[slice(*mark.span)]
            return link, old if is_current else marks.written(note.form, name, mark.venue)
        return link, marks.written(note.form, name, venue)
    first = next(filter(note.places.allows, group.links), None)
    if not venue or first is None:
        return None
    return first, marks.written(note.form, name, venue)


def _edits(note: _Note, group: Group, marked: tuple[Anatomy, str] | None) -> list[Edit]:
    """The edits after which this mark, or none, is all that stands behind a group's links."""
    edits: list[Edit] = []
    for link in group.links:
        mark = note.mark(link)
        start = mark.span.start if mark else note.places.after(link)
        old = note.text[slice(*mark.span)] if mark else ""
        new = marked[1] if marked and marked[0] is link else ""
        if new != old:
            edits.append(Edit(start, old, new))
    return edits


def _is_skipped(group: Group) -> bool:
    """Whether readers see a link of a group, but a mark beside it would do harm or is out of
    reach: a heading's anchor would change, and where a definition is used is not known."""
    return any(
        link.block is Block.HEADING or link.kind in {Kind.REFERENCE, Kind.IMAGE}
        for link in group.links
    )


def _notices(path: str, without: int) -> tuple[str, ...]:
    if not without:
        return ()
    papers = "1 paper gets" if without == 1 else f"{without:,} papers get"
    return (f"{path}: {papers} no venue: linked only in headings, by reference or by an image",)


WRITER: Final = Writer(
    name="venue",
    title="the venue of each paper right after its link, for lists",
    plan=plan,
    remove=remove,
    knows_by_papers=True,
    settings=VenueSettings,
)
