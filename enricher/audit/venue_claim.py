"""A note says that a paper appeared at one venue, and the record says another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from enricher.audit.claims import claim_of
from enricher.audit.gaps import is_aside
from enricher.audit.interface import Confidence, Finding, Kind, Subject
from enricher.audit.sameness import may_be
from enricher.audit.venues_told import told_beside
from enricher.links.anatomy import Anatomy
from enricher.models import Link, Span
from enricher.paper import Paper
from enricher.venues.editions import Edition
from enricher.venues.table import Entry, mentions
from enricher.venues.words import words

CODE: Final = "venue-claim"
_EVERY_OTHER_YEAR = {"ECCV": 0, "ICCV": 1}  # held where the year leaves this when divided by two
# Journals that print nothing that a conference had before.
_OF_NEWS = frozenset({"Nature", "Science", "PNAS", "Cell"})
_FIRST_ONLINE = 3  # years from "early access" to the issue: both years are told
_SHOWN_LATER = 2  # years: conferences let authors present what a journal has printed
# Held in December, printed in the year after: the last years of which that is so.
_PRINTED_LATER = {"NeurIPS": 2009, "ACCV": 9999}
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class _Recorded(NamedTuple):
    """Where the record has a paper, and the years that may be said of it."""

    entry: Entry
    years: frozenset[int]


def find(subject: Subject) -> Iterator[Finding]:
    """The venues of a note that are not where the paper appeared."""
    told_already: set[Span] = set()
    everything = list(told_beside(subject))
    settled = set(_settled(subject, everything))
    for anatomy, told in everything:
        paper = subject.paper_of(anatomy.link)
        if not told or (paper is not None and _is_another(subject, anatomy, paper, settled)):
            continue
        recorded = _recorded(paper) if paper else None
        for claim in told:
            is_name = paper is not None and _is_spelt(claim, paper.title)
            if claim.span in told_already or is_name or not _is_false(claim, recorded, told):
                continue
            if claim.is_dated_apart and not subject.entries and _may_be_older(claim, recorded):
                continue
            told_already.add(claim.span)
            yield _finding(subject, claim, anatomy.link, recorded)


def _settled(
    subject: Subject, everything: Sequence[tuple[Anatomy, Sequence[Edition]]]
) -> Iterator[str]:
    """The works of which the note says somewhere what their records say."""
    for anatomy, told in everything:
        paper = subject.paper_of(anatomy.link) if told else None
        recorded = _recorded(paper) if paper else None
        if paper and recorded and any(_agrees(claim, recorded) for claim in told):
            yield paper.id


def _finding(subject: Subject, claim: Edition, link: Link, recorded: _Recorded | None) -> Finding:
    paper = subject.paper_of(link)
    is_apart = claim.is_dated_apart
    written = f"{claim.entry.short} {claim.year}" if is_apart else subject.text[slice(*claim.span)]
    says = f"The {'entry' if subject.entries else 'note'} says {' '.join(written.split())}"
    never = f"There was no {claim.entry.short} in {claim.year}." if _was_not_held(claim) else ""
    if paper is None or recorded is None:
        return subject.finding(CODE, claim.span, f"{says}. {never}", link=link)
    right = f"{recorded.entry.short} {min(recorded.years)}"
    return subject.finding(
        CODE,
        claim.span,
        f"{says}, and the record of {paper.id} says {paper.venue}. {never}".rstrip(),
        proposal=right,
        confidence=Confidence.LIKELY,
        edit=None if is_apart else subject.instead(claim.span, right),
        link=link,
    )


def _is_false(claim: Edition, recorded: _Recorded | None, told: Sequence[Edition]) -> bool:
    if not claim.is_main:
        return False
    if recorded is None:
        return _was_not_held(claim)
    same_kind = {_key(each) for each in told if each.entry.kind == claim.entry.kind}
    if len(same_kind) > 1:  # one of them is of something else
        return False
    # The venue that the record has may be named, too: then this one is of something else.
    return _contradicts(claim, recorded) and not any(_agrees(each, recorded) for each in told)


def _may_be_older(claim: Edition, recorded: _Recorded | None) -> bool:
    """Whether a year in a column of its own may be that of the preprint, and the venue right."""
    if recorded is None:
        return True
    return claim.entry == recorded.entry and claim.year < min(recorded.years)


def _key(claim: Edition) -> tuple[str, int]:
    return claim.entry.short, claim.year


def _agrees(claim: Edition, recorded: _Recorded) -> bool:
    return claim.entry == recorded.entry and claim.year in recorded.years


def _contradicts(claim: Edition, recorded: _Recorded) -> bool:
    """Whether a paper cannot have appeared at both: journals print again, and longer, what
    conferences had, but never before them."""
    told, known = claim.entry, recorded.entry
    if told.kind == known.kind == "conference":
        return not _agrees(claim, recorded)
    if told.kind == known.kind:
        away = min(abs(claim.year - year) for year in recorded.years)
        return told != known or away > _FIRST_ONLINE
    if told.short in _OF_NEWS or known.short in _OF_NEWS:
        return True
    if told.kind == "journal":
        return claim.year + _SHOWN_LATER < min(recorded.years)
    return claim.year > max(recorded.years) + _SHOWN_LATER


def _is_another(subject: Subject, anatomy: Anatomy, paper: Paper, settled: Collection[str]) -> bool:
    """Whether the note speaks of another paper than the one that it links to: by the text of the
    link, or, of a text such as "pdf", where the note has the right venue beside another link."""
    if is_aside(anatomy.link.text):
        return paper.id in settled
    claimed = claim_of(anatomy.link.text)
    return claimed is not None and not may_be(claimed.title, subject.known.titles_of(paper))


def _is_spelt(claim: Edition, title: str) -> bool:
    """Whether the name of a venue is that of a paper's method: "PNAS" of "Progressive Neural
    Architecture Search"."""
    return claim.entry.short.casefold() in "".join(word[0] for word in _WORD.findall(title)).lower()


def _was_not_held(claim: Edition) -> bool:
    parity = _EVERY_OTHER_YEAR.get(claim.entry.short)
    return parity is not None and claim.year % 2 != parity


def _recorded(paper: Paper) -> _Recorded | None:
    """Where a paper appeared, if that is a venue of the table, and no workshop of it."""
    if not paper.venue or paper.type == "workshop" or "Workshop" in paper.venue:
        return None
    years = {int(year) for year in _YEAR.findall(paper.venue)} | {paper.year or 0} - {0}
    named = mentions(words(paper.venue))
    if not named or not years:
        return None
    entry = named[0].entry
    later = {year + 1 for year in years if year <= _PRINTED_LATER.get(entry.short, 0)}
    return _Recorded(entry, frozenset(years | later))


KIND: Final = Kind(
    code=CODE,
    title="The note says beside a link where the paper appeared, and its record says otherwise.",
    find=find,
)
