"""The calls to one operator, attempt for attempt, and the point where it is left alone."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlsplit

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Operator, Reply
from enricher.fetch import policy
from enricher.fetch.client import Base, Client
from enricher.fetch.pace import AS_IT_ASKED, LeftAloneError, Pace
from enricher.fetch.unanswered import (
    SilentError,
    UnansweredError,
    UnconnectedError,
    UnreachedError,
    UnsafeError,
)

if TYPE_CHECKING:
    from enricher.fetch.fetcher import Fetcher

NO_MORE = "not asked again in this run"

Reader = Callable[[Call, Reply], Answer]


class TroubleError(Exception):
    """A call that brought no answer for good. ``splits``: smaller calls might bring one."""

    def __init__(self, why: str, *, splits: bool = False) -> None:
        super().__init__(why)
        self.splits = splits


class _Fault(NamedTuple):
    """What was wrong with an attempt.

    ``kind`` is "busy" where the server wants fewer requests, "silent" where it let the time pass,
    "unconnected" where there was no connection, "unreached" where it broke before an answer, and
    "unread" where the reply was no answer: only then the call itself may be the reason. ``asked``
    are the seconds of a Retry-After.
    """

    kind: Literal["busy", "silent", "unconnected", "unreached", "unread"]
    why: str
    asked: float = 0.0

    @property
    def is_wordless(self) -> bool:
        """Whether nothing came from the server at all."""
        return self.kind in {"silent", "unconnected"}


class Asker:
    """Makes the calls to one operator: turns, attempts, and the point where it gives up.

    A server that is not well is asked ever less: each call in a row that fails gets half of the
    attempts of the one before, and after some calls, or two timeouts, it is left alone; sooner
    where no server is reached (`enricher.fetch.reach`).
    """

    def __init__(
        self, operator: Operator, client: Client, pace: Pace, run: Fetcher, until: float
    ) -> None:
        self._operator = operator
        self._client = client
        self._pace = pace
        self._run = run
        self._until = until
        self._failures = 0  # calls in a row
        self._wordless = 0  # attempts in a row
        self.given_up = ""

    @contextmanager
    def answer(
        self, call: Call, base: Base, read: Reader, rest: Callable[[Call], Call | None]
    ) -> Generator[Answer | None]:
        """What the provider reads in the reply. No other run asks before the block ends: what came
        can be kept first, so that the others find it.

        ``rest`` is asked before each attempt what is left of the call, for another run may have
        fetched it while this one waited; None where nothing is, and so there is no answer. Raises
        TroubleError when all attempts failed.
        """
        attempts = policy.attempts(self._failures)
        attempt = 0
        while True:
            attempt += 1
            self._check_time()
            with self._pace.held():
                left = rest(call)
                answer = left and self._attempt(left, base, read)
                if not isinstance(answer, _Fault):
                    if answer is not None:
                        self._failures = self._wordless = 0
                    yield answer
                    return
            self._before_next(answer, attempt, is_last=attempt == attempts)

    def _attempt(self, call: Call, base: Base, read: Reader) -> Answer | _Fault:
        host = _host(call, base)
        try:
            reply = self._send(call, base)
            self._run.reach.is_there = True
            return self._fault(reply, host) or read(call, reply)
        except LeftAloneError as error:
            until = self._local(error.until)
            raise self._give_up(f"{host} asked to be left alone until {until}") from error
        except UnsafeError as error:
            raise self._trouble(f"{host}: {error}", splits=True) from error
        except SilentError as error:
            return _Fault("silent", f"{host}: {error}")
        except UnconnectedError as error:
            return _Fault("unconnected", f"{host}: {error}")
        except UnreachedError as error:
            return _Fault("unreached", f"{host}: {error}")
        except (UnansweredError, ReplyError) as error:
            return _Fault("unread", f"{host}: {error}")

    def _fault(self, reply: Reply, host: str) -> _Fault | None:
        """What is wrong with a reply by its status. Raises TroubleError where it is a refusal."""
        asked = policy.retry_after(reply.headers.get("retry-after"), now=self.now()) or 0.0
        match policy.verdict(reply.status):
            case "read":
                return None
            case "blocked":
                if asked:
                    self._pace.pause(asked)
                raise self._give_up(f"{host} refuses: HTTP {reply.status}")
            case "retry":
                is_busy = reply.status == 429 or asked > 0
                why = f"{host} answered HTTP {reply.status}"
                return _Fault("busy" if is_busy else "unread", why, asked)

    def now(self) -> float:
        """The time of the run's clock."""
        return self._run.clock()

    def answered(self, papers: int) -> None:
        """Tell the observer that so many papers are decided."""
        self._run.observer.answered(self._operator.name, papers)

    def _send(self, call: Call, base: Base) -> Reply:
        host = _host(call, base)

        @contextmanager
        def turn() -> Generator[None]:
            with self._pace.turn(min(policy.LONGEST_RETRY_AFTER, self._left)):
                self._check_time()
                self._run.requests[host] = self._run.requests.get(host, 0) + 1
                self._run.observer.requested(self._operator.name, host)
                yield

        return self._client.send(call, self._operator, base, turn)

    def _before_next(self, fault: _Fault, attempt: int, *, is_last: bool) -> None:
        """Wait as long as the server asks, or as is decent. Raises TroubleError to end the call."""
        self._wordless = self._wordless + 1 if fault.is_wordless else 0
        if fault.asked:
            until = self._pace.pause(fault.asked)
            if fault.asked > policy.LONGEST_RETRY_AFTER:
                told = f"{fault.why} and asked to be left alone until {self._local(until)}"
                raise self._give_up(told)
        seconds = policy.wait(attempt, fault.asked, self._run.chance)
        is_last |= seconds > self._left
        is_hopeless = self._wordless >= self._most_wordless(fault)
        if is_last or is_hopeless:
            self._run.reach.is_in_doubt |= fault.is_wordless
            told = f"{fault.why} ({attempt} attempts)" if attempt > 1 else fault.why
            if is_hopeless or fault.kind == "busy":
                raise self._give_up(f"{told}; {NO_MORE}")
            raise self._trouble(told, splits=fault.kind == "unread")
        reason = f"{fault.why}, {AS_IT_ASKED}" if fault.asked else fault.why
        self._run.rest(self._operator.name, seconds, reason)

    def _most_wordless(self, fault: _Fault) -> int:
        """How many attempts in a row without a word are enough: the slow ones sooner."""
        most = self._run.reach.attempts
        return min(most, policy.TIMEOUTS_UNTIL_BREAK) if fault.kind == "silent" else most

    def _trouble(self, why: str, *, splits: bool) -> TroubleError:
        self._failures += 1
        if self._failures >= policy.FAILURES_UNTIL_BREAK:
            self.given_up = f"{why}; {NO_MORE}"
        return TroubleError(why, splits=splits and not self.given_up)

    def _give_up(self, why: str) -> TroubleError:
        self.given_up = why
        return TroubleError(why)

    @property
    def _left(self) -> float:
        """The seconds that the run still has."""
        return self._until - self._run.timer()

    def _local(self, moment: float) -> str:
        return policy.local_time(moment, now=self.now())

    def _check_time(self) -> None:
        if self._run.stopped:
            self.given_up = "the run was interrupted"
        elif self._left < 0:
            self.given_up = f"the run's time of {self._run.deadline:g} s is over"
        if self.given_up:
            raise TroubleError(self.given_up)


def _host(call: Call, base: Base) -> str:
    """The host that a call really goes to."""
    return urlsplit(base.to_actual(call.url)).hostname or call.url
