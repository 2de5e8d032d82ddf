"""The table of venues, and where a text names one of them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from enricher.venues.words import Word, words

Kind = Literal["conference", "journal", "series", "preprint server"]
_MAIN_SECTIONS: tuple[tuple[str, Kind], ...] = (
    ("conferences", "conference"),
    ("journals", "journal"),
)
_OTHER_SECTIONS: tuple[tuple[str, Kind], ...] = (
    ("series", "series"),
    ("preprint_servers", "preprint server"),
)
_ORGANISERS = {"ieee", "cvf", "acm", "rsj", "usenix", "ifip", "the", "annual", "and"}
_INSIDE = set(".,:/-–'’")  # signs that names have in one spelling and lack in another
_PARTS = {"main", "findings", "workshop", "workshops", "w", "demo", "industry", "conference"}
_MOST_WORDS = 24


class Entry(NamedTuple):
    """A venue of the table: "CVPR" and its long name."""

    short: str
    long: str
    kind: Kind
    edition_zero: int | None = None


class Mention(NamedTuple):
    """A venue named in a text, by the words from ``first`` up to ``stop``.

    ``ambiguous`` names are common words, too; ``acronym`` tells a name of one word from a long one;
    ``workshops`` is set by "CVPRW".
    """

    entry: Entry
    first: int
    stop: int
    ambiguous: bool
    acronym: bool
    workshops: bool


class _Name(NamedTuple):
    entry: Entry
    spelling: str
    ambiguous: bool = False
    workshops: bool = False


# A tree of names, word by word; the name that ends at a node stands under the empty word.
_Tree = dict[str, Any]


@cache
def _tree() -> _Tree:
    data = tomllib.loads(files("enricher.venues").joinpath("venues.toml").read_text("utf-8"))
    ambiguous = set(data["ambiguous"]["names"])
    tree: _Tree = {}
    for section, kind in _MAIN_SECTIONS:
        for short, names in data[section].items():
            entry = Entry(short, names[0], kind, data["edition_zero"].get(short))
            for name in (short, *names):
                _add(tree, _Name(entry, name, name in ambiguous))
            if kind == "conference":
                _add(tree, _Name(entry, f"{short}W", workshops=True))
    for section, kind in _OTHER_SECTIONS:
        for name in data[section]["names"]:
            _add(tree, _Name(Entry(name, name, kind), name))
    return tree


def _add(tree: _Tree, name: _Name) -> None:
    spelled = [word.folded for word in words(name.spelling) if word.text not in _INSIDE]
    spelled = ["and" if word == "&" else word for word in spelled]
    for start in range(len(spelled)):
        node = tree
        for word in spelled[start:]:
            node = node.setdefault(word, {})
        node.setdefault("", []).append(name)
        if spelled[start] not in _ORGANISERS or len(spelled) - start <= 2:
            return


def mentions(text: list[Word]) -> list[Mention]:
    """The venues that a text names, the longest name at each place, none within another."""
    found: list[Mention] = []
    index = 0
    while index < len(text):
        mention = _at(text, index)
        if mention is not None:
            found.append(mention)
        index = mention.stop if mention else index + 1
    return found


def outside(text: list[Word], named: list[Mention]) -> set[str]:
    """The words of a text that are no part of a venue's name, folded."""
    inside = {index for each in named for index in range(each.first, each.stop)}
    return {word.folded for index, word in enumerate(text) if index not in inside}


def _at(text: list[Word], first: int) -> Mention | None:
    if text[first].folded not in _tree() or not _starts(text, first):  # most words name nothing
        return None
    node, best = _tree(), None
    for index in range(first, min(len(text), first + _MOST_WORDS)):
        word = text[index]
        if word.text in _INSIDE and index > first:
            continue
        node = node.get(word.folded, {})
        if not node:
            break
        for name in node.get("", ()):
            if _spelled(name, text[first : index + 1]) and _stops(name, text, index + 1):
                is_acronym = index == first or len(name.spelling.split()) == 1
                best = Mention(
                    name.entry, first, index + 1, name.ambiguous, is_acronym, name.workshops
                )
                break
    return best


def _starts(text: list[Word], first: int) -> bool:
    """Whether a name may begin here: not in the middle of a hyphened one."""
    word = text[first]
    if word.is_sign or first == 0:
        return not word.is_sign
    before = text[first - 1]
    glued = before.end == word.start
    return not glued or (before.is_sign and before.text not in "-–_&")


def _stops(name: _Name, text: list[Word], stop: int) -> bool:
    """Whether a name may end here: "SIGIR-AP" is not SIGIR, "MM4Med" not MM, nor is "Proceedings
    of the IEEE/CVF" a journal; but "CVPR2019W" and "ACL-Findings" name a conference."""
    if stop >= len(text) or text[stop - 1].end != text[stop].start:
        return True
    after = text[stop]
    if after.is_sign and after.text not in "-–&_/":
        return True
    beyond = text[stop + 1] if stop + 1 < len(text) else None
    if beyond is None or beyond.start != after.end or not beyond.text.isalpha():
        return True
    if after.text == "/":
        return " " not in name.spelling
    return beyond.folded in _PARTS


def _spelled(name: _Name, text: list[Word]) -> bool:
    """Whether a name of one word has its letter case; longer names need none."""
    if " " in name.spelling:
        return True
    written = "".join(word.text for word in text)
    spelling = name.spelling
    if written in {spelling, spelling.upper()}:
        return True
    capitals = sum(letter.isupper() for letter in spelling)
    return capitals > 1 and len(spelling) > 4 and written.casefold() == spelling.casefold()
