"""Which title, if any, the text of a link claims for the paper behind it.

Most texts of links are no titles: "paper", "[12]", "Zhang et al. 2020", "the original GAN paper",
"SemiNAS". What is left of a text once marks, quotes, numbers, authors and years are taken off is a
claim where it has enough words, in letters that titles are compared by.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from enricher.audit.alignment import LIGHT, LONGEST, words

_QUOTES = "\"'“”‘’«»„`"
_YEAR = r"(?:19|20)\d\d[a-z]?"
_NAME = r"[^\W\d_a-z][\w.'’-]{0,30}"
_MARKUP = re.compile(r"!\[[^\]]{0,400}\]\([^)\s]{0,400}\)?|<[^<>]{0,400}>|[`*~]{1,3}|\\(?=[^\w\s])")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b(?:arxiv|doi)[:.]\s?\S+|\(?arxiv[./]org\)?", re.IGNORECASE
)
_LEADING = re.compile(
    r"\s*(?:\[?\d{4}\.\d{4,5}(?:v\d+)?\]?[:.]?|\[\w{1,12}\]|\(\w{1,3}\)|\d{1,3}[.)])\s+"
)
# What ends a text and no title: a footnote, a year, "(Mirhoseini et al, ICML 2017)", "(RAD)"
_TRAILING = re.compile(
    rf"[\s,;.]*(?:\[[\w\s,.-]{{0,40}}\]|\((?:[^()]{{0,60}}{_YEAR}|[A-Za-z0-9+-]{{1,12}})\)"
    rf"|[.,]\s(?:[Ii]n:?\s)?[A-Z][A-Za-z]{{1,11}}[ ,’'-]{{0,2}}(?:{_YEAR}|\d\d)\.?"
    rf"|[.,;]\s{_YEAR}\s[A-Z][A-Za-z]{{1,11}})\s*\Z"
)
_MOST_TRAILING = 4
_QUOTED = re.compile(rf"[{_QUOTES}](.{{3,}}?)[,.]?[{_QUOTES}](?:\W.*)?", re.DOTALL)
_ET_AL = re.compile(r",?\set\.?\s?al\b")
_AUTHOR_YEAR = re.compile(
    rf"\W*{_NAME}(?:(?:,\s?|\s?&\s?|\s?and\s|\s)(?:(?:van|von|de|der|den)\s){{0,2}}{_NAME}){{0,5}}"
    rf"[\s,('’]{{0,3}}{_YEAR}\W*"
)
_ASIDES = re.compile(
    r"\b(?:papers?|articles?|preprints?|pdf|slides|code|links?|versions?|here|blog|posts?|website"
    r"|homepage|talk|implementation|supplementary|supplement|appendix|demo|github|openreview)\W*\Z"
    r"|\A\W*(?:this|these|their|our|my|his|her|the same|(?:the\s)?original|see|link|review by)\b"
    r"|\b(?:papers?\s(?:on|about|by|from)|the\s\w{1,20}\spaper)\b",
    re.IGNORECASE,
)
_MOST_OF_ASIDES = 6  # words; a longer text with such a word may be a title
_SPELLED_OUT = re.compile(r"\W*([\w\s/&-]{2,80}?)\s*\(([\w\s/&-]{2,80})\)\W*(?:\[\w{1,4}\]\s*)?")
# Articles and prepositions of the languages that notes translate titles into.
_FOREIGN = frozenset(
    {
        *("der", "die", "das", "und", "für", "von", "mit", "zur", "zum", "eine", "einer", "auf"),
        *("durch", "le", "la", "les", "des", "du", "une", "pour", "par", "avec", "dans", "sur"),
        *("et", "el", "los", "las", "del", "para", "con", "por", "una", "en", "gli", "della"),
        *("delle", "dei", "di", "dos", "uma", "com", "het", "een", "voor", "och", "för", "dla"),
    }
)
_WORDS = re.compile(r"[^\W\d_]+")
_LOWER_NAME = re.compile(r"[a-z][\w-]{0,20}[A-Z0-9]|[\w$ -]{2,30}(?::|\s[-–—]\s)")
_SCRIPTS = ("LATIN", "GREEK", "MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT", "FULLWIDTH LATIN")


class Claim(NamedTuple):
    """A title that a text claims, and whether it stood between quotes."""

    title: str
    is_quoted: bool


def claim_of(text: str, *, leads: bool = True, is_title: bool = False) -> Claim | None:
    """The title that a link's text claims, None where it claims none.

    ``leads`` tells that the link begins its list item, cell, heading or line: within a sentence,
    three words are the name of a thing more often than a title. ``is_title`` tells that the text
    is one, as in a bibliography.
    """
    if len(text) > LONGEST or _is_spelled_out(text):
        return None
    plain, is_quoted = _bare(text)
    if _AUTHOR_YEAR.fullmatch(plain) or _is_foreign(plain):
        return None
    if is_title:
        return Claim(plain, is_quoted) if words(plain) else None
    counted = [word for word in words(plain) if len(word) > 2 and not word.isdecimal()]
    heavy = [word for word in counted if word not in LIGHT]
    if len(counted) < (3 if leads or is_quoted else 4) or len(heavy) < 2:
        return None
    if not is_quoted and _is_prose(plain, len(counted)):
        return None
    return Claim(plain, is_quoted)


def bare(text: str) -> str:
    """A link's text without marks, quotes, numbers, authors and years."""
    return _bare(text[:LONGEST])[0]


def _bare(text: str) -> tuple[str, bool]:
    plain = _ADDRESS.sub(" ", _MARKUP.sub(" ", text))
    plain = " ".join(_LEADING.sub("", plain, count=1).split())
    quoted = _QUOTED.fullmatch(plain)
    if quoted:
        plain = quoted[1]
    for _ in range(_MOST_TRAILING):
        plain = _TRAILING.sub("", plain)
    return _without_authors(plain).strip(f" \t,;.{_QUOTES}"), quoted is not None


def _without_authors(plain: str) -> str:
    """The text up to the authors at its end: "Hindsight Experience Replay, Andrychowicz et al"."""
    found = _ET_AL.search(plain)
    if found is None:
        return plain
    before = plain[: found.start()]
    cut = max(before.rfind(mark) for mark in (",", "(", "[", "”", '"', " by "))
    return before[:cut] if cut >= 0 else ""


def _is_foreign(plain: str) -> bool:
    """Whether it is in another script or language than titles are, or damaged."""
    letters = [letter for letter in plain if letter.isalpha()]
    if sum(map(_is_of_other_script, letters)) > 1:
        return True
    if 5 * sum(not letter.isascii() for letter in letters) > len(letters):
        return True
    return sum(word.casefold() in _FOREIGN for word in _WORDS.findall(plain)) >= 2


def _is_of_other_script(letter: str) -> bool:
    return not letter.isascii() and not unicodedata.name(letter, "").startswith(_SCRIPTS)


def _is_spelled_out(text: str) -> bool:
    """Whether it is a name with what its letters stand for: "CLIP (Contrastive Language-Image …)",
    "Reinforcement Learning with Augmented Data (RAD)" is a title with its name behind it."""
    found = _SPELLED_OUT.fullmatch(text)
    if found is None or " " in found[1].strip():
        return False
    rest = iter(found[2].casefold())
    return all(letter in rest for letter in found[1].casefold() if letter.isalpha())


def _is_prose(plain: str, counted: int) -> bool:
    """Whether it speaks of a paper instead of naming it."""
    if counted <= _MOST_OF_ASIDES and _ASIDES.search(plain):
        return True
    first = next((letter for letter in plain if letter.isalpha()), "")
    return first.islower() and _LOWER_NAME.match(plain) is None
