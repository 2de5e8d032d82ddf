"""What each entry of the list to be says: which written one it goes on from, and what is set in it.

What is written already ranks as the lowest record: nothing that a run does not know is blanked,
links that share an entry stay together, and a written venue changes only on demand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from enricher.writers.front_matter.block import FILLED, Entry
from enricher.writers.front_matter.filled import remembered
from enricher.writers.front_matter.users import is_locked, is_users
from enricher.writers.interface import Published, WriteOptions, in_order
from enricher.writers.values import Value
from enricher.writers.works import Work, values_of
from enricher.writers.written import by_name, dropped, news, numbers_of, permitted, together
from enricher.writers.yaml_tree import value_of


class Choice(NamedTuple):
    """One entry of the list to be: its place, the written entry that it goes on from, the work
    that it is of, and the values that are set in it.

    ``gone`` are the fields that it loses.
    A new entry goes on from none. One whose links are gone is of no work: it ``stays`` for what a
    user put in it, or only has a place, for comments beside it.
    """

    position: tuple[int, int]
    existing: Entry | None
    work: Work | None
    values: Mapping[str, Value]
    stays: bool = True
    gone: frozenset[str] = frozenset()

    @property
    def result(self) -> dict[str, Value]:
        """All that it says afterwards, but for what no field of ours can hold."""
        result = {**(said(self.existing) if self.existing else {}), **self.values}
        if "authors" in self.values and "more_authors" not in self.values:
            result.pop("more_authors", None)
        return {name: value for name, value in result.items() if name not in self.gone}


def said(existing: Entry) -> dict[str, Value]:
    """What a written entry says in texts, numbers and lists of texts."""
    values = {name: value_of(tree) for name, tree in existing.trees.items()}
    return {name: value for name, value in values.items() if value is not None}


def choices_of(
    entries: Sequence[Entry], works: Sequence[Work], options: WriteOptions
) -> list[Choice]:
    """The entries of the list to be, in the order of their first links."""
    works = _rejoined(works, entries)
    known = by_name(works)
    written: set[int] = set()
    choices: list[Choice] = []
    after = (-1, 0)
    for existing in entries:
        number = next(numbers_of(_names(existing), known), None)
        if number is None or number in written:
            after = (after[0], after[1] + 1)
            choices.append(Choice(after, existing, None, {}, is_users(existing, options)))
            continue
        written.add(number)
        after = (number, 0)
        values = _update(existing, works[number], options)
        gone = _gone(existing, values, works[number], options)
        choices.append(Choice(after, existing, works[number], values, gone=gone))
    for number, work in enumerate(works):
        if number not in written and work.paper is not None:
            values = values_of(str(work.links[0].ref), work, options)
            choices.append(Choice((number, 0), None, work, values))
    return sorted(choices, key=lambda choice: choice.position)


def news_of(choices: Sequence[Choice]) -> tuple[Published, ...]:
    """The news that written preprints have a venue: told of the note, for caches come and go."""
    return tuple(each for choice in choices for each in _published(choice))


def added_of(choices: Sequence[Choice]) -> tuple[str, ...]:
    """The papers whose entries are new."""
    added = (choice for choice in choices if choice.existing is None and choice.work)
    return tuple(str(choice.work.links[0].ref) for choice in added if choice.work)


def _rejoined(works: Sequence[Work], entries: Sequence[Entry]) -> list[Work]:
    """The works, where those that share a written entry are one as far as is known."""
    groups = together(works, map(_names, entries))
    return [_joined([works[number] for number in group]) for group in groups]


def _joined(group: Sequence[Work]) -> Work:
    links = in_order([link for work in group for link in work.links])
    return Work(tuple(links), next((work.paper for work in group if work.paper), None))


def _names(existing: Entry) -> tuple[str, ...]:
    """What an entry is known by: its id, its links, its other ids."""
    return (existing.text_of("id"), *existing.texts_of("links"), *existing.texts_of("same_as"))


def _update(existing: Entry, work: Work, options: WriteOptions) -> dict[str, Value]:
    """The fields of an entry that may be written now; its id stays, and no venue flaps."""
    if is_locked(existing):
        return {}
    values = values_of(existing.text_of("id"), work, options)
    written = {**dict.fromkeys(existing.trees), **said(existing)}
    allowed = permitted(values, written, work, options).keys() | {"links"}
    return {name: value for name, value in values.items() if name in allowed}


def _gone(
    existing: Entry, values: Mapping[str, Value], work: Work, options: WriteOptions
) -> frozenset[str]:
    """The fields that an entry loses; those that the user's keys are filled from stay."""
    if is_locked(existing):
        return frozenset()
    held = {filled.field for filled in remembered(existing.texts_of(FILLED))}
    return dropped(said(existing), values, work, options) - held


def _published(choice: Choice) -> Iterator[Published]:
    if choice.existing is not None:
        yield from news(choice.existing.text_of("id"), choice.values, said(choice.existing))
