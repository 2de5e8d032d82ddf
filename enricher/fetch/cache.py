"""The record cache: what providers said, kept as it came, under a folder of the user's.

Two layers: a database, and packs (`enricher.fetch.packs`). Where both know a paper, the newer
fetch wins. Records are text; a row that is anything else is a miss, told in one warning.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from enricher.errors import CacheError
from enricher.fetch import manifest, owners, packs, parsed, planted, rows
from enricher.fetch.busy import HeldUp, Patience
from enricher.fetch.database import TAG, Database
from enricher.fetch.database_files import FILES, has_database
from enricher.fetch.packs import Stored
from enricher.fetch.unusable import HINT, UNREADABLE_HINT, UnreadableError, unusable
from enricher.models import PaperRef

# Beside the database and the turns; what was parsed is a database of its own.
READ_AS_DATA = (manifest.FILE, *(f"{parsed.FOLDER}/{name}" for name in FILES))
PACK_HINT = "a pack is read from the folder that it is in: name that folder"


class CacheInfo(NamedTuple):
    """What a cache folder holds: records by provider and kind, and the packs with theirs."""

    folder: Path
    records: Mapping[tuple[str, str], int]
    packs: Mapping[Path, int]


class RecordCache:
    """The cache in one folder. With ``read_only`` no file is created or changed.

    The folder is made at the first write. Raises CacheError where it cannot be used at all;
    ``warnings`` tells what was passed over, ``held_up`` is told where another program has the
    database locked. Used from one thread.
    """

    def __init__(
        self,
        folder: Path,
        *,
        read_only: bool = False,
        held_up: HeldUp = lambda _why: None,
        patience: Callable[[Path, HeldUp], Patience] = Patience,
    ) -> None:
        try:
            existing = next((each for each in (folder, *folder.parents) if each.exists()), None)
            is_taken = existing is not None and not existing.is_dir()
        except OSError as error:
            raise CacheError(f"cannot use the cache folder {folder}: {error}", HINT) from error
        if is_taken:
            place = "is" if existing == folder else f"lies below {existing}, which is"
            hint = PACK_HINT if folder.suffix == ".jsonl" else HINT
            raise CacheError(f"the cache folder {folder} {place} a file", hint)
        self.folder = folder
        self._warnings = dict.fromkeys(planted.told(folder, manifest.FILE, TAG))
        self._stranger = owners.stranger(folder, *READ_AS_DATA)
        if self._stranger:
            self._warn(f"{self._stranger.told} ({self._stranger.hint})")
        self._database = Database(folder, patience(folder, held_up), read_only=read_only)

    @property
    def is_strangers(self) -> bool:
        """Whether somebody who is not trusted owns what is in the folder: then nothing but packs is
        read from it, and nothing is written."""
        return self._stranger is not None

    @property
    def warnings(self) -> list[str]:
        """What was passed over, and why."""
        return list(self._warnings)

    def read(self, provider: str, refs: Sequence[PaperRef], version: int) -> dict[PaperRef, Stored]:
        """The newest record of each paper that the cache knows, missing ones included."""
        found: dict[PaperRef, Stored] = {}
        for stored in self._stored([rows.key(provider, ref, version) for ref in refs]):
            found[stored.ref] = stored
        for ref in refs:
            packed = self._packed.get((provider, version, ref))
            if packed and (ref not in found or packed.fetched > found[ref].fetched):
                found[ref] = packed
        return found

    def prepare(self) -> None:
        """Open the database, so that no answer is lost for want of a place. Raises CacheError."""
        self._refuse_strangers()
        self._database.prepare()

    def write(self, records: Collection[Stored]) -> None:
        """Keep these records, all or none of them. Raises CacheError."""
        self._refuse_strangers()
        self._database.store(list(map(rows.row, records)))

    def fetched_since(self, moment: float) -> dict[str, float]:
        """The names of the papers of which a record was kept after a moment, and when. Raises
        CacheError where the database stays locked."""
        try:
            kept = [] if self._stranger else self._database.keys_since(moment)
        except (OSError, sqlite3.Error):  # reading records will tell
            return {}
        return {key.split(" ", 2)[-1]: stored for key, stored in kept}

    def read_again(self, provider: str, refs: Sequence[PaperRef], version: int) -> list[Stored]:
        """The records of these papers that the database holds by now. For any thread."""
        try:
            keys = [rows.key(provider, ref, version) for ref in refs]
            found = [] if self._stranger else self._database.rows_now(keys)
        except (OSError, sqlite3.Error):  # then they are fetched, and the cache tells at its turn
            return []
        known = (rows.stored(key, value) for key, value in found if value is not None)
        return [stored for stored in known if stored]

    def has_database(self) -> bool:
        """Whether anything was ever kept."""
        return has_database(self.folder)

    def packs(self) -> str:
        """What tells other packs from these."""
        found = [(path.name, path.stat()) for path in packs.paths(self.folder)]
        return str([(name, each.st_size, each.st_mtime_ns) for name, each in found])

    def all(self) -> Iterator[Stored]:
        """Every record of the database; packs are files of their own."""
        yield from self._stored(None)

    def holding(self, wanted: Callable[[str], bool]) -> Iterator[Stored]:
        """The records of the database and of the packs whose body is wanted."""
        for stored in chain(self._packed.values(), self.all()):
            if stored.kind != "missing" and wanted(stored.body):
                yield stored

    def clear(self) -> int:
        """Forget every record of the database; packs stay. Returns how many there were.

        A database that cannot be used is set aside: renamed, for it may not be enricher's own.
        """
        self._refuse_strangers()
        try:
            manifest.forget(self.folder)
            parsed.forget(self.folder)
            return self._database.clear()
        except UnreadableError:
            names = ", ".join(self._database.set_aside())
            self._warn(f"{self.folder}: set aside what cannot be used: it is {names} now")
            return 0
        except OSError as error:
            raise unusable(self.folder, error) from error

    def info(self) -> CacheInfo:
        """What is in the folder."""
        records: Counter[tuple[str, str]] = Counter(
            (stored.provider, stored.kind) for stored in self.all()
        )
        sizes = {path: len(packs.load(path, self._warn)) for path in packs.paths(self.folder)}
        return CacheInfo(self.folder, dict(records), sizes)

    def close(self) -> None:
        """Close the database, if it was opened."""
        self._database.close()

    @cached_property
    def _packed(self) -> dict[tuple[str, int, PaperRef], Stored]:
        newest: dict[tuple[str, int, PaperRef], Stored] = {}
        for path in packs.paths(self.folder):
            for stored in packs.load(path, self._warn):
                name = (stored.provider, stored.version, stored.ref)
                if name not in newest or stored.fetched >= newest[name].fetched:
                    newest[name] = stored
        return newest

    def _refuse_strangers(self) -> None:
        if self._stranger:
            raise CacheError(*self._stranger)

    def _stored(self, keys: Sequence[str] | None) -> Iterator[Stored]:
        if self._stranger:
            return
        try:
            for key, value in self._database.rows(keys):
                stored = None if value is None else rows.stored(key, value)
                if stored is None:
                    self._warn(f"{self.folder}: passed over a record that enricher did not write")
                else:
                    yield stored
        except CacheError as error:
            self._warn(str(error))
        except (OSError, sqlite3.Error) as error:
            self._warn(f"{self.folder}: the database cannot be read: {error} ({UNREADABLE_HINT})")

    def _warn(self, warning: str) -> None:
        self._warnings[warning] = None
