"""The text of each entry of the managed list: keys and comments that a user adds to one stay in
place, and so do all lines that say what they should."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from enricher import text as texts
from enricher.models import Edit
from enricher.writers.front_matter.block import Entry
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
    return _updated(document, choice.existing, choice.values, form)


def _updated(
    document: Document,
    existing: Entry,
    values: Mapping[str, Value],
    form: Form,
) -> Item:
    """The entry with these values; lines whose value is the same stay as they are."""
    text = document.text
    trees = {**existing.trees, **_trees(values)}
    edits: list[Edit] = []
    added: dict[int, list[str]] = {}
    fields = {field.name: field for field in existing.fields}
    place = existing.fields[0].span.end
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
    if "authors" in values and "more_authors" in fields and "more_authors" not in values:
        count = fields["more_authors"]
        start = count.span.start - len(count.prefix)
        end = texts.line_end(text, count.span.end)
        comment = text[count.span.end : end].lstrip(" \t")
        edits.append(
            Edit(start, text[start:end], count.indent + comment if comment.strip() else "")
        )
        del trees["more_authors"]
    # what is added where a changed line begins is one edit with it
    edits = [edit._replace(new="".join((*added.pop(edit.start, ()), edit.new))) for edit in edits]
    edits += [Edit(at, "", "".join(lines)) for at, lines in added.items()]
    before = text[slice(*existing.span)]
    first = existing.span.start
    after = texts.apply(before, [edit._replace(start=edit.start - first) for edit in edits])
    return Item(after, trees)


def _trees(values: Mapping[str, Value]) -> dict[str, Tree]:
    return {name: tree_of(value) for name, value in values.items()}
