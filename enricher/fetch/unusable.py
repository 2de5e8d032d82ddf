"""Why a cache folder cannot be used, and what to do about it."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Collection
from pathlib import Path

from enricher.errors import CacheError
from enricher.fetch.database_files import RefusedDatabaseError

HINT = "name another folder with --cache, or mend this one"
UNREADABLE_HINT = "`enricher cache clear` sets the database aside and makes a new one"
READ_ONLY_HINT = "make it writable, name another folder with --cache, or use it --offline"
# SQLite's codes (the lowest byte of its extended ones) for a database that is none, is damaged, or
# has other tables and triggers than diskcache's.
UNREADABLE = frozenset({
    sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT,
    sqlite3.SQLITE_SCHEMA, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH,
})  # fmt: skip
# What keeps a user from writing, as files and as SQLite say it.
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
FORBIDDEN_IN_SQLITE = frozenset({
    sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM,
})  # fmt: skip


class UnreadableError(CacheError):
    """What stands in the database's place is none."""


def unusable(folder: Path, error: Exception) -> CacheError:
    """What to tell where a database could not be used."""
    code = getattr(error, "sqlite_errorcode", None)
    if _is_forbidden(error, code):
        told = f"the cache folder {folder} cannot be written to by this user"
        return CacheError(told, READ_ONLY_HINT)
    told = f"cannot write to the cache folder {folder}: {error}"
    if isinstance(error, RefusedDatabaseError) or _is_one_of(UNREADABLE, code):
        return UnreadableError(told, UNREADABLE_HINT)
    return CacheError(told, HINT)


def _is_forbidden(error: Exception, code: int | None) -> bool:
    if isinstance(error, OSError):
        return error.errno in FORBIDDEN
    return _is_one_of(FORBIDDEN_IN_SQLITE, code)


def _is_one_of(codes: Collection[int], code: int | None) -> bool:
    return code is not None and code & 0xFF in codes
