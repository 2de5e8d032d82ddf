"""One provider's wanted papers, asked for until each is decided."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Provider, RawRecord, Reply
from enricher.fetch.asker import Asker, TroubleError
from enricher.fetch.client import Base
from enricher.fetch.news import Caller, Failure, News
from enricher.fetch.packs import Stored
from enricher.models import PaperRef, Wanted

ROUNDS = 3  # how often a paper that a server left out of its answer is asked for
SAME_CALL = 3  # how often the very same call is made
CALLS_PER_PAPER = 8  # no chain of calls runs for ever; halving a batch takes two for each
LARGEST_SHARED = 64 * 2**20  # bytes of pages that are kept for those who look in them later


class _Waiting:
    """Calls, first come first served; those that look in the same page are one."""

    def __init__(self) -> None:
        self._calls: OrderedDict[object, Call] = OrderedDict()

    def add(self, calls: Iterable[Call]) -> None:
        """Let these calls wait."""
        for call in calls:
            name = _named(call) if call.seeks else object()
            first = self._calls.setdefault(name, call)
            if first is not call:
                self._calls[name] = first._replace(
                    refs=first.refs + call.refs, seeks=first.seeks + call.seeks
                )

    def take(self) -> Call | None:
        """The next call, None when all were taken."""
        return self._calls.popitem(last=False)[1] if self._calls else None


class _SharedPages:
    """The replies in which papers were looked for; the oldest go first."""

    def __init__(self) -> None:
        self._replies: OrderedDict[object, Reply] = OrderedDict()

    def add(self, call: Call, reply: Reply) -> None:
        """Keep a reply that could be read."""
        self._replies[_named(call)] = reply
        while sum(len(kept.body) for kept in self._replies.values()) > LARGEST_SHARED:
            self._replies.popitem(last=False)

    def get(self, call: Call) -> Reply | None:
        """What the server said to such a call."""
        return self._replies.get(_named(call)) if call.seeks else None


def _named(call: Call) -> tuple[str, str, str | None]:
    return call.url, call.purpose, call.content


class Inquiry:
    """Asks one provider for papers until every one of them is decided."""

    def __init__(
        self,
        provider: Provider,
        wanted: Sequence[Wanted],
        asker: Asker,
        base: Base,
        batch: int | None,
        caller: Caller,
    ) -> None:
        self._provider = provider
        self._open = {want.ref: want for want in wanted}
        self._asker = asker
        self._base = base
        self._batch = batch or max(1, len(wanted))
        self._caller = caller
        self._pages = _SharedPages()
        self._asked: Counter[tuple[str, str, str | None]] = Counter()
        self._left_out: Counter[PaperRef] = Counter()
        self._failed: dict[PaperRef, str] = {}
        self._told: set[PaperRef] = set()
        self._decided: list[Stored] = []

    def run(self) -> None:
        """Decide every paper."""
        waiting = _Waiting()
        waiting.add(self._calls(list(self._open.values())))
        left = CALLS_PER_PAPER * (len(self._open) + 1)
        while call := waiting.take():
            refs = self._open_of(call)
            if not refs:
                continue
            left -= 1
            if self._asked[_named(call)] >= SAME_CALL or left < 0:
                self._fail(refs, "the server gave no answer for it")
                continue
            try:
                with self._answer(call) as answer:
                    if answer is not None:
                        waiting.add(self._take(self._open_of(call), answer))
            except TroubleError as trouble:
                smaller = self._smaller(call) if trouble.splits else []
                waiting.add(smaller)  # last, so that a healthy call resets the count of failures
                covered = {ref for part in smaller for ref in part.refs}
                self._fail([ref for ref in refs if ref not in covered], str(trouble))
        self._fail(list(self._open), "no call of the provider answers for it")
        # a paper may still come unasked after it failed
        if failures := [Failure(ref, why) for ref, why in self._failed.items()]:
            self._caller.take(News(failures))

    def _answer(self, call: Call) -> AbstractContextManager[Answer | None]:
        """The answer to a call, from a page that came before where it looks in one."""
        reply = self._pages.get(call)
        if reply is None:
            self._asked[_named(call)] += 1
            return self._asker.answer(call, self._base, self._read, self._rest)
        try:
            return nullcontext(self._provider.read(call, reply))
        except ReplyError as error:
            raise TroubleError(str(error)) from error

    def _open_of(self, call: Call) -> list[PaperRef]:
        return [ref for ref in call.refs if ref in self._open]

    def _rest(self, call: Call) -> Call | None:
        """The call for what no other run has fetched meanwhile, None where nothing is left."""
        refs = self._open_of(call)
        wanted = [self._open[ref] for ref in refs]
        for stored in self._caller.known(self._provider, refs):
            self._decide(stored)
        left = [want for want in wanted if want.ref in self._open]
        if len(left) == len(wanted):
            return call
        self._asker.answered(len(wanted) - len(left))
        self._tell(is_kept=True)
        is_plain = [call] == list(self._provider.calls(wanted))  # else a page, or what followed
        return next(iter(self._provider.calls(left) if is_plain else [call])) if left else None

    def _tell(self, *, is_kept: bool = False) -> None:
        """Hand on what was decided."""
        if self._decided:
            decided, self._decided = self._decided, []
            self._caller.take(News(decided, is_kept))

    def _read(self, call: Call, reply: Reply) -> Answer:
        answer = self._provider.read(call, reply)
        if call.seeks:
            self._pages.add(call, reply)
        return answer

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
        self._asker.answered(before - len(self._open))
        self._tell()
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
            self._decided.append(stored)

    def _fail(self, refs: Sequence[PaperRef], why: str) -> None:
        for ref in refs:
            if self._open.pop(ref, None) is not None:
                self._failed[ref] = why
