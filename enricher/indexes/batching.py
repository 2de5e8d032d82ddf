"""Papers in batches, for servers that answer for several at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from enricher.exchange import Answer, Call, RawRecord, Rejected
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


def refused(call: Call, make: Make, why: str) -> Answer:
    """The answer to a batch that was refused for one value in it, which the server does not name:
    its halves are tried, and a paper that was asked for alone is rejected."""
    if len(call.refs) == 1:
        return Answer(rejected=(Rejected(call.refs[0], why),))
    return Answer(next=tuple(halves(call, make)))


def by_ref(call: Call, found: Mapping[PaperRef, RawRecord | None], *, is_whole: bool) -> Answer:
    """The answer of a page; None is a work without a title, which is as good as missing.

    Who is absent from a page is missing, too, unless the page may be short (not ``is_whole``).
    """
    return Answer(
        tuple(raw for raw in found.values() if raw is not None),
        tuple(ref for ref in call.refs if found.get(ref) is None and (is_whole or ref in found)),
    )
