"""What the fetch tests share: a server on this machine, and a time that only they move."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from enricher.fetch.cache import RecordCache
from tests.fetch.server import Server, serving
from tests.fetch.trap import GOOD, Trap


class FakeTime:
    """A clock that moves only when someone sleeps; it remembers for how long. ``now`` may be set as
    people set clocks, ``timer`` goes on all the same."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self._passed = 0.0
        self.slept: list[float] = []
        self.reasons: list[str] = []

    def __call__(self) -> float:
        return self.now

    def timer(self) -> float:
        """The seconds that were slept."""
        return self._passed

    def sleep(self, seconds: float) -> None:
        """Move on at once."""
        self.slept.append(seconds)
        self.now += seconds
        self._passed += seconds

    def rest(self, seconds: float, why: str) -> None:
        """Move on at once, for a reason."""
        self.reasons.append(why)
        self.sleep(seconds)


@pytest.fixture
def clock() -> FakeTime:
    """A clock at rest."""
    return FakeTime()


@pytest.fixture
def server() -> Iterator[Server]:
    """A healthy server."""
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def good_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with one good record."""
    folder = tmp_path_factory.mktemp("good") / "cache"
    cache = RecordCache(folder)
    cache.write([GOOD])
    cache.close()
    return folder


@pytest.fixture
def trap(tmp_path: Path, good_cache: Path) -> Trap:
    made = Trap(tmp_path / "cache", tmp_path / "precious", tmp_path / "mark")
    made.precious.write_text("mine")
    shutil.copytree(good_cache, made.folder)
    return made
