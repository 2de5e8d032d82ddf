"""A link to a preprint whose paper appeared, which the note does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final

from enricher.audit.headings import Headings
from enricher.audit.interface import Confidence, Finding, Kind, Subject
from enricher.audit.places import quoted
from enricher.audit.venues_told import told_beside
from enricher.links.anatomy import Anatomy
from enricher.links.visible import visible
from enricher.paper import Paper
from enricher.venues.editions import Edition, editions
from enricher.venues.mentions import names_venue

CODE: Final = "published-elsewhere"
_PRINTED = re.compile(
    r"\b(?:booktitle|journal|journaltitle)\s{0,9}=\s{0,9}[{\"](?!arxiv|corr)", re.IGNORECASE
)
_PREPRINTS = frozenset({"arxiv"})


def find(subject: Subject) -> Iterator[Finding]:
    """The first link of a note to each preprint that appeared, unless its venue stands beside, or
    above in a heading, the note's title or its name."""
    works = {paper.id for link in subject.links if (paper := subject.paper_of(link))}
    linked = {
        paper.id
        for link in subject.links
        if link.ref.source not in _PREPRINTS and (paper := subject.paper_of(link))
    }
    waiting = works - linked
    headings = Headings(subject.path, subject.text)
    for anatomy, told in told_beside(subject):
        paper = subject.paper_of(anatomy.link) if anatomy.link.ref.source in _PREPRINTS else None
        if paper is None or paper.id not in waiting or not _appeared(paper):
            continue
        waiting.discard(paper.id)
        if _is_told(paper, told) or _names_any(subject, anatomy):
            continue
        above = headings.above(anatomy.link.span.start)
        if any(_is_told(paper, editions(visible(each))) for each in above):
            continue
        doi = f" (doi:{paper.doi})" if paper.doi else ""
        address = _address(paper)
        yield subject.finding(
            CODE,
            anatomy.link.span,
            f"{quoted(paper.title)} appeared, and the note does not say so: {paper.venue}{doi}.",
            proposal=address,
            confidence=Confidence.LIKELY,
            edit=subject.instead(anatomy.link.span, address) if address else None,
        )


def _appeared(paper: Paper) -> bool:
    return bool(paper.venue) and paper.type not in {None, "preprint"} and paper.status is None


def _is_told(paper: Paper, told: Sequence[Edition]) -> bool:
    venue = paper.venue or ""
    return any(venue.startswith(each.entry.short) and each.year == paper.year for each in told)


def _names_any(subject: Subject, anatomy: Anatomy) -> bool:
    """Whether a venue is named in the list item, the row or the line, or in the fields of an entry
    of a bibliography: whether it is the right one is another question."""
    text = subject.text
    if PurePath(subject.path).suffix.lower() == ".bib":
        start = max(text.rfind("\n@", 0, anatomy.link.span.start), 0)
        end = text.find("\n@", anatomy.link.span.end)
        return _PRINTED.search(text, start, end if end >= 0 else len(text)) is not None
    spans = (*anatomy.around, *([anatomy.row] if anatomy.row else []))
    return any(names_venue(visible(text[slice(*span)])) for span in spans)


def _address(paper: Paper) -> str:
    """Its page in the proceedings, else what its DOI leads to."""
    if paper.url and "arxiv.org/" not in paper.url:
        return paper.url
    return f"https://doi.org/{paper.doi}" if paper.doi else ""


KIND: Final = Kind(
    code=CODE,
    title="The preprint appeared at a venue that the note does not name.",
    find=find,
)
