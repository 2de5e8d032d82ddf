"""One work is an entry of a note twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final

from enricher.audit.alignment import aligned, words
from enricher.audit.claims import bare
from enricher.audit.interface import Finding, Kind, Subject
from enricher.audit.phrases import is_coined
from enricher.audit.places import leads, quoted
from enricher.audit.vocabulary import LABELS
from enricher.audit.wrong_paper import names_another
from enricher.links.anatomy import Block
from enricher.models import Link, Span
from enricher.paper import Paper
from enricher.venues import short_name

CODE: Final = "duplicate"
_ENTRIES = frozenset({Block.LIST_ITEM, Block.CELL, Block.HEADING})
_LEAST = 8  # letters of a text that names a paper, and not "pdf" or "paper"
_LETTER = re.compile(r"[^\W\d_]")
_CITED = re.compile(r"(?:19|20)\d\d[a-z]?\Z")  # "Luong2015"
_ENTRY = re.compile(r"^@", re.MULTILINE)


def find(subject: Subject) -> Iterator[Finding]:
    """The list items, rows, headings and entries of a bibliography that a work has already one of.

    Links in sentences are none, for these may cite a work as often as they like; nor are those
    that lead to another paper than their text names, for these are to be mended.
    """
    entries = list(_entries(subject))
    times = Counter(paper.id for _, _, paper in entries)
    first: dict[str, tuple[Span, int]] = {}
    for entry, link, paper in entries:
        if times[paper.id] == 1 or names_another(subject, link, paper):
            continue
        known = first.setdefault(paper.id, (entry, link.line))
        if known[0] != entry:
            message = f"{quoted(bare(link.text))} stands on line {known[1]} already."
            yield subject.finding(CODE, link.span, message)


def _entries(subject: Subject) -> Iterator[tuple[Span, Link, Paper]]:
    """The links that are what an entry is about, with the part of the note that the entry is."""
    starts = [found.start() for found in _ENTRY.finditer(subject.text)]
    is_bib = PurePath(subject.path).suffix.lower() == ".bib"
    number = 0
    for anatomy in subject.anatomies:
        link = anatomy.link
        paper = subject.paper_of(link)
        if paper is None or not _names(link.text, subject.known.titles_of(paper)):
            continue
        if is_bib:
            while number + 1 < len(starts) and starts[number + 1] <= link.span.start:
                number += 1
            yield Span(starts[number] if starts else 0, 0), link, paper
        elif anatomy.block in _ENTRIES and leads(subject.text, link):
            yield anatomy.row or anatomy.around[0], link, paper


def _names(text: str, known: Sequence[str]) -> bool:
    """Whether a text names a paper: by a short name, too, that its title has or spells, or that is
    spelled as names are and is neither what the link leads to nor where the paper appeared."""
    plain = bare(text)
    if len(_LETTER.findall(plain)) >= _LEAST:
        return True
    told = words(plain)
    if not told or not LABELS.isdisjoint(told):
        return False
    if any(not aligned(told, words(title)).only_left for title in known):
        return True
    is_name = is_coined(plain) and not _CITED.search(plain)
    return is_name and _LETTER.search(plain) is not None and short_name(plain) is None


KIND: Final = Kind(
    code=CODE,
    title="A work has two list items, rows, headings or entries of a bibliography in one note.",
    find=find,
)
