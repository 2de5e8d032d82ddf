"""The record cache: what providers said, kept as it came, under a folder of the user's.

Two layers: a database, and packs (`enricher.fetch.packs`). Where both know a paper, the newer
fetch wins. Records are text; a row that is anything else is a miss, told in one warning.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import diskcache

from enricher.errors import CacheError
from enricher.fetch import packs
from enricher.fetch.disk import open_to_write, read_rows
from enricher.fetch.packs import Stored
from enricher.models import PaperRef

BUSY_SECONDS = 60.0
TAG = "CACHEDIR.TAG"
SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55\n"  # bford.info/cachedir
HINT = "name another folder with --cache, or mend this one"


class CacheInfo(NamedTuple):
    """What a cache folder holds: records by provider and kind, and the packs with theirs."""

    folder: Path
    records: Mapping[tuple[str, str], int]
    packs: Mapping[Path, int]


class RecordCache:
    """The cache in one folder. With ``read_only`` no file is created or changed.

    The folder is made at the first write. Raises CacheError where it cannot be used at all;
    ``warnings`` tells what was passed over. Used from one thread.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        if folder.exists() and not folder.is_dir():
            raise CacheError(f"the cache folder {folder} is a file", HINT)
        self.folder = folder
        self.warnings: list[str] = []
        self._read_only = read_only

    def read(self, provider: str, refs: Sequence[PaperRef], version: int) -> dict[PaperRef, Stored]:
        """The newest record of each paper that the cache knows, missing ones included."""
        found: dict[PaperRef, Stored] = {}
        for stored in self._database([_key(provider, ref, version) for ref in refs]):
            found[stored.ref] = stored
        for ref in refs:
            packed = self._packed.get((provider, ref))
            if packed is None or packed.version != version:
                continue
            if ref not in found or packed.fetched > found[ref].fetched:
                found[ref] = packed
        return found

    def write(self, records: Iterable[Stored]) -> None:
        """Keep these records, all or none of them. Raises CacheError."""
        if self._read_only:
            raise CacheError(f"the cache folder {self.folder} is only read in this run")
        try:
            with self._writable.transact(retry=True):
                for stored in records:
                    key = _key(stored.provider, stored.ref, stored.version)
                    self._writable.set(key, _value(stored), retry=True)
        except (OSError, sqlite3.Error, diskcache.Timeout) as error:
            raise CacheError(
                f"cannot write to the cache folder {self.folder}: {error}", HINT
            ) from error

    def all(self) -> Iterator[Stored]:
        """Every record of the database; packs are files of their own."""
        yield from self._database(None)

    def clear(self) -> int:
        """Forget every record of the database; packs stay. Returns how many there were."""
        try:
            return int(self._writable.clear(retry=True))
        except (OSError, sqlite3.Error, diskcache.Timeout) as error:
            raise CacheError(
                f"cannot clear the cache folder {self.folder}: {error}", HINT
            ) from error

    def info(self) -> CacheInfo:
        """What is in the folder."""
        records: Counter[tuple[str, str]] = Counter(
            (stored.provider, stored.kind) for stored in self.all()
        )
        sizes = {path: len(packs.load(path, self._warn)) for path in packs.paths(self.folder)}
        return CacheInfo(self.folder, dict(records), sizes)

    def close(self) -> None:
        """Close the database, if it was opened."""
        if "_writable" in vars(self):
            self._writable.close()

    @cached_property
    def _writable(self) -> diskcache.Cache:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            tag = self.folder / TAG
            if not tag.exists():
                tag.write_text(SIGNATURE, encoding="ascii")
            return open_to_write(self.folder, BUSY_SECONDS)
        except (OSError, sqlite3.Error, diskcache.Timeout) as error:
            raise CacheError(f"cannot use the cache folder {self.folder}: {error}", HINT) from error

    @cached_property
    def _packed(self) -> dict[tuple[str, PaperRef], Stored]:
        newest: dict[tuple[str, PaperRef], Stored] = {}
        for path in packs.paths(self.folder):
            for stored in packs.load(path, self._warn):
                name = (stored.provider, stored.ref)
                if name not in newest or stored.fetched >= newest[name].fetched:
                    newest[name] = stored
        return newest

    def _database(self, keys: Sequence[str] | None) -> Iterator[Stored]:
        try:
            for key, value in read_rows(self.folder, keys, BUSY_SECONDS):
                stored = None if value is None else _stored(key, value)
                if stored is None:
                    self._warn(f"{self.folder}: passed over a record that enricher did not write")
                else:
                    yield stored
        except (OSError, sqlite3.Error) as error:
            self._warn(
                f"{self.folder}: the record database cannot be read ({error}); "
                "`enricher cache clear` makes a new one"
            )

    def _warn(self, warning: str) -> None:
        if warning not in self.warnings:
            self.warnings.append(warning)


def _key(provider: str, ref: PaperRef, version: int) -> str:
    return f"{provider} {version} {ref}"


def _value(stored: Stored) -> str:
    return json.dumps(
        {
            "form": stored.form,
            "kind": stored.kind,
            "date": stored.date,
            "fetched": stored.fetched,
            "body": stored.body,
        },
        ensure_ascii=False,
    )


def _stored(key: str, value: str) -> Stored | None:
    """The record of a row, or None where the row is none of enricher's."""
    try:
        provider, version, name = key.split(" ", 2)
        fields: dict[str, Any] = json.loads(value)
        return Stored(
            provider=provider,
            ref=PaperRef.parse(name),
            version=int(version),
            fetched=float(fields["fetched"]),
            **packs.checked(fields),
        )
    except (ValueError, KeyError, TypeError):
        return None
