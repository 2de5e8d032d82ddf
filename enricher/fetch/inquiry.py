"""One provider's wanted papers, asked for until each is decided."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from enricher.exchange import Answer, Call, Provider, RawRecord
from enricher.fetch.asker import Asker, TroubleError
from enricher.fetch.client import Base
from enricher.fetch.packs import Stored
from enricher.models import PaperRef, Wanted

ROUNDS = 3  # how often a paper that a server left out of its answer is asked for
SAME_CALL = 3  # how often the very same call is made
CALLS_PER_PAPER = 8  # no chain of calls runs for ever; halving a batch takes two for each


class Failure(NamedTuple):
    """A paper that could not be fetched, and why."""

    ref: PaperRef
    why: str


class Inquiry:
    """Asks one provider for papers until every one of them is decided."""

    def __init__(
        self,
        provider: Provider,
        wanted: Sequence[Wanted],
        asker: Asker,
        base: Base,
        batch: int | None,
        emit: Callable[[Stored | Failure], None],
    ) -> None:
        self._provider = provider
        self._open = {want.ref: want for want in wanted}
        self._asker = asker
        self._base = base
        self._batch = batch or max(1, len(wanted))
        self._emit = emit
        self._asked: Counter[tuple[str, str | None]] = Counter()
        self._left_out: Counter[PaperRef] = Counter()
        self._failed: dict[PaperRef, str] = {}
        self._told: set[PaperRef] = set()

    def run(self) -> None:
        """Decide every paper."""
        calls = deque(self._calls(list(self._open.values())))
        left = CALLS_PER_PAPER * (len(self._open) + 1)
        while calls:
            call = calls.popleft()
            refs = [ref for ref in call.refs if ref in self._open]
            if not refs:
                continue
            left -= 1
            self._asked[call.url, call.content] += 1
            if self._asked[call.url, call.content] > SAME_CALL or left < 0:
                self._fail(refs, "the server gave no answer for it")
                continue
            try:
                answer = self._asker.ask(self._provider, call, self._base)
            except TroubleError as trouble:
                smaller = self._smaller(call) if trouble.splits else []
                calls.extend(smaller)  # last, so that a healthy call resets the count of failures
                covered = {ref for part in smaller for ref in part.refs}
                self._fail([ref for ref in refs if ref not in covered], str(trouble))
            else:
                calls.extend(self._take(refs, answer))
        self._fail(list(self._open), "no call of the provider answers for it")
        for ref, why in self._failed.items():  # a paper may still come unasked after it failed
            self._emit(Failure(ref, why))

    def _calls(self, wanted: Sequence[Wanted]) -> Iterator[Call]:
        for start in range(0, len(wanted), self._batch):
            yield from self._provider.calls(wanted[start : start + self._batch])

    def _smaller(self, call: Call) -> list[Call]:
        wanted = [self._open[ref] for ref in call.refs if ref in self._open]
        return list(self._provider.smaller(call, wanted))

    def _take(self, refs: Sequence[PaperRef], answer: Answer) -> Iterable[Call]:
        """Pass on what an answer decides; return the calls that are still to be made."""
        before = len(self._open)
        for raw in {raw.ref: raw for raw in answer.records}.values():
            self._decide(self._stored(raw))
        for ref in answer.missing:
            if ref in self._open:
                self._decide(self._stored(RawRecord(ref, "", "", "missing")))
        for ref, why in answer.rejected:
            self._fail([ref], why)
        self._asker.answered(self._provider, before - len(self._open))
        followed = {ref for call in answer.next for ref in call.refs}
        left_out = [ref for ref in refs if ref in self._open and ref not in followed]
        return (*answer.next, *self._again(left_out))

    def _again(self, left_out: Sequence[PaperRef]) -> Iterator[Call]:
        """The calls for papers that an answer left out.

        Servers send short pages now and then, so all are asked for together once more; then in
        halves, since sources believe that a paper is absent when it was asked for alone.
        """
        self._left_out.update(left_out)
        if len(left_out) == 1 and self._left_out[left_out[0]] >= ROUNDS:
            self._fail(left_out, "the server's answers left it out")
        again = [self._open[ref] for ref in left_out if ref in self._open]
        if any(self._left_out[want.ref] > 1 for want in again):
            middle = (len(again) + 1) // 2
            yield from self._calls(again[:middle])
            yield from self._calls(again[middle:])
        else:
            yield from self._calls(again)

    def _stored(self, raw: RawRecord) -> Stored:
        return Stored(
            provider=self._provider.name,
            ref=raw.ref,
            form=raw.form,
            body=raw.body,
            kind=raw.kind,
            date=raw.date,
            fetched=self._asker.now(),
            version=self._provider.record_version,
        )

    def _decide(self, stored: Stored) -> None:
        self._open.pop(stored.ref, None)
        self._failed.pop(stored.ref, None)
        if stored.ref not in self._told:
            self._told.add(stored.ref)
            self._emit(stored)

    def _fail(self, refs: Sequence[PaperRef], why: str) -> None:
        for ref in refs:
            if self._open.pop(ref, None) is not None:
                self._failed[ref] = why
