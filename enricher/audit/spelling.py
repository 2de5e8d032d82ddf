"""Whether two words are one: the same but for a typo, an ending, or a standard shortening."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from enricher.audit.vocabulary import SHORT_FORMS, SPELLED_OUT

_SHORTEST = 3  # letters of a word that may have a typo
# Letters of the shorter word up to which one, two and three typos are looked for
_ONE_TYPO, _TWO_TYPOS, _MOST_TYPOS = 6, 9, 3
_ALIKE = 85  # percent of two words' letters: "segmenting", "segmentation"
_SHORTEST_ALIKE = 5
_LONGEST_SHORT_FORM = 6
_MOST_LETTERS = 3  # of a word that a name is made of: "MoCo", "ViT"


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Whether two folded words are one. Numbers have to be the same."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if not (one.isalpha() and other.isalpha()) or len(short) < _SHORTEST:
        return False
    return _shortens(short, long) or _differs_by_typos(short, long)


def parts(word: str, other: Sequence[str]) -> list[str]:
    """The words of another title that one word stands for or holds: its own spelling of them,
    "RL" for "reinforcement learning", "ConvNets", "withadaptive". Empty where there are none."""
    letters = word.removesuffix("s")
    spelled = SPELLED_OUT.get(letters, ())
    if spelled and sum(any(alike(each, known) for known in other) for each in spelled) > 1:
        return list(spelled)
    for each in (word, letters) if len(letters) >= 2 else (word,):
        run = _run(each, other) if len(each) <= _LONGEST_SHORT_FORM else []
        if run:
            return run
    for first, second in pairwise(other):
        if _joins(word, first, second):
            return [first, second]
    return []


def _shortens(short: str, long: str) -> bool:
    if 2 * len(short) <= len(long) + 1 and long.startswith(short):
        return True
    if short.endswith("s") and 2 * len(short) <= len(long) and long.startswith(short[:-1]):
        return len(short) > _SHORTEST  # "Nets", "Convs"
    return SHORT_FORMS.get(short) == long


def _differs_by_typos(short: str, long: str) -> bool:
    """A word with letters before it is another word: "unsupervised", "nonlinear", "asymmetric"."""
    if long.endswith(short):
        is_longer = len(short) >= _SHORTEST_ALIKE and long[0] != "a"
        return len(long) == len(short) + 1 and (is_longer or long[0] == long[1])
    from rapidfuzz.distance import OSA
    from rapidfuzz.fuzz import ratio

    most = 1 if len(short) < _ONE_TYPO else 2 if len(short) <= _TWO_TYPOS else _MOST_TYPOS
    if OSA.distance(short, long, score_cutoff=most) <= most:
        return True
    is_ending = len(short) >= _SHORTEST_ALIKE and short[:2] == long[:2]
    return is_ending and ratio(short, long) >= _ALIKE


def _run(name: str, other: Sequence[str]) -> list[str]:
    """The words in a row whose first letters make a name: at least two."""
    for start in range(len(other)):
        end = _spelled(name, other, start)
        if end - start > 1:
            return list(other[start:end])
    return []


def _spelled(name: str, other: Sequence[str], start: int) -> int:
    """Where the words from a place on end that spell a name, 0 where they do not."""
    if not name:
        return start
    if start == len(other):
        return 0
    for count in range(1, min(_MOST_LETTERS, len(name)) + 1):
        if not other[start].startswith(name[:count]):
            break
        end = _spelled(name[count:], other, start + 1)
        if end:
            return end
    return 0


def _joins(word: str, first: str, second: str) -> bool:
    if word == first + second:
        return True
    return any(
        word[:cut] == first[:cut] and _shortens_or_is(word[cut:], second)
        for cut in range(_SHORTEST, len(word) - 2)
    )


def _shortens_or_is(word: str, other: str) -> bool:
    return word == other or (
        len(word) >= _SHORTEST and len(word) < len(other) and _shortens(word, other)
    )
