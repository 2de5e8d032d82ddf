"""The pause between two requests to one operator, kept by all runs that share a cache folder.

arXiv asks for no more than one request every three seconds over all machines of a user; two runs
at once (a cron job and a build) have to keep that together. So a turn is an OS file lock, held
during the request, and a stamp of its end. A lock that a killed run held is free at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

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
        self._last: tuple[float, float] | None = None
        shared = _shared_lock(folder, name) if folder else None
        self._lock = shared or threading.Lock()
        self._stamp = folder / f"{name}.stamp" if folder and shared else None

    @contextmanager
    def turn(self) -> Generator[None]:
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
        except (OSError, ValueError):  # the first run, or a run that died in mid-write
            return self._last

    def _save(self, *, pause: float) -> None:
        self._last = (self._clock(), pause)
        if self._stamp is not None:
            try:
                # Made anew: a link that a planted folder holds in its place is not followed.
                self._stamp.unlink(missing_ok=True)
                with self._stamp.open("x", encoding="ascii") as file:
                    file.write(f"{self._last[0]!r} {pause!r}\n")
            except OSError:  # a full or a read-only disk: keep the pause at least in this run
                self._stamp = None


def _shared_lock(folder: Path, name: str) -> FileLock | None:
    """The lock that all runs share, or None where no file can be made."""
    try:
        for place in (folder.parent, folder):  # the mode is the last folder's only
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder / f"{name}.lock")
        with suppress(Timeout), lock.acquire(blocking=False):
            pass
    except (OSError, NotImplementedError):
        return None
    return lock
