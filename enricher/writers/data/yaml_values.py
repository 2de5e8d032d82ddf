"""What YAML nodes say, as plain data where it is such, and what aliases tie together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from enricher.writers.yaml_tree import children_of, tree

_TAG = "tag:yaml.org,2002:"
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_TRUE = frozenset({"true", "yes", "on"})


def value_of(node: Node) -> object:
    """The value of a field as JSON would have it; a tree of tags and texts for what is neither a
    text, a number, a truth value, a list of texts nor a mapping to such lists."""
    match node:
        case ScalarNode(tag=tag, value=str(value)):
            if tag == _TAG + "str":
                return value
            if tag == _TAG + "int" and _DECIMAL.fullmatch(value):
                return int(value)
            if tag == _TAG + "bool":
                return value.lower() in _TRUE
        case SequenceNode() if _are_texts(node.value):
            return [item.value for item in node.value]
        case MappingNode() if all(map(_is_list, node.value)):
            return {key.value: [item.value for item in value.value] for key, value in node.value}
        case _:
            pass
    return tree(node)


def _are_texts(nodes: Sequence[Node]) -> bool:
    return all(isinstance(node, ScalarNode) and node.tag == _TAG + "str" for node in nodes)


def _is_list(pair: tuple[Node, Node]) -> bool:
    key, value = pair
    return _are_texts([key]) and isinstance(value, SequenceNode) and _are_texts(value.value)


class Ties(NamedTuple):
    """The numbers of the members of a mapping that share a node with another place, that end with
    an alias, and whose key is one: an alias has the place of the node that it stands for."""

    shared: frozenset[int] = frozenset()
    ended: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()


def ties_of(root: MappingNode) -> Ties:
    """What the aliases in a mapping tie."""
    owners: dict[int, int] = {}
    shared, ended, named = set[int](), set[int](), set[int]()
    for number, (key, value) in enumerate(root.value):
        waiting: list[Node] = [value, key]
        is_alias = False
        while waiting:
            node = waiting.pop()
            is_alias = id(node) in owners
            if is_alias:
                shared |= {number, owners[id(node)]}
                named |= {number} if node is key else set()
                continue
            owners[id(node)] = number
            if isinstance(node, CollectionNode):
                waiting += reversed(children_of(node))
        ended |= {number} if is_alias else set()
    return Ties(frozenset(shared), frozenset(ended), frozenset(named))
