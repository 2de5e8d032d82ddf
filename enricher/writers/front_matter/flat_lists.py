"""Papers as lists of texts, side by side: what Obsidian's properties can show, edit and search.

The managed key lists the ids, and for each field another list holds that of each paper, in the
same order: the third title is that of the third id. So any query works on one list alone
(``contains(paper_venues, "NeurIPS 2020")``), and what is written stays with its paper. An editor
may spell the lists as it likes: values count. Where a paper lacks what another one has,
``unknown`` stands, for nothing would not last: editors drop empty items, and all after it would
move to other papers. The authors of a paper are one text, so that they are not lost among those
of the others; a search for one name finds it there. Links as written are in the note itself: the
lists hold, where several ids in a note lead to one work, which ones these are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from enricher.models import Span
from enricher.paper import Paper
from enricher.text import twin
from enricher.writers.front_matter.block import FILLED, Entry, Field, Key, Parsed, is_id
from enricher.writers.values import Value
from enricher.writers.yaml_tree import tree_of

UNKNOWN = "unknown"
_FIELDS = tuple(name for name in Paper.model_fields if name not in {"id", "provenance"})
_BY_ID = ("same_as", FILLED)  # each item names its paper, for few papers have any
_NOTHING = {"", "~", "null"}
_TUPLES = {"authors", "categories"}
_COMMA, _AND, _MORE = ", ", " and ", " more"
_COUNT = re.compile(r"[1-9][0-9]{0,8}")
_PLURALS = ("s", "ed", "by")
Columns = dict[str, tuple[str | int, ...]]


def names_of(key: str) -> dict[str, str]:
    """The keys of the lists by field: ``paper_titles`` beside ``papers``."""
    stem = key[:-1] if key.endswith("s") and key != "s" else key
    names = {
        name: f"{stem}_{name if name.endswith(_PLURALS) else name + 's'}"
        for name in (*_FIELDS, FILLED)
    }
    return {"id": key, **names}


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a note as they stand, by field, and what they say of each paper.

    ``users`` are the keys that have the name of a list, and are none of ours.
    """

    keys: Mapping[str, Key]
    entries: tuple[Entry, ...]
    users: tuple[str, ...]


def read(parsed: Parsed, key: str) -> Lists:
    """The lists that are ours: one of nothing but ids at the managed key, and another list beside
    it. Anything else of these names is the user's."""
    names = names_of(key)
    known = {each.name: each for each in parsed.keys}
    keys = {field: known[name] for field, name in names.items() if name in known}
    ours = {field: each for field, each in keys.items() if _is_list(each)}
    ids = ours.get("id")
    if ids is None or not ids.said or not all(map(is_id, ids.said)) or len(ours) == 1:
        ours = {}
    users = (name for field, name in names.items() if name in parsed.names and field not in ours)
    return Lists(ours, tuple(_entries(ours)) if ours else (), tuple(users))


def _is_list(key: Key) -> bool:
    return not isinstance(key.said, str) or key.said in _NOTHING


def items_of(key: Key) -> tuple[str, ...]:
    """The texts of a list; none of one that was emptied in name only."""
    return () if isinstance(key.said, str) else key.said


def _entries(keys: Mapping[str, Key]) -> Iterator[Entry]:
    """What the lists say of each paper. A list that has lost or got items tells of no paper."""
    ids = items_of(keys["id"])
    lists = {field: items_of(key) for field, key in keys.items() if field not in _BY_ID}
    whole = {field: items for field, items in lists.items() if len(items) == len(ids)}
    by_id = {field: _by_id(items_of(keys[field])) for field in _BY_ID if field in keys}
    for number, id_ in enumerate(ids):
        values: dict[str, Value] = {"id": id_}
        for field, items in whole.items():
            values |= _values(field, items[number])
        values |= {field: tuple(told[id_]) for field, told in by_id.items() if id_ in told}
        nowhere = Span(0, 0)
        fields = (Field(name, tree_of(value), "", nowhere) for name, value in values.items())
        yield Entry(nowhere, tuple(fields), "", is_all_ours=True)


def _by_id(items: Sequence[str]) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for item in items:
        id_, _, rest = item.partition(" ")
        told.setdefault(id_, []).append(rest)
    return told


def _values(field: str, item: str) -> dict[str, Value]:
    """What an item of a list says of its paper."""
    if item in {UNKNOWN, ""}:
        return {}
    if field == "authors":
        names, sign, more = item.rpartition(_AND)
        count = more.removesuffix(_MORE)
        if sign and count != more and _COUNT.fullmatch(count):
            return {"authors": tuple(names.split(_COMMA)), "more_authors": int(count)}
    if field in _TUPLES:
        return {field: tuple(item.split(_COMMA))}
    return {field: int(item) if field == "year" and _COUNT.fullmatch(item) else item}


def columns_of(results: Sequence[Mapping[str, Value]], fields: Sequence[str]) -> Columns:
    """The lists that say these papers: the ids, titles, and the fields that any of them has."""
    known = {field: None for result in results for field in result if field in _FIELDS}
    columns: Columns = {"id": tuple(str(result["id"]) for result in results)}
    for field in dict.fromkeys((*fields, "title", *known)):
        items = tuple(_item(field, result) for result in results)
        if field in _FIELDS and field not in _BY_ID and (field == "title" or any(items)):
            columns[field] = tuple(item or UNKNOWN for item in items)
    for field in _BY_ID:
        columns[field] = tuple(
            f"{result['id']} {item}" for result in results for item in _texts(result.get(field))
        )
    return {field: items for field, items in columns.items() if items}


def _item(field: str, result: Mapping[str, Value]) -> str | int:
    """What stands for a paper in the list of a field; nothing where it is not known."""
    value = result.get(field, "")
    if isinstance(value, int):
        return value
    more = result.get("more_authors") if field == "authors" else None
    text = _COMMA.join(value) if isinstance(value, tuple) else value
    return "" if text == UNKNOWN else twin(text) + (f"{_AND}{more}{_MORE}" if more else "")


def _texts(value: Value | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
