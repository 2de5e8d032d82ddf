"""What each entry of the managed list has to say, and its text.

Keys and comments that a user adds to an entry stay in place; a locked entry stays as it is. What
is written already ranks as the lowest record: nothing that a run does not know is blanked, links
that share an entry stay together, and a written venue changes only on demand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from enricher import text as texts
from enricher.models import Edit
from enricher.writers.front_matter.block import Block, Entry
from enricher.writers.front_matter.users import is_locked, is_users, stays
from enricher.writers.interface import Document, Published, WriteOptions, in_order
from enricher.writers.values import Tree, Value
from enricher.writers.works import Work, values_of
from enricher.writers.yaml_text import rendered
from enricher.writers.yaml_tree import tree_of

PUBLICATION = frozenset({"type", "venue", "booktitle", "journal", "year", "doi", "pages", "volume"})


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the list to be: its place, its text, and what it has to read back as (nothing
    for comments that are no entry's)."""

    position: tuple[int, int]
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


class Listed(NamedTuple):
    """The entries of the list to be, and what the user should know of them."""

    items: list[Item]
    notices: list[str]
    published: list[Published]


def items_of(
    document: Document,
    block: Block | None,
    works: Sequence[Work],
    options: WriteOptions,
    form: Form,
) -> Listed:
    """The list to be."""
    works = _rejoined(works, block)
    known = _by_name(works)
    written: set[int] = set()
    listed = Listed([], [], [])
    after = (-1, 0)
    for existing in block.entries if block else ():
        number = next(_numbers(existing, known), None)
        if number is None or number in written:
            after = (after[0], after[1] + 1)
            listed.items.append(left(document, existing, after, options))
            if is_users(existing, options):
                listed.notices.append(stays(document, existing, options))
            continue
        written.add(number)
        after = (number, 0)
        values = _update(existing, works[number], options)
        listed.published.extend(_published(existing, values))
        listed.items.append(_updated(document, existing, values, after, form))
    for number, work in enumerate(works):
        if number not in written and work.paper is not None:
            listed.items.append(fresh(work, (number, 0), options, form))
    listed.items.sort(key=lambda item: item.position)
    return listed


def fresh(work: Work, position: tuple[int, int], options: WriteOptions, form: Form) -> Item:
    """The first entry of a work."""
    values = values_of(str(work.links[0].ref), work, options)
    return Item(position, form.entry(list(values.items())), _trees(values))


def left(
    document: Document, existing: Entry, position: tuple[int, int], options: WriteOptions
) -> Item:
    """What is left of an entry that is no longer wanted: all of it where it holds anything of the
    user's, else the comments below it."""
    if is_users(existing, options):
        return Item(position, document.text[slice(*existing.span)], existing.trees)
    return Item(position, existing.tail if "#" in existing.tail else "", {})


def _rejoined(works: Sequence[Work], block: Block | None) -> list[Work]:
    """The works, where one without a record joins the one that it shares a written entry with:
    a run that could not fetch it knows less than the run that joined them."""
    leaders = list(range(len(works)))

    def leader(number: int) -> int:
        while leaders[number] != number:
            number = leaders[number]
        return number

    known = _by_name(works)
    for existing in block.entries if block else ():
        numbers = list(dict.fromkeys(_numbers(existing, known)))
        first = next((number for number in numbers if works[number].paper), min(numbers, default=0))
        for number in numbers:
            if works[number].paper is None and leaders[number] == number:
                leaders[number] = leader(first)
    groups: dict[int, list[Work]] = {}
    for number, work in enumerate(works):
        groups.setdefault(leader(number), []).append(work)
    return [_joined(group) for group in groups.values()]


def _joined(group: Sequence[Work]) -> Work:
    links = in_order([link for work in group for link in work.links])
    return Work(tuple(links), next((work.paper for work in group if work.paper), None))


def _by_name(works: Sequence[Work]) -> dict[str, int]:
    return {name: number for number, work in enumerate(works) for name in work.names}


def _numbers(existing: Entry, known: Mapping[str, int]) -> Iterator[int]:
    """The works that an entry speaks of, by its id, its links or its other ids."""
    names = (existing.text_of("id"), *existing.texts_of("links"), *existing.texts_of("same_as"))
    return (known[name] for name in names if name in known)


def _update(existing: Entry, work: Work, options: WriteOptions) -> dict[str, Value]:
    """The fields of an entry that may be written now; its id stays, and no venue flaps."""
    if is_locked(existing):
        return {}
    values = values_of(existing.text_of("id"), work, options)
    venue = existing.text_of("venue")
    if venue and values.get("venue") != venue:
        by_user = _set_by_user(work)
        if "venue" not in values or not ("venue" in by_user or options.replace_venues):
            # Another venue is another record, title and page included: no entry mixes two.
            withheld = (PUBLICATION | existing.trees.keys()) - by_user - {"links"}
            values = {name: value for name, value in values.items() if name not in withheld}
    return values


def _published(existing: Entry, values: Mapping[str, Value]) -> Iterator[Published]:
    """The news that a written preprint has a venue: told of the note, for caches come and go."""
    now = values.get("venue")
    if now and not existing.text_of("venue"):
        was = " ".join(("preprint", existing.scalar_of("year"))).strip()
        yield Published(existing.text_of("id"), was, str(now))


def _set_by_user(work: Work) -> set[str]:
    provenance = work.paper.provenance if work.paper else {}
    return {name for name, provider in provenance.items() if provider == "config"}


def _updated(
    document: Document,
    existing: Entry,
    values: Mapping[str, Value],
    position: tuple[int, int],
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
    after = texts.apply(before, [shifted(edit, existing.span.start) for edit in edits])
    return Item(position, after, trees)


def _trees(values: Mapping[str, Value]) -> dict[str, Tree]:
    return {name: tree_of(value) for name, value in values.items()}


def shifted(edit: Edit, base: int) -> Edit:
    """The edit in a text that begins at ``base``."""
    return edit._replace(start=edit.start - base)
