"""How far two titles have the same words in the same order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from enricher import titles
from enricher.audit.spelling import alike, parts
from enricher.audit.vocabulary import DENIALS, LIGHT, LITTLE

LONGEST = 400  # code points; no title is longer, and comparing takes the square of the words
_MOST_WORDS = 60
_WORD = re.compile(r"[^\W_]+\+{0,3}")
_SIZE = re.compile(r"(?<=\d)\s?[x×*]\s?(?=\d)", re.IGNORECASE)
_SHORT_WITH = re.compile(r"\bw/(?!o\b)", re.IGNORECASE)
_SHORT_WITHOUT = re.compile(r"\bw/o\b", re.IGNORECASE)
_SHORT_YOU = re.compile(r"(?<=\s)u(?=\s|\Z)")
_HEAVIEST = 8


class Alignment(NamedTuple):
    """What of two titles agrees: their words, and the places in both of those that are one."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]

    @property
    def ratio(self) -> float:
        """The share of both titles that agrees, by the weight of their words, from 0 to 1."""
        whole = sum(map(weight, self.left)) + sum(map(weight, self.right))
        shared = sum(weight(self.left[i]) + weight(self.right[j]) for i, j in self.pairs)
        return shared / whole if whole else 0.0

    @property
    def only_left(self) -> tuple[str, ...]:
        """The words that only the left title has."""
        shared = {i for i, _ in self.pairs}
        return tuple(word for i, word in enumerate(self.left) if i not in shared)

    @property
    def only_right(self) -> tuple[str, ...]:
        """The words that only the right title has."""
        shared = {j for _, j in self.pairs}
        return tuple(word for j, word in enumerate(self.right) if j not in shared)

    @property
    def differs(self) -> bool:
        """Whether both have words of their own that count."""
        return bool(heavy(self.only_left) and heavy(self.only_right))

    @property
    def is_denied(self) -> bool:
        """Whether only one of them says that something is not so."""
        return not DENIALS.isdisjoint((*self.only_left, *self.only_right))

    @property
    def is_within(self) -> bool:
        """Whether all words of one stand together in the other."""
        if not self.pairs or len(self.pairs) < min(len(self.left), len(self.right)):
            return False
        (i, j), (last_i, last_j) = self.pairs[0], self.pairs[-1]
        return last_i - i == last_j - j == len(self.pairs) - 1

    @property
    def begins(self) -> bool:
        """Whether the left title is how the right one begins."""
        return self.is_within and not self.only_left and self.pairs[0][1] == 0


@lru_cache(maxsize=4096)
def words(title: str) -> tuple[str, ...]:
    """The words of a title that count, folded; of hyphenated words each part."""
    plain = _SHORT_YOU.sub("you", titles.clean(title[:LONGEST]))
    plain = _SHORT_WITHOUT.sub(" without ", _SHORT_WITH.sub(" ", plain))
    folded = unicodedata.normalize("NFKD", _SIZE.sub("x", plain)).casefold()
    letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    found = _WORD.findall(letters.replace("'", "").replace("\u2019", ""))
    return tuple(word for word in found if word not in LITTLE)[:_MOST_WORDS]


def weight(word: str) -> int:
    """How much a word counts."""
    return 2 if word in LIGHT else min(len(word), _HEAVIEST)


def heavy(alone: Sequence[str]) -> list[str]:
    """The words that authors and readers do not change at will."""
    return [word for word in alone if word not in LIGHT]


def aligned(one: Sequence[str], other: Sequence[str]) -> Alignment:
    """The best alignment of two titles' words. The last word of either may be cut off."""
    left, right = _split(one, other), _split(other, one)
    return Alignment(left, right, _pairs(left, right))


def _split(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """The words, with those taken apart that the other title has apart: "withadaptive", "RL"."""
    known, mine = set(other), set(one)
    cut: list[str] = []
    for word in one:
        is_whole = word in known or any(alike(word, each) for each in other)
        found = [] if is_whole else parts(word, other) or _behind_a_little(word, known)
        cut += [word] if not found or mine.issuperset(found) else found
    return tuple(cut)


def _behind_a_little(word: str, other: set[str]) -> list[str]:
    for cut in range(2, min(8, len(word) - 3)):
        if word[:cut] in LITTLE and word[cut:] in other:
            return [word[cut:]]
    return []


def _pairs(left: Sequence[str], right: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """The heaviest common subsequence, as places in both."""
    are_one = [[alike(a, b) for b in right] for a in left]
    if left and right:
        are_one[-1] = [
            here or _is_cut(left[-1], b) for here, b in zip(are_one[-1], right, strict=True)
        ]
        for row, word in zip(are_one, left, strict=True):
            row[-1] = row[-1] or _is_cut(right[-1], word)
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            best = max(table[i + 1][j], table[i][j + 1])
            if are_one[i][j]:
                best = max(best, table[i + 1][j + 1] + weight(left[i]) + weight(right[j]))
            table[i][j] = best
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        gain = weight(left[i]) + weight(right[j])
        if are_one[i][j] and table[i][j] == table[i + 1][j + 1] + gain:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif table[i][j] == table[i + 1][j]:
            i += 1
        else:
            j += 1
    return tuple(pairs)


def _is_cut(last: str, word: str) -> bool:
    return last.isalpha() and word.isalpha() and word.startswith(last)
