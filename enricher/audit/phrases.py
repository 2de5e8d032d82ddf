"""The parts of titles: the name before a separator, what stands between separators, and the
phrases that prepositions begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from enricher.audit.alignment import LONGEST, words
from enricher.audit.vocabulary import LIGHT, OF_SURVEYS, SURVEYS

_LONGEST_HEAD = 4  # words
_TELLING = 3  # words of a part that tells which title it is of
_MOST_SEGMENTS = 7
_SEPARATOR = re.compile(r"\s*[:：]\s+|\s+[-–—|]\s+|(?<=\w)[:：](?=\w)")
_NAMED = re.compile(r"\s*((?=\w{0,12}(?:[A-Z]\w{0,12}[A-Z]|\d))\w{2,14})[-–—](?=[A-Z][a-z])")
# What readers put around a title, too
_BREAK = re.compile(
    r"\s*[:：]\s+|\s*(?:\s-{1,3}|[–—|•·@/])\s+|(?<=\w)[:：](?=\w)|[\[\](){}“”„\"«»★☆⭐]+|[.!?;,]\s+"
)
_MARK = re.compile(r"[\[\](){}|•·@/!★☆⭐]|\s[-–—]\s|\.\s")
_COINED = re.compile(r"[A-Z][A-Za-z]{0,12}[A-Z]|[a-z][A-Z]|\d")
# "A PyTorch implementation of the paper …", "2020-CVPR-…", "CVPR20-MoCo-…"
_BEFORE_TITLE = re.compile(
    r"(?:[\w.-]+\s){0,4}?(?:summary|summaries|(?:re-?)?implementations?|explanation|explainer|notes"
    r"|code|slides|walkthrough|translation|reproduction)\s(?:of|on|for)\s"
    r"(?:the\s(?:\w+\s)?(?:paper|article)\b\W*)?"
    r"|(?:[\w.-]+\s){1,6}?of\sthe\s(?:\w+\s)?(?:paper|article)\b\W*"
    r"|(?:(?:19|20)\d\d[-_ ]?[A-Z][A-Za-z]{1,11}|[A-Z][A-Za-z]{2,11}[-_ ]?(?:20)?\d\d)"
    r"(?:\s[A-Z][a-z]{1,9})?\s?[-_]\s?",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\s(?:for|in|of|with|by|via|using|through|from|on|and|to|under|as|without)(?=\s)",
    re.IGNORECASE,
)


def head(title: str) -> str:
    """What stands before a separator, if it is short: "DetNAS" of "DetNAS: Backbone Search"."""
    start = opening(title)
    return start if len(start.split()) <= _LONGEST_HEAD else ""


def opening(title: str) -> str:
    """What stands before the first separator of a title, empty where there is none."""
    found = _SEPARATOR.search(title) or _NAMED.match(title)
    if found is None:
        return ""
    return found[1] if found.re is _NAMED else title[: found.start()]


def without_label(text: str) -> str:
    """The text without what readers say of a paper before its title, as it is where they do not."""
    found = _BEFORE_TITLE.match(text)
    return text[found.end() :] if found else text


def is_name(head: str) -> bool:
    """Whether it is a name that few works have, and no saying: "Less Is More"."""
    return len(head.split()) == 1 or _COINED.search(head) is not None


def is_coined(word: str) -> bool:
    """Whether a word is spelled as names of methods are: "MoCo", "VGG16"."""
    return _COINED.search(word) is not None


def is_marked(text: str) -> bool:
    """Whether readers' marks are in it: "[CVPR 2019] DetNAS"."""
    return _MARK.search(text) is not None


def parts(title: str) -> list[str]:
    """The parts of a title before and after a separator that are long enough to tell."""
    found = _SEPARATOR.search(title)
    if found is None:
        return []
    halves = (title[: found.start()], title[found.end() :])
    return [half for half in halves if is_telling(words(half))]


def is_telling(part: Sequence[str]) -> bool:
    """Whether words are enough to tell which title they are of."""
    return len([word for word in part if word not in LIGHT | SURVEYS | OF_SURVEYS]) >= _TELLING


def runs(text: str) -> Iterator[tuple[str, str, str]]:
    """Every run of a text's segments, the longest first, but for the whole text: what stands before
    it, the run, and what stands behind it."""
    breaks = [found.span() for found in _BREAK.finditer(text[:LONGEST])][: _MOST_SEGMENTS - 1]
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(text)]
    for count in range(len(starts) - 1, 0, -1):
        for first in range(len(starts) - count + 1):
            start, end = starts[first], ends[first + count - 1]
            yield text[:start], text[start:end], text[end:]


def tails(title: str) -> Iterator[str]:
    """How a title goes on behind each of its separators and prepositions."""
    for found in _SEPARATOR.finditer(title[:LONGEST]):
        yield title[found.end() :]
    for found in _PREPOSITION.finditer(title[:LONGEST]):
        yield title[found.end() :]
