"""The pause between two requests to one operator, kept by all runs that share a cache folder.

arXiv asks for no more than one request every three seconds over all machines of a user; two runs
at once (a cron job and a build) have to keep that together. So a turn is an OS file lock, held
during the request, and a stamp: when it ended, and for how long from then the server wants to be
left alone. A lock that a killed run held is free at once.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from filelock import FileLock, Timeout

from enricher.fetch.planted import is_file, is_odd
from enricher.fetch.policy import LONGEST_LEFT_ALONE, LONGEST_RETRY_AFTER
from enricher.fetch.unanswered import UnconnectedError

ITS_TURN = "its turn"
AS_IT_ASKED = "left alone as it asked"


class Clock(Protocol):
    """Gives unix seconds."""

    def __call__(self) -> float: ...


class LeftAloneError(Exception):
    """The server wants to be left alone for longer than anyone should wait: until ``until``."""

    def __init__(self, until: float) -> None:
        super().__init__(until)
        self.until = until


class _Stamp(NamedTuple):
    """When the last turn ended (unix seconds), and how long to leave the server alone from then."""

    end: float
    alone: float

    @property
    def until(self) -> float:
        """The moment from which the server may be asked again."""
        return self.end + self.alone

    def seen_at(self, now: float) -> _Stamp:
        """The stamp as far as it can be believed: one of the future counts as of now."""
        return _Stamp(min(self.end, now), min(self.alone, LONGEST_LEFT_ALONE))


_NEVER = _Stamp(-math.inf, 0.0)


class Pace:
    """Turns to ask one operator. ``folder`` is shared with other runs; None keeps to this one.

    ``rest`` is called with the seconds to wait and the reason. The clock may jump: no wait is
    longer than what was demanded.
    """

    def __init__(
        self,
        name: str,
        interval: float,
        *,
        folder: Path | None,
        clock: Clock,
        rest: Callable[[float, str], None],
    ) -> None:
        self._interval = interval
        self._clock = clock
        self._rest = rest
        self._last = _NEVER
        shared = _shared_lock(folder, name) if folder else None
        self._lock = shared or threading.RLock()
        self._path = folder / f"{name}.stamp" if folder and shared else None

    @contextmanager
    def held(self) -> Generator[None]:
        """Let no other run begin a turn before the block ends; this one may take several."""
        with self._lock:
            yield

    @contextmanager
    def turn(self, longest: float = LONGEST_RETRY_AFTER) -> Generator[None]:
        """Wait until a request may start; the turn ends when the block does. One in which there was
        no connection counts for nothing: the server was not asked.

        Raises LeftAloneError, at once, where the server wants to be left alone for more than
        ``longest`` seconds from now.
        """
        with self._lock:
            last = self._load()
            self._wait(last, longest)
            is_asked = True
            try:
                yield
            except UnconnectedError:
                is_asked = False
                raise
            finally:
                if is_asked:
                    now = self._clock()  # it may have been set back meanwhile
                    self._save(_Stamp(now, max(0.0, last.seen_at(now).until - now)))

    def pause(self, seconds: float) -> float:
        """Let no run ask before so many seconds have passed, as the server demanded.

        Returns the moment from which it may be asked again.
        """
        with self._lock:
            now = self._clock()
            stamp = _Stamp(now, seconds).seen_at(now)
            self._save(stamp)
        return stamp.until

    def _wait(self, last: _Stamp, longest: float) -> None:
        now = self._clock()
        last = last.seen_at(now)
        alone = last.until - now
        turn = self._interval - (now - last.end)
        if alone > longest:
            raise LeftAloneError(last.until)
        if alone > max(0.0, turn):
            self._rest(alone, AS_IT_ASKED)
        elif turn > 0:
            self._rest(turn, ITS_TURN)

    def _load(self) -> _Stamp:
        written = self._written()
        stamp = written.seen_at(self._clock())
        if stamp != written:  # else a clock that was set back would wait until it caught up
            self._save(stamp)
        return stamp

    def _written(self) -> _Stamp:
        try:
            if self._path is None or not is_file(self._path):
                return self._last
            end, alone = map(float, self._path.read_text(encoding="ascii").split())
        except (OSError, ValueError):  # the first run, or a run that died in mid-write
            return self._last
        return _Stamp(end, alone) if math.isfinite(end) and math.isfinite(alone) else self._last

    def _save(self, stamp: _Stamp) -> None:
        self._last = stamp
        if self._path is not None:
            try:
                # Made anew: a link that a planted folder holds in its place is not followed.
                self._path.unlink(missing_ok=True)
                with self._path.open("x", encoding="ascii") as file:
                    file.write(f"{stamp.end!r} {stamp.alone!r}\n")
            except OSError:  # a full or a read-only disk: keep the pause at least in this run
                self._path = None


def _shared_lock(folder: Path, name: str) -> FileLock | None:
    """The lock that all runs share, or None where no file can be made."""
    try:
        for place in (folder.parent, folder):  # the mode is the last folder's only
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if is_odd(folder):
            return None
        path = folder / f"{name}.lock"
        if is_odd(path):  # a file in its place does what it is for
            path.unlink()
        lock = FileLock(path)
        with suppress(Timeout), lock.acquire(blocking=False):
            pass
    except (OSError, NotImplementedError):  # a read-only disk; a file system without locks
        return None
    return lock
