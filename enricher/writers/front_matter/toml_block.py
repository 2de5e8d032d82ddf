"""The managed tables of a TOML front matter: where they stand, and what they hold.

The user's TOML is never dumped again. `tomllib` reads it, and the places of its statements say
which text to replace.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import Span
from enricher.text import FrontMatter
from enricher.writers.front_matter.block import (
    HINT,
    Block,
    Entry,
    Field,
    Parsed,
    is_id,
    must_be_whole,
)
from enricher.writers.front_matter.toml_keys import keys_of, without
from enricher.writers.front_matter.toml_text import PART, Statement, statements, tree
from enricher.writers.interface import DEFAULT_FIELDS

_UNREADABLE = (
    (re.compile("[\ud800-\udfff]"), "a byte that is not UTF-8"),
    (re.compile(r"\r(?!\n)"), "a carriage return alone, which ends no line in TOML"),
    # tomllib takes a time for these that grows with the square of their length, or refuses them
    (
        re.compile(rf"(?<![\w.\\-])(?:{PART}[ \t]*+\.[ \t]*+){{100}}"),
        "a key of more than 100 parts",
    ),
    (re.compile(r"(?<!\d)\d[\d_]{3999}"), "a number of more than 4,000 digits"),
)
_OWN = {*DEFAULT_FIELDS, "more_authors"}
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)\Z")


def parse(
    path: str, text: str, front: FrontMatter, name: tuple[str, ...], apart: Container[str] = ()
) -> Parsed:
    """Read a TOML front matter; ``name`` is the whole name of the managed key, and the keys
    ``apart`` are not among its others. Raises NoteError, with the line, where it is not safe to
    edit."""
    must_be_whole(path, text, front)
    return _Reader(path, text, front, name).parsed(apart)


class _Reader:
    """Reads one front matter; holds what errors and offsets need."""

    def __init__(self, path: str, text: str, front: FrontMatter, name: tuple[str, ...]) -> None:
        self._path = path
        self._text = text
        self._base = front.content.start
        self._name = name
        self._data = self._load(text[slice(*front.content)])
        self._statements = tuple(statements(text, *front.content))

    def parsed(self, apart: Container[str]) -> Parsed:
        keys = keys_of(self._text, self._statements, self._data)
        *tables, key = self._name
        holder = self._data
        for table in tables:
            below = holder.get(table, {})
            if not isinstance(below, dict) or self._is_written_as_value(table):
                return Parsed(None, tree(self._data), self._sealed(table))
            holder = cast("dict[str, Any]", below)
        # Hugo reads the keys `Papers` and `papers` as one
        alike = [each for each in holder if each.lower() == key.lower()]
        if len(alike) > 1:
            first = self._defining((*tables, alike[1])).span.start
            raise self._error(f"the keys {alike[0]!r} and {alike[1]!r} are one to Hugo", first)
        key = alike[0] if alike else key
        value = holder.pop(key, None)
        block = None if value is None else self._block((*tables, key), value)
        rest = without(self._data, apart)
        others = {each: below for each, below in rest.items() if below or each not in tables}
        return Parsed(block, tree(others) if others else (), keys=keys)

    def _load(self, content: str) -> dict[str, Any]:
        for pattern, what in _UNREADABLE:
            if found := pattern.search(content):
                raise self._error(f"the front matter holds {what}", self._base + found.start())
        try:
            return tomllib.loads(content)
        except tomllib.TOMLDecodeError as error:
            place = _PLACE.search(str(error))
            breaks = (int(place[1]) if place and place[1] else content.count("\n")) - 1
            ends = [self._base, *(self._base + end.end() for end in re.finditer("\n", content))]
            why = f"the front matter is not valid TOML: {_PLACE.sub('', str(error))}"
            raise self._error(why, ends[max(breaks, 0)]) from error
        except RecursionError as error:
            raise self._error("the front matter is nested too deeply", self._base) from error

    def _is_written_as_value(self, table: str) -> bool:
        return any(each.key and each.path == (table,) for each in self._statements)

    def _sealed(self, table: str) -> NoteError:
        why = f"the key {table!r} is not written as the table [{table}], so nothing can be added"
        return self._error(why, self._defining((table,)).span.start)

    def _defining(self, name: tuple[str, ...]) -> Statement:
        """The first statement that says anything of a key."""
        return next(each for each in self._statements if each.path[: len(name)] == name)

    def _block(self, name: tuple[str, ...], value: object) -> Block:
        first = self._defining(name)
        line = self._line(first.span.start)
        if name != self._name or not _is_ours(value):
            end = texts.line_end(self._text, first.span.end)
            span = Span(self._line_start(first.span.start), end)
            return Block(span, line, "", (), is_ours=False, is_empty=value == [])
        entries = self._entries(cast("list[dict[str, object]]", value))
        span = Span(entries[0].span.start, entries[-1].span.end)
        return Block(span, line, "", entries, is_ours=True, is_empty=False)

    def _entries(self, values: Sequence[Mapping[str, object]]) -> tuple[Entry, ...]:
        """The entries: each is a header and all up to the next one."""
        depth = len(self._name)
        ours = [each.path[:depth] == self._name for each in self._statements]
        start, stop = ours.index(True), len(ours) - ours[::-1].index(True)
        first = self._statements[start].span.start
        if self._statements[start].key:
            raise self._error(f"the list {self._name[-1]!r} is written in {{…}} or […] form", first)
        header = f"[[{'.'.join(self._name)}]]"
        if not all(ours[start:stop]):
            between = self._statements[ours.index(False, start)].span.start
            raise self._error(f"another table stands between those of {header}", between)
        heads = [n for n in range(start, stop) if self._statements[n].path == self._name]
        starts = [self._start(head) for head in heads]
        ends = [*starts[1:], texts.line_end(self._text, self._statements[stop - 1].span.end)]
        return tuple(
            self._entry(Span(starts[n], ends[n]), self._statements[head:following], values[n])
            for n, (head, following) in enumerate(pairwise([*heads, stop]))
        )

    def _entry(self, span: Span, parts: Sequence[Statement], value: Mapping[str, object]) -> Entry:
        fields: dict[str, Field] = {}
        rest: list[str] = []
        done = span.start
        for part in parts:
            rest += (self._text[done : part.span.start], *part.comments)
            done = part.span.end
            names = part.path[len(self._name) :]
            if names and names[0] in _OWN and (names[1:] or not part.key):
                why = f"the key {names[0]!r} of an entry is written as a table"
                raise self._error(why, part.span.start)
            if names and names[0] not in fields:
                prefix = self._text[self._line_start(part.span.start) : part.span.start]
                known = tree(value[names[0]])
                fields[names[0]] = Field(names[0], known, prefix, part.span, part.comments)
        below = texts.line_end(self._text, done)
        rest.append(self._text[done:below])
        return Entry(span, tuple(fields.values()), "".join(rest), self._text[below : span.end])

    def _start(self, number: int) -> int:
        """Where the lines of a table begin: with comments right above its header, and one blank
        line above these."""
        floor = self._base
        if number:
            floor = texts.line_end(self._text, self._statements[number - 1].span.end)
        start = self._line_start(self._statements[number].span.start)
        while start > floor and self._line_above(start).startswith("#"):
            start = self._line_start(start - 1)
        return (
            self._line_start(start - 1) if start > floor and not self._line_above(start) else start
        )

    def _line_above(self, start: int) -> str:
        return self._text[self._line_start(start - 1) : start].strip(" \t\r\n")

    def _line_start(self, offset: int) -> int:
        return self._text.rfind("\n", 0, offset) + 1

    def _line(self, offset: int) -> int:
        return texts.LineIndex(self._text).position(offset)[0]

    def _error(self, why: str, offset: int) -> NoteError:
        return NoteError(self._path, why, line=self._line(offset), hint=HINT)


def _is_ours(value: object) -> bool:
    """Whether a value is a list whose every item has an id of a paper."""
    if not isinstance(value, list) or not value:
        return False
    items = cast("list[object]", value)
    ids = (cast("dict[str, object]", item).get("id") for item in items if isinstance(item, dict))
    return sum(map(is_id, ids)) == len(items)
