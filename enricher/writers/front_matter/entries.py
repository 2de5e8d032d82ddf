"""The text of each entry of the managed list: keys and comments that a user adds to one stay in
place, and so do all lines that say what they should."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from enricher import text as texts
from enricher.models import Edit
from enricher.writers.front_matter.block import Entry, Field
from enricher.writers.front_matter.choices import Choice
from enricher.writers.interface import Document
from enricher.writers.values import Tree, Value
from enricher.writers.yaml_text import rendered
from enricher.writers.yaml_tree import tree_of


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the list to be: its text, and what that has to read back as (nothing for
    comments that are no entry's)."""

    text: str
    trees: Mapping[str, Tree]


class Form(NamedTuple):
    """How a list is spelled: what stands between a key and its value, how lines end, what stands
    above a first entry, and the text of an entry."""

    sign: str
    newline: str
    head: str
    entry: Callable[[Sequence[tuple[str, Value]]], str]

    def field(self, name: str, value: Value) -> str:
        """A key and its value on one line."""
        return f"{name}{self.sign}{rendered(value)}"


def items_of(document: Document, choices: Sequence[Choice], form: Form) -> list[Item]:
    """The entries of the list to be."""
    return [_item(document, choice, form) for choice in choices]


def _item(document: Document, choice: Choice, form: Form) -> Item:
    if choice.existing is None:
        return Item(form.entry(list(choice.values.items())), _trees(choice.values))
    if not choice.stays:  # the comments below it were never its own
        return Item(choice.existing.tail if "#" in choice.existing.tail else "", {})
    return _updated(document, choice, choice.existing, form)


def _updated(document: Document, choice: Choice, existing: Entry, form: Form) -> Item:
    """The entry with its values; lines whose value is the same stay as they are."""
    text, values = document.text, choice.values
    trees = {**existing.trees, **_trees(values)}
    edits: list[Edit] = []
    added: dict[int, list[str]] = {}
    fields = {field.name: field for field in existing.fields}
    lost = _lost(choice, existing)
    first = next(field for field in existing.fields if field.name not in lost)
    place = first.span.end
    for name, value in values.items():
        line = form.field(name, value)
        if name not in fields:
            line = f"{existing.fields[0].indent}{line}{form.newline}"
            added.setdefault(texts.line_end(text, place), []).append(line)
            continue
        start, end = fields[name].span
        place = max(place, end) if name != "id" else place
        if existing.trees[name] != trees[name]:
            edits.append(Edit(start, text[start:end], " ".join((line, *fields[name].comments))))
    edits += _without(text, existing, first, lost)
    if above := _above(text, existing, first):
        added.setdefault(texts.line_end(text, first.span.end), []).insert(0, above)
    trees = {name: tree for name, tree in trees.items() if name not in lost}
    # what is added where a changed line begins is one edit with it
    edits = [edit._replace(new="".join((*added.pop(edit.start, ()), edit.new))) for edit in edits]
    edits += [Edit(at, "", "".join(lines)) for at, lines in added.items()]
    before = text[slice(*existing.span)]
    begin = existing.span.start
    after = texts.apply(before, [edit._replace(start=edit.start - begin) for edit in edits])
    return Item(after, trees)


def _lost(choice: Choice, existing: Entry) -> list[str]:
    """The fields that an entry has and is not to have."""
    is_counted = "authors" in choice.values and "more_authors" not in choice.values
    gone = {*choice.gone, *(("more_authors",) if is_counted else ())}
    return [name for name in existing.trees if name in gone]


def _without(text: str, existing: Entry, first: Field, lost: Collection[str]) -> Iterator[Edit]:
    """The edits that take fields out, with their lines; comments on those stay. The ``first`` of
    the others comes to stand where the entry begins."""
    begin = existing.fields[0].span.start
    if begin < first.span.start:
        yield Edit(begin, text[begin : first.span.start], "")
    for field in existing.fields:
        if field.name in lost and field.span.start > first.span.start:
            start, end = field.span.start - len(field.prefix), texts.line_end(text, field.span.end)
            yield Edit(start, text[start:end], _comments(text, field))


def _above(text: str, existing: Entry, first: Field) -> str:
    """The comments that stand at fields above the ``first`` that stays, and between them: they go
    below that one, for YAML wants a key on the line of a dash."""
    kept: list[str] = []
    for field, following in pairwise(existing.fields):
        if following.span.start > first.span.start:
            break
        end = texts.line_end(text, field.span.end)
        kept += (_comments(text, field), text[end : following.span.start - len(following.prefix)])
    return "".join(kept)


def _comments(text: str, field: Field) -> str:
    """The comments in a field that goes, on one line; nothing where it has none."""
    within = " ".join(field.comments)
    behind = text[field.span.end : texts.line_end(text, field.span.end)].lstrip(" \t")
    line = f"{within} {behind}" if within and behind.strip() else within + behind
    return field.indent + line if line.strip() else ""


def _trees(values: Mapping[str, Value]) -> dict[str, Tree]:
    return {name: tree_of(value) for name, value in values.items()}
