"""The database of a cache folder, made at its first use, and waited for where others lock it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Any

from enricher.errors import CacheError
from enricher.fetch import disk, manifest, parsed, planted
from enricher.fetch.busy import Done, Patience
from enricher.fetch.database_files import has_database, is_cut_off, set_aside
from enricher.fetch.unusable import unusable

LOOK_SECONDS = 2
TAG = "CACHEDIR.TAG"
SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55\n"  # bford.info/cachedir
GITIGNORE = f"""\
# What enricher keeps here is nothing to commit; packs (*.jsonl) and files of yours are.
/.gitignore
/{TAG}
/cache.db*
/{manifest.FILE}
/{parsed.FOLDER}/
/{planted.TURNS}/
"""


class Database:
    """Rows of text under text. With ``read_only`` no file is created or changed."""

    def __init__(self, folder: Path, patience: Patience, *, read_only: bool) -> None:
        self._folder = folder
        self._patience = patience
        self._read_only = read_only

    def rows(self, keys: Sequence[str] | None) -> Iterator[tuple[str, str | None]]:
        """The rows under these keys (None: all) as soon as the first of them can be read; one that
        is refused has no value. Raises OSError, sqlite3.Error and CacheError.

        A write that was cut off is undone before, if this run may. One that just ends looks like
        that, too.
        """
        try:
            return self._patience.do(lambda: self._begun(keys))
        except sqlite3.OperationalError:
            if is_cut_off(self._folder) and not self._read_only:
                self.prepare()
            return self._patience.do(lambda: self._begun(keys))

    def _begun(self, keys: Sequence[str] | None) -> Iterator[tuple[str, str | None]]:
        found = disk.read_rows(self._folder, keys, self._patience.step)
        return chain(list(islice(found, 1)), found)

    def rows_now(self, keys: Sequence[str]) -> list[tuple[str, str | None]]:
        """The same without waiting, for any thread. Raises OSError and sqlite3.Error."""
        return list(disk.read_rows(self._folder, keys, LOOK_SECONDS))

    def keys_since(self, moment: float) -> list[tuple[str, float]]:
        """The keys of the rows that were stored after a moment, with their times, in unix seconds.
        Raises OSError, sqlite3.Error and CacheError."""
        step = self._patience.step
        return self._patience.do(lambda: list(disk.keys_since(self._folder, moment, step)))

    def prepare(self) -> None:
        """Open it to write. Raises CacheError."""
        _ = self._patiently(lambda: self._writable)

    def store(self, rows: Collection[tuple[str, str]]) -> None:
        """Store these rows, all or none of them. Raises CacheError."""
        self._patiently(lambda: disk.store(self._writable, rows))

    def clear(self) -> int:
        """Delete all rows; returns how many there were. Raises CacheError, also where its tables
        are not those that enricher makes."""
        self.prepare()
        self._patiently(lambda: disk.check_tables(self._folder, self._patience.step))
        return self._patiently(lambda: disk.forget_all(self._writable))

    def set_aside(self) -> list[str]:
        """Rename what stands in its place; returns the new names. Raises OSError."""
        self.close()
        return set_aside(self._folder)

    def close(self) -> None:
        """Close it, if it was opened."""
        opened = vars(self).pop("_writable", None)
        if opened is not None:
            opened.close()

    def _patiently(self, act: Callable[[], Done]) -> Done:
        """Do something to the database. Raises CacheError."""

        def attempt() -> Done:
            try:
                return act()
            except sqlite3.Error:  # what is left of a transaction would be in the way of another
                self.close()
                raise

        try:
            return self._patience.do(attempt)
        except (OSError, sqlite3.Error) as error:
            raise unusable(self._folder, error) from error

    @cached_property
    def _writable(self) -> Any:
        if self._read_only:
            raise CacheError(f"the cache folder {self._folder} is only read in this run")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(self._folder / TAG, SIGNATURE)
        if not has_database(self._folder):
            _make(self._folder / ".gitignore", GITIGNORE)
        return disk.open_to_write(self._folder, self._patience.step)


def _make(path: Path, content: str) -> None:
    """Make a file; whatever stands in its place stays as it is."""
    with suppress(FileExistsError), path.open("x", encoding="ascii") as file:
        file.write(content)
