"""The papers of a note as one list in its front matter; all else stays byte for byte.

A list whose every entry has an ``id`` is ours; any other value of the key is the user's own, and
only an empty one may be filled: taken out again, a user's list could not come back as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from enricher import text as texts
from enricher.errors import EditError, NoteError
from enricher.models import Edit, PaperRef, Span
from enricher.paper import Paper
from enricher.text import FrontMatter
from enricher.writers.front_matter.block import Block, Parsed
from enricher.writers.front_matter.entries import Form, Item, fresh, items_of, left, shifted
from enricher.writers.front_matter.users import is_users, stays
from enricher.writers.interface import Document, Idle, Planned, WriteOptions
from enricher.writers.works import Work, works_of

CREATED = "# this front matter was made by enricher"


class Style(Protocol):
    """How one style of front matter holds the list."""

    @property
    def fence(self) -> str:
        """The line above and below the front matter."""
        ...

    def parse(self, path: str, text: str, front: FrontMatter) -> Parsed:
        """Read a front matter. Raises NoteError, with the line, where it is not safe to edit."""
        ...

    def form(self, block: Block | None, newline: str) -> Form:
        """How entries beside those of the block are spelled."""
        ...

    def replaced(self, text: str, front: FrontMatter, block: Block, items: Sequence[Item]) -> Edit:
        """The edit that puts these entries, or none, in the place of a block."""
        ...


def plan(
    document: Document,
    front: FrontMatter,
    papers: Mapping[PaperRef, Paper],
    options: WriteOptions,
    style: Style,
) -> Planned:
    """The edit that brings the list up to date."""
    parsed = style.parse(document.path, document.text, front)
    block = parsed.block
    works = works_of(document.links, papers)
    if block is not None and not block.is_ours and not (options.adopt and block.is_empty):
        notices = _foreign(document, block, works, options)
        return Planned(notices=notices, idle=Idle.LEFT_ALONE if notices else None)
    form = style.form(block, texts.newline_of(document.text[: front.span.end]))
    listed = items_of(document, block, works, options, form)
    edits = _edits(document, front, parsed, listed.items, style)
    return Planned(edits, tuple(listed.notices), tuple(listed.published))


def remove(document: Document, front: FrontMatter, options: WriteOptions, style: Style) -> Planned:
    """The edit that takes the list out; entries that hold a user's keys or comments stay."""
    parsed = style.parse(document.path, document.text, front)
    block = parsed.block
    if block is not None and not block.is_ours:
        return Planned()
    entries = block.entries if block else ()
    items = [left(document, entry, (n, 0), options) for n, entry in enumerate(entries)]
    edits = _edits(document, front, parsed, items, style)
    users = (entry for entry in entries if is_users(entry, options))
    return Planned(edits, tuple(stays(document, entry, options) for entry in users))


def own(path: str, text: str, front: FrontMatter, style: Style) -> Sequence[Span]:
    """The list, where there is one and it is ours."""
    try:
        block = style.parse(path, text, front).block
    except NoteError:  # told when the note is planned
        return ()
    return (block.span,) if block is not None and block.is_ours else ()


def create(
    document: Document, works: Sequence[Work], options: WriteOptions, style: Style
) -> Planned:
    """The edit that gives a note a front matter of its own."""
    known = [work for work in works if work.paper is not None]
    newline = texts.newline_of(document.text)
    form = style.form(None, newline)
    items = [fresh(work, (0, 0), options, form) for work in known]
    entries = form.head + "".join(item.text for item in items)
    lines = (style.fence, CREATED, f"{entries}{style.fence}", "")
    start = 1 if document.text.startswith(texts.BOM) else 0
    edit = Edit(start, "", newline.join(lines))
    _verify(document, edit, Parsed(None, ()), items, style)
    return Planned((edit,))


def _edits(
    document: Document, front: FrontMatter, parsed: Parsed, items: Sequence[Item], style: Style
) -> tuple[Edit, ...]:
    """The one edit that makes the list hold these items; none where it already does."""
    edit = _edit(document, front, parsed, items, style)
    content = document.text[slice(*front.content)]
    rest = texts.apply(content, [shifted(edit, front.content.start)] if edit else [])
    if rest.strip() == CREATED:
        edit = Edit(*_created_part(document.text, front), "")
    if edit is None:
        return ()
    _verify(document, edit, parsed, items, style)
    return (edit,)


def _edit(
    document: Document, front: FrontMatter, parsed: Parsed, items: Sequence[Item], style: Style
) -> Edit | None:
    if parsed.block is not None and (items or parsed.block.is_ours):
        edit = style.replaced(document.text, front, parsed.block, items)
        return edit if edit.new != edit.old else None
    if not items:
        return None
    if parsed.sealed is not None:
        raise parsed.sealed
    form = style.form(None, texts.newline_of(document.text[: front.span.end]))
    return Edit(front.content.end, "", form.head + "".join(item.text for item in items))


def _created_part(text: str, front: FrontMatter) -> tuple[int, str]:
    start = 1 if text.startswith(texts.BOM) else 0
    return start, text[start : front.span.end]


def _verify(
    document: Document, edit: Edit, parsed: Parsed, items: Sequence[Item], style: Style
) -> None:
    """Read the edited note again, as a stranger would. Raises EditError where it differs."""
    after = texts.apply(document.text, [edit])
    front = texts.front_matter(after)
    items = [item for item in items if item.trees]
    if front is None or not (items or parsed.others):
        if items or parsed.others:
            raise EditError("the front matter would be lost")
        return
    try:
        again = style.parse(document.path, after, front)
    except NoteError as error:
        raise EditError(f"what would be written is not readable: {error.why}") from error
    if again.others != parsed.others:
        raise EditError("the front matter would not read back the same")
    entries = again.block.entries if again.block else ()
    if len(entries) != len(items):
        raise EditError(f"{len(items)} entries would read back as {len(entries)}")
    for existing, item in zip(entries, items, strict=True):
        if existing.trees != item.trees:
            raise EditError(f"{existing.text_of('id')} would not read back the same")


def _foreign(
    document: Document, block: Block, works: Sequence[Work], options: WriteOptions
) -> tuple[str, ...]:
    if not any(work.paper for work in works):
        return ()
    remedy = "the setting `key` gives enricher another one"
    if block.is_empty:
        remedy = "it is empty, and --adopt fills it"
    elif options.adopt:
        remedy = f"--adopt fills only an empty key; empty this one, or {remedy}"
    place = f"{document.path}:{block.line}"
    return (f"{place}: the key {options.key!r} is your own and was left alone: {remedy}",)
