"""What was filled: how an entry remembers it, and in which forms a field stands in user's keys."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from enricher.text import twin
from enricher.writers.front_matter.block import Said
from enricher.writers.values import Value

EMPTY = re.compile(r"|\"\"|''|\[[ \t]{0,9}\]|~|null|Null|NULL")
_MOST = 99  # a paper has not half as many fields


class Filled(NamedTuple):
    """A field of a paper, the user's key that was filled with it, and what stood there."""

    field: str
    key: str
    was: str

    def __str__(self) -> str:
        return f"{self.field} as {self.key}: {self.was}".rstrip()

    @classmethod
    def parse(cls, text: str) -> Filled | None:
        """Read the text of one; None for any other text."""
        name, _, rest = text.partition(" as ")
        key, sign, was = rest.rpartition(":")
        return cls(name, key, was.strip()) if sign and EMPTY.fullmatch(was.strip()) else None

    def value(self, values: Mapping[str, Value]) -> Value | None:
        """What a paper's values put in the place of nothing, in the type that stood there.

        Where that was no type at all, several authors are a list under a key in the plural
        (``authors``, as Hugo reads it) and one text under any other (``author``, as Jekyll does).
        """
        both = sayings(values, self.field)
        if not both:
            return None
        text, items = both
        if self.was.startswith(("'", '"')):
            return text
        is_single = not isinstance(values[self.field], tuple)
        if self.was.startswith("[") or not (is_single or not self.key.casefold().endswith("s")):
            return items
        return values[self.field] if is_single else text


def remembered(items: Sequence[str]) -> list[Filled]:
    """What an entry remembers, from the texts of its field for that."""
    return [filled for filled in map(Filled.parse, items[:_MOST]) if filled is not None]


def sayings(values: Mapping[str, Value], name: str) -> tuple[str, tuple[str, ...]] | tuple[()]:
    """A field as one text and as a list, as either may stand under a user's key; neither where it
    is not known."""
    value = values.get(name, "")
    if value in ("", ()):
        return ()
    items = tuple(map(twin, value)) if isinstance(value, tuple) else (twin(str(value)),)
    is_cut = name == "authors" and "more_authors" in values
    return ", ".join(items) + (" et al." if is_cut else ""), items


def as_said(value: Value) -> Said:
    """What a value reads back as."""
    return tuple(map(twin, value)) if isinstance(value, tuple) else twin(str(value))
