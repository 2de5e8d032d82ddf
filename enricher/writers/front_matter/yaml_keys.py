"""The keys of a YAML front matter that hold a text or a list of texts, and where these stand."""

from __future__ import annotations

import re
from collections import Counter

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from enricher import text as texts
from enricher.models import Span
from enricher.writers.front_matter.block import Key
from enricher.writers.yaml_tree import end_of

_SIGN = re.compile(r"[ \t]*:(?=[ \t\r\n]|\Z)")
_PROPERTY = re.compile("[&*!]")  # an anchor, an alias or a tag: YAML 1.2, 6.9 and 7.1
_COMMENT = re.compile(r"#[^\r\n]*")


def keys_of(text: str, base: int, root: MappingNode) -> tuple[Key, ...]:
    """The keys at the top of a front matter whose content begins at ``base``.

    Left out are those that stand twice, and those whose value holds anything but texts or is tied
    by an anchor, an alias or a tag: none of these can be edited alone.
    """
    pairs = [(key, value) for key, value in root.value if isinstance(key, ScalarNode)]
    times = Counter(key.value for key, _ in pairs)
    found = (_key(text, base, *pair) for pair in pairs if times[pair[0].value] == 1)
    return tuple(key for key in found if key is not None)


def _key(text: str, base: int, key: ScalarNode, value: Node) -> Key | None:
    is_list = isinstance(value, SequenceNode)
    nodes: list[Node] = value.value if is_list else [value]
    sign = _SIGN.match(text, base + int(key.end_mark.index))
    if sign is None or not all(isinstance(node, ScalarNode) for node in nodes):
        return None
    start, end = base + int(value.start_mark.index), base + end_of(value)
    lines = Span(base + int(key.start_mark.index), _line_end(text, end))
    places = [Span(base + int(node.start_mark.index), base + end_of(node)) for node in nodes]
    gaps = _gaps(text, sign.end(), places, lines.end)
    if start < sign.end() or gaps is None:
        return None
    said = tuple(str(node.value) for node in nodes)
    # a block scalar's mark stands after its last line ending, which is none of the value
    span = Span(start, start + len(text[start:end].rstrip(" \t\r\n")))
    comments = tuple(comment for gap in gaps for comment in _COMMENT.findall(gap))
    value_said = said if is_list else said[0]
    return Key(key.value, lines, sign.end(), span, value_said, tuple(places), comments)


def _gaps(text: str, start: int, places: list[Span], end: int) -> list[str] | None:
    """What stands between and around values; None where anything ties them to other values."""
    gaps: list[str] = []
    for place in places:
        if place.start < start or _PROPERTY.match(text, place.start):
            return None
        gaps.append(text[start : place.start])
        start = place.end
    gaps.append(text[start:end])
    return None if any(_PROPERTY.search(_COMMENT.sub("", gap)) for gap in gaps) else gaps


def _line_end(text: str, offset: int) -> int:
    """The offset after the line of a value's end: a block scalar's is the next line's start."""
    return offset if text[offset - 1] in "\r\n" else texts.line_end(text, offset)
