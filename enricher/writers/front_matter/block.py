"""The managed list as it stands in a front matter, whatever the style of that: where it is, what
its entries hold, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from enricher.errors import NoteError
from enricher.models import PaperRef, Span
from enricher.text import FrontMatter, LineIndex
from enricher.writers.values import Tree

FILLED = "filled"  # the field of an entry that remembers which of the user's keys were filled
HINT = "mend its front matter and run again"


Said = str | tuple[str, ...]
"""The value of a key that holds a text or a list of texts, whatever its quotes and type."""


class Field(NamedTuple):
    """One key of an entry. ``span`` is its text from the key to the end of its value; ``prefix``
    is what stands before the key on its line; ``comments`` are those amid the value."""

    name: str
    tree: Tree
    prefix: str
    span: Span
    comments: tuple[str, ...] = ()

    @property
    def indent(self) -> str:
        """The blanks that put another key's line below this one's key."""
        return " " * len(self.prefix) if self.prefix.strip() else self.prefix


@dataclass(frozen=True)
class Entry:
    """One item of the managed list. ``span`` covers its lines up to the next item's; ``rest`` is
    what its own lines hold beside the fields: white space, and comments if a user wrote any;
    ``tail`` are the lines below these, where a user's comment is not the entry's. Of an entry that
    is put together from flat lists, ``is_all_ours``, and it stands nowhere."""

    span: Span
    fields: tuple[Field, ...]
    rest: str
    tail: str = ""
    is_all_ours: bool = False

    @cached_property
    def trees(self) -> Mapping[str, Tree]:
        """The values by key."""
        return {field.name: field.tree for field in self.fields}

    def text_of(self, name: str) -> str:
        """A string value, empty where there is none."""
        (tag, value), *below = self.trees.get(name) or (("", ""),)
        return str(value) if tag.endswith(":str") and not below else ""

    def scalar_of(self, name: str) -> str:
        """A value of any plain kind as it is written, empty where there is none."""
        (_, value), *below = self.trees.get(name) or (("", ""),)
        return "" if below else str(value)

    def texts_of(self, name: str) -> tuple[str, ...]:
        """The texts of a list value."""
        _, *items = self.trees.get(name) or ((),)
        return tuple(item for _, item in items if isinstance(item, str))


@dataclass(frozen=True, slots=True)
class Block:
    """The managed key and its value. ``is_ours`` says whether enricher may change it: every entry
    has an ``id`` of the form ``source:id``. ``is_empty``: the value is null or an empty list."""

    span: Span
    line: int
    indent: str
    entries: tuple[Entry, ...]
    is_ours: bool
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Key:
    """A key at the top of a front matter whose value is a text or a list of texts.

    ``lines`` covers it up to the end of its value's last line; ``sign`` is the offset after the
    sign; ``items`` are the places of the texts, ``comments`` are those in its lines.
    """

    name: str
    lines: Span
    sign: int
    value: Span
    said: Said
    items: tuple[Span, ...]
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A front matter: its managed block, if any, and the keys and values of all else. ``sealed``
    tells why no block can be added where none is. ``names`` are all keys at the top, ``keys`` those
    of them that can be edited alone."""

    block: Block | None
    others: Tree
    sealed: NoteError | None = None
    names: frozenset[str] = frozenset()
    keys: tuple[Key, ...] = ()


def must_be_whole(path: str, text: str, front: FrontMatter) -> None:
    """Raises NoteError for a front matter whose fences are not as all site builders want them."""
    if front.fault:
        line, _ = LineIndex(text).position(max(front.content.start - 1, 0))
        raise NoteError(path, f"the front matter {front.fault}", line=line, hint=HINT)
    if not front.closed:
        raise NoteError(path, "the front matter is never closed", line=1, hint=HINT)


def is_id(value: object) -> bool:
    """Whether the ``id`` of an entry is of the form ``source:id``, which marks it as ours."""
    try:
        return isinstance(value, str) and bool(PaperRef.parse(value))
    except ValueError:
        return False
