"""One provider's wanted papers, asked for until each is decided."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Provider, RawRecord, Reply
from enricher.fetch import policy
from enricher.fetch.client import Base, Client, UnansweredError, UnsafeError
from enricher.fetch.pace import Pace
from enricher.fetch.packs import Stored
from enricher.models import PaperRef, Wanted

if TYPE_CHECKING:
    from enricher.fetch.fetcher import Fetcher

ROUNDS = 3  # how often a paper that a server left out of its answer is asked for
SAME_CALL = 3  # how often the very same call is made
CALLS_PER_PAPER = 8  # no chain of calls runs for ever; halving a batch takes two for each


class Failure(NamedTuple):
    """A paper that could not be fetched, and why."""

    ref: PaperRef
    why: str


class TroubleError(Exception):
    """A call that brought no answer for good."""


class Asker:
    """Makes the calls to one operator: turns, attempts, and the point where it gives up."""

    def __init__(self, client: Client, pace: Pace, run: Fetcher, until: float) -> None:
        self._client = client
        self._pace = pace
        self._run = run
        self._until = until
        self._failures = 0
        self.given_up = ""

    def ask(self, provider: Provider, call: Call, base: Base) -> Answer:
        """What the provider reads in the reply. Raises TroubleError when all attempts failed."""
        attempt = 0
        while True:
            attempt += 1
            self._check_time()
            why, asked = "", None
            try:
                reply = self._send(provider, call, base)
                match policy.verdict(reply.status):
                    case "read":
                        answer = provider.read(call, reply)
                        self._failures = 0
                        return answer
                    case "blocked":
                        self.given_up = f"{_host(call, base)} refuses: HTTP {reply.status}"
                        raise TroubleError(self.given_up)
                    case "retry":
                        why = f"{_host(call, base)} answered HTTP {reply.status}"
                        header = reply.headers.get("retry-after")
                        asked = policy.retry_after(header, now=self._run.clock())
            except (UnansweredError, ReplyError) as error:
                why = f"{_host(call, base)}: {error}"
            except UnsafeError as error:
                raise self._trouble(f"{_host(call, base)}: {error}") from error
            self._before_next(provider, attempt, asked, why)

    def now(self) -> float:
        """The time of the run's clock."""
        return self._run.clock()

    def answered(self, provider: Provider, papers: int) -> None:
        """Tell the observer that so many papers are decided."""
        self._run.observer.answered(provider.operator.name, papers)

    def _send(self, provider: Provider, call: Call, base: Base) -> Reply:
        host = _host(call, base)

        @contextmanager
        def turn() -> Generator[None]:
            with self._pace.turn():
                self._check_time()
                self._run.requests[host] = self._run.requests.get(host, 0) + 1
                self._run.observer.requested(provider.operator.name, host)
                yield

        return self._client.send(call, provider.operator, base, turn)

    def _before_next(self, provider: Provider, attempt: int, asked: float | None, why: str) -> None:
        if asked:
            self._pace.pause(asked)
        seconds = policy.wait(attempt, asked, self._run.chance)
        if seconds is None or self._run.clock() + seconds > self._until:
            told = f"{why}, and asked to wait {asked:.0f} s" if asked else why
            if asked and asked > policy.LONGEST_RETRY_AFTER:
                self.given_up = told
            raise self._trouble(f"{told} ({attempt} attempts)" if attempt > 1 else told)
        self._run.rest(provider.operator.name, seconds, why)

    def _trouble(self, why: str) -> TroubleError:
        self._failures += 1
        if self._failures >= policy.FAILURES_UNTIL_BREAK:
            self.given_up = f"{why}; not asked again in this run"
        return TroubleError(why)

    def _check_time(self) -> None:
        if self._run.stopped:
            self.given_up = "the run was interrupted"
        elif self._run.clock() > self._until:
            self.given_up = f"the run's time of {self._run.deadline:g} s is over"
        if self.given_up:
            raise TroubleError(self.given_up)


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
                smaller = [] if self._asker.given_up else self._smaller(call)
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


def _host(call: Call, base: Base) -> str:
    """The host that a call really goes to."""
    return urlsplit(base.to_actual(call.url)).hostname or call.url
