"""The managed block of a YAML front matter: where it stands, and what its entries hold.

The user's YAML is never dumped again. PyYAML composes it, with libyaml where that is installed
(the parser that Jekyll's Ruby uses), and the marks of its nodes say which text to replace.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

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
from enricher.writers.front_matter.yaml_keys import keys_of
from enricher.writers.yaml_tree import LOADER, end_of, is_null, tied_place, tree

# what YAML 1.1, 5.1, forbids: libyaml's own error counts in bytes and so names a wrong line
# (and a mark of byte order it skips without counting it)
_FORBIDDEN = re.compile(
    "\\A\ufeff|[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_MERGE = "tag:yaml.org,2002:merge"
_COMMENT = re.compile(r"(?<=[\s,\[])#[^\r\n]*")
# what may stand between a key and the text of its value: tags, anchors, a sign of block style
_HEAD = re.compile(r"[ \t]*:(?:\s+(?:[!&]\S*|#[^\r\n]*))*(?:\s+[|>][^\r\n]*)?")
_DASH = re.compile(r" *-[ \t]+")


def parse(path: str, text: str, front: FrontMatter, key: str, apart: Container[str] = ()) -> Parsed:
    """Read a YAML front matter; the keys ``apart`` are not among its ``others``. Raises NoteError,
    with the line, where it is not safe to edit."""
    must_be_whole(path, text, front)
    if apart == ():
        return _parsed(path, text, front, key)
    return _Reader(path, text, front, key).parsed(apart)


@lru_cache(maxsize=1)
def _parsed(path: str, text: str, front: FrontMatter, key: str) -> Parsed:
    """All forms that a list may have are looked for in the same front matter, one by one."""
    return _Reader(path, text, front, key).parsed(())


class _Reader:
    """Reads one front matter; holds what errors and offsets need."""

    def __init__(self, path: str, text: str, front: FrontMatter, key: str) -> None:
        self._path = path
        self._text = text
        self._base = front.content.start
        self._content = text[slice(*front.content)]
        self._key = key
        self._has_comments = "#" in self._content

    def parsed(self, apart: Container[str]) -> Parsed:
        root = self._compose()
        if root is None:
            return Parsed(None, ())
        if not isinstance(root, MappingNode) or root.flow_style:
            raise self._error("the front matter is not a block of `key: value` lines", root)
        if root.start_mark.column:
            raise self._error("the keys of the front matter are indented", root)
        for key, _ in root.value:
            if key.tag == _MERGE:
                raise self._error("a merge key (<<) may hold any key", key)
        own = [pair for pair in root.value if pair[0].value == self._key]
        if len(own) > 1:
            raise self._error(f"the key {self._key!r} stands twice", own[1][0])
        names = [key.value if isinstance(key, ScalarNode) else "" for key, _ in root.value]
        pairs = [
            pair
            for name, pair in zip(names, root.value, strict=True)
            if name != self._key and name not in apart
        ]
        others = [node for pair in pairs for node in pair]
        return Parsed(
            self._block(*own[0]) if own else None,
            tree(*others),
            names=frozenset(names),
            keys=keys_of(self._text, self._base, root),
        )

    def _compose(self) -> Node | None:
        for found in _FORBIDDEN.finditer(self._content):
            code = ord(found[0])
            why = f"holds the control character U+{code:04X}, which YAML forbids"
            if 0xD800 <= code <= 0xDFFF:
                why = "holds a byte that is not UTF-8"
            raise self._error(f"the front matter {why}", found.start())
        try:
            return yaml.compose(self._content, LOADER)
        except yaml.MarkedYAMLError as error:
            mark: Any = error.problem_mark or error.context_mark
            why = error.problem or error.context or "not YAML"
            raise self._error(
                f"the front matter is not valid YAML: {why}", mark.index if mark else 0
            ) from error
        except RecursionError as error:
            raise self._error("the front matter is nested too deeply", 0) from error

    def _block(self, key: ScalarNode, value: Any) -> Block:
        tied = tied_place(self._content, self._key)
        if tied is not None:
            raise self._error(f"the key {self._key!r} is tied by an anchor or an alias", tied)
        start = self._offset(key)
        if self._line_start(start) != start:
            raise self._error(f"the key {self._key!r} does not begin its line", key)
        end = self._line_end(end_of(value))
        items: list[Node] = value.value if isinstance(value, SequenceNode) else []
        is_ours = bool(items) and all(map(_has_id, items))
        entries = self._entries(key, value, end) if is_ours else ()
        indent = " " * (value.start_mark.column if is_ours else 2)
        return Block(
            Span(start, end), self._line(start), indent, entries, is_ours, is_empty=is_null(value)
        )

    def _entries(self, key: ScalarNode, value: SequenceNode, end: int) -> tuple[Entry, ...]:
        items: Sequence[MappingNode] = value.value
        if any(node.flow_style for node in (value, *items)):
            raise self._error(f"the list {self._key!r} is written in {{…}} or […] form", key)
        starts = [self._line_start(self._offset(item)) for item in items]
        entries = [
            self._entry(item, Span(*span))
            for item, span in zip(items, pairwise([*starts, end]), strict=True)
        ]
        for item, entry in zip(items, entries, strict=True):
            if not _DASH.fullmatch(entry.fields[0].prefix):
                raise self._error("an entry does not begin on the line of its dash", item)
        return tuple(entries)

    def _entry(self, node: MappingNode, span: Span) -> Entry:
        fields: list[Field] = []
        rest: list[str] = []
        done = span.start
        for key, value in node.value:
            start, stop = self._offset(key), self._base + end_of(value)
            # a block scalar's mark stands after its last line ending, which is not to be replaced
            stop = start + len(self._text[start:stop].rstrip(" \t\r\n"))
            prefix = self._text[self._line_start(start) : start]
            comments = self._comments(key, value)
            fields.append(Field(str(key.value), tree(value), prefix, Span(start, stop), comments))
            rest += (self._text[done:start], *comments)
            done = stop
        below = texts.line_end(self._text, done)
        rest.append(self._text[done:below])
        return Entry(span, tuple(fields), "".join(rest), self._text[below : span.end])

    def _comments(self, key: Node, value: Node) -> tuple[str, ...]:
        """The comments between a key and its value, and amid the items of a list."""
        if not self._has_comments:
            return ()
        head = _HEAD.match(self._content, key.end_mark.index)
        gaps = [head[0]] if head else []
        if isinstance(value, SequenceNode):
            starts = [key.end_mark.index, *map(end_of, value.value)]
            ends = [*(item.start_mark.index for item in value.value), end_of(value)]
            gaps = [self._content[slice(*gap)] for gap in zip(starts, ends, strict=True)]
        return tuple(found for gap in gaps for found in _COMMENT.findall(gap))

    def _offset(self, node: Node) -> int:
        return self._base + int(node.start_mark.index)

    def _line_start(self, offset: int) -> int:
        after_lf = self._text.rfind("\n", 0, offset) + 1
        return max(after_lf, self._text.rfind("\r", after_lf, offset) + 1)

    def _line_end(self, place: int) -> int:
        """The offset after the line that holds a place of the content (a line's start is its own
        end: that is where the text of a block scalar stops)."""
        offset = self._base + place
        if offset and self._text[offset - 1] in "\r\n":
            return offset
        return texts.line_end(self._text, offset)

    def _line(self, offset: int) -> int:
        # YAML 1.1 also breaks lines at U+0085 and U+2028, editors and users do not
        return self._text.count("\n", 0, offset) + 1

    def _error(self, why: str, where: Node | int) -> NoteError:
        place = int(where.start_mark.index) if isinstance(where, Node) else where
        return NoteError(self._path, why, line=self._line(self._base + place), hint=HINT)


def _has_id(node: Node) -> bool:
    if not isinstance(node, MappingNode):
        return False
    ids = (value for key, value in node.value if key.value == "id")
    value = next((value for value in ids if isinstance(value, ScalarNode)), None)
    return value is not None and is_id(value.value)
