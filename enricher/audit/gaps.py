"""What may stand between a link and a venue that is still the venue of that link's paper.

Marks, authors, "in proceedings of", "pdf", "oral" and institutes may; prose may not, nor a name
that may be another paper's: in "[A](…) beats MonoNet (CVPR 2019)" the venue is MonoNet's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from enricher.venues.editions import CJK, Edition
from enricher.venues.evidence import phrases
from enricher.venues.words import Word, words

_LONGEST = 400  # code points
_VENUE_IN_CJK = re.compile(
    r"发表[于在]?|收录[于在]?|接收|录用|被|中了|来自|出自|出处|论文|文章|会议|期刊|来源|年|月|的|在|于|中"
    r"|に採択|で発表|採択|論文|에서|에|발표|논문|된|되었|학회"
)
_GROUP = re.compile(r"\([^()\[\]]{0,80}\)|\[[^()\[\]]{0,80}\]")  # "(MVCNN)", "[Waymo, mono3D]"
_CLOSING = frozenset(")]}|*_`,;.·•】）」』》、，。+:：!?(/&'\"“”’<[【（「《〈\r\n") | {""}
_OPENING = frozenset("([{|*_`,;.–—·•>【（「《/\"'“‘") | {""}
_PLAIN = re.compile(r"[A-Za-z ]{2,60},?\s?(?:19|20)\d\d", re.DOTALL)
_NEXT = re.compile(r"[\s,(]*([A-Za-z]+)\b")
_DASH = re.compile(r"[ \t]+[-–—]|[-–—]\s")  # between words, not within one


def is_transparent(gap: str, names: Collection[str]) -> bool:
    """Whether nothing in a text keeps a link apart from the venue at its end.

    ``names`` are the folded words of the authors' names. A blank line does.
    """
    if len(gap) > _LONGEST or re.search(r"\n[ \t>]*\r?\n", gap):
        return False
    plain = _VENUE_IN_CJK.sub("，", _GROUP.sub(",", gap))
    if CJK.search(plain):
        return False
    told = words(plain)
    return all(
        word.is_sign or _is_neutral(word, names) or _is_listed(told, index)
        for index, word in enumerate(told)
    )


def is_closed(text: str, end: int) -> bool:
    """Whether the name of a venue ends a part of its sentence: no word goes on behind it."""
    rest = text[end : end + 80]
    while (word := _NEXT.match(rest)) and word[1].casefold() in _known().after:
        rest = rest[word.end() :]
    if _DASH.match(rest):
        return True
    following = rest.lstrip(" \t\u00a0")[:1]
    return following in _CLOSING or CJK.match(following) is not None


def stands_apart(text: str, edition: Edition) -> bool:
    """Whether a venue whose name is a common word, too, can be nothing else: "(Nature, 2015)"."""
    before = text[max(edition.start - 3, 0) : edition.start].rstrip(" ")[-1:]
    is_begun = before in _OPENING or before in "\r\n"
    is_dated = _PLAIN.fullmatch(text[slice(*edition.span)]) is not None
    return is_begun and is_dated and is_closed(text, edition.span.end)


def is_aside(label: str) -> bool:
    """Whether the text of a link says what it leads to, and names nothing: "[pdf]", "[1]"."""
    return all(
        word.is_sign
        or word.text.isdecimal()
        or word.folded in _known().asides
        or len(word.text) == 1
        for word in words(label[:_LONGEST])
    )


class _Words(NamedTuple):
    """The word lists of `gaps.toml`, which says what each is for; ``neutral`` are all that may
    stand in a gap."""

    asides: frozenset[str]
    neutral: frozenset[str]
    after: frozenset[str]


@cache
def _known() -> _Words:
    data = tomllib.loads(files("enricher.audit").joinpath("gaps.toml").read_text("utf-8"))
    lists = {name: frozenset(text.split()) for name, text in data.items()}
    of_venues = phrases()
    neutral = of_venues.accepted | of_venues.leading | of_venues.between | of_venues.months
    neutral |= lists["asides"] | lists["beside"] | lists["institutes"]
    after = lists["after"] | (of_venues.after_name - {"workshop", "workshops", "demo"})
    return _Words(lists["asides"], neutral, after)


def _is_neutral(word: Word, names: Collection[str]) -> bool:
    return (
        word.text.isdecimal()
        or word.folded in _known().neutral
        or word.folded in names
        or (len(word.text) == 1 and word.text.isupper())
    )


def _is_listed(told: Sequence[Word], index: int) -> bool:
    """Whether a word may be one of an unknown author's or institute's name: it is written as such,
    and its list goes on with a comma or ends. "Mono (CVPR 2019)" is a method with its venue."""
    word = told[index]
    if not (word.text[0].isupper() and word.text[1:].islower()):
        return False
    for after in told[index + 1 :]:
        if after.is_sign:
            return after.text not in "([:：（"
        if not (after.text[0].isupper() or after.folded in {"and", "of", "the", "for", "et", "al"}):
            return False
    return False
