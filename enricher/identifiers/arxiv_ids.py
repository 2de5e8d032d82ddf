"""The grammar of arXiv identifiers, as info.arxiv.org/help/arxiv_identifier gives it.

Until March 2007 an id was ``archive/YYMMNNN``, sometimes with a subject class (``math.GT/0309136``)
that is no part of it. Since April 2007 it is ``YYMM.NNNN``, since January 2015 ``YYMM.NNNNN``.
Either may carry a version, ``v2``. What breaks these rules is a typo or a cut-off id: no paper.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# The old archives and the ones they were merged into; the last four only ever stood before ids of
# the new style, where people put them by analogy.
ARCHIVES = frozenset({
    "astro-ph", "cond-mat", "cs", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math",
    "math-ph", "nlin", "nucl-ex", "nucl-th",
    "physics", "q-bio", "quant-ph",
    "acc-phys", "adap-org", "alg-geom", "ao-sci", "atom-ph", "bayes-an", "chao-dyn", "chem-ph",
    "cmp-lg", "comp-gas", "dg-ga",
    "funct-an", "mtrl-th", "patt-sol", "plasm-ph", "q-alg", "solv-int", "supr-con",
    "econ", "eess", "q-fin", "stat",
})  # fmt: skip

# ASCII digits only: ``\d`` would take those of every script. The version has no leading zero.
_VERSION = r"(?:v([1-9][0-9]{0,3}))?"
_NEW = re.compile(rf"([0-9]{{4}})\.([0-9]{{4,5}}){_VERSION}(?![0-9a-z])", re.IGNORECASE)
_OLD_NUMBER = re.compile(rf"([0-9]{{4}})([0-9]{{3}}){_VERSION}(?![0-9a-z])", re.IGNORECASE)
_ARCHIVE = re.compile(r"[a-z]{1,8}(?:-[a-z]{2,4})?(?:\.[a-z]{2,5}(?:-[a-z]{2,5})?)?", re.IGNORECASE)
_LIKE_NEW = re.compile(r"([0-9]{4})\.([0-9]{1,9})(?:v[0-9]{1,4})?(?![0-9a-z])", re.IGNORECASE)
_LIKE_OLD = re.compile(r"([a-z-]{2,20})/([0-9]{5,9})(?:v[0-9]{1,4})?(?![0-9a-z])", re.IGNORECASE)
_CUE = re.compile(r"arxiv(?: preprint)?(?:\s?[:.]\s?|\s)(?:arxiv:\s?)?", re.IGNORECASE)
_CLASS = re.compile(r"\s?\[[a-z-]{2,9}(?:\.[a-z-]{2,9})?\]", re.IGNORECASE)
_DOI = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)

_FIRST_OLD, _LAST_OLD = 1991_07, 2007_03  # hep-lat holds papers filed under July 1991
_FIRST_NEW, _FIRST_FIVE_DIGITS = 2007_04, 2015_01
_PIVOT = 69  # POSIX: two-digit years 69 to 99 are of the 20th century


class ArxivId(NamedTuple):
    """A canonical id, without version and subject class, in lower case; and the version, if any."""

    id: str
    version: int | None = None


def parse(text: str) -> ArxivId | None:
    """The id that the whole text is, or None.

    Also reads what people write around one: ``arXiv:1803.02780v2 [cs.CV]``, ``arXiv preprint …``.
    """
    text = text.strip()
    cue = _CUE.match(text)
    start = cue.end() if cue else 0
    found = leading(text[start:])
    if found is None:
        return None
    paper, length = found
    rest = text[start + length :]
    return paper if not rest or _CLASS.fullmatch(rest) else None


def from_doi(doi: str) -> ArxivId | None:
    """The id within a DOI that arXiv registered, ``10.48550/arXiv.1803.02780v1``, or None."""
    prefix = _DOI.match(doi)
    return parse(doi[prefix.end() :]) if prefix else None


def leading(text: str) -> tuple[ArxivId, int] | None:
    """The id that the text begins with and the length of its spelling, or None.

    No letter or digit may follow: a longer number is another id, or none.
    """
    return _new_style(text) or _old_style(text)


def fault(text: str) -> str:
    """What is wrong with the start of a text that looks like an id and cannot be one; empty for
    ids, and for what does not look like one at all."""
    if leading(text) is not None:
        return ""
    new, old = _LIKE_NEW.match(text), _LIKE_OLD.match(text)
    if new:
        return _fault_of_new(new[1], new[2])
    return _fault_of_old(old[1].lower(), old[2]) if old else ""


def is_archive(text: str) -> bool:
    """Whether the text is the name of an archive, with or without a subject class."""
    return bool(_archive(text))


def _archive(text: str) -> str:
    """The archive that a text names, with or without a subject class; empty for other texts."""
    name = text.partition(".")[0].lower()
    return name if name in ARCHIVES and _ARCHIVE.fullmatch(text) else ""


def _new_style(text: str) -> tuple[ArxivId, int] | None:
    found = _NEW.match(text)
    if found is None:
        return None
    month, number = _year_and_month(found[1]), found[2]
    digits = 5 if month >= _FIRST_FIVE_DIGITS else 4
    if month < _FIRST_NEW or len(number) != digits or not int(number):
        return None
    return ArxivId(f"{found[1]}.{number}", _version(found[3])), found.end()


def _fault_of_new(digits: str, number: str) -> str:
    month = _year_and_month(digits)
    if not month:
        return f"{digits} is no year and month"
    if month < _FIRST_NEW:
        return f"{digits} is before April 2007, when ids of this form begin"
    length = 5 if month >= _FIRST_FIVE_DIGITS else 4
    if len(number) != length:
        what = "cut off" if len(number) < length else "too long"
        return f"the id is {what}: ids of {digits} have {length} digits after the full stop"
    return "no paper has the number 0"


def _fault_of_old(archive: str, digits: str) -> str:
    if archive not in ARCHIVES:
        return f"arXiv has no archive {archive}"
    if len(digits) != 7:
        return f"the id is {'cut off' if len(digits) < 7 else 'too long'}: it has seven digits"
    month = _year_and_month(digits[:4])
    if not _FIRST_OLD <= month <= _LAST_OLD:
        return f"{digits[:4]} is no year and month from July 1991 to March 2007"
    return "no paper has the number 0"


def _old_style(text: str) -> tuple[ArxivId, int] | None:
    before, slash, number = text.partition("/")
    archive = _archive(before) if slash else ""
    found = _OLD_NUMBER.match(number) if archive else None
    if found is None or not _FIRST_OLD <= _year_and_month(found[1]) <= _LAST_OLD:
        return None
    if not int(found[2]):
        return None
    id_ = f"{archive}/{found[1]}{found[2]}"
    return ArxivId(id_, _version(found[3])), len(before) + len(slash) + found.end()


def _year_and_month(digits: str) -> int:
    """The month of YYMM as YYYYMM; 0 where there is no such month."""
    year, month = int(digits[:2]), int(digits[2:])
    if not 1 <= month <= 12:
        return 0
    return (1900 if year >= _PIVOT else 2000) * 100 + year * 100 + month


def _version(digits: str | None) -> int | None:
    return int(digits) if digits else None
