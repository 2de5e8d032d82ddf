"""The papers of a note as one list in its YAML front matter; all else stays byte for byte.

A list whose every entry has an ``id`` is ours; any other value of the key is the user's own, and
only an empty one may be filled: taken out again, a user's list could not come back as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from enricher import text as texts
from enricher.errors import EditError, NoteError
from enricher.models import Edit, PaperRef, Span
from enricher.paper import Paper
from enricher.text import FrontMatter
from enricher.writers.front_matter.entries import (
    Item,
    fresh,
    items_of,
    kept,
    shifted,
)
from enricher.writers.front_matter.users import is_users, stays
from enricher.writers.front_matter.yaml_block import Block, Parsed, parse
from enricher.writers.interface import Document, Idle, Planned, WriteOptions
from enricher.writers.works import Work, works_of

CREATED = "# this front matter was made by enricher"


def plan(
    document: Document,
    front: FrontMatter,
    papers: Mapping[PaperRef, Paper],
    options: WriteOptions,
) -> Planned:
    """The edit that brings the list up to date."""
    parsed = parse(document.path, document.text, front, options.key)
    block = parsed.block
    works = works_of(document.links, papers)
    if block is not None and not block.is_ours and not (options.adopt and block.is_empty):
        notices = _foreign(document, block, works, options)
        return Planned(notices=notices, idle=Idle.LEFT_ALONE if notices else None)
    newline = texts.newline_of(document.text[: front.span.end])
    listed = items_of(document, block, works, options, newline)
    edits = _edits(document, front, parsed, listed.items, options.key)
    return Planned(edits, tuple(listed.notices), tuple(listed.published))


def remove(document: Document, front: FrontMatter, options: WriteOptions) -> Planned:
    """The edit that takes the list out; entries that hold a user's keys or comments stay."""
    parsed = parse(document.path, document.text, front, options.key)
    block = parsed.block
    if block is not None and not block.is_ours:
        return Planned()
    users = [entry for entry in (block.entries if block else ()) if is_users(entry, options)]
    items = [kept(document, entry, (number, 0)) for number, entry in enumerate(users)]
    edits = _edits(document, front, parsed, items, options.key)
    return Planned(edits, tuple(stays(document, entry, options) for entry in users))


def own(path: str, text: str, front: FrontMatter, options: WriteOptions) -> Sequence[Span]:
    """The list, where there is one and it is ours."""
    try:
        block = parse(path, text, front, options.key).block
    except NoteError:  # told when the note is planned
        return ()
    return (block.span,) if block is not None and block.is_ours else ()


def _edits(
    document: Document, front: FrontMatter, parsed: Parsed, items: Sequence[Item], key: str
) -> tuple[Edit, ...]:
    """The one edit that makes the list hold these items; none where it already does."""
    edit = _edit(document, front, parsed.block, items, key)
    content = document.text[slice(*front.content)]
    rest = texts.apply(content, [shifted(edit, front.content.start)] if edit else [])
    if rest.strip() == CREATED:
        edit = Edit(*_created_part(document.text, front), "")
    if edit is None:
        return ()
    _verify(document, edit, parsed, items, key)
    return (edit,)


def _edit(
    document: Document, front: FrontMatter, block: Block | None, items: Sequence[Item], key: str
) -> Edit | None:
    newline = texts.newline_of(document.text[: front.span.end])
    new = "".join(item.text for item in items)
    if block is None:
        return Edit(front.content.end, "", f"{key}:{newline}{new}") if items else None
    old = document.text[slice(*block.span)]
    head = old[: block.entries[0].span.start - block.span.start] if block.entries else ""
    if block.is_empty:
        first, *more = re.findall(r"#[^\r\n]*", old) or [""]
        head = f"{key}: {first}".rstrip() + newline + "".join(f"  {each}{newline}" for each in more)
    # a user's comments stay, even where the key that they stood beside goes
    new = (head or f"{key}:{newline}") + new if items else "".join(head.partition("#")[1:])
    return Edit(block.span.start, old, new) if new != old else None


def create(document: Document, works: Sequence[Work], options: WriteOptions) -> Planned:
    """The edit that gives a note a front matter of its own."""
    known = [work for work in works if work.paper is not None]
    newline = texts.newline_of(document.text)
    items = [fresh(work, (0, 0), options, "  ", newline) for work in known]
    entries = "".join(item.text for item in items)
    lines = ("---", CREATED, f"{options.key}:", f"{entries}---", "")
    start = 1 if document.text.startswith(texts.BOM) else 0
    edit = Edit(start, "", newline.join(lines))
    _verify(document, edit, Parsed(None, ()), items, options.key)
    return Planned((edit,))


def _created_part(text: str, front: FrontMatter) -> tuple[int, str]:
    start = 1 if text.startswith(texts.BOM) else 0
    return start, text[start : front.span.end]


def _verify(
    document: Document, edit: Edit, parsed: Parsed, items: Sequence[Item], key: str
) -> None:
    """Read the edited note again, as a stranger would. Raises EditError where it differs."""
    after = texts.apply(document.text, [edit])
    front = texts.front_matter(after)
    if front is None or not (items or parsed.others):
        if items or parsed.others:
            raise EditError("the front matter would be lost")
        return
    try:
        again = parse(document.path, after, front, key)
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
