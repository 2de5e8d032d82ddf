"""A paper in short: its authors as a citation in running text names them."""

from __future__ import annotations

import re

from enricher.paper import Paper

_LONGEST = 80  # code points of one name
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|2nd|3rd|ph\.?d|m\.?d)\.?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?-?){1,3}(?<=\.)|[^\W\d_]")
_IN_BRACKETS = re.compile(r"(?<!\s)\s*+\([^()]{0,80}\)$")
_OTHERS = frozenset({"et al", "et al.", "others", "and others"})
# Words of groups' names, and hardly of a person's.
_GROUP = frozenset(
    {
        *("collaboration", "collaborations", "collective", "committee", "community"),
        *("consortium", "contributors", "council", "foundation", "group", "initiative"),
        *("institute", "lab", "laboratory", "labs", "network", "project", "research", "society"),
        *("team", "teams", "university"),
    }
)
# Particles that belong to the family name; in capitals only those that are no given names.
_PARTICLES = frozenset(
    {
        *("af", "al", "auf", "av", "bin", "da", "dal", "de", "degli", "del", "della", "den", "der"),
        *("di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "los", "op", "ten", "ter"),
        *("van", "vande", "vander", "von", "zu", "zum", "zur", "'t", "’t"),
        *("Van", "Vande", "Vander", "Von", "De", "Del", "Della", "Der", "Di", "La", "Le", "Dos"),
    }
)
# Scripts whose names are written family first, or without a blank: such a name stays whole.
_WHOLE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def authors(paper: Paper) -> str:
    """The authors by their family names: "Luo", "Luo and Tan", "Luo et al."; a group by its whole
    name; empty where none is known."""
    names = [" ".join(name.split()) for name in paper.authors]
    known = [name for name in names if name and name.casefold() not in _OTHERS]
    if not known:
        return ""
    first = family_name(known[0])
    if len(names) == 1:
        return first
    if len(known) == len(names) == 2:
        return f"{first} and {family_name(known[1])}"
    return f"{first} et al."


def family_name(name: str) -> str:
    """The family name of a name as printed, "Given Family" or "Family, Given", with its particles
    and without a suffix; the whole of a single name, a group's or one in a CJK script."""
    name = " ".join(name.split())
    words = _IN_BRACKETS.sub("", name).rstrip("*†‡§¶ ").split()
    if len(words) < 2 or _is_whole(name, words):
        return _cut(name)
    family, comma, rest = " ".join(words).partition(",")
    if comma and not _SUFFIX.fullmatch(rest.strip()):
        return _cut(family.strip() or name)
    words = family.split()
    while len(words) > 1 and _SUFFIX.fullmatch(words[-1].strip(",")):
        words.pop()
    if len(words) > 1 and _INITIALS.fullmatch(words[-1]):  # "Luo R."
        return _cut(next((word for word in words if not _INITIALS.fullmatch(word)), name))
    start = len(words) - 1
    for number in range(1, start):
        if words[number] in _PARTICLES:
            start = number
            break
    return _cut(" ".join(words[start:]))


def _is_whole(name: str, words: list[str]) -> bool:
    folded = {word.strip(".,:").casefold() for word in words}
    is_group = words[0] == "The" or words[-1].endswith("AI") or bool(folded & _GROUP)
    return is_group or _WHOLE.search(name) is not None


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
