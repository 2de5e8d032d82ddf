"""What is known of papers, once all who may know have been asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from enricher.models import PaperRef, Record, Wanted
from enricher.paper import Failed, Found, Missing, Outcome, Paper

if TYPE_CHECKING:
    from enricher.exchange import Source
    from enricher.lookups import LookedUp
    from enricher.resolution import Resolution
    from enricher.resolve import Resolver
    from enricher.settings import Settings


class Answers(NamedTuple):
    """The outcome of each paper that was wanted, the work of each reference that has a record,
    what the user should know of servers that did not answer, and all records of these works."""

    outcomes: list[Outcome]
    papers: dict[PaperRef, Paper]
    notices: list[str]
    records: list[Record]

    @property
    def titles(self) -> dict[str, list[str]]:
        """Every title that the records of a work have, by the work's id."""
        return titles_of(self.records, self.papers)


def titles_of(records: Iterable[Record], papers: Mapping[PaperRef, Paper]) -> dict[str, list[str]]:
    """Every title that the records of a work have, by the work's id."""
    titles: dict[str, list[str]] = {}
    for record in records:
        paper = papers.get(record.ref)
        if paper is not None and record.title not in titles.setdefault(paper.id, []):
            titles[paper.id].append(record.title)
    return titles


def answers(
    wanted: Sequence[Wanted],
    sources: Mapping[str, Source],
    resolver: Resolver,
    settings: Settings,
) -> Answers:
    """Resolve papers, look up where preprints were published, and merge what is one work."""
    from enricher.appearances import placed
    from enricher.merge import merge

    resolution = resolver.resolve(wanted, sources)
    known = resolution.records
    records = [placed(known[want.ref]) for want in wanted if want.ref in known]
    found = _looked_up(records, resolver, settings)
    papers = merge(records, found.records, overrides=settings.overrides, venues=settings.venues)
    outcomes = [_outcome(want.ref, resolution, papers) for want in wanted]
    notices = [*_stood_in(resolution), *found.notices]
    return Answers(outcomes, papers, notices, [*records, *found.records])


def _looked_up(records: Sequence[Record], resolver: Resolver, settings: Settings) -> LookedUp:
    """What the indexes of the settings, in their order, know of preprints among these."""
    from enricher.lookups import look_up
    from enricher.merge import settled
    from enricher.works import works

    known = resolver.indexes
    names = [name for name in settings.venues_from if name in known]
    return look_up(
        works(records, settled(settings.overrides)), resolver, {name: known[name] for name in names}
    )


def _stood_in(resolution: Resolution) -> Iterator[str]:
    """What to tell of papers that others than their own sources answered for, by reason."""
    for why, number in Counter(resolution.stood_in.values()).items():
        yield (
            f"{number:,} papers are known from another server than their own ({why}); "
            "later runs ask their own again"
        )


def _outcome(ref: PaperRef, resolution: Resolution, papers: Mapping[PaperRef, Paper]) -> Outcome:
    if ref in resolution.failed:
        return Failed(ref, resolution.failed[ref])
    if ref in papers:
        return Found(ref, papers[ref])
    return Missing(ref)
