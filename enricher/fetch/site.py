"""What a user's settings say of a source, and about how much a fetch would be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from enricher.exchange import Source
from enricher.models import Wanted

Wishes = Sequence[tuple[Source, Sequence[Wanted]]]


class Site(NamedTuple):
    """A user's settings of one source; None keeps the source's own."""

    base_url: str | None = None
    interval: float | None = None
    batch: int | None = None


class Estimate(NamedTuple):
    """About how much a fetch is: papers, requests, and seconds of waiting between these."""

    papers: int
    calls: int
    seconds: float


def estimate(wishes: Wishes, sites: Mapping[str, Site]) -> Estimate:
    """About how much a fetch would be. Operators are asked at the same time."""
    seconds: dict[str, float] = defaultdict(float)
    calls = 0
    for source, wanted in wishes:
        number = sum(1 for _ in source.calls(wanted))
        interval = sites.get(source.name, Site()).interval
        pause = source.operator.interval if interval is None else interval
        calls += number
        seconds[source.operator.name] += number * (pause + 0.5)
    papers = sum(len(wanted) for _, wanted in wishes)
    return Estimate(papers, calls, max(seconds.values(), default=0.0))
