"""The files of a cache's database: what may stand in their place, and what must not."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Final

from enricher.fetch.planted import is_file, is_no_file

DATABASE: Final = "cache.db"  # diskcache's name for it
JOURNAL: Final = f"{DATABASE}-journal"
FILES: Final = (DATABASE, JOURNAL, f"{DATABASE}-wal", f"{DATABASE}-shm")
JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")  # sqlite.org/fileformat2.html, section 3


class RefusedDatabaseError(sqlite3.DatabaseError):
    """A database that enricher cannot have written."""


def has_database(folder: Path) -> bool:
    """Whether there is one in a folder."""
    return is_file(folder / DATABASE)


def check_files(folder: Path) -> None:
    """Raise RefusedDatabaseError for what is no regular file.

    SQLite follows links, waits for pipes, and finds no words for folders.
    """
    for name in FILES:
        if is_no_file(folder / name):
            what = "is a symbolic link" if (folder / name).is_symlink() else "is no regular file"
            raise RefusedDatabaseError(f"{name} {what}")


def check_journal(folder: Path) -> None:
    """Raise RefusedDatabaseError for a journal of a transaction over several databases: SQLite
    deletes the file that it names."""
    journal = folder / JOURNAL
    try:
        with journal.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - len(JOURNAL_MAGIC)))
            if file.read() == JOURNAL_MAGIC:
                raise RefusedDatabaseError(f"{journal.name} names another file")
    except FileNotFoundError:
        return


def is_cut_off(folder: Path) -> bool:
    """Whether a write is under way or was cut off: then only a writer can make it whole."""
    return is_file(folder / JOURNAL)


def set_aside(folder: Path) -> list[str]:
    """Rename a database that cannot be used, so that a new one can be made. Returns the new names.

    Nothing that was set aside before is replaced.
    """
    names = [name for name in FILES if os.path.lexists(folder / name)]
    number = 0
    while any(os.path.lexists(folder / f"{name}{_ending(number)}") for name in names):
        number += 1
    ending = _ending(number)
    for name in names:
        (folder / name).replace(folder / f"{name}{ending}")
    return [f"{name}{ending}" for name in names]


def _ending(number: int) -> str:
    return f".unusable-{number}" if number else ".unusable"
