"""The text of a link is the title of another paper than the one behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from enricher.audit.alignment import LONGEST, aligned, words
from enricher.audit.claims import bare, claim_of
from enricher.audit.interface import Confidence, Finding, Kind, Subject
from enricher.audit.places import address_of, leads, quoted
from enricher.audit.sameness import is_exactly, is_other_version, may_be
from enricher.models import Author, Link
from enricher.paper import Paper
from enricher.works import share_authors

CODE: Final = "wrong-paper"
_NEARLY = 0.95  # of two titles' words, where another work has the very title
_LEAST_WORDS = 2  # of a title that is looked for among those of other works
_LONGEST_NAME = 3  # words


def find(subject: Subject) -> Iterator[Finding]:
    """The links of a note whose text names another paper."""
    for link in subject.links:
        paper = subject.paper_of(link)
        if paper is None or not link.text or len(link.text) > LONGEST:
            continue
        known = subject.known.titles_of(paper)
        meant = _meant(subject, link, paper, known)
        if meant is None and not _is_another(subject, link, known):
            continue
        message = f"The text names another paper than {paper.id}, {quoted(paper.title)}."
        if meant is None:
            yield subject.finding(CODE, link.span, message)
            continue
        address = address_of(meant)
        yield subject.finding(
            CODE,
            link.span,
            f"{message} It is the title of {meant.id}.",
            proposal=address,
            confidence=Confidence.LIKELY,
            edit=subject.instead(link.span, address) if address else None,
        )


def seeks(subject: Subject) -> Iterator[str]:
    """The texts that name another paper: it may be known."""
    for link in subject.links:
        paper = subject.paper_of(link)
        if paper is not None and _is_another(subject, link, subject.known.titles_of(paper)):
            yield link.text


def _is_another(subject: Subject, link: Link, known: list[str]) -> bool:
    if not link.text or len(link.text) > LONGEST:
        return False
    is_entry = subject.path.lower().endswith(".bib")
    claim = claim_of(link.text, leads=leads(subject.text, link), is_title=is_entry)
    if claim is None:
        name = bare(link.text)
        return len(name.split()) <= _LONGEST_NAME and is_other_version(name, known)
    return not may_be(claim.title, known)


def _meant(subject: Subject, link: Link, paper: Paper, known: list[str]) -> Paper | None:
    """The other work whose very title the text is, if it is not this one's."""
    title = bare(link.text)
    told = words(title)
    if len(told) < _LEAST_WORDS or any(is_exactly(title, each) for each in known):
        return None
    nearest = max(aligned(told, words(each)).ratio for each in known)
    for other in subject.known.shelf.exactly(link.text):
        if other.id == paper.id or _is_one_work(paper, other):
            continue
        if nearest < _NEARLY or not may_be(title, known):
            return other
    return None


def _is_one_work(paper: Paper, other: Paper) -> bool:
    """Whether they may be one work that is known under two names: then its titles differ little."""
    if set(paper.ids) & set(other.ids):
        return True
    authors = [tuple(map(Author, each.authors)) for each in (paper, other)]
    return share_authors(*authors) and may_be(paper.title, [other.title])


KIND: Final = Kind(
    code=CODE,
    title="The text of a link is the title of another paper than the one behind it.",
    find=find,
    seeks=seeks,
)
