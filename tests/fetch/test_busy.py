"""A database that another program has locked is waited for, but not silently and not for ever."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from enricher.errors import CacheError
from enricher.fetch.busy import LONGEST, STEP, LockedError, Patience
from enricher.fetch.cache import RecordCache
from tests.fetch.test_cache import fill, read, stored

QUICK = partial(Patience, step=0.01, longest=0.05)


@contextmanager
def locked(folder: Path, how: str = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
    """Another program that writes: others may read, unless it locks the database for itself."""
    with closing(sqlite3.connect(folder / "cache.db", isolation_level=None)) as other:
        other.execute(f"BEGIN {how}")
        yield other


def act(
    said: list[str], *, fails: int, error: Exception | None = None
) -> tuple[Patience, Callable[[], str]]:
    """Something that works after so many attempts, and the patience that it takes."""
    left = [fails]

    def attempt() -> str:
        if left[0] == 0:
            return "done"
        left[0] -= 1
        raise error or LockedError("locked")

    return Patience(Path("records"), said.append), attempt


def test_what_works_at_once_is_done_without_a_word() -> None:
    said: list[str] = []
    patience, attempt = act(said, fails=0)
    assert patience.do(attempt) == "done"
    assert said == []


def test_what_takes_longer_is_told_once() -> None:
    said: list[str] = []
    patience, attempt = act(said, fails=11)
    assert patience.do(attempt) == "done"
    assert said == ["the cache records is in use by another program; waiting up to 55 s"]


def test_patience_ends_after_a_minute_in_all() -> None:
    said: list[str] = []
    patience, attempt = act(said, fails=99)
    with pytest.raises(CacheError, match="in use by another program, for 60 s by now") as error:
        patience.do(attempt)
    assert "end the program" in error.value.hint
    assert patience.step == 0.0, "who asks again is told at once"
    with pytest.raises(CacheError):
        patience.do(attempt)
    assert len(said) == 1
    assert STEP * 12 == LONGEST


def test_a_database_that_was_free_is_waited_for_anew() -> None:
    said: list[str] = []
    for _ in range(2):
        patience, attempt = act(said, fails=11)
        assert patience.do(attempt) == "done"
        assert patience.step == STEP
    assert len(said) == 2


def test_other_errors_are_no_reason_to_wait() -> None:
    said: list[str] = []
    patience, attempt = act(said, fails=1, error=sqlite3.OperationalError("no such table"))
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        patience.do(attempt)
    assert said == []


@pytest.mark.parametrize(
    "use",
    [RecordCache.prepare, RecordCache.clear, lambda cache: cache.write([stored("b")])],
    ids=["prepare", "clear", "write"],
)
@pytest.mark.parametrize("was_open", [False, True])
def test_a_locked_database_is_told_and_ends_in_a_word_of_what_to_do(
    tmp_path: Path, use: Callable[[RecordCache], object], was_open: bool
) -> None:
    fill(tmp_path, stored("a"))
    said: list[str] = []
    cache = RecordCache(tmp_path, held_up=said.append, patience=QUICK)
    if was_open:
        cache.prepare()
    with locked(tmp_path):
        assert read(cache, "a") == {"a": stored("a")}, "who reads does not wait for who writes"
        assert said == []
        if not (was_open and use is RecordCache.prepare):
            with pytest.raises(CacheError, match="in use by another program") as error:
                use(cache)
            assert str(tmp_path) in error.value.message
            assert "--cache" in error.value.hint
            assert len(said) == 1
    use(cache)
    cache.close()
    assert cache.warnings == []


def test_a_database_that_nobody_may_read_is_misses_and_then_an_error(tmp_path: Path) -> None:
    fill(tmp_path, stored("a"))
    said: list[str] = []
    cache = RecordCache(tmp_path, held_up=said.append, patience=QUICK)
    with locked(tmp_path, "EXCLUSIVE"):
        assert read(cache, "a") == {}
        with pytest.raises(CacheError):
            cache.prepare()
        with pytest.raises(CacheError):
            cache.fetched_since(0.0)
    [warning] = cache.warnings
    assert "in use by another program" in warning
    assert len(said) == 1
    assert read(cache, "a") == {"a": stored("a")}


def test_what_is_waited_for_is_written_when_the_other_program_ends(tmp_path: Path) -> None:
    fill(tmp_path, stored("a"))
    with locked(tmp_path) as other:
        cache = RecordCache(
            tmp_path, held_up=lambda _why: other.execute("ROLLBACK") and None, patience=QUICK
        )
        cache.write([stored("b")])
        cache.close()
    assert read(RecordCache(tmp_path), "a", "b").keys() == {"a", "b"}


@pytest.mark.parametrize("was_open", [False, True])
def test_a_reader_who_stays_holds_up_a_write_and_spoils_none(
    tmp_path: Path, was_open: bool
) -> None:
    fill(tmp_path, stored("a"))
    cache = RecordCache(tmp_path, patience=QUICK)
    if was_open:
        cache.prepare()
    with closing(sqlite3.connect(tmp_path / "cache.db", isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM Cache").fetchall()
        with pytest.raises(CacheError):
            cache.write([stored("b")])
        other.execute("ROLLBACK")
    cache.write([stored("c")])
    cache.close()
    assert read(RecordCache(tmp_path), "a", "b", "c").keys() == {"a", "c"}
