"""Whether two titles are of one series and stand at different places of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from enricher import titles
from enricher.audit.alignment import LONGEST, aligned, words
from enricher.audit.phrases import opening

_VERSIONED = re.compile(
    r"([a-z]{2,20}?)[\s-]?(?:v(?:ersion)?[\s.-]?)?(\d{1,3}(?:\.\d)?|i{2,3}|iv)(?![a-z0-9])"
)
_VERSION = re.compile(r"\W*(?:v(?:ersion)?[\s.-]?)?(?:\d(?:\.\d)?|i{2,3}|iv)\W*")
_NUMBERED = re.compile(
    r"(.*\w)[\s-]?(?:v(?:ersion)?[\s.-]?\d(?:\.\d)?|(?<=[\s-])(?:\d(?:\.\d)?|i{2,3}|iv))"
)
_NUMERALS = (
    ("first", "1st", "i"),
    ("second", "2nd", "ii"),
    ("third", "3rd", "iii"),
    ("fourth", "4th", "iv"),
    ("fifth", "5th"),
    ("sixth", "6th"),
)
_ORDINALS = {word: str(n) for n, group in enumerate(_NUMERALS, 1) for word in group}


def is_other_version(name: str, known: Iterable[str]) -> bool:
    """Whether a name such as "MobileNetV3" is in each of these titles with another number, or is
    the name of each with none: "Depth Anything"."""
    numbers = _numbers(name)
    return all(
        _are_apart(numbers, _numbers(title)) or _is_numbered(name, opening(title) or title)
        for title in known
    )


def _is_numbered(title: str, other: str) -> bool:
    """Whether a title is another one with a number behind it: "Segment Anything 2"."""
    found = _NUMBERED.fullmatch(title.strip().casefold())
    return found is not None and titles.key(found[1]) == titles.key(other)


def is_version(text: str) -> bool:
    """Whether it is nothing but a number: "v2", "2.0", "II"."""
    return _VERSION.fullmatch(text.casefold()) is not None


def contradict(one: str, other: str) -> bool:
    """Whether both have a name with different numbers, stand at different places of a series, or
    one is the other with a number."""
    if _is_numbered(one, other) or _is_numbered(other, one):
        return True
    return _are_apart(_numbers(one), _numbers(other)) or _are_of_series(one, other)


def _are_apart(one: Mapping[str, set[str]], other: Mapping[str, set[str]]) -> bool:
    return any(one[name].isdisjoint(other[name]) for name in one.keys() & other.keys())


def _numbers(title: str) -> dict[str, set[str]]:
    """The numbers of a title by the names that they stand behind."""
    numbers: dict[str, set[str]] = {}
    for found in _VERSIONED.finditer(" ".join(title[:LONGEST].split()).casefold()):
        numbers.setdefault(found[1], set()).add(_ORDINALS.get(found[2], found[2]))
    return numbers


def _are_of_series(one: str, other: str) -> bool:
    """Whether they are alike but for a year or an ordinal: "The Second … Challenge"."""
    found = aligned(words(one), words(other))
    numbers = [
        {_ORDINALS.get(word, word) for word in alone if word in _ORDINALS or word.isdecimal()}
        for alone in (found.only_left, found.only_right)
    ]
    return all(numbers) and numbers[0].isdisjoint(numbers[1])
