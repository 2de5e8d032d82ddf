"""The text of a link is the title of another paper than the one behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from enricher.audit.alignment import LONGEST, aligned, heavy, words
from enricher.audit.claims import bare, claim_of
from enricher.audit.interface import Confidence, Finding, Kind, Subject
from enricher.audit.phrases import opening
from enricher.audit.places import address_of, leads, quoted
from enricher.audit.sameness import is_exactly, is_sibling, may_be
from enricher.audit.series import is_other_version
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
        is_another, meant = _named(subject, link, paper) if paper else (False, None)
        if paper is None or not is_another:
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
    """The texts that name another paper, or may do so where there is one of that very title."""
    for link in subject.links:
        paper = subject.paper_of(link)
        if paper is None or not link.text or len(link.text) > LONGEST:
            continue
        known = subject.known.titles_of(paper)
        if _is_another(subject, link, paper, known) or _is_doubtful(bare(link.text), known):
            yield link.text


def names_another(subject: Subject, link: Link, paper: Paper) -> bool:
    """Whether the text of a link names another paper than the one behind it."""
    is_another, _ = _named(subject, link, paper)
    return is_another


def _named(subject: Subject, link: Link, paper: Paper) -> tuple[bool, Paper | None]:
    """Whether the text names another paper, and which one, where that is known."""
    if not link.text or len(link.text) > LONGEST:
        return False, None
    known = subject.known.titles_of(paper)
    if any(_is_renamed(paper, other) for other in subject.known.shelf.exactly(link.text)):
        return False, None
    meant = _meant(subject, link, paper, known)
    return meant is not None or _is_another(subject, link, paper, known), meant


def _is_another(subject: Subject, link: Link, paper: Paper, known: list[str]) -> bool:
    is_entry = subject.path.lower().endswith(".bib")
    said = leads(subject.text, link)
    claim = claim_of(link.text, leads=said, is_title=is_entry, authors=paper.authors)
    if claim is None:
        name = bare(link.text)
        if len(name.split()) > _LONGEST_NAME:
            return False
        return is_other_version(name, known) or (said and is_sibling(name, known))
    return not may_be(claim.title, known)


def _is_doubtful(title: str, known: list[str]) -> bool:
    """Whether it is but a part of each of these titles, at whole words: "Segment Anything"; what
    stands before a separator is how readers shorten it."""
    told = words(title)
    if len(told) < _LEAST_WORDS or not title[:1].isupper():
        return False
    if any(is_exactly(title, opening(each)) for each in known):
        return False
    found = [aligned(told, words(each)) for each in known]
    return all(each.is_within and not each.only_left and heavy(each.only_right) for each in found)


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


def _is_renamed(paper: Paper, other: Paper) -> bool:
    """Whether they may be one work that got another title when it appeared: the same authors in
    the same order at the same venue."""
    is_one_venue = paper.venue is not None and paper.venue == other.venue
    names = [[name.casefold().split()[-1:] for name in each.authors] for each in (paper, other)]
    return is_one_venue and paper.id != other.id and len(names[0]) > 1 and names[0] == names[1]


KIND: Final = Kind(
    code=CODE,
    title="The text of a link is the title of another paper than the one behind it.",
    find=find,
    seeks=seeks,
)
