"""The short names and the years of the events whose papers PMLR prints.

A volume is named at length ("Proceedings of the 35th International Conference on Machine
Learning"), and its date is that of its printing, which for events late in a year is the next one.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Event(NamedTuple):
    """A conference's short name and its year. What is not known is of the series, "PMLR"."""

    name: str
    year: int | None
    is_workshop: bool
    is_known: bool


class _Series(NamedTuple):
    """Words of a conference's name, its short one, and its years: first + step * (number - 1)."""

    words: str
    name: str
    first: int
    step: int = 1


# The longer name stands before one that it holds.
_SERIES = (
    _Series("asian conference on machine learning", "ACML", 2009),
    _Series("international conference on machine learning", "ICML", 1984),
    _Series("artificial intelligence and statistics", "AISTATS", 1998),
    _Series("algorithmic learning theory", "ALT", 1990),
    _Series("conference on learning theory", "COLT", 1988),
    _Series("uncertainty in artificial intelligence", "UAI", 1985),
    _Series("conference on robot learning", "CoRL", 2017),
    _Series("learning for dynamics and control", "L4DC", 2019),
    _Series("medical imaging with deep learning", "MIDL", 2018),
    _Series("conference on health, inference, and learning", "CHIL", 2020),
    _Series("conference on automated machine learning", "AutoML", 2022),
    _Series("causal learning and reasoning", "CLeaR", 2022),
    _Series("machine learning for healthcare", "MLHC", 2016),
    _Series("machine learning for health", "ML4H", 2021),
    _Series("learning on graphs", "LoG", 2022),
    _Series("lifelong learning agents", "CoLLAs", 2022),
    _Series("probabilistic graphical models", "PGM", 2002, 2),
    _Series("parsimony and learning", "CPAL", 2024),
    _Series("conformal and probabilistic prediction", "COPA", 2012),
    _Series("fairness, accountability and transparency", "FAT*", 2018),
    _Series("imprecise probabilit", "ISIPTA", 1999, 2),
    _Series("grammatical inference", "ICGI", 0),
)
_FIRST_YEARLY_AISTATS = 13  # in 2010; every other year until 2009
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_NUMBER = re.compile(r"(?<![0-9])([0-9]{1,2})(?:st|nd|rd|th)(?![a-z])")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_HOST = re.compile(r"(?<![A-Za-z])(NeurIPS|NIPS|ICML|ICLR|AAAI|KDD|IJCAI|MICCAI|ECML)(?![a-z])")
_LATEST = 2  # years from an event to the printing of its volume


def event(name: str, printed: int | None, *, is_reissue: bool = False) -> Event:
    """The event of a volume of this name, printed in this year.

    Its year is told by the name or by its number in the series, where the printing allows that
    year; a reissue was printed any time later.
    """
    lower = " ".join(name.lower().split())
    series = next((series for series in _SERIES if series.words in lower), None)
    is_workshop = series is None and "workshop" in lower
    year = _told_year(lower, series)
    if year is None or not _fits(year, printed, is_reissue=is_reissue):
        year = printed
    if series is not None:
        return Event(series.name, year, is_workshop, is_known=True)
    host = _HOST.search(name)
    return Event(host[1] if host else "PMLR", year, is_workshop, is_known=host is not None)


def _fits(year: int, printed: int | None, *, is_reissue: bool) -> bool:
    latest = year + (100 if is_reissue else _LATEST)
    return printed is None or year - 1 <= printed <= latest  # some are printed before they begin


def _told_year(name: str, series: _Series | None) -> int | None:
    """The year that a name spells, or that the number in it stands for."""
    if found := _YEAR.search(name):
        return int(found[0])
    number = _number(name)
    if number is None or series is None or not series.first:
        return None
    if series.name == "AISTATS" and number < _FIRST_YEARLY_AISTATS:
        return 1985 + 2 * number
    return series.first + series.step * (number - 1)


def _number(name: str) -> int | None:
    """The number in a name: "35th", "Eleventh", "Thirty-Second", "Twenty Third"."""
    if found := _NUMBER.search(name):
        return int(found[1])
    words = re.findall("[a-z]+", name)
    for before, word in zip(["", *words], words, strict=False):
        if word in _ORDINALS:
            return _TENS.get(before, 0) + _ORDINALS[word]
    return None
