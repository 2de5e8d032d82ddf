"""How far two titles have the same words in the same order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from enricher import titles

LONGEST = 400  # code points; no title is longer, and comparing takes the square of the words
_MOST_WORDS = 60
_WORD = re.compile(r"[^\W_]+\+{0,3}")
_ALIKE = 85  # percent of two words' letters: "recognitio", "networks"
_SHORTEST_ALIKE = 5
_LITTLE = frozenset(
    {
        *(
            "a",
            "an",
            "and",
            "are",
            "as",
            "at",
            "be",
            "by",
            "do",
            "does",
            "for",
            "from",
            "in",
            "into",
        ),
        *("is", "it", "its", "of", "on", "or", "over", "the", "their", "this", "to", "toward"),
        *("towards", "under", "using", "via", "we", "when", "with", "s"),
    }
)
# What authors change from one version to the next, and readers leave out.
LIGHT = frozenset(
    {
        *("approach", "approaches", "based", "effective", "efficient", "extended", "framework"),
        *(
            "general",
            "improved",
            "improving",
            "method",
            "methods",
            "new",
            "novel",
            "report",
            "study",
        ),
        *("system", "systems", "technical", "technique", "techniques", "version", "work"),
    }
)
_HEAVIEST = 8


class Alignment(NamedTuple):
    """What of two titles agrees: the weights of their words, and of those that both have in order.

    ``left`` and ``right`` are the words that only one has; ``differs`` tells that both have some
    that count. ``is_within`` tells that all
    words of one stand together in the other.
    """

    shared: int
    of_left: int
    of_right: int
    left: tuple[str, ...]
    right: tuple[str, ...]
    differs: bool
    is_within: bool

    @property
    def ratio(self) -> float:
        """The share of both titles that agrees, from 0 to 1."""
        whole = self.of_left + self.of_right
        return 2 * self.shared / whole if whole else 0.0


@lru_cache(maxsize=4096)
def words(title: str) -> tuple[str, ...]:
    """The words of a title that count, folded; of hyphenated words each part."""
    folded = unicodedata.normalize("NFKD", titles.clean(title[:LONGEST])).casefold()
    letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    found = _WORD.findall(letters.replace("'", "").replace("\u2019", ""))
    return tuple(word for word in found if word not in _LITTLE)[:_MOST_WORDS]


def weight(word: str) -> int:
    """How much a word counts."""
    return 2 if word in LIGHT else min(len(word), _HEAVIEST)


def aligned(one: Sequence[str], other: Sequence[str]) -> Alignment:
    """The best alignment of two titles' words."""
    left, right = _split(one, other), _split(other, one)
    pairs = _pairs(left, right)
    shared = sum((weight(left[i]) + weight(right[j])) // 2 for i, j in pairs)
    in_left, in_right = {i for i, _ in pairs}, {j for _, j in pairs}
    only_left = tuple(word for i, word in enumerate(left) if i not in in_left)
    only_right = tuple(word for j, word in enumerate(right) if j not in in_right)
    return Alignment(
        shared,
        sum(map(weight, left)),
        sum(map(weight, right)),
        only_left,
        only_right,
        bool(_heavy(only_left) and _heavy(only_right)),
        _is_within(left, right, pairs),
    )


def _split(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The words, with those cut in two that the other title has apart: "withadaptive"."""
    known, mine = set(other), set(one)
    cut: list[str] = []
    for word in one:
        parts = [] if word in known else _parts(word, other)
        cut += [word] if mine.issuperset(parts) else parts
    return cut


def _parts(word: str, other: Sequence[str]) -> list[str]:
    if 2 <= len(word) <= 5:  # "RL" for "Reinforcement Learning"
        for start in range(len(other) - len(word) + 1):
            run = other[start : start + len(word)]
            if "".join(each[0] for each in run) == word:
                return list(run)
    for first, second in pairwise(other):
        if word == first + second:
            return [first, second]
    for last in other:
        head = word.removesuffix(last)
        if head in _LITTLE and head != word and len(last) > 3:
            return [last]
    return []


def _pairs(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """The heaviest common subsequence, as places in both."""
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            best = max(table[i + 1][j], table[i][j + 1])
            if alike(left[i], right[j]):
                best = max(best, table[i + 1][j + 1] + weight(left[i]) + weight(right[j]))
            table[i][j] = best
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        if table[i][j] == table[i + 1][j]:
            i += 1
        elif table[i][j] == table[i][j + 1]:
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs


def _heavy(alone: Sequence[str]) -> bool:
    return any(word not in LIGHT for word in alone)


def _is_within(left: Sequence[str], right: Sequence[str], pairs: Sequence[tuple[int, int]]) -> bool:
    if not pairs or len(pairs) < min(len(left), len(right)):
        return False
    (i, j), (last_i, last_j) = pairs[0], pairs[-1]
    return last_i - i == last_j - j == len(pairs) - 1


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Whether two words are one, but for a typo or an ending. Numbers have to be the same."""
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST_ALIKE or one[:2] != other[:2]:
        return False
    if not (one.isalpha() and other.isalpha()):
        return False
    from rapidfuzz.fuzz import ratio

    return ratio(one, other) >= _ALIKE
