"""What a YAML node says, where its text ends, and what ties it to other nodes.

Notes are hostile: nothing here recurses, and an alias counts once, however often it is used.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent, NodeEvent
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from enricher.text import twin
from enricher.writers.values import Tree, Value

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TAG = "tag:yaml.org,2002:"
_PLAIN_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
_ANCHOR_OR_ALIAS = re.compile(r"(?:^|[\s\[{,])[&*][^\s,\[\]{}]", re.MULTILINE)


def tree(*nodes: Node) -> Tree:
    """The tags and values of nodes, without their style and place."""
    if len(nodes) == 1 and isinstance(nodes[0], ScalarNode):  # most of them
        return ((nodes[0].tag, nodes[0].value),)
    numbers: dict[int, int] = {}
    parts: list[tuple[str, str | int]] = []
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if id(node) in numbers:
            parts.append(("alias", numbers[id(node)]))
            continue
        numbers[id(node)] = len(numbers)
        if isinstance(node, CollectionNode):
            children = children_of(node)
            parts.append((node.tag, len(children)))
            waiting += reversed(children)
        else:
            parts.append((node.tag, node.value))
    return tuple(parts)


def tree_of(value: Value) -> Tree:
    """The tree that a rendered value reads back as."""
    match value:
        case str():
            return ((_TAG + "str", twin(value)),)
        case int():
            return ((_TAG + "int", str(value)),)
        case tuple():
            return ((_TAG + "seq", len(value)), *((_TAG + "str", twin(item)) for item in value))


def value_of(tree: Tree) -> Value | None:
    """The value that a tree says, whatever the type of its texts; None for null and what nests."""
    (tag, own), *below = tree
    if tag == _TAG + "seq":
        items = tuple(item for _, item in below if isinstance(item, str))
        return items if len(items) == len(below) == own else None
    if not isinstance(own, str) or tag == _TAG + "null":
        return None
    return int(own) if tag == _TAG + "int" and _PLAIN_NUMBER.fullmatch(own) else own


def children_of(node: CollectionNode) -> list[Node]:
    """The items of a sequence; the keys and values of a mapping in turn."""
    if isinstance(node, MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value)


def end_of(node: Node) -> int:
    """Where the text of a value ends; a block collection's own mark runs past what follows it."""
    while isinstance(node, CollectionNode) and not node.flow_style and node.value:
        node = children_of(node)[-1]
    return int(node.end_mark.index)


def tied_place(content: str, key: str) -> int | None:
    """Where a top-level key or its value has an anchor or an alias: both tie our lines to the
    user's. None where it has neither."""
    if not _ANCHOR_OR_ALIAS.search(content):
        return None
    depth, awaits_key, is_inside = 0, True, False
    for event in yaml.parse(content, LOADER):
        if isinstance(event, NodeEvent):
            if depth == 1:
                if awaits_key:
                    is_inside = getattr(event, "value", None) == key
                awaits_key = not awaits_key
            if is_inside and event.anchor:
                return int(event.start_mark.index) if event.start_mark else 0
        if isinstance(event, CollectionStartEvent):
            depth += 1
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
    return None


def is_null(node: Node) -> bool:
    """Whether a value is there only in name: nothing, null or an empty list."""
    if isinstance(node, ScalarNode):
        return node.tag == _TAG + "null"
    return isinstance(node, SequenceNode) and not node.value
