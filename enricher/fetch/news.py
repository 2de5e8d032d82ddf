"""What passes between the fetcher and who wants papers: news out, and what others found in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from enricher.exchange import Provider
from enricher.fetch.packs import Stored
from enricher.models import PaperRef

Known = Callable[[Provider, Sequence[PaperRef]], Iterable[Stored]]


class Failure(NamedTuple):
    """A paper that could not be fetched, and why."""

    ref: PaperRef
    why: str


class News(NamedTuple):
    """What one answer decided, or, where it ``is_kept``, what another run fetched meanwhile."""

    results: Sequence[Stored | Failure]
    is_kept: bool = False


class Caller(NamedTuple):
    """Who wants papers.

    ``take`` returns when the news are kept, or the run is over. ``known`` gives the records of a
    provider's papers that other runs have kept since this one began.
    """

    take: Callable[[News], None]
    known: Known


def nothing_known(_provider: Provider, _refs: Sequence[PaperRef]) -> Iterable[Stored]:
    """What is known where no other run is heard of."""
    return ()
