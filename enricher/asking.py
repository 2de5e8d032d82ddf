"""Asks providers for what the cache does not hold, and keeps every answer at once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from enricher.fetch.cache import RecordCache
from enricher.fetch.packs import Stored
from enricher.fetch.site import Wishes
from enricher.freshness import Freshness
from enricher.models import PaperRef
from enricher.resolution import Resolution, settled
from enricher.routes import Question

if TYPE_CHECKING:
    from enricher.fetch.inquiry import Failure

# Answers, and seconds, between two writes of the cache: what a crash may cost.
KEPT_TOGETHER, KEPT_WITHIN = 100, 10.0


class Fetching(Protocol):
    """What asks providers: `enricher.fetch.fetcher.Fetcher`."""

    @property
    def requests(self) -> Mapping[str, int]: ...
    @property
    def notices(self) -> Sequence[str]: ...
    def fetch(self, wishes: Wishes) -> Generator[Stored | Failure]: ...
    def left(self) -> Iterable[Stored | Failure]: ...


class Asking:
    """The asking of one run after another; ``new_fetcher`` makes what talks to the network, when
    and only when something has to be asked. ``requests`` counts those of all runs by host."""

    def __init__(
        self,
        cache: RecordCache,
        freshness: Freshness,
        new_fetcher: Callable[[], Fetching],
        clock: Callable[[], float],
    ) -> None:
        self._cache = cache
        self._freshness = freshness
        self._new_fetcher = new_fetcher
        self._clock = clock
        self.requests: dict[str, int] = {}
        self._fetcher: Fetching | None = None
        self._failed: dict[tuple[str, PaperRef], str] = {}

    @property
    def notices(self) -> Sequence[str]:
        """What the user is to be told once of all failures."""
        return self._fetcher.notices if self._fetcher else ()

    def new_run(self) -> None:
        """Begin a new run: its time begins, and what failed before may be asked for again."""
        self._fetcher = None
        self._failed.clear()

    def ask(
        self, wishes: Wishes, asked: Mapping[PaperRef, Question], resolution: Resolution
    ) -> None:
        """Ask for what did not fail before in this run, and put off what is too much for one."""
        self._ask(_within(self._not_failed(wishes, asked, resolution), asked), asked, resolution)

    def _not_failed(
        self, wishes: Wishes, asked: Mapping[PaperRef, Question], resolution: Resolution
    ) -> Wishes:
        """What may be asked, for nobody is asked twice in one run for what failed."""
        for provider, wanted in wishes:
            for want in wanted:
                if why := self._failed.get((provider.name, want.ref)):
                    resolution.fail(asked[want.ref], why)
        left = (
            (provider, [want for want in wanted if (provider.name, want.ref) not in self._failed])
            for provider, wanted in wishes
        )
        return [wish for wish in left if wish[1]]

    def _ask(
        self, wishes: Wishes, asked: Mapping[PaperRef, Question], resolution: Resolution
    ) -> None:
        """Fetch, keeping what came also when the run is interrupted."""
        if not wishes:
            return
        asking = self._fetcher = self._fetcher or self._new_fetcher()
        before = dict(asking.requests)
        waiting: list[Stored] = []
        kept = self._clock()
        try:
            with closing(asking.fetch(wishes)) as results:
                self._cache.prepare()  # before the first request: its answer has to be kept
                for result in results:
                    if isinstance(result, Stored):
                        waiting.append(result)
                    else:
                        question = asked[result.ref]
                        if question.provider:
                            self._failed[question.provider.name, result.ref] = result.why
                        resolution.fail(question, result.why)
                    is_late = abs(self._clock() - kept) >= KEPT_WITHIN  # clocks are set back, too
                    if len(waiting) >= KEPT_TOGETHER or is_late:
                        self._keep(waiting, wishes, asked, resolution)
                        waiting, kept = [], self._clock()
        finally:
            waiting += [result for result in asking.left() if isinstance(result, Stored)]
            self._keep(waiting, wishes, asked, resolution)
            for host, number in asking.requests.items():
                asked_now = number - before.get(host, 0)
                self.requests[host] = self.requests.get(host, 0) + asked_now

    def _keep(
        self,
        stored: Sequence[Stored],
        wishes: Wishes,
        asked: Mapping[PaperRef, Question],
        resolution: Resolution,
    ) -> None:
        if not stored:
            return
        self._cache.write([row for row in stored if _is_sure(row, asked.get(row.ref))])
        for provider, _ in wishes:
            mine = {row.ref: row for row in stored if row.provider == provider.name}
            rows = [row.raw for row in mine.values() if row.kind != "missing"]
            records = provider.parse(rows)
            resolution.records |= records
            # An answer may hold papers that somebody else is asked for now.
            group = [asked[ref] for ref in mine if ref in asked and asked[ref].waits_for(provider)]
            for question in group:
                self._freshness.note(mine[question.want.ref], question.want)
            for want in settled(group, mine, resolution):
                resolution.fail(asked[want.ref], "the reply could not be read")


def _is_sure(row: Stored, question: Question | None) -> bool:
    """Whether an answer may be kept: what is missing by its bare id may be found by its URL."""
    want = question.want if question else None
    return row.kind != "missing" or want is None or bool(want.urls or want.record)


def _within(wishes: Wishes, asked: Mapping[PaperRef, Question]) -> Wishes:
    """What may be asked in one run; the rest is put off."""
    for provider, wanted in wishes:
        for want in wanted[provider.papers_a_run :] if provider.papers_a_run is not None else ():
            asked[want.ref].put_off()
    return [(provider, wanted[: provider.papers_a_run]) for provider, wanted in wishes]
