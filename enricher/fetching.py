"""The fetcher that a user's settings make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enricher import __version__
from enricher.config import cache_folder
from enricher.fetch.observer import Observer
from enricher.fetch.planted import TURNS
from enricher.fetch.site import Site
from enricher.settings import IndexSettings, ProviderSettings, Settings

if TYPE_CHECKING:
    from enricher.fetch.fetcher import Fetcher


def sites(settings: Settings) -> dict[str, Site]:
    """The settings of each provider that the fetcher obeys.

    One that is a source and an index has those of both; where they differ the index's hold.
    """
    own, others = settings.indexes, settings.sources
    return {
        name: _site(own.get(name, IndexSettings()), others.get(name, ProviderSettings()))
        for name in {**others, **own}
    }


def _site(own: IndexSettings, other: ProviderSettings) -> Site:
    return Site(
        own.base_url or other.base_url,
        other.interval if own.interval is None else own.interval,
        own.batch or other.batch,
        own.key,
    )


def fetcher(settings: Settings, observer: Observer) -> Fetcher:
    """A fetcher that obeys these settings and tells its observer."""
    from enricher.fetch.fetcher import Fetcher

    contact = f"; mailto:{settings.mailto}" if settings.mailto else ""
    return Fetcher(
        user_agent=f"enricher/{__version__} (+https://github.com/enricher/enricher{contact})",
        folder=cache_folder(settings) / TURNS,
        sites=sites(settings),
        deadline=settings.deadline,
        observer=observer,
    )
