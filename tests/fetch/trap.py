"""A cache folder to plant things in, and a file outside it that must stay as it is."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from enricher.fetch.cache import RecordCache
from enricher.fetch.packs import Stored
from enricher.models import PaperRef

GOOD = Stored("toy", PaperRef("toy", "good"), "line", "Title", "preprint", "2018", 1000.0)
VALUE = '{"form":"line","kind":"preprint","date":"","fetched":1.0,"body":"b"}'
# In place of a table; to read it would never end.
ENDLESS = (
    "CREATE VIEW Cache AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
    "SELECT 'k' || x AS key, 1 AS raw, 1 AS mode, NULL AS filename, 'v' AS value, "
    "1.0 AS store_time FROM c"
)
MODE_RAW, MODE_BINARY, MODE_TEXT, MODE_PICKLE = 1, 2, 3, 4  # diskcache's


class Bomb:
    """Makes a folder when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.mark),)


class Trap(NamedTuple):
    """A cache folder with one good record, and what must not be touched outside it."""

    folder: Path
    precious: Path
    mark: Path

    def plant(self, statement: str, *values: object) -> None:
        """Change the database as an attacker would."""
        with closing(sqlite3.connect(self.folder / "cache.db")) as database, database:
            database.execute(statement, values)

    def row(self, **columns: object) -> None:
        """Plant a row; one that would expire and be culled at the next chance."""
        given: dict[str, object] = {
            "key": "toy 1 toy:bad",
            "raw": 1,
            "store_time": 0.0,
            "expire_time": 1.0,
            "access_time": 0.0,
            "mode": MODE_RAW,
            "value": VALUE,
        } | columns
        names = ", ".join(given)
        marks = ", ".join("?" * len(given))
        self.plant(f"INSERT INTO Cache ({names}) VALUES ({marks})", *given.values())  # noqa: S608

    def check(self) -> None:
        """Nothing outside was touched, and nothing ran."""
        assert self.precious.read_text() == "mine"
        assert not self.mark.exists()
        assert sorted(path.name for path in self.folder.parent.iterdir()) == ["cache", "precious"]


def read(cache: RecordCache) -> list[str]:
    refs = [PaperRef("toy", "good"), PaperRef("toy", "bad")]
    return sorted(ref.id for ref in cache.read("toy", refs, 1))
