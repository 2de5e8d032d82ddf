"""How long what the cache holds needs no new request, paper for paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from enricher.exchange import Kind
from enricher.fetch.packs import Stored
from enricher.fetch.policy import NEVER, PREPRINT_DAYS, Refresh, expiry, is_fresh
from enricher.models import PaperRef, Wanted


class _Noted(NamedTuple):
    """When a record expires, and when it was fetched, in unix seconds."""

    expiry: float
    fetched: float


@dataclass(slots=True)
class Freshness:
    """Judges records by the run's clock and settings, and remembers when the judged ones expire."""

    clock: Callable[[], float]
    refresh: Refresh = Refresh.NONE
    preprint_days: tuple[float, float, float] = PREPRINT_DAYS
    offline: bool = False
    _noted: dict[PaperRef, dict[str, _Noted]] = field(
        default_factory=dict[PaperRef, dict[str, "_Noted"]]
    )

    def is_usable(self, row: Stored, want: Wanted) -> bool:
        """Whether a record needs no new request; offline none does."""
        kind, date = _kind(row, want)
        return self.offline or is_fresh(
            kind,
            date,
            row.fetched,
            now=self.clock(),
            refresh=self.refresh,
            preprint_days=self.preprint_days,
        )

    def note(self, row: Stored, want: Wanted) -> None:
        """Remember when a record came and expires, in place of an older one of the provider."""
        kind, date = _kind(row, want)
        moment = expiry(kind, date, row.fetched, preprint_days=self.preprint_days)
        self._noted.setdefault(want.ref, {})[row.provider] = _Noted(moment, row.fetched)

    def is_news(self, row: Stored) -> bool:
        """Whether a record came after the one that was noted, if any was."""
        noted = self._noted.get(row.ref, {}).get(row.provider)
        return noted is None or row.fetched > noted.fetched

    def void(self, ref: PaperRef) -> None:
        """Remember that a paper has to be asked for by the next run."""
        self._noted.setdefault(ref, {})[""] = _Noted(0.0, 0.0)

    def expires(self, ref: PaperRef) -> float:
        """When the first record of a paper expires, in unix seconds."""
        return min((noted.expiry for noted in self._noted.get(ref, {}).values()), default=NEVER)


def _kind(row: Stored, want: Wanted) -> tuple[Kind, str]:
    """The kind and the date of first publication that decide how long an answer is fresh."""
    if want.record is None:
        return row.kind, row.date
    # what an index lacks today it may have when the paper is out
    kind = "preprint" if row.kind == "missing" else row.kind
    return kind, want.record.published or row.date
