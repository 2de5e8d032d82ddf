"""Several runs on one cache folder, and runs that are killed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from enricher.fetch.cache import RecordCache
from enricher.models import PaperRef
from tests.fetch.test_cache import fill, read, stored

WRITER = """
import sys
from pathlib import Path
from enricher.fetch.cache import RecordCache
from enricher.fetch.packs import Stored
from enricher.models import PaperRef
folder, name = sys.argv[1:]
cache = RecordCache(Path(folder))
for batch in range(20):
    cache.write([
        Stored("toy", PaperRef("toy", f"{name}{batch}x{row}"), "line", "t", "preprint", "", 1.0)
        for row in range(10)
    ])
cache.close()
"""


def run(script: str, *arguments: str) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).parents[2])
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], env={**os.environ, "PYTHONPATH": root}
    )


def wait(runs: Sequence[subprocess.Popen[bytes]]) -> list[int]:
    return [process.wait(60) for process in runs]


def test_two_runs_may_write_at_once(tmp_path: Path) -> None:
    assert wait([run(WRITER, str(tmp_path), name) for name in "ab"]) == [0, 0]
    assert len(list(RecordCache(tmp_path).all())) == 400


WRITES = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0).execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError:
    sys.exit(5)
"""


def test_who_reads_gives_up_no_lock_of_a_write_of_the_same_run(tmp_path: Path) -> None:
    """POSIX: whoever closes a file gives up all the locks that his process holds on it."""
    fill(tmp_path, stored("a"))
    place = str(tmp_path / "cache.db")
    with closing(sqlite3.connect(place, isolation_level=None)) as writing:
        writing.execute("BEGIN IMMEDIATE")
        cache = RecordCache(tmp_path)
        assert list(read(cache, "a")) == ["a"]
        assert cache.read_again("toy", [PaperRef("toy", "a")], 1)
        assert len(list(cache.all())) == 1
        assert cache.fetched_since(0.0)
        assert cache.has_database()
        assert wait([run(WRITES, place)]) == [5]
    assert wait([run(WRITES, place)]) == [0]


KILLED = """
import os, sqlite3, sys
from pathlib import Path
from enricher.fetch.cache import RecordCache
from enricher.fetch.packs import Stored
from enricher.models import PaperRef
class Rows:
    def __iter__(self):
        for row in range(40_000):  # more than SQLite keeps in memory: it writes before the end
            yield Stored("toy", PaperRef("toy", f"p{row}"), "line", "t" * 1500, "preprint", "", 1.0)
        os._exit(9)
from enricher.fetch import rows
from enricher.fetch.disk import write_rows
write_rows(Path(sys.argv[1]), map(rows.row, Rows()), 5)
"""


def test_a_run_that_is_killed_while_it_writes_costs_only_what_it_wrote(tmp_path: Path) -> None:
    fill(tmp_path, stored("a"))
    assert wait([run(KILLED, str(tmp_path))]) == [9]
    journal = tmp_path / "cache.db-journal"
    assert journal.exists(), "the run was to be killed in mid-write"
    cache = RecordCache(tmp_path)
    assert read(cache, "a", "p0") == {"a": stored("a")}
    cache.write([stored("b")])
    cache.close()
    assert cache.warnings == []
    assert not journal.exists()
    assert list(read(RecordCache(tmp_path, read_only=True), "a", "b", "p0")) == ["a", "b"]
