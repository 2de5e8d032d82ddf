"""The calls to one operator, attempt for attempt, and the point where it is left alone."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Provider, Reply
from enricher.fetch import policy
from enricher.fetch.client import Base, Client, UnansweredError, UnsafeError
from enricher.fetch.pace import AS_IT_ASKED, LeftAloneError, Pace

if TYPE_CHECKING:
    from enricher.fetch.fetcher import Fetcher


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
                        raise self._give_up(f"{_host(call, base)} refuses: HTTP {reply.status}")
                    case "retry":
                        why = f"{_host(call, base)} answered HTTP {reply.status}"
                        header = reply.headers.get("retry-after")
                        asked = policy.retry_after(header, now=self._run.clock())
            except LeftAloneError as error:
                told = f"{_host(call, base)} asked to be left alone"
                raise self._give_up(f"{told} until {self._local(error.until)}") from error
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
            with self._pace.turn(min(policy.LONGEST_RETRY_AFTER, self._until - self.now())):
                self._check_time()
                self._run.requests[host] = self._run.requests.get(host, 0) + 1
                self._run.observer.requested(provider.operator.name, host)
                yield

        return self._client.send(call, provider.operator, base, turn)

    def _before_next(self, provider: Provider, attempt: int, asked: float | None, why: str) -> None:
        """Wait as long as the server asks, or as is decent, unless it is for the last attempt."""
        if asked:
            until = self._pace.pause(asked)
            if asked > policy.LONGEST_RETRY_AFTER:
                told = f"{why} and asked to be left alone until {self._local(until)}"
                raise self._give_up(told)
            why = f"{why}, {AS_IT_ASKED}"
        seconds = policy.wait(attempt, asked, self._run.chance)
        if seconds is None or self.now() + seconds > self._until:
            raise self._trouble(f"{why} ({attempt} attempts)" if attempt > 1 else why)
        self._run.rest(provider.operator.name, seconds, why)

    def _trouble(self, why: str) -> TroubleError:
        self._failures += 1
        if self._failures >= policy.FAILURES_UNTIL_BREAK:
            self.given_up = f"{why}; not asked again in this run"
        return TroubleError(why)

    def _give_up(self, why: str) -> TroubleError:
        self.given_up = why
        return TroubleError(why)

    def _local(self, moment: float) -> str:
        return policy.local_time(moment, now=self.now())

    def _check_time(self) -> None:
        if self._run.stopped:
            self.given_up = "the run was interrupted"
        elif self.now() > self._until:
            self.given_up = f"the run's time of {self._run.deadline:g} s is over"
        if self.given_up:
            raise TroubleError(self.given_up)


def _host(call: Call, base: Base) -> str:
    """The host that a call really goes to."""
    return urlsplit(base.to_actual(call.url)).hostname or call.url
