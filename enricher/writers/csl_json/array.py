"""The items of a CSL-JSON file and where they stand; how items are spelt.

Only spans are taken from the file: what is not ours is never written anew.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn, cast

from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import Span
from enricher.writers.csl_json.fields import Fields
from enricher.writers.csl_json.mark import Mark, mark_of

HINT = "the file is left as it is: {}, or let `path` of [writers.csl-json] name another one"
_BLANK = re.compile(r"[ \t\r\n]*")
_DEEPEST = 8  # blanks before an item; more are no habit


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the file: its braces' span, its fields, and its mark if it was ours once."""

    span: Span
    fields: Fields
    mark: Mark | None

    @property
    def key(self) -> str:
        """The key by which texts cite it."""
        return str(self.fields["id"])

    @property
    def paper(self) -> str:
        """The paper that it was written for; empty where it is its user's."""
        return self.mark.paper if self.mark else ""

    @property
    def is_ours(self) -> bool:
        """Whether it says what enricher wrote."""
        return self.mark is not None and not self.mark.is_edited


@dataclass(frozen=True, slots=True)
class Array:
    """The items of a file and the span of its brackets; ``span`` is None where there is nothing
    but blanks."""

    span: Span | None
    items: tuple[Item, ...]


def parse(path: str, text: str) -> Array:
    """The items of a file. Raises NoteError, with a line, for what is no array of items, for two
    of one id, and for an object with two fields of one name, one of which would be lost."""
    return _Scanner(path, text).array()


def rendered(fields: Mapping[str, object], indent: str, newline: str) -> str:
    """An item over several lines: one for each field, and one for each author. Its first line is
    not indented."""
    unit = indent or "  "
    inner = newline + indent + unit
    lines = (f"{_dumped(name)}: {_value(value, inner, unit)}" for name, value in fields.items())
    return f"{{{inner}{f',{inner}'.join(lines)}{newline}{indent}}}"


def indent_at(text: str, offset: int) -> str:
    """The blanks before an item that begins its line; none for one that does not."""
    near = text[max(offset - _DEEPEST - 1, 0) : offset]
    before = near.rstrip(" \t")
    if before.endswith(("\n", "\r")):
        return near[len(before) :]
    return "" if before or offset <= _DEEPEST else "  "


def _value(value: object, inner: str, unit: str) -> str:
    if not isinstance(value, list):
        return _dumped(value)
    rows = cast("list[object]", value)
    if not any(isinstance(row, dict) for row in rows):
        return _dumped(rows)
    return f"[{inner}{unit}{f',{inner}{unit}'.join(map(_dumped, rows))}{inner}]"


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Scanner:
    """One pass over a file, item by item."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text
        self._decoder = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)

    def array(self) -> Array:
        start = self._after_blanks(1 if self._text.startswith(texts.BOM) else 0)
        if start == len(self._text):
            return Array(None, ())
        if self._text[start] != "[":
            self._refuse("is no array of items", start, "put its items into one, `[…]`")
        items: list[Item] = []
        place = self._after_blanks(start + 1)
        if not self._text.startswith("]", place):
            items.append(self._item(place))
            place = self._after_blanks(items[-1].span.end)
        while items and self._text.startswith(",", place):
            items.append(self._item(self._after_blanks(place + 1)))
            place = self._after_blanks(items[-1].span.end)
        if not self._text.startswith("]", place):
            self._refuse("is not JSON: a comma or the array's end is expected", place)
        if self._after_blanks(place + 1) != len(self._text):
            self._refuse("goes on after its array", self._after_blanks(place + 1))
        self._check_keys(items)
        return Array(Span(start, place + 1), tuple(items))

    def _item(self, start: int) -> Item:
        try:
            value, end = self._decoder.raw_decode(self._text, start)
            fields = cast("Fields", value) if isinstance(value, dict) else {}
            mark = mark_of(fields)
        except json.JSONDecodeError as error:
            self._refuse(f"is not JSON: {error.msg}", error.pos)
        except (ValueError, RecursionError) as error:
            why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
            self._refuse(f"has an item that cannot be read: {why}", start)
        key = fields.get("id")
        if not isinstance(key, str | int | float) or isinstance(key, bool):
            self._refuse("has an item without an id, which no text can cite", start, "give it one")
        return Item(Span(start, end), fields, mark)

    def _check_keys(self, items: Sequence[Item]) -> None:
        seen: set[str] = set()
        for item in items:
            if item.key in seen:
                why = f"has two items with the id {item.key!r}"
                self._refuse(why, item.span.start, "give this one another")
            seen.add(item.key)

    def _after_blanks(self, place: int) -> int:
        found = _BLANK.match(self._text, place)
        return found.end() if found else place

    def _refuse(self, why: str, place: int, remedy: str = "mend it") -> NoReturn:
        line, _ = texts.LineIndex(self._text).position(place)
        raise NoteError(self._path, why, line=line, hint=HINT.format(remedy))


def _object(pairs: list[tuple[str, object]]) -> Fields:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        name, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise ValueError(f"the field {name!r} stands in it twice")
    return fields


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no value of JSON")
