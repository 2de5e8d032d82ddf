"""Which title, if any, the text of a link claims for the paper behind it.

Most texts of links are no titles: "paper", "[12]", "Zhang et al. 2020", "the original GAN paper",
"SemiNAS". What is left of a text once marks, quotes, numbers, authors and years are taken off is a
claim where it has enough words, in letters that titles are compared by.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from enricher.audit.alignment import LONGEST, words
from enricher.audit.languages import is_foreign, title_in
from enricher.audit.vocabulary import LIGHT, LITTLE, OF_SENTENCES, SURVEYS

_QUOTES = "\"'“”‘’«»„`"
_CAPITAL = re.compile(r"\b[^\W\d_a-z][^\W\d_]+\b")
_YEAR = r"(?:19|20)\d\d[a-z]?"
_NAME = r"[^\W\d_a-z][\w.'’-]{0,30}"
_MARKUP = re.compile(
    r"!\[[^\]]{0,400}\]\([^)\s]{0,400}\)?|<[^<>]{0,400}>|[`~]{1,3}|(?<!\d)\*{1,3}|\*{1,3}(?!\d)|\\(?=[^\w\s])"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b(?:arxiv|doi)[:.]\s?\S+|\(?arxiv[./]org\)?", re.IGNORECASE
)
_LEADING = re.compile(
    r"\s*(?:\[?\d{4}\.\d{4,5}(?:v\d+)?\]?[:.]?|\[\w{1,12}\]|\(\w{1,3}\)|#?\d{1,3}[.):]|#\d{1,4}"
    r"|(?:19|20)\d\d(?:[-./]\d\d){0,2}[:,.]?(?:\s[-–—|])?)\s+"
)
# What ends a text and no title: a footnote, a year, "(Mirhoseini et al, ICML 2017)", "(RAD)"
_TRAILING = re.compile(
    rf"[\s,;.]*(?:\[[\w\s,.-]{{0,40}}\]|\((?:[^()]{{0,60}}{_YEAR}|[A-Za-z0-9+-]{{1,12}})\)"
    rf"|[.,]\s(?:[Ii]n:?\s)?[A-Z][A-Za-z]{{1,11}}[ ,’'-]{{0,2}}(?:{_YEAR}|\d\d)\.?"
    rf"|[.,;]\s{_YEAR}\s[A-Z][A-Za-z]{{1,11}})\s*\Z"
)
_MOST_TRAILING = 4
_LEAST_BEHIND = 2  # words behind authors that are more than a venue and a year
_QUOTED = re.compile(rf"[{_QUOTES}](.{{3,}}?)[,.]?[{_QUOTES}](?:\W.*)?", re.DOTALL)
_ET_AL = re.compile(r",?\set\.?\s?al\b\.?")
_BEFORE_AUTHORS = re.compile(r"[,.;:(\[”\"|]\s?|\s[-–—@]\s|\sby\s", re.IGNORECASE)
_BEHIND_AUTHORS = re.compile(rf"[\s,;:.)\]|–—-]*(?:\(?{_YEAR}\)?)?[\s,;:.)\]|–—-]*")
_NAMES_BEHIND = re.compile(
    rf"\sby\s{_NAME}(?:\s{_NAME}){{0,2}}(?:(?:,\s(?:and\s)?|\sand\s|\s&\s){_NAME}(?:\s{_NAME}){{0,2}}){{1,9}}\W*\Z"
)
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
_LEAST_LOWER = 4  # words of a title that begins with a small letter
_MOST_OF_ASIDES = 6  # words; a longer text with such a word may be a title
_POSSESSIVE = re.compile(r"\W*\w{2,20}['’]s\s[a-z]")  # "Hinton's talk on capsules"
_SPELLED_OUT = re.compile(r"\W*([\w\s/&-]{2,80}?)\s*\(([\w\s/&-]{2,80})\)\W*(?:\[\w{1,4}\]\s*)?")
_LOWER_NAME = re.compile(r"[a-z][\w-]{0,20}[A-Z0-9]|[\w$ -]{2,30}(?::|\s[-–—]\s)")


class Claim(NamedTuple):
    """A title that a text claims, and whether it stood between quotes."""

    title: str
    is_quoted: bool


def claim_of(
    text: str,
    *,
    leads: bool = True,
    is_title: bool = False,
    authors: Collection[str] = (),
) -> Claim | None:
    """The title that a link's text claims, None where it claims none.

    ``leads`` tells that the link begins its list item, cell, heading or line: within a sentence,
    three words are the name of a thing more often than a title. ``is_title`` tells that the text
    is one, as in a bibliography. ``authors`` are the names of those who wrote the paper behind the
    link: a text with one of them speaks of it, unless it says much more.
    """
    if len(text) > LONGEST or _is_spelled_out(text):
        return None
    plain, is_quoted = _bare(text)
    if _AUTHOR_YEAR.fullmatch(plain) or is_foreign(plain):
        return None
    if is_title:
        return Claim(plain, is_quoted) if words(plain) else None
    without = _without_names(plain, authors)
    speaks_of_it, plain = without != plain, without
    counted = [word for word in words(plain) if len(word) > 2 and not word.isdecimal()]
    heavy = [word for word in counted if word not in LIGHT]
    is_likely = (leads or is_quoted) and not speaks_of_it
    if len(counted) < (3 if is_likely else 4) or len(heavy) < 2:
        return None
    is_alone = leads and not text.rstrip().endswith(".")
    if not is_quoted and _is_prose(plain, len(counted), is_alone=is_alone):
        return None
    return Claim(plain, is_quoted)


def bare(text: str) -> str:
    """A link's text without marks, quotes, numbers, authors and years."""
    return _bare(text[:LONGEST])[0]


def _bare(text: str) -> tuple[str, bool]:
    plain = _ADDRESS.sub(" ", _MARKUP.sub(" ", text))
    plain = title_in(" ".join(plain.split()))
    number = _LEADING.match(plain)
    plain = plain[number.end() :] if number else plain
    quoted = _QUOTED.fullmatch(plain)
    is_quoted = quoted is not None and 2 * len(quoted[1]) > len(plain)
    if quoted and is_quoted:
        plain = quoted[1]
    for _ in range(_MOST_TRAILING):
        plain = _TRAILING.sub("", plain)
    return _without_authors(plain).strip(f" \t,;.{_QUOTES}"), is_quoted


def _without_names(plain: str, authors: Collection[str]) -> str:
    """The text without the names of a paper's authors: "Survey by Elsken, Metzen and Hutter"."""
    names = {name for author in authors for name in _CAPITAL.findall(author)}
    names = {name for name in names if name.casefold() not in LITTLE}
    found = [name for name in _CAPITAL.findall(plain) if name in names]
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, found))})\b", " ", plain) if found else plain


def _without_authors(plain: str) -> str:
    """The text without authors before or behind it: "Hindsight Experience Replay, Andrychowicz et
    al", "Vaswani et al. (2017): Attention Is All You Need"."""
    names = _NAMES_BEHIND.search(plain)
    if names and SURVEYS.isdisjoint(words(names[0])):  # "Recognition by Machine, A Review"
        plain = plain[: names.start()]
    found = _ET_AL.search(plain)
    if found is None:
        return plain
    marks = list(_BEFORE_AUTHORS.finditer(plain, 0, found.start()))
    before = plain[: marks[-1].start()] if marks else ""
    gap = _BEHIND_AUTHORS.match(plain, found.end())
    behind = plain[gap.end() if gap else found.end() :]
    return behind if len(words(behind)) > max(_LEAST_BEHIND, len(words(before))) else before


def _is_spelled_out(text: str) -> bool:
    """Whether it is a name with what its letters stand for: "CLIP (Contrastive Language-Image …)",
    "Reinforcement Learning with Augmented Data (RAD)" is a title with its name behind it."""
    found = _SPELLED_OUT.fullmatch(text)
    if found is None or " " in found[1].strip():
        return False
    rest = iter(found[2].casefold())
    return all(letter in rest for letter in found[1].casefold() if letter.isalpha())


def _is_prose(plain: str, counted: int, *, is_alone: bool) -> bool:
    """Whether it speaks of a paper instead of naming it. What stands within a sentence, or is one,
    does so sooner than what stands alone."""
    if counted <= _MOST_OF_ASIDES and _ASIDES.search(plain):
        return True
    if plain.startswith("the ") or (counted < _LEAST_LOWER and _POSSESSIVE.match(plain)):
        return True
    said = len(OF_SENTENCES.intersection(plain.casefold().split()))
    first = next((letter for letter in plain if letter.isalpha()), "")
    is_lower = first.islower() and _LOWER_NAME.match(plain) is None
    if is_alone and not is_lower:
        return said > 1
    return said > 0 or (is_lower and (not is_alone or counted < _LEAST_LOWER))
