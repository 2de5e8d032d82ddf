"""From paper names to records: what the cache holds first, then what the sources answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from enricher import __version__
from enricher.config import Settings, cache_folder
from enricher.exchange import RawRecord, Source
from enricher.fetch.cache import RecordCache
from enricher.fetch.observer import Observer, SilentObserver
from enricher.fetch.packs import Stored
from enricher.fetch.policy import Refresh, is_fresh
from enricher.fetch.site import Site, Wishes
from enricher.models import PaperRef, Record, Wanted

if TYPE_CHECKING:
    from enricher.fetch.fetcher import Fetcher

NOT_CACHED = "not in the cache, and this run is offline"
KEPT_TOGETHER = 100  # answers between two writes of the cache: what a crash may cost


@dataclass(slots=True)
class Resolution:
    """What became of the wanted papers, by reference.

    A paper is in ``missing`` when its source does not have it, and in ``failed`` with the reason
    when it could not be asked; a failed paper may have an older record all the same.
    """

    records: dict[PaperRef, Record] = field(default_factory=dict[PaperRef, Record])
    missing: set[PaperRef] = field(default_factory=set[PaperRef])
    failed: dict[PaperRef, str] = field(default_factory=dict[PaperRef, str])


class Resolver:
    """Answers for papers from the cache and, unless offline, from their sources.

    ``clock`` gives unix seconds; ``new_fetcher`` makes what talks to the network, when and only
    when something has to be asked. The cache opens at the first question.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        refresh: Refresh = Refresh.NONE,
        observer: Observer | None = None,
        clock: Callable[[], float] = time.time,
        new_fetcher: Callable[[Settings, Observer], Fetcher] | None = None,
    ) -> None:
        self._settings = settings
        self._refresh = refresh
        self._observer = observer or SilentObserver()
        self._clock = clock
        self._new_fetcher = new_fetcher or _fetcher
        self._cache = RecordCache(cache_folder(settings), read_only=settings.offline)
        self.requests: dict[str, int] = {}

    @property
    def warnings(self) -> list[str]:
        """What is wrong with the cache, for the user to read."""
        return self._cache.warnings

    def close(self) -> None:
        """Close the cache."""
        self._cache.close()

    def to_ask(self, wanted: Sequence[Wanted], sources: Mapping[str, Source]) -> Wishes:
        """What would have to be fetched now, by source."""
        return self._known(wanted, sources, Resolution())

    def stored(
        self, wanted: Sequence[Wanted], sources: Mapping[str, Source], *, abstracts: bool
    ) -> list[Stored]:
        """The records of these papers as the cache holds them, for a pack."""
        rows: list[Stored] = []
        for source in sources.values():
            refs = [want.ref for want in wanted if want.ref.source == source.name]
            for row in self._cache.read(source.name, refs, source.record_version).values():
                body = row.body if abstracts else source.without_abstract(_raw(row))
                rows.append(row._replace(body=body))
        return rows

    def resolve(self, wanted: Sequence[Wanted], sources: Mapping[str, Source]) -> Resolution:
        """What is known of each paper after asking for what the cache does not hold."""
        resolution = Resolution()
        wishes = self._known(wanted, sources, resolution)
        if self._settings.offline:
            for _, group in wishes:
                resolution.failed |= {want.ref: NOT_CACHED for want in group}
        elif wishes:
            self._ask(wishes, resolution)
        return resolution

    def _known(
        self, wanted: Sequence[Wanted], sources: Mapping[str, Source], resolution: Resolution
    ) -> Wishes:
        """Fill in what the cache holds; what is absent or too old is left to ask for."""
        wishes: list[tuple[Source, Sequence[Wanted]]] = []
        for source in sources.values():
            group = [want for want in wanted if want.ref.source == source.name]
            if not group:
                continue
            stored = self._cache.read(source.name, [w.ref for w in group], source.record_version)
            fresh = {ref for ref, row in stored.items() if self._usable(row)}
            records = source.parse([_raw(row) for row in stored.values() if row.kind != "missing"])
            resolution.records |= records
            resolution.missing |= {ref for ref in fresh if stored[ref].kind == "missing"}
            answered = resolution.missing | (fresh & records.keys())
            asking = [want for want in group if want.ref not in answered]
            if asking:
                wishes.append((source, asking))
        return wishes

    def _usable(self, row: Stored) -> bool:
        if self._settings.offline:
            return True
        return is_fresh(row.kind, row.date, row.fetched, now=self._clock(), refresh=self._refresh)

    def _ask(self, wishes: Wishes, resolution: Resolution) -> None:
        """Fetch, keeping what came also when the run is interrupted."""
        fetcher = self._new_fetcher(self._settings, self._observer)
        waiting: list[Stored] = []
        try:
            for result in fetcher.fetch(wishes):
                if isinstance(result, Stored):
                    waiting.append(result)
                else:
                    resolution.failed[result.ref] = result.why
                if len(waiting) >= KEPT_TOGETHER:
                    self._keep(waiting, wishes, resolution)
                    waiting = []
        finally:
            self._keep(waiting, wishes, resolution)
            self.requests = dict(fetcher.requests)

    def _keep(self, stored: Sequence[Stored], wishes: Wishes, resolution: Resolution) -> None:
        if not stored:
            return
        self._cache.write(stored)
        for source, _ in wishes:
            mine = [row for row in stored if row.provider == source.name]
            resolution.missing |= {row.ref for row in mine if row.kind == "missing"}
            records = source.parse([_raw(row) for row in mine if row.kind != "missing"])
            resolution.records |= records
            for row in mine:
                if row.kind != "missing" and row.ref not in records:
                    resolution.failed[row.ref] = "the reply could not be read"


def _raw(row: Stored) -> RawRecord:
    return RawRecord(row.ref, row.form, row.body, row.kind, row.date)


def sites(settings: Settings) -> dict[str, Site]:
    """The settings of each source that the fetcher obeys."""
    return {
        name: Site(setting.base_url, setting.interval, setting.batch)
        for name, setting in settings.sources.items()
    }


def _fetcher(settings: Settings, observer: Observer) -> Fetcher:
    from enricher.fetch.fetcher import Fetcher

    contact = f"; mailto:{settings.mailto}" if settings.mailto else ""
    return Fetcher(
        user_agent=f"enricher/{__version__} (+https://github.com/enricher/enricher{contact})",
        folder=cache_folder(settings) / "turns",
        sites=sites(settings),
        deadline=settings.deadline,
        observer=observer,
    )
