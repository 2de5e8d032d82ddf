"""Where a text names a conference or a journal with its year: "CVPR 2019", "Proc. ICML, 2017".

What surrounds a name is not judged: whether it says where a paper appeared is another question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from enricher.models import Span
from enricher.venues.evidence import phrases
from enricher.venues.table import Entry, Mention, mentions
from enricher.venues.words import Word, words
from enricher.venues.years import edition_year, is_year, year_after

# Scripts that set no blanks around names in other letters: "发表于CVPR2019", "CVPR에".
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# "cvpr 2019", "Iclr'20": beside a year, an acronym of the table is known in any letter case
_BESIDE_YEAR = re.compile(
    r"(?<![^\W_])(?<![^\W_]_)(?<!\.)[A-Za-z]{3,11}"
    r"(?=[ '’-]{0,2}(?:19|20)[0-9]{2}(?![0-9])|['’][0-9]{2}(?![0-9]))"
)
# Letters and digits as wide as Chinese signs, and the usual ones: "ＣＶＰＲ ２０１９"
_WIDE = {
    ord(sign) + 0xFEE0: sign
    for sign in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
}
_DIGITS = re.compile(r"[0-9]{2}")
_WORKSHOPS = frozenset(
    {*("workshop", "workshops", "w", "challenge", "challenges", "competition", "demo", "findings")}
    | {"tutorial", "tutorials", "@"}
)
_NEAR = 4  # words before a name and behind its year that may tell of a workshop
_MOST_LEADING = 12  # words before a name: "Proceedings of the 36th IEEE"


class Edition(NamedTuple):
    """A venue in a year, as a text names it. ``span`` is the name and the year, ``start`` where
    what leads up to it begins: "In Proceedings of the". ``is_main`` unless it may be a workshop's;
    ``is_plain`` where the name is a common word, too; ``is_dated_apart`` where the year stands
    elsewhere, as in a column of its own, and ``span`` is the name alone."""

    entry: Entry
    year: int
    span: Span
    start: int
    is_main: bool
    is_plain: bool
    is_dated_apart: bool = False


def editions(text: str) -> list[Edition]:
    """The venues that a text names with a year, in order."""
    text = text if text.isascii() else text.translate(_WIDE)
    if not _DIGITS.search(text):
        return []
    told = words(_BESIDE_YEAR.sub(_in_capitals, CJK.sub("，", text)))
    named = [each for each in mentions(told) if each.entry.kind in {"conference", "journal"}]
    found: list[Edition] = []
    number = 0
    while number < len(named):
        last = number
        while last + 1 < len(named) and _is_same(told, named[last], named[last + 1]):
            last += 1
        edition = _edition(told, named[number], named[last])
        end = found[-1].span.end if found else 0
        if edition is not None and edition.span.start >= end:  # a year is that of one venue
            edition = edition._replace(start=max(edition.start, end))
            found.append(_closed(text, edition))
        number = last + 1
    return found


def _in_capitals(found: re.Match[str]) -> str:
    name = found[0].upper()
    named = mentions(words(name))
    return name if named and not named[0].ambiguous else found[0]


def _is_same(told: Sequence[Word], one: Mention, other: Mention) -> bool:
    """Whether a name is followed by the same venue's short one: "… Machine Learning (ICML)"."""
    between = told[one.stop : other.first]
    return one.entry == other.entry and all(word.is_sign for word in between)


def _edition(told: list[Word], first: Mention, last: Mention) -> Edition | None:
    start, stop = first.first, last.stop
    lead = _lead(told, start)
    year, end = year_after(told, last)
    if year is None:
        end = stop
        years = [index for index in range(lead, start) if is_year(told[index])]
        year = int(told[years[-1]].text) if years else None
        start = years[-1] if years else start
    if year is None:
        year = edition_year(first.entry, told[lead:start])
        start = lead if year else start
    if year is None:
        return None
    beside = range(max(lead - _NEAR, 0), min(end + _NEAR, len(told)))
    near = {told[index].folded for index in beside if not _is_at(told, index)}
    return Edition(
        first.entry,
        year,
        Span(told[start].start, told[end - 1].end),
        told[lead].start,
        not (first.workshops or last.workshops or near & _WORKSHOPS),
        first.ambiguous and last.ambiguous,
    )


def _is_at(told: Sequence[Word], index: int) -> bool:
    """Whether a sign is the "@" of "Title, @CVPR2019", and not of "Challenge@CVPR 2019"."""
    is_glued = index + 1 < len(told) and told[index + 1].start == told[index].end
    is_begun = index == 0 or told[index - 1].is_sign or told[index - 1].end < told[index].start
    return told[index].text == "@" and is_glued and is_begun


def _closed(text: str, edition: Edition) -> Edition:
    """The edition with the bracket that closes what opens in it: "… Learning (ICML)"."""
    start, end = edition.span
    is_open = "(" in text[start:end] and ")" not in text[start:end] and text[end : end + 1] == ")"
    return edition._replace(span=Span(start, end + is_open))


def _lead(told: Sequence[Word], start: int) -> int:
    """Where the words that lead up to a name begin."""
    leading, first = phrases().leading, start
    for index in range(start - 1, max(start - 1 - _MOST_LEADING, -1), -1):
        word = told[index]
        if word.folded in leading or word.text.isdecimal():
            first = index
        elif word.text not in "./'’":
            break
    return first
