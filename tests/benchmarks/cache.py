"""How fast records are written to the cache and read from it, beside plain sqlite3 and json.

``python -m tests.benchmarks.cache`` from the root of a checkout. Times are of the process alone.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from enricher.fetch.cache import RecordCache
from enricher.fetch.packs import Stored
from enricher.models import PaperRef

RECORDS = 10_000
AT_ONCE = 500
ROUNDS = 5


def records() -> list[Stored]:
    """Made-up entries of usual length."""
    body = "<entry>" + "We ask what people write of papers. " * 55 + "</entry>"
    return [
        Stored("arxiv", PaperRef("arxiv", f"1803.{number:05}"), "atom", body, "preprint", "", 1.0)
        for number in range(RECORDS)
    ]


def plain_write(file: Path, rows: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """All rows in one transaction of a new table."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE IF NOT EXISTS cache (key TEXT PRIMARY KEY, value TEXT)")
        values = ((key, json.dumps(fields)) for key, fields in rows)
        database.executemany("INSERT OR REPLACE INTO cache VALUES (?, ?)", values)


def plain_read(file: Path, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """All rows of these keys, some hundreds at once."""
    found: dict[str, dict[str, Any]] = {}
    with closing(sqlite3.connect(file)) as database:
        for start in range(0, len(keys), AT_ONCE):
            part = keys[start : start + AT_ONCE]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, value FROM cache WHERE key IN ({marks})"  # noqa: S608 - ours
            for key, value in database.execute(query, part):
                found[key] = json.loads(value)
    return found


def seconds(action: Callable[[], object]) -> float:
    """The least processor time of some rounds."""
    times: list[float] = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        action()
        times.append(time.process_time() - begin)
    return min(times)


def main() -> None:
    """Print both figures."""
    stored = records()
    refs = [each.ref for each in stored]
    rows = [(f"arxiv 1 {each.ref}", {**each._asdict(), "ref": str(each.ref)}) for each in stored]
    keys = [key for key, _ in rows]
    with tempfile.TemporaryDirectory() as place:
        cache = RecordCache(Path(place) / "cache")
        plain = Path(place) / "plain.db"
        actions: list[tuple[str, Callable[[], object], Callable[[], object], str]] = [
            ("write", partial(cache.write, stored), partial(plain_write, plain, rows), ""),
            (
                "read",
                partial(cache.read, "arxiv", refs, 1),
                partial(plain_read, plain, keys),
                "<= 2.5",
            ),
        ]
        for what, own, bare, bound in actions:
            took, least = seconds(own), seconds(bare)
            print(
                f"{f'cache: {what} {RECORDS:,} records':50} {took:8.3f} s  {least:8.3f} s "
                f" {took / least:6.2f} x  {bound}"
            )
        cache.close()


if __name__ == "__main__":
    main()
