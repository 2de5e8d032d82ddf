"""A data file in YAML: where its members stand, and its text with others in it.

The user's text is never dumped again: the marks of PyYAML's nodes say which lines to replace.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import Span
from enricher.writers.data.members import Form, Member, Parsed, is_reference
from enricher.writers.data.yaml_lines import build, line_start, whole
from enricher.writers.data.yaml_values import Ties, ties_of, value_of
from enricher.writers.yaml_tree import LOADER, children_of, end_of, tree

HINT = "the file is left as it is: mend it, or give another one with --to data=FILE"

# what YAML 1.1, 5.1, forbids: libyaml's own error counts in bytes and so names a wrong line
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ALIAS = re.compile(r"(?:^|[\s\[{,:])\*[^\s,\[\]{}]")
_COMMENT = re.compile(r"[ \t]*#|\.\.\.")
_MERGE = "tag:yaml.org,2002:merge"


def parse(path: str, text: str) -> Parsed:
    """Read a data file. Raises NoteError where it is not one block of unique `key: value` lines,
    or where our entries are tied to others or not in block form."""
    return _Reader(path, text).parsed()


class _Reader:
    """Reads one text; holds what errors and offsets need."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._content = texts.twin(text)
        self._text = whole(text)

    def parsed(self) -> Parsed:
        root = self._compose()
        if root is None or (isinstance(root, ScalarNode) and root.tag.endswith(":null")):
            place = len(self._text)
            return Parsed((), Span(place, place), ())
        if not isinstance(root, MappingNode):
            raise self._error("it is not a mapping of ids to papers", root)
        if root.flow_style:
            return self._empty(root)
        if root.start_mark.column:
            raise self._error("its keys are indented", root)
        self._reject_repeated(root)
        for key, _ in root.value:
            if key.tag == _MERGE:
                raise self._error("a merge key (<<) may hold any key", key)
        members = self._members(root)
        others = [
            node
            for pair, member in zip(root.value, members, strict=True)
            if not member.is_ours
            for node in pair
        ]
        return Parsed(members, Span(0, len(self._text)), tree(*others))

    def _members(self, root: MappingNode) -> tuple[Member, ...]:
        ties = ties_of(root) if _ALIAS.search(self._content) else Ties()
        if ties.named:
            raise self._error("an alias stands for a key", root.value[min(ties.named)][0])
        starts = [line_start(self._text, self._start(key)) for key, _ in root.value[1:]]
        members: list[Member] = []
        for number, end in enumerate([*starts, len(self._text)]):
            key, value = root.value[number]
            is_ended = number in ties.ended
            stop = _without_comments(self._text, self._start(key), end) if is_ended else None
            members.append(self._member(key, value, stop))
            if members[-1].is_ours and number in ties.shared:
                raise self._error("an anchor ties papers to something else", key)
        return tuple(members)

    def _empty(self, root: MappingNode) -> Parsed:
        start, end = int(root.start_mark.index), int(root.end_mark.index)
        line_end = texts.line_end(self._text, end)
        if root.value or self._text[end:line_end].strip(" \t\r\n") or root.start_mark.column:
            raise self._error("it is written in {…} form", root)
        return Parsed((), Span(start, line_end), ())

    def _compose(self) -> Node | None:
        for found in _FORBIDDEN.finditer(self._content):
            why = f"it holds the control character U+{ord(found[0]):04X}, which YAML forbids"
            raise self._error(why, found.start())
        try:
            return yaml.compose(self._content, LOADER)
        except yaml.MarkedYAMLError as error:
            mark: Any = error.problem_mark or error.context_mark
            why = error.problem or error.context or "no reason is given"
            place = mark.index if mark else 0
            raise self._error(f"it is not one valid YAML document: {why}", place) from error
        except RecursionError as error:
            raise self._error("it is nested too deeply", 0) from error

    def _member(self, key: Node, value: Node, stop: int | None) -> Member:
        """A top-level member, with its fields where it may be an entry. ``stop`` is where it ends,
        where its value does not know."""
        span = Span(self._start(key), stop or self._stop(value))
        start = line_start(self._text, span.start)
        extent = Span(start, self._line_end(stop or end_of(value)))
        body = Span(self._start(value), span.end)
        name = key.value if isinstance(key, ScalarNode) else ""
        if not isinstance(value, MappingNode) or not _has_id(value, name):
            return Member(name, None, span, body, extent)
        if value.flow_style or start != span.start:
            raise self._error(f"the entry {name} is not written in block form", key)
        self._reject_repeated(value)
        fields = tuple(self._field(*pair) for pair in value.value)
        return Member(name, None, span, body, extent, fields, self._comments(key, fields, extent))

    def _field(self, key: Node, value: Node) -> Member:
        span = Span(self._start(key), self._stop(value))
        start = line_start(self._text, span.start)
        if not isinstance(key, ScalarNode) or self._text[start : span.start].strip(" "):
            raise self._error("a key does not begin its line", key)
        extent = Span(start, self._line_end(end_of(value)))
        body = Span(self._start(value), span.end)
        has_comment = self._has_comment_inside(int(key.end_mark.index), value)
        return Member(key.value, value_of(value), span, body, extent, (), has_comment)

    def _comments(self, key: Node, fields: Sequence[Member], extent: Span) -> bool:
        """Whether an entry holds a comment of the user's."""
        ends = [int(key.end_mark.index), *(field.span.end for field in fields)]
        starts = [*(field.span.start for field in fields), extent.end]
        gaps = (self._text[end:start] for end, start in zip(ends, starts, strict=True))
        return any("#" in gap for gap in gaps) or any(field.has_comment for field in fields)

    def _has_comment_inside(self, start: int, value: Node) -> bool:
        """Whether a comment stands between a key and the end of its value: replaced with it, it
        would be lost."""
        if "#" not in self._text[start : self._stop(value)]:
            return False
        done, waiting = start, [value]
        while waiting:
            node = waiting.pop()
            if isinstance(node, CollectionNode) and node.value:
                waiting += reversed(children_of(node))
                continue
            if "#" in self._text[done : self._start(node)]:
                return True
            done = max(done, int(node.end_mark.index))
        return "#" in self._text[done : self._stop(value)]

    def _reject_repeated(self, node: MappingNode) -> None:
        seen: set[tuple[str, str]] = set()
        for key, _ in node.value:
            if isinstance(key, ScalarNode):
                if (key.tag, key.value) in seen:
                    raise self._error(f"the key {key.value!r} stands twice", key)
                seen.add((key.tag, key.value))

    def _start(self, node: Node) -> int:
        return int(node.start_mark.index)

    def _stop(self, value: Node) -> int:
        # a block scalar's mark stands after its last line ending, which is not to be replaced
        start, end = self._start(value), end_of(value)
        return start + len(self._text[start:end].rstrip(" \t\r\n"))

    def _line_end(self, offset: int) -> int:
        """The offset after the line of a value's end (a line's start is its own end: that is where
        a block scalar stops)."""
        if offset and self._text[offset - 1] in "\r\n":
            return offset
        return texts.line_end(self._text, offset)

    def _error(self, why: str, where: Node | int) -> NoteError:
        place = self._start(where) if isinstance(where, Node) else where
        line, _ = texts.LineIndex(self._text).position(place)  # YAML 1.1 also breaks at U+2028
        return NoteError(self._path, f"is no data file of papers: {why}", line=line, hint=HINT)


def _has_id(node: MappingNode, name: str) -> bool:
    return is_reference(name) and any(
        key.value == "id" and isinstance(value, ScalarNode) and value.value == name
        for key, value in node.value
    )


def _without_comments(text: str, start: int, end: int) -> int:
    """The end of a part of the text without the comments after it."""
    lines = text[start:end].splitlines(keepends=True)
    while len(lines) > 1 and (not lines[-1].strip() or _COMMENT.match(lines[-1])):
        end -= len(lines.pop())
    return end


FORM: Final = Form(parse, build)
