"""The edits that change, add and take out items of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enricher import text as texts
from enricher.errors import EditError, NoteError
from enricher.models import Edit
from enricher.writers.csl_json.array import Array, Item, indent_at, parse, rendered
from enricher.writers.csl_json.fields import Fields

_INDENT = "  "


def whole(items: Sequence[Fields], newline: str) -> str:
    """A file of its own with these items."""
    body = f",{newline}{_INDENT}".join(rendered(item, _INDENT, newline) for item in items)
    return f"[{newline}{_INDENT}{body}{newline}]{newline}" if items else f"[]{newline}"


def changed(text: str, array: Array, changes: Mapping[int, Fields]) -> list[Edit]:
    """The edits that write these items, by their place in the array, anew."""
    newline = texts.newline_of(text)
    edits: list[Edit] = []
    for place, fields in changes.items():
        start, end = array.items[place].span
        new = rendered(fields, indent_at(text, start), newline)
        edits.append(Edit(start, text[start:end], new))
    return edits


def added(text: str, array: Array, items: Sequence[Fields]) -> list[Edit]:
    """The edit that adds items behind all others.

    The brackets of a user's empty array stay on the lines of its first and last item: that tells
    `without` that they are not ours.
    """
    if not items:
        return []
    newline = texts.newline_of(text)
    if array.span is None:
        return [Edit(1 if text.startswith(texts.BOM) else 0, "", whole(items, newline))]
    place, indent, separator = array.span.start + 1, "", ""
    if array.items:
        last = array.items[-1].span
        place, indent, separator = last.end, indent_at(text, last.start), ","
    between = f",{newline}{indent}"
    new = between.join(rendered(item, indent, newline) for item in items)
    return [Edit(place, "", f"{separator}{newline}{indent}{new}" if separator else new)]


def without(text: str, array: Array, places: frozenset[int]) -> list[Edit]:
    """The edits that take items out, each with the comma beside it; with the last of them, the
    whole array where `whole` made it."""
    items = array.items
    if array.span is None or not places:
        return []
    if len(places) == len(items):
        start, end = array.span.start + 1, items[-1].span.end
        if start < items[0].span.start:
            start, end = array.span.start, texts.line_end(text, array.span.end)
        return [Edit(start, text[start:end], "")]
    first = min(set(range(len(items))) - places)
    spans = [(items[n - 1].span.end, items[n].span.end) for n in sorted(places) if n > first]
    if first:
        spans.append((items[0].span.start, items[first].span.start))
    return [Edit(start, text[start:end], "") for start, end in spans]


def verify(path: str, text: str, edits: Sequence[Edit], meant: Sequence[Item | Fields]) -> None:
    """Read the edited file again, as a stranger would: items of the file have to stand there as
    they did, letter by letter, the others as meant. Raises EditError where they do not."""
    after = texts.apply(text, edits)
    try:
        items = parse(path, after).items
    except NoteError as error:
        raise EditError(f"what would be written is not readable: {error.why}") from error
    if len(items) != len(meant):
        raise EditError(f"{len(meant)} items would read back as {len(items)}")
    for item, each in zip(items, meant, strict=True):
        if isinstance(each, Item):
            is_same = text[slice(*each.span)] == after[slice(*item.span)]
        else:
            is_same = item.fields == each
        if not is_same:
            raise EditError(f"{item.key} would not read back the same")
