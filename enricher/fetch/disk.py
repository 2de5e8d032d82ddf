"""diskcache, without the ways in which a planted cache folder could do harm.

diskcache unpickles rows that say so (CVE-2025-69872; its JSONDisk does not prevent that), and it
reads and deletes the file that a row names, whatever that file is. A cache folder may come from
elsewhere (a CI cache, a shared disk), so both kinds of row are refused here: enricher stores text
only, and never in files of its own. What would lead a write out of the folder is refused as well:
a link, diskcache's own settings (it takes any name for an attribute of its own), and a journal that
makes SQLite delete the file that it names.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import diskcache
from diskcache.core import DEFAULT_SETTINGS, METADATA, MODE_RAW, UNKNOWN

from enricher.fetch.busy import LockedError
from enricher.fetch.database_files import DATABASE, RefusedDatabaseError, check_files, check_journal

NEVER_A_FILE = 2**62
KEYS_AT_ONCE = 500  # SQLite allows 999 variables in a statement
SETTINGS: dict[str, Any] = {
    **DEFAULT_SETTINGS,
    "eviction_policy": "none",
    "cull_limit": 0,
    # A rollback journal, not a write-ahead log, so that a read-only folder can be read.
    "sqlite_journal_mode": "delete",
    "sqlite_mmap_size": 0,
}


class RefusedRowError(ValueError):
    """A row that enricher cannot have written."""


class TextDisk(diskcache.Disk):
    """Stores text under text, and refuses every other row that it finds."""

    def __init__(self, directory: str, **_settings: Any) -> None:
        super().__init__(directory, min_file_size=NEVER_A_FILE)

    def put(self, key: Any) -> Any:
        if not isinstance(key, str):
            raise TypeError("keys are text")
        return key, True

    def get(self, key: Any, raw: Any) -> str:
        if not raw or not isinstance(key, str):
            raise RefusedRowError("a key that is no text")
        return key

    def store(self, value: Any, read: Any, key: Any = UNKNOWN) -> Any:
        del key
        if read or not isinstance(value, str):
            raise TypeError("values are text")
        return 0, MODE_RAW, None, value

    def fetch(self, mode: Any, filename: Any, value: Any, read: Any) -> str:
        if mode != MODE_RAW or filename is not None or read or not isinstance(value, str):
            raise RefusedRowError("a value that is no text")
        return value

    def remove(self, file_path: Any) -> None:
        """Delete nothing: no row of enricher's names a file."""


def open_to_write(folder: Path, timeout: float) -> diskcache.Cache:
    """The database in a folder. Nothing in it expires or is evicted.

    Raises OSError and sqlite3.Error where it cannot be used, such as one that is locked for longer
    than ``timeout`` seconds; RefusedDatabaseError where it is none of ours.
    """
    place = str(folder.absolute())
    if os.path.expandvars(place) != place:
        raise OSError("diskcache would put a variable's value in place of the $ in its name")
    check_files(folder)
    check_journal(folder)
    if (folder / DATABASE).exists():
        _check_settings(folder / DATABASE, timeout)
    settings: dict[str, Any] = {**SETTINGS, "timeout": timeout}
    return diskcache.Cache(place, disk=TextDisk, **settings)


def write_rows(folder: Path, rows: Iterable[tuple[str, str]], timeout: float) -> None:
    """Store these rows in the database of a folder, all or none of them.

    Raises OSError and sqlite3.Error; LockedError where it is locked for longer.
    """
    with closing(open_to_write(folder, timeout)) as database:
        store(database, rows)


def store(database: Any, rows: Iterable[tuple[str, str]]) -> None:
    """Store these rows, all or none of them. Raises sqlite3.Error, LockedError too."""
    with _locked_is_told(), database.transact():
        for key, value in rows:
            database.set(key, value)


def forget_all(database: Any) -> int:
    """Delete all rows; tells how many there were. Raises sqlite3.Error, LockedError too."""
    with _locked_is_told():
        return int(database.clear())


def check_tables(folder: Path, timeout: float) -> None:
    """Raise RefusedDatabaseError for tables, indexes or triggers that diskcache does not make: they
    may keep a database from taking records, or from giving them up."""
    with tempfile.TemporaryDirectory() as place:
        diskcache.Cache(place, disk=TextDisk, **SETTINGS).close()
        made = _tables(Path(place), timeout)
    if _tables(folder, timeout) != made:
        raise RefusedDatabaseError("its tables are not those that enricher makes")


def _tables(folder: Path, timeout: float) -> list[tuple[str, str, str]]:
    with closing(_open_to_read(folder / DATABASE, timeout)) as database:
        found = database.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
        return found.fetchall()


@contextmanager
def _locked_is_told() -> Generator[None]:
    try:
        yield
    except diskcache.Timeout as error:
        raise LockedError("the database is locked") from error


def _check_settings(path: Path, timeout: float) -> None:
    address = f"{path.absolute().as_uri()}?mode=rw"  # a write that was cut off is undone here
    with closing(sqlite3.connect(address, uri=True, timeout=timeout)) as database:
        database.execute("BEGIN EXCLUSIVE")  # diskcache itself would wait for a minute
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'Settings'").fetchone():
            return
        for (name,) in database.execute("SELECT key FROM Settings"):
            if name not in SETTINGS and name not in METADATA:
                raise RefusedDatabaseError(f"it has the unknown setting {name!r}")


def read_rows(
    folder: Path, keys: Sequence[str] | None, timeout: float
) -> Iterator[tuple[str, str | None]]:
    """The rows under these keys (None: all); a row that is refused has the value None.

    Rows under other keys, which a damaged database gives, too, are passed over. Reads the database
    without creating or changing any file, which diskcache cannot. Raises sqlite3.Error where it is
    no database of diskcache's.
    """
    check_files(folder)
    path = folder / DATABASE
    if not path.is_file():
        return
    with closing(_open_to_read(path, timeout)) as database:
        disk = TextDisk(str(folder))
        asked = None if keys is None else frozenset(keys)
        for clause, values in _clauses(keys):
            query = f"SELECT key, raw, mode, filename, value FROM Cache {clause}"  # noqa: S608 - holds placeholders alone
            for key, raw, mode, filename, value in database.execute(query, values):
                try:
                    name = disk.get(key, raw)
                except RefusedRowError:
                    continue
                if asked is not None and name not in asked:
                    continue
                try:
                    yield name, disk.fetch(mode, filename, value, read=False)
                except RefusedRowError:
                    yield name, None


def keys_since(folder: Path, moment: float, timeout: float) -> Iterator[tuple[str, float]]:
    """The keys of the rows that were stored after a moment, with their times, in unix seconds.

    Raises sqlite3.Error where it is no database of diskcache's.
    """
    check_files(folder)
    path = folder / DATABASE
    if not path.is_file():
        return
    with closing(_open_to_read(path, timeout)) as database:
        query = "SELECT key, store_time FROM Cache WHERE store_time > ?"
        for key, stored in database.execute(query, (moment,)):
            if isinstance(key, str) and isinstance(stored, float):
                yield key, stored


def _open_to_read(path: Path, timeout: float) -> sqlite3.Connection:
    """A connection that creates and changes no file. Text that is not UTF-8 comes as bytes.

    Raises RefusedDatabaseError where what would be read is no table: a view can go on for ever.
    """
    options = "mode=ro&immutable=1" if _is_logged(path) else "mode=ro"
    database = _connected(path, options, timeout)
    database.text_factory = _text
    try:
        query = "SELECT 1 FROM sqlite_master WHERE name = 'Cache' AND type <> 'table'"
        if database.execute(query).fetchone():
            raise RefusedDatabaseError("its records are in no table")
    except sqlite3.Error:
        database.close()
        raise
    return database


def _is_logged(path: Path) -> bool:
    """Whether a database has a write-ahead log, which SQLite would make files for.

    Asked without locks, SQLite says that it cannot open such a one. The file itself must not be
    looked into: whoever closes a file gives up all locks that his process holds on it (POSIX,
    fcntl), those of a write that is under way, too.
    """
    with closing(_connected(path, "mode=ro&nolock=1", 0)) as database:
        try:
            database.execute("PRAGMA schema_version").fetchone()
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode == sqlite3.SQLITE_CANTOPEN
    return False


def _connected(path: Path, options: str, timeout: float) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{options}", uri=True, timeout=timeout)


def _text(raw: bytes) -> str | bytes:
    try:
        return raw.decode()
    except UnicodeDecodeError:  # one such row must not hide the others
        return raw


def _clauses(keys: Sequence[str] | None) -> Iterator[tuple[str, Sequence[str]]]:
    if keys is None:
        yield "", ()
        return
    for start in range(0, len(keys), KEYS_AT_ONCE):
        part = keys[start : start + KEYS_AT_ONCE]
        yield f"WHERE key IN ({','.join('?' * len(part))})", part
