"""Papers in batches, for servers that answer for several at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from enricher.exchange import Call
from enricher.models import PaperRef

LONGEST_URL = 7_900  # bytes; servers commonly take 8,000

Make = Callable[[Sequence[PaperRef]], Call]


def batches(refs: Sequence[PaperRef], make: Make, most: int) -> Iterator[Call]:
    """Calls for at most so many papers each, with URLs that servers take."""
    batch: list[PaperRef] = []
    for ref in refs:
        if len(batch) == most or (batch and len(make([*batch, ref]).url) > LONGEST_URL):
            yield make(batch)
            batch = []
        batch.append(ref)
    if batch:
        yield make(batch)


def halves(call: Call, make: Make) -> Iterator[Call]:
    """The two halves of a batch; nothing for one paper."""
    middle = len(call.refs) // 2
    if middle:
        yield make(call.refs[:middle])
        yield make(call.refs[middle:])
