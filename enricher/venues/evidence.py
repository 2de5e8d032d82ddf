"""Whether a sentence that names a venue says that the paper was published there.

Precision comes first: a venue counts only where a word such as "accepted" leads up to its name
without a gap, or where its name and year stand alone ("ICLR 2020 camera ready").
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from enricher.venues.table import Mention
from enricher.venues.words import Word
from enricher.venues.years import is_year

_LONGEST_NAME = 20  # words
_BOUNDS = frozenset(",(:–—[|/*")  # behind them a name may stand alone
_OF_REFERENCES = frozenset({"r", "l", "vol", "volume", "no", "issue", "p", "pp", "pages"})
_OTHER_NAME = frozenset("&+")  # after a name they make it another one
_NO_PAPER = re.compile(r"\b(?:thesis|dissertation|withdrawn|withdrew|retracted)\b", re.IGNORECASE)


class Phrases(NamedTuple):
    """The word lists of `phrases.toml`, which says what each is for."""

    accepted: frozenset[str]
    leading: frozenset[str]
    between: frozenset[str]
    months: frozenset[str]
    after_name: frozenset[str]
    after_year: frozenset[str]
    presented: frozenset[str]
    naming: frozenset[str]
    against: re.Pattern[str]


@cache
def phrases() -> Phrases:
    """The word lists, read once."""
    data = tomllib.loads(files("enricher.venues").joinpath("phrases.toml").read_text("utf-8"))
    against = "|".join(map(_pattern, data.pop("against")))
    lists = {name: frozenset(text.split()) for name, text in data.items()}
    return Phrases(**lists, against=re.compile(rf"\b(?:{against})\b", re.IGNORECASE))


def _pattern(phrase: str) -> str:
    return phrase.replace(" ", r"\W{1,3}").replace("*", r"\w{0,20}")


def is_no_paper(comment: str) -> bool:
    """Whether a comment tells of a thesis or of a withdrawal: its venues are of other papers."""
    return bool(_NO_PAPER.search(comment))


def speaks_against(sentence: str) -> bool:
    """Whether a sentence tells of another paper, or of a hope: "submitted to", "extends our"."""
    return bool(phrases().against.search(sentence))


def has_acceptance(text: list[Word]) -> bool:
    """Whether these words tell that something was accepted or published."""
    return any(word.folded in phrases().accepted for word in text)


def names_another(head: list[Word]) -> bool:
    """Whether the beginning of a sentence has a venue of its own: "spotlight at 'Some Title'"."""
    return any(word.folded in phrases().accepted | phrases().presented for word in head)


def ends(text: list[Word], mention: Mention) -> bool:
    """Whether the name of a venue ends where the mention does: "Nature" is not "Nature Climate"."""
    after = text[mention.stop : mention.stop + 2]
    if not after or after[0].text.isdecimal():
        return True
    if after[0].is_sign:
        return after[0].text not in _OTHER_NAME
    if after[0].folded == "conference" and mention.entry.kind == "journal":
        return False
    known = phrases()
    is_acronym = mention.acronym and not mention.ambiguous
    return (
        is_acronym
        or after[0].folded in known.after_name | known.months
        or (len(after) > 1 and _is_aside(after[0], after[1]))
    )


def _is_aside(word: Word, beyond: Word) -> bool:
    """Whether a name is followed by "in 2020", "in May", "in press" or "for publication"."""
    if word.folded == "in":
        return is_year(beyond) or beyond.folded in phrases().months | {"press"}
    return word.folded == "for" and beyond.folded in {"publication", "presentation"}


def is_reference(after: list[Word]) -> bool:
    """Whether a name is followed by volume, page and year alone: "122, 010401 (2019)"."""
    return any(map(is_year, after)) and all(
        word.is_sign or word.text.isdecimal() or word.folded in _OF_REFERENCES for word in after
    )


def names_a_part(text: list[Word], stop: int) -> bool:
    """Whether an unknown name follows a venue and its year: "ICML 2025 MOSS" is not ICML."""
    while stop < len(text) and (text[stop].text in "'’-" or text[stop].text.isdecimal()):
        stop += 1
    if stop >= len(text) or text[stop].is_sign:
        return False
    word, known = text[stop], phrases()
    harmless = known.after_name | known.after_year | known.months
    return word.text[0].isupper() and word.folded not in harmless


def is_clear(text: list[Word], mention: Mention) -> bool:
    """Whether a name says without help that it is a venue, not a field of research."""
    if mention.acronym:
        return not mention.ambiguous
    named = {word.folded for word in text[: mention.stop]}
    return bool(named & (phrases().naming | {"international", "ieee", "acm"}))


def begins(before: list[Word], mention: Mention) -> bool:
    """Whether the name of a journal begins where the mention does: no "Conference on" before it."""
    if mention.acronym or mention.entry.kind != "journal" or not before:
        return True
    return before[-1].folded not in {"on", "of", "and", "conference", "symposium"}


def leads(before: list[Word]) -> tuple[bool, int]:
    """Whether an acceptance leads up to the end of these words, and where the gapless part begins.

    "8 pages, accepted at the" leads; "code available, the" does not, and its gapless part begins
    behind the comma.
    """
    start, known = len(before), phrases().leading | phrases().between | phrases().months
    for index in range(len(before) - 1, -1, -1):
        word = before[index]
        if word.folded in phrases().accepted:
            return True, index
        if word.text == "(" and index == len(before) - 1 and _leads_to_name(before[:index]):
            return True, index
        if word.text in _BOUNDS:
            start = index + 1
        elif not (word.is_sign or word.text.isdecimal() or word.folded in known):
            return False, start
    return False, 0


def _leads_to_name(before: list[Word]) -> bool:
    """Whether an acceptance leads up to a name in full, whose short form stands in brackets."""
    named = False
    for word in reversed(before[-_LONGEST_NAME:]):
        if word.text in {",", "(", ")"} or word.folded in {"workshop", "workshops"}:
            return False
        if word.folded in phrases().accepted:
            return named
        named = named or word.folded in phrases().naming
    return False
