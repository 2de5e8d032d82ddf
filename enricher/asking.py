"""Asks providers for what the cache does not hold, and keeps every answer at once.

Runs that share a cache ask for nothing twice: a run looks again before each request, when it is its
turn, and what it fetched is kept before the turn of the next begins.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from enricher.exchange import Provider
from enricher.fetch.cache import RecordCache
from enricher.fetch.packs import Stored
from enricher.fetch.site import Wishes
from enricher.freshness import Freshness
from enricher.models import PaperRef
from enricher.resolution import Resolution, settled
from enricher.routes import Question

if TYPE_CHECKING:
    from enricher.fetch.news import Known, News


class Fetching(Protocol):
    """What asks providers: `enricher.fetch.fetcher.Fetcher`."""

    @property
    def requests(self) -> Mapping[str, int]: ...
    @property
    def notices(self) -> Sequence[str]: ...
    def fetch(self, wishes: Wishes, known: Known) -> Generator[News]: ...
    def left(self) -> Iterable[News]: ...


class Asking:
    """The asking of one run after another; ``new_fetcher`` makes what talks to the network, when
    and only when something has to be asked. ``requests`` counts those of all runs by host."""

    def __init__(
        self,
        cache: RecordCache,
        freshness: Freshness,
        new_fetcher: Callable[[], Fetching],
    ) -> None:
        self._cache = cache
        self._freshness = freshness
        self._new_fetcher = new_fetcher
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
        try:
            with closing(asking.fetch(wishes, self._known)) as fetched:
                self._cache.prepare()  # before the first request: its answer has to be kept
                for news in fetched:
                    self._keep(news, wishes, asked, resolution)
                    self._fail(news, asked, resolution)
        finally:
            for news in asking.left():
                self._keep(news, wishes, asked, resolution)
            for host, number in asking.requests.items():
                asked_now = number - before.get(host, 0)
                self.requests[host] = self.requests.get(host, 0) + asked_now

    def _known(self, provider: Provider, refs: Sequence[PaperRef]) -> Iterable[Stored]:
        """What other runs have kept of a provider's papers since this one read the cache."""
        rows = self._cache.read_again(provider.name, refs, provider.record_version)
        return filter(self._freshness.is_news, rows)

    def _fail(self, news: News, asked: Mapping[PaperRef, Question], resolution: Resolution) -> None:
        """Note what could not be fetched."""
        for failure in news.results:
            if isinstance(failure, Stored):
                continue
            question = asked[failure.ref]
            if question.provider:
                self._failed[question.provider.name, failure.ref] = failure.why
            resolution.fail(question, failure.why)

    def _keep(
        self,
        news: News,
        wishes: Wishes,
        asked: Mapping[PaperRef, Question],
        resolution: Resolution,
    ) -> None:
        """Keep what was fetched, and settle what it answers."""
        stored = [result for result in news.results if isinstance(result, Stored)]
        if not stored:
            return
        if not news.is_kept:
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
