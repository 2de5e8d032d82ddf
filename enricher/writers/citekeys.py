"""Keys by which texts cite papers: ``wong2018transfer``.

A key is ASCII letters and digits, beginning with a letter: the same in LaTeX, in pandoc's
citations and as an id of CSL, and one that nobody has to quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import chain, count, product
from string import ascii_lowercase

from enricher.paper import Paper
from enricher.writers import names

_LONGEST = 20  # letters of a name or a word: a group's name and a title in Chinese are one word
_LONGEST_TEXT = 1_000  # of a title or a name that is looked at
_WORD = re.compile(r"\w+(?:[-‐‑'’.]\w+)*")
_INSIGNIFICANT = frozenset({
    "a", "about", "after", "all", "an", "and", "are", "as", "at", "be", "beyond", "but", "by",
    "can", "do", "does", "for", "from", "how", "if", "in", "into", "is", "it", "its", "not", "of",
    "on", "or", "our", "over", "than", "that", "the", "their", "there", "this", "to", "toward",
    "towards", "under", "using", "via", "we", "what", "when", "where", "which", "who", "why",
    "with", "without", "you", "your",
})  # fmt: skip


def fresh(paper: Paper, taken: AbstractSet[str]) -> str:
    """A key for a paper that has none yet, unlike all that are taken; it is in lower case, so where
    letter case tells no keys apart (BibTeX), let ``taken`` be in lower case, too.

    It is the first author's family name, the year in which the paper first appeared, so that a
    later publication changes no key, and the first significant word of the title. Where that is
    taken, a letter follows: ``wong2018transferb``, for the second. Deterministic, given ``taken``.
    """
    first = _key(paper)
    return next(key for key in chain((first,), _with_letters(first)) if key not in taken)


def by_appearance(papers: Iterable[Paper]) -> list[Paper]:
    """The papers in the order of their first appearance, then of their ids: an order that depends
    on no folder, in which to give out keys and to write entries."""
    return sorted(papers, key=lambda paper: (paper.published or str(paper.year or ""), paper.id))


def _key(paper: Paper) -> str:
    author = _named(_family(paper.authors[0]))[:_LONGEST] if paper.authors else ""
    if not author:
        return _named(paper.id[:_LONGEST_TEXT]) or "paper"
    return f"{author}{_year(paper)}{_word(paper.title)}"


def _family(name: str) -> str:
    parts = names.split(name[:_LONGEST_TEXT])
    return parts.family or parts.literal


def _year(paper: Paper) -> str:
    """The year in which the paper first appeared: that of the preprint, where one is known."""
    published = re.match(r"[0-9]{4}", paper.published or "")
    return published[0] if published else str(paper.year or "")


def _word(title: str) -> str:
    """The first significant word, or the first one where none is."""
    first = ""
    for found in _WORD.finditer(title[:_LONGEST_TEXT]):
        word = _letters(found[0])
        if word and word not in _INSIGNIFICANT:
            return word[:_LONGEST]
        first = first or word
    return first


def _named(text: str) -> str:
    """The text as letters and digits that begin with a letter."""
    return _letters(text).lstrip("0123456789")


def _letters(text: str) -> str:
    from anyascii import anyascii

    return re.sub(r"[^a-z0-9]", "", anyascii(text).lower())


def _with_letters(key: str) -> Iterator[str]:
    """The key with b, c, …, z, aa, ab, …"""
    yield from (key + letter for letter in ascii_lowercase[1:])
    for length in count(2):
        yield from (key + "".join(letters) for letters in product(ascii_lowercase, repeat=length))
