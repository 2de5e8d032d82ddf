"""Rows that someone else planted: misses and warnings, never code, no other file touched.

They are what a restored CI cache or a shared disk might hold.
"""

from __future__ import annotations

import json
import pickle
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from diskcache.core import DBNAME

from enricher.fetch.cache import RecordCache
from enricher.fetch.database_files import DATABASE
from enricher.fetch.disk import open_to_write
from enricher.models import PaperRef
from tests.fetch.trap import (
    ENDLESS,
    GOOD,
    MODE_BINARY,
    MODE_PICKLE,
    MODE_RAW,
    MODE_TEXT,
    VALUE,
    Bomb,
    Trap,
    read,
)

ROWS: dict[str, Callable[[Trap], dict[str, Any]]] = {
    "a pickled value": lambda trap: {
        "mode": MODE_PICKLE,
        "value": pickle.dumps(Bomb(trap.mark)),
    },
    "a pickled file": lambda trap: {"mode": MODE_PICKLE, "filename": "x.val", "value": None},
    "a pickled key": lambda trap: {"raw": 0, "key": pickle.dumps(Bomb(trap.mark))},
    "a text file outside": lambda trap: {
        "mode": MODE_TEXT,
        "filename": str(trap.precious),
        "value": None,
    },
    "a binary file outside": lambda trap: {
        "mode": MODE_BINARY,
        "filename": "../precious",
        "value": None,
    },
    "a file beside a value": lambda trap: {"filename": "../precious"},
    "bytes": lambda trap: {"value": b"bytes"},
    "a number": lambda trap: {"value": 5},
    "nothing": lambda trap: {"value": None},
    "a mode of another kind": lambda trap: {"mode": "4"},
    "no mode": lambda trap: {"mode": None},
    "no JSON": lambda trap: {"value": "Title"},
    "half a record": lambda trap: {"value": VALUE[:30]},
    "a list": lambda trap: {"value": "[]"},
    "no body": lambda trap: {"value": '{"form":"line","kind":"preprint","date":"","fetched":1}'},
    "a wrong kind": lambda trap: {"value": VALUE.replace("preprint", "any")},
    "a list for a body": lambda trap: {"value": VALUE.replace('"b"', "[]")},
    "no time": lambda trap: {"value": VALUE.replace("1.0", "NaN")},
    "the end of time": lambda trap: {"value": VALUE.replace("1.0", "Infinity")},
    "too far a time": lambda trap: {"value": VALUE.replace("1.0", "1e300")},
    "too long a number": lambda trap: {"value": VALUE.replace("1.0", "1" + "0" * 400)},
    "nested for ever": lambda trap: {"value": "[" * 100_000},
}


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("read_only", [True, False])
def test_a_planted_row_is_a_miss_with_one_warning(trap: Trap, name: str, read_only: bool) -> None:
    trap.row(**ROWS[name](trap))
    cache = RecordCache(trap.folder, read_only=read_only)
    assert read(cache) == ["good"]
    assert read(cache) == ["good"]
    assert [stored.ref.id for stored in cache.all()] == ["good"]
    assert len(cache.warnings) <= 1
    if name != "a pickled key":  # it hides behind no name that anyone asks for
        assert "did not write" in cache.warnings[0]
    cache.close()
    trap.check()


@pytest.mark.parametrize("name", ROWS)
def test_a_planted_row_does_no_harm_when_it_is_replaced_or_cleared(trap: Trap, name: str) -> None:
    trap.row(**ROWS[name](trap))
    cache = RecordCache(trap.folder)
    cache.write([GOOD._replace(ref=PaperRef("toy", "bad"))])
    assert read(cache) == ["bad", "good"]
    assert cache.clear() in {2, 3}
    assert read(cache) == []
    cache.close()
    trap.check()


@pytest.mark.parametrize("name", [name for name in ROWS if "pickled" in name or "file" in name])
@pytest.mark.parametrize("act", ["expire", "cull", "evict", "clear", "delete", "pop", "iterate"])
def test_diskcache_itself_does_no_harm_through_the_disk(trap: Trap, name: str, act: str) -> None:
    """What diskcache does of its own accord to rows that expired, or that it throws out."""
    trap.row(**ROWS[name](trap), tag="t")
    database: Any = open_to_write(trap.folder, 1)
    actions: dict[str, Callable[[], object]] = {
        "expire": database.expire,
        "cull": database.cull,
        "evict": lambda: database.evict("t"),
        "clear": database.clear,
        "delete": lambda: database.delete("toy 1 toy:bad"),
        "pop": lambda: database.pop("toy 1 toy:bad"),
        "iterate": lambda: list(database),
    }
    try:
        actions[act]()
    except ValueError as error:
        assert "no text" in str(error)  # noqa: PT017 - only some acts read the row
    database.close()
    trap.check()


def test_text_that_is_not_utf8_hides_no_other_row(trap: Trap) -> None:
    trap.plant(
        "INSERT INTO Cache (key, raw, mode, value) "
        "VALUES ('toy 1 toy:bad', 1, 1, CAST(x'ff7b7d' AS TEXT))"
    )
    cache = RecordCache(trap.folder)
    assert read(cache) == ["good"]
    assert [stored.ref.id for stored in cache.all()] == ["good"]
    assert len(cache.warnings) == 1


@pytest.mark.parametrize("key", ["", "toy", "toy 1", "toy x toy:a", "toy 1 bad", "toy 1 toy:a b"])
def test_a_key_that_names_no_paper_is_passed_over(trap: Trap, key: str) -> None:
    trap.row(key=key)
    cache = RecordCache(trap.folder)
    assert [stored.ref.id for stored in cache.all()] == ["good"]
    assert len(cache.warnings) == 1


def test_the_values_on_disk_are_plain_json(trap: Trap) -> None:
    with closing(sqlite3.connect(trap.folder / "cache.db")) as database:
        ((key, raw, mode, filename, value),) = database.execute(
            "SELECT key, raw, mode, filename, value FROM Cache"
        )
    assert (key, raw, mode, filename) == ("toy 1 toy:good", 1, MODE_RAW, None)
    assert json.loads(value)["body"] == "Title"


def test_the_database_is_called_as_diskcache_calls_it() -> None:
    assert DATABASE == DBNAME


def test_a_row_under_another_key_than_was_asked_for_is_passed_over(trap: Trap) -> None:
    trap.plant("ALTER TABLE Cache RENAME TO Old")
    trap.plant(
        "CREATE TABLE Cache (key TEXT COLLATE NOCASE, raw, store_time, expire_time, access_time, "
        "mode, filename, value)"
    )
    trap.row(key="toy 1 toy:GOOD")
    cache = RecordCache(trap.folder, read_only=True)
    assert read(cache) == []
    cache.close()


@pytest.mark.parametrize("read_only", [True, False])
def test_what_is_no_table_is_not_read(trap: Trap, read_only: bool) -> None:
    trap.plant("DROP TABLE Cache")
    trap.plant(ENDLESS)
    cache = RecordCache(trap.folder, read_only=read_only)
    assert read(cache) == []
    assert list(cache.all()) == []
    assert cache.fetched_since(0.0) == {}
    assert "no table" in cache.warnings[0]
    cache.close()
