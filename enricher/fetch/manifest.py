"""What the last runs found out about each note, so that a warm run need not scan it again.

A note is as it was when its bytes, the settings, the program and the records of its papers are.
All stands in one JSON file of the cache folder, which may come from elsewhere: what is not of its
form is as good as absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import StringConstraints, TypeAdapter, ValidationError

from enricher import files
from enricher.fetch.planted import is_file
from enricher.fetch.policy import DAY, NEVER
from enricher.writers.interface import Idle

FILE = "manifest.json"
LARGEST = 2**29  # bytes: about two million notes
FORGOTTEN_AFTER = 90 * DAY
RUNS = 8  # on different notes, with the same settings, in turn


# Names apart by blanks, two of them at least: the file may come from elsewhere.
Line = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*:[^ ]+( [^ ]+)+$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*:[^\s:]\S*$")]


class Known(NamedTuple):
    """What a run found out about a note that it left, or made, up to date.

    ``papers`` has a line for each that it links to, of all its names with blanks between them
    (`enricher.company.Bound`): a fetch of any makes the note worth reading. ``missing`` are those
    that no source has, with the lines of their links. ``expires`` is when the first of their
    records does, in unix seconds. ``idle`` is why nothing was written, and ``is_crowded`` whether
    its front matter is.
    """

    links: int = 0
    papers: tuple[Line, ...] = ()
    missing: tuple[tuple[Name, int], ...] = ()
    expires: float = NEVER
    idle: Idle | Literal[""] = ""
    is_crowded: bool = False


class _Row(NamedTuple):
    digest: str
    time: float
    known: Known


class _Kept(NamedTuple):
    """The notes of runs with the same settings, and marks of the runs that left all as they are."""

    rows: dict[str, _Row]
    runs: list[str]


_All = dict[str, _Kept]
_FORM: Final = TypeAdapter(_All)


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
        self._rows, self._runs = self._all.setdefault(
            files.digest(settings.encode()), _Kept({}, [])
        )
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
        return None if self._fetched and self._is_behind(row) else row.known

    def _is_behind(self, row: _Row) -> bool:
        names = (name for line in row.known.papers for name in line.split(" "))
        return any(self._fetched.get(name, 0) > row.time for name in names)

    def keep(self, path: Path, digest: str, known: Known, *, now: float) -> None:
        """Remember a note as it is now."""
        self._rows[self._name(path)] = _Row(digest, now, known)
        self._is_changed = True

    def drop(self, path: Path) -> None:
        """Forget a note: the next run has to read it."""
        self._is_changed |= self._rows.pop(self._name(path), None) is not None

    def keep_run(self, paths: Iterable[Path]) -> None:
        """Remember that one run left all these notes as they are now."""
        mark = self._mark(paths)
        if mark not in self._runs:
            self._runs[:] = [mark, *self._runs[: RUNS - 1]]
            self._is_changed = True

    def was_run(self, paths: Iterable[Path]) -> bool:
        """Whether one run left all these notes, and no others, as they are remembered."""
        return self._mark(paths) in self._runs

    def _mark(self, paths: Iterable[Path]) -> str:
        names = ((name, self._rows.get(name)) for name in map(self._name, paths))
        known = (f"{name}\0{row.digest}\0{row.time!r}" for name, row in names if row)
        return files.digest("\0".join(known).encode("utf-8", "surrogateescape"))

    def _name(self, path: Path) -> str:
        return self._here + str(path) if not path.is_absolute() else str(path)

    def save(self) -> None:
        """Write the manifest, whole or not at all; one that cannot be written is no loss."""
        if self._offline or not self._is_changed or not self._path.parent.is_dir():
            return
        oldest = self._now - FORGOTTEN_AFTER
        kept = {
            settings: _Kept({name: row for name, row in rows.items() if row.time > oldest}, runs)
            for settings, (rows, runs) in self._all.items()
        }
        content = _FORM.dump_json({name: each for name, each in kept.items() if each.rows})
        with suppress(OSError):
            files.sweep(self._path.parent)
            files.replace(self._path, content, 0o600)


def forget(folder: Path) -> None:
    """Delete the manifest of a cache folder whose records are gone, if it is a file."""
    if not (folder / FILE).is_dir():
        (folder / FILE).unlink(missing_ok=True)


def _load(path: Path) -> _All:
    try:
        if not is_file(path) or path.stat().st_size > LARGEST:
            return {}
        return _FORM.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return {}
