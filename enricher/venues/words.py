"""The words of a name or a comment, with where they stand, as names are compared by them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+|[0-9]+|[^\w\s]")
# Abbreviations that stand for one word in all venues; others ("Process.") are in the table.
_LONG = {
    "&": "and",
    "acad": "academy",
    "ann": "annals",
    "annu": "annual",
    "conf": "conference",
    "int": "international",
    "intl": "international",
    "j": "journal",
    "journ": "journal",
    "lett": "letters",
    "proc": "proceedings",
    "rev": "review",
    "symp": "symposium",
    "trans": "transactions",
}
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80}
_ONES = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth"),
)


class Word(NamedTuple):
    """A run of letters, a number or one sign. ``folded`` is what names are compared by."""

    text: str
    start: int
    end: int
    folded: str

    @property
    def is_sign(self) -> bool:
        return not self.text[0].isalnum()


def words(text: str) -> list[Word]:
    """The words of a text, in order."""
    return [
        Word(found[0], found.start(), found.end(), _fold(found[0]))
        for found in _WORD.finditer(text)
    ]


def _fold(text: str) -> str:
    folded = text.casefold()
    return _LONG.get(folded, folded)


@cache
def _ordinals() -> dict[str, int]:
    return {word: number for number, word in enumerate(_ONES, 1)} | {
        f"{stem}ieth": number for stem, number in (*_TENS.items(), ("ninet", 90))
    }


def ordinal(before: list[Word]) -> int | None:
    """The ordinal among these words: "36th", "Thirty-Sixth", "Twenty Third"; the last one."""
    for index in range(len(before) - 1, -1, -1):
        word = before[index].folded
        previous = before[index - 1].folded if index else ""
        if word in {"st", "nd", "rd", "th"} and previous.isdecimal() and len(previous) <= 2:
            return int(previous)
        if word in _ordinals():
            start = index - 2 if previous == "-" else index - 1
            tens = before[start].folded if start >= 0 else ""
            return _ordinals()[word] + _cardinal(tens)
    return None


def _cardinal(word: str) -> int:
    """The tens of "Thirty"; 0 for any other word."""
    return _TENS.get(word[:-1], 0) if word.endswith("y") else 90 if word == "ninety" else 0
