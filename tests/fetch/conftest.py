"""What the fetch tests share: a server on this machine, and a time that only they move."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fetch.server import Server, serving


class FakeTime:
    """A clock that moves only when someone sleeps; it remembers for how long."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        """Move on at once."""
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> FakeTime:
    """A clock at rest."""
    return FakeTime()


@pytest.fixture
def server() -> Iterator[Server]:
    """A healthy server."""
    with serving() as running:
        yield running
