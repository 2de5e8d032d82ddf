"""From paper names to records: what the cache holds first, then what the sources answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from enricher.asking import Asking, Fetching
from enricher.config import cache_folder
from enricher.exchange import Provider, RawRecord, Source
from enricher.fetch.cache import RecordCache
from enricher.fetch.manifest import Manifest
from enricher.fetch.observer import Observer, SilentObserver
from enricher.fetch.packs import Stored
from enricher.fetch.parsed import ParsedRecords
from enricher.fetch.policy import Refresh
from enricher.fetch.site import Wishes
from enricher.fetching import fetcher
from enricher.freshness import Freshness
from enricher.indexes import all_indexes
from enricher.models import PaperRef, Record, Wanted
from enricher.resolution import Resolution, settled
from enricher.routes import Question, aliases, by_provider, questions
from enricher.settings import Settings

NOT_CACHED = "not in the cache, and this run is offline"


class Resolver:
    """Answers for papers from the cache and, unless offline, from their sources.

    ``clock`` gives unix seconds; ``new_fetcher`` makes what talks to the network, when and only
    when something has to be asked. The cache opens at the first question. ``indexes`` replaces
    those of the package.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        refresh: Refresh = Refresh.NONE,
        observer: Observer | None = None,
        clock: Callable[[], float] = time.time,
        new_fetcher: Callable[[Settings, Observer], Fetching] | None = None,
        indexes: Mapping[str, Provider] | None = None,
    ) -> None:
        self._settings = settings
        self._observer = observer or SilentObserver()
        self._clock = clock
        self._new_fetcher = new_fetcher or fetcher
        self._all_indexes = indexes
        self.refreshes = refresh is not Refresh.NONE
        self.freshness = Freshness(clock, refresh, settings.preprint_days, settings.offline)
        self._has_lacked = False

    @cached_property
    def indexes(self) -> dict[str, Provider]:
        """The indexes that the settings leave enabled."""
        known = all_indexes() if self._all_indexes is None else self._all_indexes
        settings = self._settings.indexes
        return {
            name: index
            for name, index in known.items()
            if name not in settings or settings[name].enabled
        }

    def manifest(self, settings: str) -> Manifest | None:
        """What the cache folder knows of notes, for runs with these settings; None where that is
        not to be trusted."""
        if self._cache.is_strangers:
            return None
        return Manifest(
            cache_folder(self._settings),
            f"{settings} {self._cache.packs()}",
            now=self._clock(),
            fetched_since=self._cache.fetched_since if self._cache.has_database() else None,
            offline=self.offline,
        )

    def of_cache(self, settings: Settings) -> Resolver:
        """One that knows what this one's cache holds, and asks nobody."""
        offline = replace(settings, offline=True)
        return Resolver(offline, clock=self._clock, indexes=self._all_indexes)

    def new_run(self) -> None:
        """Begin a new run: its time begins, and what failed before may be asked for again."""
        self._asking.new_run()

    @cached_property
    def _cache(self) -> RecordCache:
        folder = cache_folder(self._settings)
        return RecordCache(folder, read_only=self.offline, held_up=self._observer.held_up)

    @cached_property
    def _parsed(self) -> Callable[[Provider, Sequence[RawRecord]], Mapping[PaperRef, Record]]:
        if self._cache.is_strangers:
            return lambda provider, raw: provider.parse(raw)
        return ParsedRecords(cache_folder(self._settings), read_only=self.offline).records

    @cached_property
    def _asking(self) -> Asking:
        def new_fetcher() -> Fetching:
            return self._new_fetcher(self._settings, self._observer)

        return Asking(self._cache, self.freshness, new_fetcher)

    @property
    def requests(self) -> Mapping[str, int]:
        """How many requests were made, by host."""
        return self._asking.requests

    @property
    def offline(self) -> bool:
        """Whether only the cache is asked."""
        return self._settings.offline

    @property
    def warnings(self) -> list[str]:
        """What is wrong with the cache or the network, for the user to read."""
        own = [self.no_cache] if self.no_cache else []
        return [*self._cache.warnings, *self._asking.notices, *own]

    @property
    def no_cache(self) -> str:
        """What to tell where papers were looked for offline, and there is no cache folder."""
        folder = cache_folder(self._settings)
        if not self._has_lacked or folder.is_dir():
            return ""
        if self._settings.cache is None:
            return f"there is no cache folder {folder}: nothing was fetched yet"
        return (
            f"there is no cache folder {folder}, which the setting `cache` names "
            "(or --cache, or ENRICHER_CACHE)"
        )

    def close(self) -> None:
        """Close the cache."""
        if "_cache" in vars(self):
            self._cache.close()

    def to_ask(self, wanted: Sequence[Wanted], sources: Mapping[str, Source]) -> Wishes:
        """What would have to be fetched now, by provider."""
        return self._known(self.questions(wanted, sources), Resolution())

    def questions(
        self, wanted: Sequence[Wanted], sources: Mapping[str, Source]
    ) -> dict[PaperRef, Question]:
        """A question for each of these papers, under its name at the source that really has it."""
        renamed = aliases(wanted, sources)
        own = [want for want in wanted if want.ref not in renamed]
        known = {want.ref for want in own}
        urls = {renamed[want.ref]: want.urls for want in wanted if want.ref in renamed}
        others = [Wanted(ref, named) for ref, named in urls.items() if ref not in known]
        return questions([*own, *others], sources, self.indexes)

    def cached(self, provider: Provider, refs: Sequence[PaperRef]) -> dict[PaperRef, Stored]:
        """What the cache holds of these papers by a provider, that they are missing included."""
        return self._cache.read(provider.name, refs, provider.record_version)

    def holding(self, wanted: Callable[[str], bool], sources: Mapping[str, Source]) -> list[Record]:
        """What the cache and its packs hold of any papers, in records whose body is wanted."""
        own = {each.provider.name: each.provider for each in sources.values() if each.provider}
        providers = {**self.indexes, **own}
        rows: dict[str, list[RawRecord]] = {}
        for row in self._cache.holding(wanted):
            if row.provider in providers and row.version == providers[row.provider].record_version:
                rows.setdefault(row.provider, []).append(row.raw)
        parsed = (providers[name].parse(group) for name, group in rows.items())
        return [record for records in parsed for record in records.values()]

    def resolve(self, wanted: Sequence[Wanted], sources: Mapping[str, Source]) -> Resolution:
        """What is known of each paper after asking for what the cache does not hold."""
        resolution = self.answer(self.questions(wanted, sources))
        for ref, other in aliases(wanted, sources).items():
            resolution.share(ref, other)
        return resolution

    def answer(self, asked: Mapping[PaperRef, Question]) -> Resolution:
        """The answers to questions, each under the name that it has there."""
        resolution = Resolution()
        while wishes := self._known(asked, resolution):
            if self.offline:
                self._has_lacked = True
                for want in (want for _, group in wishes for want in group):
                    resolution.fail(asked[want.ref], NOT_CACHED)
            else:
                self._asking.ask(wishes, asked, resolution)
        for ref, question in asked.items():
            if question.failure or question.is_put_off:
                self.freshness.void(ref)
            if question.failure:
                resolution.failed[ref] = question.failure
            elif question.stood_in and not self.offline:
                resolution.stood_in[ref] = question.stood_in
            elif ref not in resolution.records:
                resolution.missing.add(ref)
        return resolution

    def _known(self, asked: Mapping[PaperRef, Question], resolution: Resolution) -> Wishes:
        """Settle what the cache holds; what is absent or too old is left to ask for."""
        wishes: list[tuple[Provider, Sequence[Wanted]]] = []
        waiting = list(asked.values())
        while waiting := [question for question in waiting if question.provider]:
            for provider, group in by_provider(waiting):
                stored = self.cached(provider, [question.want.ref for question in group])
                rows = [row.raw for row in stored.values() if row.kind != "missing"]
                resolution.records |= self._parsed(provider, rows)
                may_ask = self._may_ask(provider)
                for ref, row in stored.items():
                    self.freshness.note(row, asked[ref].want)
                fresh = {
                    ref: row
                    for ref, row in stored.items()
                    if not may_ask or self.freshness.is_usable(row, asked[ref].want)
                }
                unanswered = settled(group, fresh, resolution)
                may = {want.ref for want in unanswered if may_ask and provider.takes(want)}
                wishes.append((provider, [want for want in unanswered if want.ref in may]))
                for want in unanswered:
                    if want.ref not in may:
                        asked[want.ref].pass_on()
            asking = {want.ref for _, wanted in wishes for want in wanted}
            waiting = [question for question in waiting if question.want.ref not in asking]
        return [wish for wish in wishes if wish[1]]

    def _may_ask(self, provider: Provider) -> bool:
        """Whether there is a key where one is needed; else the cache is all that answers."""
        setting = self._settings.indexes.get(provider.name)
        return not provider.needs_key or (setting is not None and setting.key is not None)
