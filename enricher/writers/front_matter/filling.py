"""One-paper notes: the user's own keys that are there and empty, filled from the note's paper.

What was filled is remembered with the paper (``filled: ["venue as publication: ''"]``): the field,
the user's key, and what stood there. A key counts as filled only while it says what its entry
does; then it follows the entry, and is emptied again when that goes. All else is the user's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from enricher.models import Edit
from enricher.writers.front_matter.block import FILLED, Entry, Key, Parsed, Said
from enricher.writers.front_matter.choices import Choice, said
from enricher.writers.front_matter.filled import EMPTY, Filled, as_said, remembered, sayings
from enricher.writers.front_matter.flat_lists import names_of
from enricher.writers.front_matter.note_paper import choice_of_note
from enricher.writers.front_matter.users import is_locked
from enricher.writers.interface import Document, Profile, WriteOptions
from enricher.writers.values import Value
from enricher.writers.works import values_of
from enricher.writers.written import PUBLICATION
from enricher.writers.yaml_text import rendered

# No abstract, since it would stand in the entry too. A page's ``url`` is its own address for Hugo
# and Pelican; for Obsidian it is any.
_FIELDS = ("title", "authors", "venue", "year", "doi", "arxiv")
_LINE_END = re.compile(r"[\r\n]")


class Held(NamedTuple):
    """A key that still says what it was filled with, and the id of the entry that tells so."""

    key: Key
    id: str
    filled: Filled


class Change(NamedTuple):
    """A key of the user's, and what it is to hold instead: as text, and as that reads."""

    key: Key
    raw: str
    said: Said


class Filling(NamedTuple):
    """The entries to be, which remember what is filled, and the changes of the user's keys by
    name."""

    choices: Sequence[Choice]
    changes: dict[str, Change]

    @property
    def said(self) -> dict[str, Said | None]:
        """What the keys say afterwards."""
        return {name: change.said for name, change in self.changes.items()}

    def edits(self, text: str) -> list[Edit]:
        """The edits of the user's keys."""
        return [_edit(text, change.key, change.raw) for change in self.changes.values()]


def filling_of(
    document: Document,
    parsed: Parsed,
    entries: Sequence[Entry],
    choices: Sequence[Choice],
    options: WriteOptions,
) -> Filling:
    """What the user's keys are to hold beside these entries, where ``entries`` are written."""
    keys = users_keys(parsed, options)
    held = held_keys(document.text, keys, entries)
    filling = _kept_up(held, choices)
    if options.fill_missing:
        own = [key for key in keys if key.name not in held]
        choice = choice_of_note(document, own, choices)
        if choice is not None:
            filling = _filled_up(document.text, keys, filling, choice, options)
    return filling


def users_keys(parsed: Parsed, options: WriteOptions) -> list[Key]:
    """The keys of a front matter that are the user's own."""
    ours = set(names_of(options.key).values())
    return [key for key in parsed.keys if key.name not in ours]


def held_keys(text: str, keys: Sequence[Key], entries: Sequence[Entry]) -> dict[str, Held]:
    """The keys that still say what they were filled with, by name."""
    by_name = {key.name: key for key in keys if _is_editable(text, key)}
    held: dict[str, Held] = {}
    for entry in entries:
        told = said(entry) if FILLED in entry.trees else {}
        for filled in remembered(_tuple(told.get(FILLED))):
            key = by_name.get(filled.key)
            if key and key.said in sayings(told, filled.field):
                held.setdefault(key.name, Held(key, entry.text_of("id"), filled))
    return held


def _kept_up(held: Mapping[str, Held], choices: Sequence[Choice]) -> Filling:
    """What is filled already follows its entry; it is emptied again where that goes."""
    filling = Filling(choices, {})
    results = _results(choices) if held else {}
    for name, (key, id_, filled) in held.items():
        value = filled.value(results.get(id_, {}))
        if id_ not in results:
            filling.changes[name] = Change(key, filled.was, _said_of(filled.was))
        elif value is not None and key.said not in sayings(results[id_], filled.field):
            filling.changes[name] = Change(key, rendered(value), as_said(value))
    return filling


def _filled_up(
    text: str, keys: Sequence[Key], filling: Filling, choice: Choice, options: WriteOptions
) -> Filling:
    """The filling where the note's paper is that of ``choice``: what is known of it stands in the
    keys that are empty by now. A locked entry cannot remember any, so none is filled from it."""
    if choice.existing and is_locked(choice.existing):
        return filling
    empty = {key.name: (key, was) for key, was in _empty(text, keys, filling)}
    filled_by = {each.key: each for each in remembered(_tuple(choice.result.get(FILLED)))}
    changes: dict[str, Change] = {}
    more: dict[str, Value] = {}
    for name, wanted in _keys_of(options).items():
        key, was = empty.get(_spelled(wanted, empty), (None, ""))
        known = _known(choice, name, options)
        if key is None or key.name in changes:
            continue
        filled = Filled(name, key.name, was)
        value = filled.value(known)
        if value is not None:
            changes[key.name] = Change(key, rendered(value), as_said(value))
            filled_by[key.name] = filled
            more |= {each: known[each] for each in known if each not in choice.result}
    if not changes:
        return filling
    more[FILLED] = tuple(map(str, filled_by.values()))
    now = choice._replace(values={**choice.values, **more})
    choices = [now if each is choice else each for each in filling.choices]
    return Filling(choices, {**filling.changes, **changes})


def _keys_of(options: WriteOptions) -> dict[str, str]:
    """The user's keys by field, as the settings name them."""
    names = (*_FIELDS, "url") if options.profile is Profile.FLAT else _FIELDS
    return {**{name: name for name in names}, **options.fill}


def _spelled(wanted: str, names: Collection[str]) -> str:
    """The key of this name, or else the only one that differs in case (``DOI``)."""
    if wanted in names:
        return wanted
    alike = [name for name in names if name.casefold() == wanted.casefold()]
    return alike[0] if len(alike) == 1 else ""


def _empty(text: str, keys: Sequence[Key], filling: Filling) -> Iterator[tuple[Key, str]]:
    """The keys that hold nothing afterwards, and how that is spelled: beside the key alone."""
    for key in keys:
        if change := filling.changes.get(key.name):
            if EMPTY.fullmatch(change.raw):
                yield key, change.raw
        elif not _LINE_END.search(text, key.sign, key.value.end):
            was = text[slice(*key.value)]
            if EMPTY.fullmatch(was):
                yield key, was


def _known(choice: Choice, name: str, options: WriteOptions) -> dict[str, Value]:
    """What the entry says, and the field that it lacks, unless that tells of another venue."""
    result = choice.result
    paper = choice.work.paper if choice.work else None
    venues = {"", paper.venue if paper else None}
    is_of_another = name in PUBLICATION and result.get("venue", "") not in venues
    if choice.work is None or paper is None or name in result or is_of_another:
        return result
    return {**values_of("", choice.work, replace(options, fields=(name,))), **result}


def _results(choices: Sequence[Choice]) -> dict[str, dict[str, Value]]:
    return {
        str(result["id"]): result
        for result in (choice.result for choice in choices if choice.stays)
    }


def _said_of(nothing: str) -> Said:
    """What a spelling of nothing reads back as."""
    return () if nothing.startswith("[") else nothing.strip("\"'")


def _tuple(value: Value | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _is_editable(text: str, key: Key) -> bool:
    """Whether no comment stands amid a value that goes over several lines."""
    return not key.comments or not _LINE_END.search(text, key.sign, key.value.end)


def _edit(text: str, key: Key, raw: str) -> Edit:
    """The edit that lets a key hold another value, or none: all else on its line stays."""
    start, end = key.value
    if start == end or _LINE_END.search(text, key.sign, start):
        return Edit(key.sign, text[key.sign : end], f" {raw}" if raw else "")
    if not raw:
        start -= 1  # the blank that came with the value
    return Edit(start, text[start:end], raw)
