"""The keys of a TOML front matter that hold a text or a list of texts, and where these stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from typing import Any, cast

from enricher import text as texts
from enricher.models import Span
from enricher.writers.front_matter.block import Key, Said
from enricher.writers.front_matter.toml_text import Statement

_SIGN = re.compile(r"(?:[^\"'=]|\"(?:[^\"\\]|\\.)*+\"|'[^']*+')*+=")
_TABLES = ((), ("extra",))  # a page's own keys, for Hugo and for Zola


def keys_of(text: str, statements: Sequence[Statement], data: Mapping[str, Any]) -> tuple[Key, ...]:
    """The keys at the top and in the table ``[extra]``; those that stand in both are left out."""
    own = [each for each in statements if len(each.key) == 1 and each.table in _TABLES]
    times = Counter(each.key for each in own)
    found = (_key(text, each, data) for each in own if times[each.key] == 1)
    return tuple(key for key in found if key is not None)


def without(data: Mapping[str, Any], apart: Container[str]) -> dict[str, Any]:
    """The data without some of these keys."""
    rest = {name: value for name, value in data.items() if name not in apart}
    extra = rest.get("extra")
    if isinstance(extra, dict):
        below = cast("dict[str, Any]", extra)
        rest["extra"] = {name: value for name, value in below.items() if name not in apart}
    return rest


def _key(text: str, statement: Statement, data: Mapping[str, Any]) -> Key | None:
    (name,), (start, end) = statement.key, statement.span
    holder = data[statement.table[0]] if statement.table else data
    if not isinstance(holder, Mapping):
        return None  # one of several tables [[extra]]
    said = _said(cast("Mapping[str, object]", holder)[name])
    sign = _SIGN.match(text, start, end)
    if said is None or sign is None:
        return None
    value = Span(end - len(text[sign.end() : end].lstrip(" \t")), end)
    lines = Span(start, texts.line_end(text, end))
    beside = text[end : lines.end].strip()
    comments = (*statement.comments, *filter(None, [beside]))
    return Key(name, lines, sign.end(), value, said, (), comments)


def _said(value: object) -> Said | None:
    if isinstance(value, str):
        return value
    items = cast("list[object]", value) if isinstance(value, list) else [None]
    said = tuple(item for item in items if isinstance(item, str))
    return said if len(said) == len(items) else None
