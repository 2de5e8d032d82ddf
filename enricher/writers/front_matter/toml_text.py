"""Where the statements of a TOML text stand, and what its values say (TOML 1.0).

`tomllib` says what a text means, but not where: the statements are found by their spelling, in
text that it has read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, time
from typing import Any, NamedTuple, cast

from enricher.models import Span
from enricher.writers.values import Tree

# a bare or a quoted name
PART = r"""(?:[\w-]++|"(?:[^"\\\r\n]|\\.)*+"|'[^'\r\n]*+')"""
_KEY = rf"{PART}(?:[ \t]*+\.[ \t]*+{PART})*+"
_STATEMENT = re.compile(
    rf"\[(\[)?[ \t]*+(?P<table>{_KEY})[ \t]*+\](?(1)\])"
    rf"|(?P<key>{_KEY})[ \t]*+=[ \t]*+",
    re.ASCII,
)
_BETWEEN = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*+"{3,5}' r"|'''(?:[^']|'{1,2}(?!'))*+'{3,5}"
    r'|"(?:[^"\\\r\n]|\\.)*+"' r"|'[^'\r\n]*+'"
    r"|(?P<comment>#[^\r\n]*+)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<newline>\r?\n)|[^\"'#\[\]{}\r\n]++"
)  # fmt: skip
_BARE = re.compile(r"[\w-]+", re.ASCII)


class Statement(NamedTuple):
    """A table's header, or a key and its value.

    ``table`` is the table that a header names or that a key stands in; ``key`` is empty in a
    header. ``span`` ends with the value or the bracket. ``comments`` stand amid the value.
    """

    table: tuple[str, ...]
    key: tuple[str, ...]
    span: Span
    comments: tuple[str, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The whole name of what it defines."""
        return self.table + self.key


def statements(text: str, start: int, end: int) -> Iterator[Statement]:
    """The statements between two offsets of a text, which are valid TOML."""
    table: tuple[str, ...] = ()
    at = _after(text, start, end)
    while found := _STATEMENT.match(text, at, end):
        if found["table"]:
            table = _parts(found["table"])
            yield Statement(table, (), Span(*found.span()))
            at = found.end()
        else:
            at, comments = _value(text, found.end(), end)
            yield Statement(table, _parts(found["key"]), Span(found.start(), at), comments)
        at = _after(text, at, end)


def _after(text: str, start: int, end: int) -> int:
    found = _BETWEEN.match(text, start, end)
    return found.end() if found else start


def _value(text: str, start: int, end: int) -> tuple[int, tuple[str, ...]]:
    """Where a value ends, and the comments amid it."""
    depth, at = 0, start
    comments: list[str] = []
    for token in _TOKEN.finditer(text, start, end):
        if not depth and (token["comment"] or token["newline"]):
            break
        if token["comment"]:
            comments.append(token["comment"].rstrip())
        depth += bool(token["open"]) - bool(token["close"])
        at = token.end()
    return start + len(text[start:at].rstrip(" \t")), tuple(comments)


def _parts(key: str) -> tuple[str, ...]:
    """The names of a dotted key."""
    if _BARE.fullmatch(key):
        return (key,)
    names: list[str] = []
    below: Any = tomllib.loads(f"{key} = 0")
    while isinstance(below, dict):
        [(name, below)] = cast("dict[str, Any]", below).items()
        names.append(name)
    return tuple(names)


def tree(value: object) -> Tree:
    """The tree of a value as `tomllib` reads it."""
    parts: list[tuple[str, str | int]] = []
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            pairs = cast("dict[str, object]", node).items()
            parts.append(_part("map", 2 * len(pairs)))
            waiting += reversed([part for pair in pairs for part in pair])
        elif isinstance(node, list):
            items = cast("list[object]", node)
            parts.append(_part("seq", len(items)))
            waiting += reversed(items)
        else:
            parts.append(_scalar(node))
    return tuple(parts)


def _scalar(value: object) -> tuple[str, str | int]:
    match value:
        case bool():
            return _part("bool", str(value).lower())
        case int():
            return _part("int", str(value))
        case float():
            return _part("float", repr(value))
        case date() | time():
            return _part("timestamp", value.isoformat())
        case _:
            return _part("str", str(value))


def _part(kind: str, value: str | int) -> tuple[str, str | int]:
    return f"tag:yaml.org,2002:{kind}", value
