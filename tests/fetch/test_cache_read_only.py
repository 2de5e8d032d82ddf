"""A cache folder that cannot be written to is noticed before anyone is asked."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from enricher.errors import CacheError
from enricher.fetch.cache import RecordCache
from enricher.fetch.unusable import unusable
from tests.fetch.test_cache import fill, stored


@pytest.mark.parametrize("case", ["the whole folder", "the database", "before the first use"])
def test_a_folder_that_cannot_be_written_to_is_named_with_the_fix(
    tmp_path: Path, case: str
) -> None:
    folder = tmp_path / "records"
    fill(folder, stored("a"))
    if case == "before the first use":
        for path in folder.iterdir():
            path.unlink()
    else:
        (folder / "cache.db").chmod(0o400)
    folder.chmod(0o700 if case == "the database" else 0o500)
    if os.access(folder / "cache.db" if case == "the database" else folder, os.W_OK):
        pytest.skip("this user may write everywhere")
    for use in (RecordCache.prepare, RecordCache.clear):
        with pytest.raises(CacheError) as error:
            use(RecordCache(folder))
        assert str(folder) in str(error.value)
        assert "Errno" not in str(error.value)
        for fix in ("--cache", "--offline", "writable"):
            assert fix in error.value.hint


def by_sqlite(name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("a text of SQLite's")
    error.sqlite_errorcode = getattr(sqlite3, name)
    return error


@pytest.mark.parametrize(
    "error",
    [
        PermissionError(errno.EACCES, "Permission denied", "records/CACHEDIR.TAG"),
        OSError(errno.EROFS, "Read-only file system", "records"),
        by_sqlite("SQLITE_READONLY"),
        by_sqlite("SQLITE_READONLY_DIRECTORY"),
        by_sqlite("SQLITE_CANTOPEN"),
    ],
    ids=repr,
)
def test_every_way_to_say_so_is_told_as_one(tmp_path: Path, error: Exception) -> None:
    told = unusable(tmp_path, error)
    assert told.message == f"the cache folder {tmp_path} cannot be written to by this user"
    assert "--offline" in told.hint


def test_other_troubles_of_a_folder_keep_their_words(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "records/cache.db")
    assert "No space left" in unusable(tmp_path, full).message


def test_preparing_makes_the_folder_and_its_database(tmp_path: Path) -> None:
    cache = RecordCache(tmp_path / "records")
    for _ in range(2):
        cache.prepare()
    cache.close()
    assert (tmp_path / "records" / "cache.db").is_file()


def test_what_is_only_read_is_not_prepared(tmp_path: Path) -> None:
    with pytest.raises(CacheError, match="only read"):
        RecordCache(tmp_path / "records", read_only=True).prepare()
    assert not (tmp_path / "records").exists()
