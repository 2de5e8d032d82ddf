"""Whether a title that is claimed may be that of a work.

In doubt it may: authors rename their works between versions, readers cut titles off, put the name
of a method before them, and make typos. What tells works apart are words in place of others,
other numbers ("MobileNetV2", "the third challenge"), and words in between in titles of surveys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from enricher import titles
from enricher.audit.alignment import LIGHT, LONGEST, Alignment, aligned, weight, words

# The least share that agrees, where both titles have words of their own; behind one saying
_SAME, _SAME_BEHIND = 0.8, 0.65
# and where only one has: all in one place, at the end that a reader cut off or before what was
# added, or here and there; and of parts of titles.
_CUT_OFF, _LENGTHENED, _WITH_GAPS = 0.45, 0.6, 0.75
_PART, _PART_DIFFERS = 0.85, 0.9
_LONGEST_HEAD = 4  # words
_SEPARATOR = re.compile(r"\s*[:：]\s+|\s+[-–—|]\s+|(?<=\w)[:：](?=\w)")
_NAMED = re.compile(r"\s*((?=\w{0,12}(?:[A-Z]\w{0,12}[A-Z]|\d))\w{2,14})[-–—](?=[A-Z][a-z])")
_COINED = re.compile(r"[A-Z][A-Za-z]{0,12}[A-Z]|[a-z][A-Z]|\d")
SURVEYS = frozenset({"survey", "review", "overview", "tutorial", "introduction", "taxonomy"})
_OF_SURVEYS = frozenset(
    {"brief", "comprehensive", "critical", "literature", "recent", "short", "systematic"}
)
_VERSIONED = re.compile(
    r"([a-z]{2,20}?)[\s-]?(?:v(?:ersion)?[\s.-]?)?(\d{1,3}(?:\.\d)?|i{2,3}|iv)(?![a-z0-9])"
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


def may_be(claimed: str, known: Iterable[str]) -> bool:
    """Whether a title may be one of those that a work is known by."""
    return any(_may_be(claimed, title) for title in known)


def is_other_version(name: str, known: Iterable[str]) -> bool:
    """Whether a name such as "MobileNetV3" is in each of these titles with another number."""
    numbers = _numbers(name)
    return bool(numbers) and all(_are_apart(numbers, _numbers(title)) for title in known)


def is_exactly(claimed: str, title: str) -> bool:
    """Whether two titles are the same, letter by letter."""
    return bool(titles.key(claimed)) and titles.key(claimed) == titles.key(title)


def _may_be(claimed: str, title: str) -> bool:
    if is_exactly(claimed, title):
        return True
    if _contradict(claimed, title):
        return False
    heads = [head(each) for each in (claimed, title)]
    is_shared = bool(heads[0]) and titles.key(heads[0]) == titles.key(heads[1])
    if is_shared and is_name(heads[0]):
        return True
    if _agree(words(claimed), words(title), _SAME_BEHIND if is_shared else _SAME):
        return True
    return any(_is_part(words(claimed), words(part)) for part in parts(title)) or any(
        _is_part(words(part), words(title)) for part in parts(claimed)
    )


def parts(title: str) -> list[str]:
    """The parts of a title before and after a separator that are long enough to tell."""
    found = _SEPARATOR.search(title)
    if found is None:
        return []
    halves = (title[: found.start()], title[found.end() :])
    return [half for half in halves if _is_telling(words(half))]


def _is_telling(half: Sequence[str]) -> bool:
    heavy = [word for word in half if word not in LIGHT | SURVEYS | _OF_SURVEYS]
    return len(heavy) >= 3


def _agree(one: Sequence[str], other: Sequence[str], least: float) -> bool:
    found = aligned(one, other)
    if _is_survey(one) or _is_survey(other):
        return _agree_as_surveys(found)
    if found.differs:
        return found.ratio >= least
    if not found.is_within:
        return found.ratio >= _WITH_GAPS
    return found.ratio >= (_CUT_OFF if found.right else _LENGTHENED)


def _is_part(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one of these is a part of a title, and is the other one but for typos."""
    found = aligned(one, other)
    if not SURVEYS.isdisjoint((*found.left, *found.right)):
        return False
    return found.ratio >= (_PART_DIFFERS if found.differs else _PART)


def _is_survey(title: Sequence[str]) -> bool:
    return not SURVEYS.isdisjoint(title)


def _agree_as_surveys(found: Alignment) -> bool:
    """There are many surveys of nearly one name: what one title has alone must be of no weight, or
    be what a reader cut off."""
    alone = {*found.left, *found.right} - _OF_SURVEYS
    if sum(map(weight, alone)) <= 4:
        return True
    is_cut_off = found.is_within and not found.left
    return is_cut_off and alone.isdisjoint(SURVEYS) and found.ratio >= _CUT_OFF


def head(title: str) -> str:
    """What stands before a separator, if it is short: "DetNAS" of "DetNAS: Backbone Search"."""
    found = _SEPARATOR.search(title) or _NAMED.match(title)
    if found is None:
        return ""
    head = found[1] if found.re is _NAMED else title[: found.start()]
    return head if len(head.split()) <= _LONGEST_HEAD else ""


def is_name(head: str) -> bool:
    """Whether it is a name that few works have, and no saying: "Less Is More"."""
    return len(head.split()) == 1 or _COINED.search(head) is not None


def _contradict(one: str, other: str) -> bool:
    """Whether both have a name with different numbers, or stand at different places of a series."""
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
        for alone in (found.left, found.right)
    ]
    return all(numbers) and numbers[0].isdisjoint(numbers[1])
