"""The parts of an author's printed name, by BibTeX's rules; what is no person's name stays whole.

BibTeX (Patashnik, "BibTeXing", 4; "Tame the BeaST", 11) reads "First von Last", "von Last, First"
and "von Last, Jr, First", where the words of "von" begin with a lower-case letter. Those words are
the particle here. Three things differ, because printed names are not typed for BibTeX: a suffix
needs no comma ("Hal Daumé III"), nobody is "von" alone ("xue wang"), and the conjunction in a
family name joins its halves ("Ortega y Gasset").
"""

from __future__ import annotations

import re
from typing import NamedTuple

from enricher.text import twin
from enricher.titles import fold

_MOST_WORDS = 8  # more are several people whose names lost their commas
_NUMBER_OF_DBLP = re.compile(r" \d{4}\Z", re.ASCII)  # tells people of one name apart
_SUFFIX = re.compile(r"(?:Jr|jr|JR|Sr)\.?|I[Ii]{1,2}|IV")
_INITIALS = re.compile(r"[^\W\d_]|(?:[^\W\d_]\.-?){1,6}")
_GLUED_INITIAL = re.compile(r"(?<![^\W_])([^\W\d_]\.)(?=[^\W\d_]{2})")  # "M.Nyk"
_NOT_IN_NAMES = re.compile(r"[0-9(){}\[\]<>&@/:;\\|=\"$%#_^~+?!\u0000-\u001f\u007f-\u009f\ufffd]")
# Scripts that write the family name first, mostly without a blank.
_FAMILY_FIRST = re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_CONJUNCTIONS = frozenset({"y", "i", "e"})
_PARTICLES = frozenset({
    "af", "al", "auf", "av", "ben", "bin", "bint", "da", "dal", "dalla", "das", "de", "degli",
    "dei", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "el", "ibn", "la", "las",
    "le", "los", "op", "ten", "ter", "van", "vande", "vanden", "vander", "vom", "von", "zu", "zum",
    "zur",
})  # fmt: skip
_OF_GROUPS = frozenset({
    "agency", "alliance", "association", "authors", "center", "centre", "collaboration",
    "collaborations", "committee", "community", "company", "consortium", "contributors", "corp",
    "corporation", "council", "deepmind", "department", "foundation", "gmbh", "google", "group",
    "groups", "inc", "initiative", "institute", "institution", "lab", "laboratories", "laboratory",
    "labs", "ltd", "llc", "microsoft", "network", "nvidia", "openai", "organization", "project",
    "research", "school", "society", "team", "teams", "university",
})  # fmt: skip
_OF_SENTENCES = frozenset({"and", "et", "for", "of", "the"})


class Name(NamedTuple):
    """A name in parts, or one that is not split: then ``literal`` is all there is.

    A name in parts has a family name and a given one at least.
    """

    given: str = ""
    particle: str = ""
    family: str = ""
    suffix: str = ""
    literal: str = ""


def split(printed: str) -> Name:
    """The parts of a name as printed ("Given Family", or "Family, Given").

    Groups, single words, scripts that write the family name first, and whatever else is not split
    with certainty stay whole. White space is folded, and DBLP's number of a person is dropped; all
    other letters of the name are in its parts.
    """
    whole = _NUMBER_OF_DBLP.sub("", fold(twin(printed)))
    if whole.startswith("{") and whole.endswith("}") and not set(whole[1:-1]) & set("{}"):
        return Name(literal=whole[1:-1].strip() or whole)
    apart = _GLUED_INITIAL.sub(r"\1 ", whole)
    if _is_whole(apart):
        return Name(literal=whole)
    parts = [part.strip() for part in apart.split(",")]
    if all(parts):
        suffix = next((part for part in parts[1:] if _SUFFIX.fullmatch(part)), "")
        if suffix:
            parts.remove(suffix)
        if len(parts) == 1:
            return _in_order(parts[0].split(), suffix) or Name(literal=whole)
        if len(parts) == 2:
            return _inverted(parts[0], parts[1], suffix)
    return Name(literal=whole)


def _is_whole(name: str) -> bool:
    """Whether a name is a group's, or one that nobody can split."""
    if _NOT_IN_NAMES.search(name) or _FAMILY_FIRST.search(name):
        return True
    words = name.replace(",", " ").split()
    if not 1 < len(words) <= _MOST_WORDS + sum(word in _PARTICLES for word in words):
        return True
    if _OF_SENTENCES.intersection(words) or ("AI" in words and not name.isupper()):
        return True
    return any(word.strip(".").casefold() in _OF_GROUPS for word in words)


def _in_order(words: list[str], suffix: str) -> Name | None:
    """The parts of "Given particle Family suffix"; None where there are no two names."""
    if not suffix and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    if len(words) < 2 or _INITIALS.fullmatch(words[-1]):
        return None
    start, end = _particle(words)
    if not start:
        return None
    given, particle, family = map(" ".join, (words[:start], words[start:end], words[end:]))
    return Name(given, particle, family, suffix)


def _particle(words: list[str]) -> tuple[int, int]:
    """Where the particle begins, and where the family name behind it does."""
    last = len(words) - 1
    if words[0] in _PARTICLES:  # "van Gogh": no given name
        return 0, 0
    for number in range(2, last):
        if words[number] in _CONJUNCTIONS:
            return number - 1, number - 1
    lower = [number for number in range(1, last) if _is_of_particle(words[number])]
    # Who writes no capitals writes none in family names, and before "S. Britto" stand given names.
    if not lower or _is_lower(words[0]) or _INITIALS.fullmatch(words[lower[-1] + 1]):
        return last, last
    start = lower[0]
    while start > 1 and words[start - 1].casefold() in _PARTICLES:  # "Van de Walle"
        start -= 1
    return start, lower[-1] + 1


def _inverted(family: str, given: str, suffix: str) -> Name:
    """The parts of "particle Family, Given"."""
    words = family.split()
    end = 0
    while end < len(words) - 1 and _is_of_particle(words[end]):
        end += 1
    return Name(given, " ".join(words[:end]), " ".join(words[end:]), suffix)


def _is_of_particle(word: str) -> bool:
    return _is_lower(word) and not _INITIALS.fullmatch(word)


def _is_lower(word: str) -> bool:
    """Whether the first letter of a word is in lower case: what BibTeX tells particles by."""
    return next((letter.islower() for letter in word if letter.isalpha()), False)
