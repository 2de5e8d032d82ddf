"""How long a database is waited for that another program has locked: a backup, a container."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from enricher.errors import CacheError

STEP = 5.0  # seconds; what other runs write takes far less
LONGEST = 60.0  # in all, however often it is asked for
HINT = "end the program that uses it, or name another folder with --cache"
LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})

Done = TypeVar("Done")
HeldUp = Callable[[str], None]


class LockedError(sqlite3.OperationalError):
    """Another program has the database locked."""


class Patience:
    """Does what a locked database may hold up, again and again, until that takes too long.

    ``held_up`` is told once what is waited for. A database that was free in between may be waited
    for anew.
    """

    def __init__(
        self, folder: Path, held_up: HeldUp, *, step: float = STEP, longest: float = LONGEST
    ) -> None:
        self._step = step
        self._folder = folder
        self._held_up = held_up
        self._longest = longest
        self._waited = 0.0

    @property
    def step(self) -> float:
        """How many seconds an attempt should wait by itself: none where all patience is gone."""
        return self._step if self._waited < self._longest else 0.0

    def do(self, act: Callable[[], Done]) -> Done:
        """What ``act`` gives. Raises CacheError where the database stays locked."""
        while True:
            try:
                done = act()
            except sqlite3.OperationalError as error:
                if not is_locked(error):
                    raise
                self._wait_on(error)
            else:
                self._waited = 0.0
                return done

    def _wait_on(self, error: Exception) -> None:
        is_first = not self._waited
        self._waited += self._step
        left = self._longest - self._waited
        told = f"the cache {self._folder} is in use by another program"
        if left <= 0:
            raise CacheError(f"{told}, for {self._longest:g} s by now", HINT) from error
        if is_first:
            self._held_up(f"{told}; waiting up to {left:g} s")


def is_locked(error: sqlite3.Error) -> bool:
    """Whether another program has the database locked."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, LockedError) or (code is not None and code & 0xFF in LOCKED)
