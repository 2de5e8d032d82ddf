"""Where flat lists stand in a YAML front matter, and the edits that change them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from enricher import text as texts
from enricher.models import Edit, Span
from enricher.text import FrontMatter
from enricher.writers.front_matter.block import Block, Entry, Key, Parsed
from enricher.writers.front_matter.flat_lists import Columns, Lists, items_of, names_of
from enricher.writers.interface import Document, WriteOptions
from enricher.writers.values import Value
from enricher.writers.yaml_text import entry, rendered

_COMMENT = re.compile(r"#[^\r\n]*")
_BLOCK_OR_LINES = re.compile(r"\A[|>]|[\r\n]|\A\Z")
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class FlatNote:
    """A note with a front matter, as it was read; ``newline`` is how new lines end."""

    document: Document
    front: FrontMatter
    parsed: Parsed
    lists: Lists
    options: WriteOptions
    newline: str

    @property
    def block(self) -> Block | None:
        """The value of the managed key that may be replaced, though it is no flat list: a nested
        list of ours, or nothing at all where that is to be adopted."""
        block = self.parsed.block
        may_be = block is not None and (block.is_ours or (self.options.adopt and block.is_empty))
        return block if may_be and not self.lists.keys else None

    @property
    def written(self) -> tuple[Entry, ...]:
        """What is written of each paper, in either profile."""
        return self.block.entries if self.block else self.lists.entries


def flat_edits(note: FlatNote, columns: Columns) -> list[Edit]:
    """The edits that let the lists hold these columns, and no others be there."""
    names = names_of(note.options.key)
    new = {field: _changed(note, field, columns.get(field, ())) for field in _places(note)}
    added = ""
    last = ""
    for field, items in columns.items():
        if field in new:
            last = field
            continue
        lines = spelled(names[field], items, note.newline)
        if last:
            new[last] += lines
        else:
            added += lines
    return _edits(note, new, added)


def nested_edits(note: FlatNote, values: Sequence[Mapping[str, Value]]) -> list[Edit]:
    """The edits that put a nested list in the place of the flat ones."""
    entries = [entry(list(each.items()), _INDENT, note.newline) for each in values]
    new = {field: _own_lines(note, _comments(note, field)) for field in _places(note)}
    if entries:
        new["id"] = f"{note.options.key}:{note.newline}{new['id']}{''.join(entries)}"
    return _edits(note, new, "")


def spelled(name: str, items: Sequence[str | int], newline: str) -> str:
    """A key and its list, as a block of lines."""
    lines = (f"{_INDENT}- {rendered(item)}{newline}" for item in items)
    return f"{name}:{newline}{''.join(lines)}"


def _edits(note: FlatNote, new: Mapping[str, str], added: str) -> list[Edit]:
    text = note.document.text
    edits = [
        Edit(span.start, text[slice(*span)], new[field]) for field, span in _places(note).items()
    ]
    if added:
        edits.append(Edit(note.front.content.end, "", added))
    return [edit for edit in edits if edit.new != edit.old]


def _places(note: FlatNote) -> dict[str, Span]:
    """The lines of each list that is there."""
    if note.block is not None:
        return {"id": note.block.span}
    return {field: key.lines for field, key in note.lists.keys.items()}


def _changed(note: FlatNote, field: str, items: Sequence[str | int]) -> str:
    """The lines of a list that is there, where it is to hold these items, in the form that it has;
    a user's comments stay, even where the list goes."""
    text, key = note.document.text, note.lists.keys.get(field)
    if not items:
        return _own_lines(note, _comments(note, field))
    if key is None:  # another form of ours stands there
        lines = spelled(note.options.key, items, note.newline)
        return lines + _own_lines(note, _comments(note, field))
    if tuple(map(str, items)) == items_of(key):
        return text[slice(*key.lines)]
    start, end = key.value
    raw = _spellings(text, key)
    spelled_items = [raw.get(str(item)) or rendered(item) for item in items]
    above = texts.line_end(text, key.lines.start)
    if key.sign < start < above:
        tail = text[end : key.lines.end]
        amid = key.comments[: len(key.comments) - len(_COMMENT.findall(tail))]
        line = f"{text[key.lines.start : start]}[{', '.join(spelled_items)}]{tail}"
        return line + _own_lines(note, amid)
    beside = len(_COMMENT.findall(text[key.sign : above]))
    column = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    indent = text[column:start] if start >= above else _INDENT
    lines = "".join(f"{indent}- {item}{note.newline}" for item in spelled_items)
    return text[key.lines.start : above] + lines + _own_lines(note, key.comments[beside:])


def _spellings(text: str, key: Key) -> dict[str, str]:
    """How the items of a list are spelled: those that stay keep their quotes, or have none."""
    spellings = (text[slice(*place)] for place in key.items)
    pairs = zip(items_of(key), spellings, strict=False)
    return {item: raw for item, raw in pairs if not _BLOCK_OR_LINES.search(raw)}


def _own_lines(note: FlatNote, comments: Sequence[str]) -> str:
    return "".join(comment + note.newline for comment in comments)


def _comments(note: FlatNote, field: str) -> Sequence[str]:
    """The comments in the lines of a list."""
    if note.block is not None and note.block.entries:
        head = note.document.text[note.block.span.start : note.block.entries[0].span.start]
        beside = (head, *(entry.tail for entry in note.block.entries))
        return [comment for part in beside for comment in _COMMENT.findall(part)]
    keys = {key.name: key for key in note.parsed.keys}
    return keys[names_of(note.options.key)[field]].comments
