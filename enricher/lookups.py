"""Indexes are asked where preprints were published, one after the other, until one knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from enricher.appearances import accepted, is_publication, placed
from enricher.exchange import Provider
from enricher.models import PaperRef, Record, Wanted
from enricher.resolve import Resolver
from enricher.routes import Question

Work = Sequence[Record]


class LookedUp(NamedTuple):
    """The records that tell where preprints were published, each under a name of its work, and
    what the user should know of indexes that did not answer."""

    records: list[Record]
    notices: list[str]


def look_up(works: Sequence[Work], resolver: Resolver, indexes: Mapping[str, Provider]) -> LookedUp:
    """What the indexes, in this order, know of the works that are preprints as far as is known."""
    found = LookedUp([], [])
    waiting = [work for work in works if not any(map(is_publication, work))]
    for index in indexes.values():
        asked = {question.want.ref: question for question in _questions(waiting, index)}
        answers = resolver.answer(asked)
        answered: set[PaperRef] = set()
        for ref, record in answers.records.items():
            if ref in asked and asked[ref].accepts(record):
                found.records.append(placed(record))
                answered.add(ref)
        failed = [question.failure for question in asked.values() if question.failure]
        if failed and not resolver.offline:
            found.notices.append(
                f"{index.name} did not say where {len(failed)} papers were published "
                f"({failed[0]}); what is written of them stays"
            )
        later = sum(question.is_put_off for question in asked.values())
        if later:
            found.notices.append(
                f"{index.name} is asked for {index.papers_a_run} papers a run at most: later runs "
                f"will ask where {later} more were published"
            )
        waiting = [work for work in waiting if answered.isdisjoint(names_of(work))]
    return found


def _questions(works: Sequence[Work], index: Provider) -> Iterator[Question]:
    """One question for each work that the index may know, under the first name that it takes."""
    for work in works:
        known = work[0]
        for ref in names_of(work):
            want = Wanted(ref, record=known)
            if index.takes(want):
                yield Question(want, [index], accepts=partial(_tells, known))
                break


def _tells(known: Record, found: Record) -> bool:
    return accepted(known, placed(found))


def names_of(work: Work) -> dict[PaperRef, None]:
    """Every name that the records of a work have for it, the published DOI first."""
    dois = [PaperRef("doi", record.doi) for record in work if record.doi]
    papers = [PaperRef("arxiv", record.arxiv) for record in work if record.arxiv]
    others = [ref for record in work for ref in (record.ref, *record.same_as)]
    return dict.fromkeys((*dois, *papers, *others))
