"""Databases, settings, journals, links and pipes that someone else planted in a cache folder."""

from __future__ import annotations

import os
import struct
from contextlib import suppress

import pytest

from enricher.errors import CacheError
from enricher.fetch.cache import RecordCache
from enricher.models import PaperRef
from tests.fetch.trap import GOOD, Trap, read

# ------------------------------------------------------------------- planted databases


DATABASES: dict[str, bytes] = {
    "text": b"this is no database",
    "half a database": b"SQLite format 3\0" + bytes(84),
    "noise": bytes(range(256)) * 64,
}


@pytest.mark.parametrize("name", DATABASES)
def test_what_is_no_database_is_a_miss_with_one_warning_and_clear_mends_it(
    trap: Trap, name: str
) -> None:
    (trap.folder / "cache.db").write_bytes(DATABASES[name])
    cache = RecordCache(trap.folder)
    assert read(cache) == []
    assert read(cache) == []
    assert len(cache.warnings) == 1
    assert "enricher cache clear" in cache.warnings[0]
    with pytest.raises(CacheError, match="enricher cache clear"):
        cache.write([GOOD])
    assert cache.clear() == 0
    cache.write([GOOD])
    cache.close()
    assert read(RecordCache(trap.folder)) == ["good"]
    assert (trap.folder / "cache.db.unusable").read_bytes() == DATABASES[name]  # never deleted


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE Cache",
        "ALTER TABLE Cache DROP COLUMN filename",
        "ALTER TABLE Cache RENAME TO Other",
    ],
)
def test_other_tables_are_a_miss_with_one_warning(trap: Trap, statement: str) -> None:
    trap.plant("DROP INDEX IF EXISTS Cache_expire_time")
    trap.plant(statement)
    cache = RecordCache(trap.folder, read_only=True)
    assert read(cache) == []
    assert len(cache.warnings) == 1
    trap.check()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("_directory", "{outside}"),
        ("_disk", "x"),
        ("set", "x"),
        ("transact", 1),
        ("disk_remove", "x"),
        ("disk_fetch", "x"),
        ("sqlite_writable_schema", 1),
        ("sqlite_journal_mode = off; --", "x"),
        (b"bytes", 1),
        (5, 1),
    ],
)
def test_planted_settings_of_diskcache_lead_nowhere(
    trap: Trap, name: object, value: object
) -> None:
    """It takes every name for an attribute of its own, the folder's among them."""
    outside = str(trap.precious.parent / "mark")
    planted = value.format(outside=outside) if isinstance(value, str) else value
    trap.plant("INSERT INTO Settings VALUES (?, ?)", name, planted)
    cache = RecordCache(trap.folder)
    assert read(cache) == ["good"]
    with pytest.raises(CacheError, match="unknown setting"):
        cache.write([GOOD])
    assert cache.clear() == 0
    cache.write([GOOD])
    cache.close()
    trap.check()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cull_limit", 10),
        ("size_limit", 0),
        ("eviction_policy", "least-recently-used"),
        ("eviction_policy", "none; --"),
        ("disk_min_file_size", 0),
        ("sqlite_mmap_size", "x; --"),
        ("statistics", b"bytes"),
        ("count", "x"),
        ("size", 2**62),
    ],
)
def test_planted_values_of_known_settings_change_nothing(
    trap: Trap, name: str, value: object
) -> None:
    trap.plant("INSERT OR REPLACE INTO Settings VALUES (?, ?)", name, value)
    cache = RecordCache(trap.folder)
    cache.write([GOOD._replace(ref=PaperRef("toy", "bad"), body="b" * 100_000)])
    assert read(cache) == ["bad", "good"]
    cache.close()
    names = sorted(path.name for path in trap.folder.iterdir())
    assert names == [".gitignore", "CACHEDIR.TAG", "cache.db"]
    trap.check()


# What keeps a database from taking records, or from giving them up.
STOPS = {
    "a trigger that refuses": "CREATE TRIGGER x BEFORE INSERT ON Cache "
    "BEGIN SELECT RAISE(ABORT, 'no'); END",
    "a trigger that swallows": "CREATE TRIGGER x BEFORE INSERT ON Cache "
    "BEGIN SELECT RAISE(IGNORE); END",
    "a trigger that is broken": "CREATE TRIGGER x BEFORE INSERT ON Cache "
    "BEGIN INSERT INTO absent VALUES (1); END",
    "a trigger that keeps all": "CREATE TRIGGER x BEFORE DELETE ON Cache "
    "BEGIN SELECT RAISE(ABORT, 'no'); END",
    "a trigger on settings": "CREATE TRIGGER x BEFORE INSERT ON Settings "
    "BEGIN SELECT RAISE(ABORT, 'no'); END",
    "a key that is unique": "CREATE UNIQUE INDEX x ON Cache (mode)",
    "a setting that is no number": "UPDATE Settings SET value = 'x y'",
}


@pytest.mark.parametrize("name", STOPS)
def test_clear_mends_a_database_that_takes_no_records(trap: Trap, name: str) -> None:
    trap.plant(STOPS[name])
    cache = RecordCache(trap.folder)
    assert read(cache) == ["good"]
    with suppress(CacheError):
        cache.write([GOOD._replace(ref=PaperRef("toy", "bad"))])
    cache.clear()
    both = [GOOD, GOOD._replace(ref=PaperRef("toy", "bad"))]
    cache.write(both)
    assert read(cache) == ["bad", "good"]
    cache.close()
    trap.check()


@pytest.mark.parametrize("name", ["cache.db", "cache.db-journal", "cache.db-wal", "cache.db-shm"])
def test_clear_sets_a_folder_in_the_database_s_place_aside(trap: Trap, name: str) -> None:
    path = trap.folder / name
    for number in range(2):
        path.unlink(missing_ok=True)
        path.mkdir()
        (path / "mine").write_text(f"{number}")
        cache = RecordCache(trap.folder)
        assert read(cache) == []
        [warning] = cache.warnings
        assert f"{name} is no regular file" in warning
        assert "enricher cache clear" in warning
        with pytest.raises(CacheError, match="enricher cache clear"):
            cache.write([GOOD])
        assert cache.clear() == 0
        assert f"{name}.unusable" in cache.warnings[-1]
        cache.write([GOOD])
        assert read(cache) == ["good"]
        cache.close()
    assert (trap.folder / f"{name}.unusable" / "mine").read_text() == "0"
    assert (trap.folder / f"{name}.unusable-1" / "mine").read_text() == "1"
    trap.check()


# ------------------------------------------------------------- journals, links, pipes


def test_a_planted_journal_does_not_make_sqlite_delete_a_file(trap: Trap) -> None:
    """A journal of several databases' transaction names a file, which SQLite deletes after it."""
    magic = bytes.fromhex("d9d505f920a163d7")  # sqlite.org/fileformat2.html, section 3
    pages = (trap.folder / "cache.db").stat().st_size // 4096
    header = (magic + struct.pack(">IIIII", 0, 1, pages, 512, 4096)).ljust(512, b"\0")
    name = str(trap.precious).encode()
    lock_page = 2**30 // 4096 + 1
    tail = struct.pack(">I", lock_page) + name + struct.pack(">II", len(name), sum(name)) + magic
    (trap.folder / "cache.db-journal").write_bytes(header + tail)
    for read_only in (True, False):
        cache = RecordCache(trap.folder, read_only=read_only)
        assert read(cache) == []
        assert len(cache.warnings) == 1
        cache.close()
    cache = RecordCache(trap.folder)
    with pytest.raises(CacheError, match="names another file"):
        cache.write([GOOD])
    assert cache.clear() == 0
    cache.write([GOOD])
    cache.close()
    trap.check()


@pytest.mark.parametrize("name", ["cache.db", "cache.db-journal", "cache.db-wal"])
def test_a_planted_link_leads_no_write_out(trap: Trap, name: str) -> None:
    (trap.folder / name).unlink(missing_ok=True)
    (trap.folder / name).symlink_to(trap.precious)
    cache = RecordCache(trap.folder)
    read(cache)
    with pytest.raises(CacheError, match="symbolic link"):
        cache.write([GOOD])
    assert cache.clear() == 0
    cache.write([GOOD])
    cache.close()
    trap.check()


@pytest.mark.parametrize("name", ["CACHEDIR.TAG", ".gitignore"])
def test_a_planted_link_in_place_of_what_is_made_once_leads_nowhere(trap: Trap, name: str) -> None:
    for made in ("CACHEDIR.TAG", ".gitignore", "cache.db"):
        (trap.folder / made).unlink()
    (trap.folder / name).symlink_to(trap.mark)
    cache = RecordCache(trap.folder)
    cache.write([GOOD])
    cache.close()
    trap.check()


def test_a_pipe_in_place_of_the_database_is_not_waited_for(trap: Trap) -> None:
    (trap.folder / "cache.db").unlink()
    os.mkfifo(trap.folder / "cache.db")
    os.mkfifo(trap.folder / "pack.jsonl")
    assert read(RecordCache(trap.folder, read_only=True)) == []
