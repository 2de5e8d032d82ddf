"""The papers of a note as one list in its front matter; all else stays byte for byte.

A list whose every entry has an ``id`` is ours; any other value of the key is the user's own, and
only an empty one may be filled: taken out again, a user's list could not come back as it was.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import Edit, PaperRef, Span
from enricher.paper import Paper
from enricher.text import FrontMatter
from enricher.writers.front_matter.block import Block, Parsed
from enricher.writers.front_matter.choices import Choice, added_of, choices_of, news_of
from enricher.writers.front_matter.entries import Form, Item, items_of
from enricher.writers.front_matter.filling import Filling, filling_of, held_keys, users_keys
from enricher.writers.front_matter.users import left_alone, stays
from enricher.writers.front_matter.whole import Expected, creation, verify, without_created
from enricher.writers.interface import Document, Idle, Planned, WriteOptions
from enricher.writers.works import Work, works_of


class Style(Protocol):
    """How one style of front matter holds the list."""

    @property
    def fence(self) -> str:
        """The line above and below the front matter."""
        ...

    def parse(self, path: str, text: str, front: FrontMatter, apart: Container[str] = ()) -> Parsed:
        """Read a front matter; the keys ``apart`` are not among its others. Raises NoteError, with
        the line, where it is not safe to edit."""
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
    """The edits that bring the list up to date, and the keys that are filled from it."""
    parsed = style.parse(document.path, document.text, front)
    block = parsed.block
    works = works_of(document.links, papers)
    if block is not None and not block.is_ours and not (options.adopt and block.is_empty):
        if not any(work.paper for work in works):
            return Planned()
        start, is_empty = block.span.start, block.is_empty
        notice = left_alone(document, start, options.key, options, is_empty=is_empty)
        return Planned(notices=(notice,), idle=Idle.LEFT_ALONE)
    entries = block.entries if block else ()
    choices = choices_of(entries, works, options)
    filling = filling_of(document, parsed, entries, choices, options)
    edits = _edits(document, front, parsed, filling, style)
    return Planned(
        edits,
        _notices(document, choices, options),
        news_of(choices),
        added=added_of(choices),
    )


def remove(document: Document, front: FrontMatter, options: WriteOptions, style: Style) -> Planned:
    """The edits that take the list out, and what was filled from it; entries that hold a user's
    keys or comments stay."""
    parsed = style.parse(document.path, document.text, front)
    block = parsed.block
    if block is not None and not block.is_ours:
        return Planned()
    entries = block.entries if block else ()
    kept = choices_of(entries, (), options)
    filling = filling_of(document, parsed, entries, kept, replace(options, fill_missing=False))
    edits = _edits(document, front, parsed, filling, style)
    return Planned(edits, _notices(document, kept, options))


def own(
    path: str, text: str, front: FrontMatter, options: WriteOptions, style: Style
) -> Sequence[Span]:
    """The list, where there is one and it is ours, and what was filled from it."""
    try:
        parsed = style.parse(path, text, front)
    except NoteError:  # told when the note is planned
        return ()
    block = parsed.block
    if block is None or not block.is_ours:
        return ()
    held = held_keys(text, users_keys(parsed, options), block.entries)
    return (block.span, *(key.value for key, _, _ in held.values()))


def create(
    document: Document, works: Sequence[Work], options: WriteOptions, style: Style
) -> Planned:
    """The edit that gives a note a front matter of its own."""
    form = style.form(None, texts.newline_of(document.text))
    choices = choices_of((), works, options)
    items = items_of(document, choices, form)
    entries = form.head + "".join(item.text for item in items)
    edit = creation(document, entries, style.fence)
    verify(document, [edit], style.parse, Expected((), [item.trees for item in items]))
    return Planned((edit,), added=added_of(choices))


def _notices(
    document: Document, choices: Sequence[Choice], options: WriteOptions
) -> tuple[str, ...]:
    kept = (choice.existing for choice in choices if choice.stays and not choice.work)
    return tuple(stays(document, entry, options) for entry in kept if entry is not None)


def _edits(
    document: Document, front: FrontMatter, parsed: Parsed, filling: Filling, style: Style
) -> tuple[Edit, ...]:
    """The edits that make the list hold these entries, and the user's keys what is filled; none
    where they already do."""
    newline = texts.newline_of(document.text[: front.span.end])
    items = items_of(document, filling.choices, style.form(parsed.block, newline))
    edit = _edit(document, front, parsed, items, style)
    changes = [*filling.edits(document.text), *([edit] if edit else [])]
    edits = without_created(document, front, changes)
    if not edits:
        return ()
    others, said = parsed.others, filling.said
    if said:
        others = style.parse(document.path, document.text, front, said).others
    trees = [item.trees for item in items if item.trees]
    verify(document, edits, style.parse, Expected(others, trees, said))
    return tuple(edits)


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
