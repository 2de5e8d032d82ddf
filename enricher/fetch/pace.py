"""The pause between two requests to one operator, kept by all runs that share a cache folder.

arXiv asks for no more than one request every three seconds over all machines of a user; two runs
at once (a cron job and a build) have to keep that together. So a turn is an OS file lock, held
during the request, and a stamp of its end. A lock that a killed run held is free at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from filelock import FileLock

from enricher.fetch.policy import LONGEST_RETRY_AFTER


class Clock(Protocol):
    """Gives unix seconds."""

    def __call__(self) -> float: ...


class Pace:
    """Turns to ask one operator. ``folder`` is shared with other runs; None keeps to this one.

    ``sleep`` is called with the seconds to wait. The clock may jump: a stamp of the future counts
    as of now, so that no wait is longer than the pause itself.
    """

    def __init__(
        self,
        name: str,
        interval: float,
        *,
        folder: Path | None,
        clock: Clock,
        sleep: Callable[[float], None],
    ) -> None:
        self._interval = interval
        self._clock = clock
        self._sleep = sleep
        self._stamp = folder / f"{name}.stamp" if folder else None
        self._lock = FileLock(folder / f"{name}.lock") if folder else threading.Lock()
        self._last: tuple[float, float] | None = None
        if folder:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until a request may start; the turn ends when the block does."""
        with self._lock:
            wait = self._wait()
            if wait > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                self._save(pause=0.0)

    def pause(self, seconds: float) -> None:
        """Let no run ask before so many seconds have passed, as the server demanded."""
        with self._lock:
            self._save(pause=seconds)

    def _wait(self) -> float:
        last = self._load()
        if last is None:
            return 0.0
        end, pause = last
        elapsed = max(0.0, self._clock() - end)
        return max(self._interval, min(pause, LONGEST_RETRY_AFTER)) - elapsed

    def _load(self) -> tuple[float, float] | None:
        if self._stamp is None:
            return self._last
        try:
            end, pause = self._stamp.read_text(encoding="ascii").split()
            return float(end), float(pause)
        except (FileNotFoundError, ValueError):  # the first run, or a run that died in mid-write
            return None

    def _save(self, *, pause: float) -> None:
        self._last = (self._clock(), pause)
        if self._stamp is not None:
            self._stamp.write_text(f"{self._last[0]!r} {pause!r}\n", encoding="ascii")
