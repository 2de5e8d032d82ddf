"""One work is an entry of a note twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from enricher.audit.claims import bare
from enricher.audit.interface import Finding, Kind, Subject
from enricher.audit.places import leads, quoted
from enricher.links.anatomy import Block
from enricher.models import Span

CODE: Final = "duplicate"
_ENTRIES = frozenset({Block.LIST_ITEM, Block.CELL, Block.HEADING})
_LEAST = 8  # letters of a text that names a paper, and not "pdf" or "paper"
_LETTER = re.compile(r"[^\W\d_]")
_ENTRY = re.compile(r"^@", re.MULTILINE)


def find(subject: Subject) -> Iterator[Finding]:
    """The list items, rows, headings and entries of a bibliography that a work has already one of.

    Links in sentences are none, for these may cite a work as often as they like.
    """
    first: dict[str, tuple[Span, int, str]] = {}
    for entry, (line, text, work, span) in _entries(subject):
        known = first.setdefault(work, (entry, line, text))
        if known[0] != entry:
            message = f"{quoted(bare(text))} stands on line {known[1]} already."
            yield subject.finding(CODE, span, message)


def _entries(subject: Subject) -> Iterator[tuple[Span, tuple[int, str, str, Span]]]:
    """The links that are what an entry is about, with the part of the note that the entry is."""
    starts = [found.start() for found in _ENTRY.finditer(subject.text)]
    is_bib = PurePath(subject.path).suffix.lower() == ".bib"
    number = 0
    for anatomy in subject.anatomies:
        link = anatomy.link
        paper = subject.paper_of(link)
        if paper is None or len(_LETTER.findall(bare(link.text))) < _LEAST:
            continue
        told = (link.line, link.text, paper.id, link.span)
        if is_bib:
            while number + 1 < len(starts) and starts[number + 1] <= link.span.start:
                number += 1
            yield Span(starts[number] if starts else 0, 0), told
        elif anatomy.block in _ENTRIES and leads(subject.text, link):
            yield anatomy.row or anatomy.around[0], told


KIND: Final = Kind(
    code=CODE,
    title="A work has two list items, rows, headings or entries of a bibliography in one note.",
    find=find,
)
