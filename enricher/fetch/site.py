"""What a user's settings say of a provider, and about how much a fetch would be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from enricher.exchange import Provider
from enricher.fetch.keys import Key
from enricher.models import Wanted
from enricher.sections import Secret

Wishes = Sequence[tuple[Provider, Sequence[Wanted]]]


class Site(NamedTuple):
    """A user's settings of one provider; None keeps the provider's own."""

    base_url: str | None = None
    interval: float | None = None
    batch: int | None = None
    key: Secret | None = None


class Estimate(NamedTuple):
    """About how much a fetch is: papers, requests, and seconds of waiting between these."""

    papers: int
    calls: int
    seconds: float


def key(provider: Provider, site: Site) -> Key:
    """The user's key, to be sent as the provider wants it."""
    value = site.key.value if site.key else ""
    return Key(value, provider.key_header, provider.key_parameter)


def interval(provider: Provider, sites: Mapping[str, Site]) -> float:
    """The pause between two requests: the user's; a shorter one only at their own base URL."""
    site = sites.get(provider.name, Site())
    if site.interval is None:
        return provider.operator.interval
    return site.interval if site.base_url else max(site.interval, provider.operator.interval)


def estimate(wishes: Wishes, sites: Mapping[str, Site]) -> Estimate:
    """About how much a fetch would be. Operators are asked at the same time."""
    seconds: dict[str, float] = defaultdict(float)
    calls = 0
    for provider, wanted in wishes:
        batch = sites.get(provider.name, Site()).batch or len(wanted)
        parts = (wanted[start : start + batch] for start in range(0, len(wanted), max(1, batch)))
        number = sum(provider.requests(call) for part in parts for call in provider.calls(part))
        calls += number
        seconds[provider.operator.name] += number * (interval(provider, sites) + 0.5)
    papers = sum(len(wanted) for _, wanted in wishes)
    return Estimate(papers, calls, max(seconds.values(), default=0.0))
