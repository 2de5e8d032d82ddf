"""A note says that a paper appeared at one conference, and the record says another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from enricher.audit.interface import Confidence, Finding, Kind, Subject
from enricher.audit.venues_told import Told, told_beside
from enricher.models import Span
from enricher.paper import Paper
from enricher.venues.table import Entry, mentions
from enricher.venues.words import words

CODE: Final = "venue-claim"
_EVERY_OTHER_YEAR = {"ECCV": 0, "ICCV": 1}  # held where the year leaves this when divided by two


class _Recorded(NamedTuple):
    entry: Entry
    year: int


def find(subject: Subject) -> Iterator[Finding]:
    """The conferences of a note that are not where the paper appeared."""
    told_already: set[Span] = set()
    for anatomy, told in told_beside(subject.text, subject.anatomies):
        paper = subject.paper_of(anatomy.link)
        recorded = _recorded(paper) if paper else None
        for claim in told:
            if claim.span not in told_already and _is_false(claim, recorded, told):
                told_already.add(claim.span)
                yield _finding(subject, claim, paper, recorded)


def _finding(
    subject: Subject, claim: Told, paper: Paper | None, recorded: _Recorded | None
) -> Finding:
    says = f"The note says {subject.text[slice(*claim.span)]}"
    never = f"There was no {claim.entry.short} in {claim.year}." if _was_not_held(claim) else ""
    if paper is None or recorded is None:
        return subject.finding(CODE, claim.span, f"{says}. {never}")
    right = f"{recorded.entry.short} {recorded.year}"
    return subject.finding(
        CODE,
        claim.span,
        f"{says}, and the record of {paper.id} says {paper.venue}. {never}".rstrip(),
        proposal=right,
        confidence=Confidence.LIKELY,
        edit=subject.instead(claim.span, right),
    )


def _is_false(claim: Told, recorded: _Recorded | None, told: Sequence[Told]) -> bool:
    if claim.entry.kind != "conference" or not claim.is_main:
        return False
    if recorded is None:
        return _was_not_held(claim)
    if recorded.entry.kind != "conference" or (claim.entry.short, claim.year) == _key(recorded):
        return False
    # The conference that the record has may be named, too: then this one is of something else.
    return not any((each.entry.short, each.year) == _key(recorded) for each in told)


def _key(recorded: _Recorded) -> tuple[str, int]:
    return recorded.entry.short, recorded.year


def _was_not_held(claim: Told) -> bool:
    parity = _EVERY_OTHER_YEAR.get(claim.entry.short)
    return parity is not None and claim.year % 2 != parity


def _recorded(paper: Paper) -> _Recorded | None:
    """Where a paper appeared, if that is a venue of the table, and no workshop of it."""
    if not paper.venue or paper.type == "workshop" or "Workshop" in paper.venue or not paper.year:
        return None
    named = mentions(words(paper.venue))
    return _Recorded(named[0].entry, paper.year) if named else None


KIND: Final = Kind(
    code=CODE,
    title="The note says beside a link where the paper appeared, and its record says otherwise.",
    find=find,
)
