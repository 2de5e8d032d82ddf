"""A listing of a note's papers, between markers that the user places.

``<!-- enricher:begin style="table" sort="-year" -->`` and ``<!-- enricher:end -->``, each on a line
of its own, hold a list or a table; in MDX the comments are ``{/* … */}``. Attributes are ``style``,
``columns``, ``sort``, ``group``, ``authors`` and ``papers``; see `form`. With ``papers="all"`` it
is that of the whole run, so it depends on what a run covers: papers that a run knows nothing of
stay listed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final, NamedTuple

from enricher import text as texts
from enricher.errors import EditError, NoteError
from enricher.models import Edit, Link, PaperRef, Span
from enricher.paper import Paper
from enricher.writers.interface import Document, Idle, Planned, Published, WriteOptions, Writer
from enricher.writers.listing.arrangement import arranged
from enricher.writers.listing.block import Block, block_in, content_of, is_alike, made
from enricher.writers.listing.entries import items_of_note, items_of_run, listed
from enricher.writers.listing.form import form_of
from enricher.writers.listing.markers import Region, regions
from enricher.writers.listing.rows import read


class Update(NamedTuple):
    """What becomes of one pair of markers; ``ids`` are those of the rows that it will hold."""

    edit: Edit | None = None
    ids: Sequence[tuple[str, ...]] = ()
    published: Sequence[Published] = ()
    notice: str = ""
    added: Sequence[str] = ()


def plan(document: Document, papers: Mapping[PaperRef, Paper], options: WriteOptions) -> Planned:
    """The edits that bring every listing up to date; none in a note that wants to be left alone."""
    if texts.is_opted_out(document.text):
        return Planned(idle=Idle.OPTED_OUT)
    found = _regions(document.path, document.text)
    if not found:
        has_papers = any(link.ref in papers for link in document.links)
        return Planned(idle=Idle.NO_MARKERS if has_papers else None)
    links = _outside(document.links, found)
    outside = Document(document.path, document.text, links)
    newline = texts.newline_of(document.text)
    updates = [_update(outside, region, papers, options, newline) for region in found]
    return _planned(document, found, updates)


def remove(document: Document, _papers: Mapping[PaperRef, Paper], options: WriteOptions) -> Planned:
    """The edits that take every listing out; the markers stay, for they are the user's."""
    found = _regions(document.path, document.text)
    return _planned(document, found, [_removal(document, region, options) for region in found])


def own(path: str, text: str, _options: WriteOptions) -> Sequence[Span]:
    """Every listing that was made here, edited or not: its links came from here."""
    if "made by enricher" not in text:
        return ()
    try:
        found = _regions(path, text)
    except NoteError:  # told when the note is planned
        return ()
    blocks = (block_in(text, region) for region in found)
    return tuple(block.span for block in blocks if block.is_made)


def _regions(path: str, text: str) -> list[Region]:
    is_markdown = PurePath(path).suffix.lower() in texts.MARKDOWN
    return regions(path, text) if is_markdown and "enricher:" in text else []


def _outside(links: Sequence[Link], found: Sequence[Region]) -> tuple[Link, ...]:
    """The links that stand in none of the listings."""
    starts = [region.inside.start for region in found]
    ends = [0, *(region.inside.end for region in found)]
    return tuple(
        link for link in links if link.span.start >= ends[bisect_right(starts, link.span.start)]
    )


def _update(
    document: Document,
    region: Region,
    papers: Mapping[PaperRef, Paper],
    options: WriteOptions,
    newline: str,
) -> Update:
    """The edit that brings one listing up to date."""
    form = form_of(document.path, region.begin)
    block = block_in(document.text, region)
    if block.is_edited and not options.adopt:
        return Update(notice=_edited(document, region, "--adopt writes it anew"))
    if block.is_edited:
        options = replace(options, replace_venues=True)
    items = items_of_run(papers) if form.lists_all else items_of_note(document.links, papers)
    rows = read(block.content, form, block.group_by) if block.is_made else []
    entries, published = listed(items, rows, form, options)
    groups = arranged(entries, form)
    if not groups:
        return _removal(document, region, options)
    if not (block.is_made or block.is_empty or options.adopt):
        raise _handwritten(document, block)
    content = content_of(groups, form)
    is_same = block.group_by == form.group_by and is_alike(block.content, content)
    if block.is_made and not block.is_edited and is_same:
        return Update()
    new = made(content, form, region.begin.opening, newline)
    ids = [row.ids for _, members in groups for row in members]
    added = [entry.row.ids[0] for entry in entries if entry.before is None]
    return Update(_replacement(document, block, new), ids, published, added=added)


def _removal(document: Document, region: Region, options: WriteOptions) -> Update:
    """The edit that takes one listing out; text of the user's stays."""
    block = block_in(document.text, region)
    if not block.is_made:
        return Update()
    if block.is_edited and not options.adopt:
        return Update(notice=_edited(document, region, "--adopt takes it out"))
    return Update(_replacement(document, block, ""))


def _replacement(document: Document, block: Block, new: str) -> Edit:
    return Edit(block.span.start, document.text[slice(*block.span)], new)


def _planned(document: Document, found: Sequence[Region], updates: Sequence[Update]) -> Planned:
    edits = tuple(update.edit for update in updates if update.edit)
    if edits:
        _verify(document, found, updates, edits)
    notices = tuple(update.notice for update in updates if update.notice)
    published = tuple(news for update in updates for news in update.published)
    added = tuple(name for update in updates for name in update.added)
    idle = Idle.LEFT_ALONE if notices and not edits else None
    return Planned(edits, notices, published, idle, added)


def _verify(
    document: Document, found: Sequence[Region], updates: Sequence[Update], edits: Sequence[Edit]
) -> None:
    """Read the edited note again, as a stranger would. Raises EditError where it differs."""
    after = texts.apply(document.text, edits)
    try:
        again = _regions(document.path, after)
    except NoteError as error:
        raise EditError(f"the markers would be broken: {error.why}") from error
    if _around(document.text, found) != _around(after, again):
        raise EditError("the text around the markers would not read back the same")
    for region, update in zip(again, updates, strict=True):
        block = block_in(after, region)
        if update.edit is None:
            continue
        is_made = block.is_made and not block.is_edited
        rows = read(block.content, form_of(document.path, region.begin)) if is_made else []
        if [row.ids for row in rows] != list(update.ids) or is_made != bool(update.ids):
            raise EditError("the listing would not read back the same")


def _around(text: str, found: Sequence[Region]) -> list[str]:
    """The text between the listings, with the markers."""
    places = [0, *(place for region in found for place in region.inside), len(text)]
    return [text[start:end] for start, end in zip(places[::2], places[1::2], strict=True)]


def _edited(document: Document, region: Region, remedy: str) -> str:
    place = f"{document.path}:{region.begin.line}"
    return f"{place}: the listing was edited by hand and was left alone: {remedy}"


def _handwritten(document: Document, block: Block) -> NoteError:
    start, end = block.span
    text = document.text[start:end]
    first = start + len(text) - len(text.lstrip(" \t\r\n"))
    line, _ = texts.LineIndex(document.text).position(first)
    why = "text of yours stands between the markers"
    return NoteError(
        document.path, why, line=line, hint="move it out of them, or let --adopt write over it"
    )


WRITER: Final = Writer(
    name="listing",
    title="a list or a table of the papers, between markers that you place in a note",
    plan=plan,
    remove=remove,
    own=own,
    marker="enricher:begin",
    tells_of_all=True,
)
