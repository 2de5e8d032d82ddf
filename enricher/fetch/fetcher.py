"""Asks the sources for papers: politely, in batches, and without losing one.

Each operator has a thread of its own and never more than one request under way; what a server
cannot answer together is asked for in smaller parts. Every wanted paper ends in exactly one
result: a record (a missing one included) or a failure with its reason.

Synchronous on purpose: the hosts' manners bound the work, and all callers (builders, hooks, cron
jobs) are synchronous. Sources are sans-I/O, so an asynchronous fetcher stays possible.
"""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from enricher.exchange import Provider
from enricher.fetch.asker import Asker
from enricher.fetch.client import PATIENCE, Base, Client
from enricher.fetch.inquiry import Inquiry
from enricher.fetch.news import Caller, Known, News, nothing_known
from enricher.fetch.observer import Observer, SilentObserver
from enricher.fetch.pace import Pace
from enricher.fetch.reach import Reach
from enricher.fetch.site import Site, Wishes, interval, key
from enricher.models import Wanted

STOP_SECONDS = 2.0  # how long an interrupted run waits for requests that are under way
CHECK_SECONDS = 0.1  # until a worker that waits for the caller sees that the run was stopped


class _Given(NamedTuple):
    """A worker's news; it goes on when they are taken."""

    news: News
    taken: threading.Event


class _Ended(NamedTuple):
    """A worker's last message; an error in it is a defect of enricher's."""

    error: BaseException | None


@dataclass(slots=True)
class Fetcher:
    """Fetches records for one run. Used from one thread.

    ``folder`` is where runs that share a cache keep their turns; None where there is none.
    ``deadline`` is the longest that all requests together may take, in seconds from the first
    fetch on. A server that was given up stays so in later fetches. ``clock`` gives unix seconds,
    ``timer`` those of a clock that nobody sets; ``sleep`` replaces the waiting; ``transport``
    replaces the network; ``patience`` are the seconds that a server may let pass.
    """

    user_agent: str
    folder: Path | None = None
    sites: Mapping[str, Site] = field(default_factory=dict[str, Site])
    deadline: float = 3600.0
    observer: Observer = field(default_factory=SilentObserver)
    clock: Callable[[], float] = time.time
    timer: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] | None = None
    chance: random.Random = field(default_factory=random.Random)
    transport: httpx.BaseTransport | None = None
    patience: float = PATIENCE
    requests: dict[str, int] = field(default_factory=dict[str, int])
    reach: Reach = field(default_factory=Reach)
    _until: float | None = None
    _given_up: dict[str, str] = field(default_factory=dict[str, str])
    _stop: threading.Event = field(default_factory=threading.Event)
    _given: deque[_Given | _Ended] = field(default_factory=deque[Any])
    _arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def fetch(self, wishes: Wishes, known: Known = nothing_known) -> Generator[News]:
        """Ask for all papers; results come as the servers answer, unasked papers among them.

        Nothing is asked before the first result is. Who comes back for more has kept what came
        before: until then its operator is not asked again, by no run that shares the folder. What
        others have kept meanwhile is ``known``, which is called from threads.

        Closing the iterator stops the workers. Raises ConfigError, at once, where the environment's
        proxies or certificates cannot be used; and what a provider's own code raised, after all
        others have ended: that is a defect.
        """
        client = Client(self.user_agent, transport=self.transport, patience=self.patience)
        return self._fetch(wishes, client, Caller(self._take, known))

    def _fetch(self, wishes: Wishes, client: Client, caller: Caller) -> Generator[News]:
        if self._until is None:
            self._until = self.timer() + self.deadline
        until = self._until
        workers = [
            threading.Thread(target=self._work, args=(group, client, until, caller), daemon=True)
            for group in _by_operator(wishes)
        ]
        for worker in workers:
            worker.start()
        error: BaseException | None = None
        running = len(workers)
        try:
            while running:
                self._arrived.acquire()
                # Taken off when the caller comes back for more: an interrupt loses none.
                match self._given[0]:
                    case _Ended(ended):
                        running -= 1
                        error = error or ended
                    case _Given(news, taken):
                        yield news
                        taken.set()
                self._given.popleft()
        finally:
            if running:  # else another fetch may follow
                self._stop.set()
            for worker in workers:
                worker.join(STOP_SECONDS)
            client.close()
        if error is not None:
            raise error

    def left(self) -> Iterator[News]:
        """What had come when an interrupt ended the fetching; the last one may have been taken."""
        while self._given:
            given = self._given.popleft()
            if isinstance(given, _Given):
                yield given.news

    def _take(self, news: News) -> None:
        """Hand news to the caller, and wait until they are kept."""
        given = _Given(news, threading.Event())
        self._give(given)
        while not (given.taken.wait(CHECK_SECONDS) or self.stopped):
            pass

    def _give(self, given: _Given | _Ended) -> None:
        self._given.append(given)
        self._arrived.release()

    def _work(self, wishes: Wishes, client: Client, until: float, caller: Caller) -> None:
        """Answer for all sources of one operator."""
        error: BaseException | None = None
        try:
            operator = wishes[0][0].operator
            self.observer.planned(operator.name, sum(len(wanted) for _, wanted in wishes))
            pace = self._pace(wishes)
            asker = Asker(operator, client, pace, self, until)
            asker.given_up = self._given_up.get(operator.name, "")
            for provider, wanted in wishes:
                site = self.sites.get(provider.name, Site())
                actual = (site.base_url or provider.base_url).rstrip("/")
                base = Base(provider.base_url, actual, key(provider, site))
                Inquiry(provider, wanted, asker, base, site.batch, caller).run()
            self._given_up[operator.name] = asker.given_up
            self.observer.finished(operator.name)
        except BaseException as caught:  # noqa: BLE001 - handed to the caller's thread, see fetch
            error = caught
        self._give(_Ended(error))

    def _pace(self, wishes: Wishes) -> Pace:
        operator = wishes[0][0].operator
        return Pace(
            operator.name,
            max(interval(provider, self.sites) for provider, _ in wishes),
            folder=self.folder,
            clock=self.clock,
            rest=lambda seconds, why: self.rest(operator.name, seconds, why),
        )

    def rest(self, operator: str, seconds: float, why: str) -> None:
        """Wait, and say so; an interrupted run waits no longer."""
        self.observer.waiting(operator, seconds, why)
        if self.sleep is not None:
            self.sleep(seconds)
        else:
            self._stop.wait(seconds)

    @property
    def notices(self) -> list[str]:
        """What the user is to be told once of all failures."""
        return [self.reach.told] if self.reach.told else []

    @property
    def stopped(self) -> bool:
        """Whether the caller wants no more results."""
        return self._stop.is_set()


def _by_operator(wishes: Wishes) -> list[Wishes]:
    groups: dict[str, list[tuple[Provider, Sequence[Wanted]]]] = {}
    for provider, wanted in wishes:
        if wanted:
            groups.setdefault(provider.operator.name, []).append((provider, wanted))
    return list(groups.values())
