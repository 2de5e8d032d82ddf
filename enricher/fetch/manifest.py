"""What the last runs found out about each note, so that a warm run need not scan it again.

A note is as it was when its bytes, the settings, the program and the records of its papers are.
All stands in one JSON file of the cache folder, which may come from elsewhere: what is not of its
form is as good as absent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from enricher import files
from enricher.fetch.policy import DAY, NEVER

FILE = "manifest.json"
LARGEST = 2**29  # bytes: about two million notes
FORGOTTEN_AFTER = 90 * DAY


class Known(NamedTuple):
    """What a run found out about a note that it left, or made, up to date.

    ``works`` are the ids of its papers, ``missing`` those that no source has, with the lines of
    their links; ``names`` are all names of these: a fetch of any makes the note worth reading.
    ``expires`` is when the first of their records does, in unix seconds. ``idle`` is why nothing
    was written, and ``is_crowded`` whether its front matter is.
    """

    links: int = 0
    works: tuple[str, ...] = ()
    missing: tuple[tuple[str, int], ...] = ()
    names: tuple[str, ...] = ()
    expires: float = NEVER
    idle: str = ""
    is_crowded: bool = False


class _Row(NamedTuple):
    digest: str
    time: float
    known: Known


_Rows = dict[str, dict[str, _Row]]
_FORM: Final = TypeAdapter(_Rows)


class Manifest:
    """The manifest of a cache folder, for runs with these settings.

    ``settings`` is all that a run's result depends on beside notes and records, as text. ``now``
    is the time of the run in unix seconds. ``fetched_since`` gives the names of the papers whose
    records came after a moment, with their moments; None where there are no records any more, and
    so nothing is known. Offline, records do not expire and nothing is saved.
    """

    def __init__(
        self,
        folder: Path,
        settings: str,
        *,
        now: float,
        fetched_since: Callable[[float], Mapping[str, float]] | None,
        offline: bool,
    ) -> None:
        self._path = folder / FILE
        self._here = f"{Path.cwd()}/"
        self._now = now
        self._offline = offline
        self._all = _load(self._path)
        self._rows = self._all.setdefault(files.digest(settings.encode()), {})
        if fetched_since is None:
            self._rows.clear()
        oldest = min((row.time for row in self._rows.values()), default=now)
        self._fetched: Mapping[str, float] = (
            fetched_since(oldest) if fetched_since and self._rows else {}
        )
        self._is_changed = False

    def known(self, path: Path, digest: str) -> Known | None:
        """What is known of a note with this digest, None where it has to be read."""
        row = self._rows.get(self._name(path))
        if row is None or row.digest != digest or row.time > self._now:
            return None
        if row.known.expires <= self._now and not self._offline:
            return None
        if self._fetched and any(self._fetched.get(name, 0) > row.time for name in row.known.names):
            return None
        return row.known

    def keep(self, path: Path, digest: str, known: Known, *, now: float) -> None:
        """Remember a note as it is now."""
        self._rows[self._name(path)] = _Row(digest, now, known)
        self._is_changed = True

    def _name(self, path: Path) -> str:
        return self._here + str(path) if not path.is_absolute() else str(path)

    def save(self) -> None:
        """Write the manifest, whole or not at all; one that cannot be written is no loss."""
        if self._offline or not self._is_changed or not self._path.parent.is_dir():
            return
        oldest = self._now - FORGOTTEN_AFTER
        kept = {
            settings: {name: row for name, row in rows.items() if row.time > oldest}
            for settings, rows in self._all.items()
        }
        content = _FORM.dump_json({name: rows for name, rows in kept.items() if rows})
        with suppress(OSError):
            files.sweep(self._path.parent)
            files.replace(self._path, content, 0o600)


def forget(folder: Path) -> None:
    """Delete the manifest of a cache folder whose records are gone."""
    (folder / FILE).unlink(missing_ok=True)


def _load(path: Path) -> _Rows:
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            return {}
        return _FORM.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return {}
