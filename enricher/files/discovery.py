"""Finds the notes below some paths."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pathspec import GitIgnoreSpec

from enricher.errors import ConfigError

# "build" and "dist" are not here: handbooks have chapters of that name, and git ignores the others
_ABSENT = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
NEVER_NOTES = frozenset({"node_modules", "_site", "__pycache__", "venv"})


def discover(
    paths: Sequence[Path], include: Sequence[str], exclude: Sequence[str] = ()
) -> list[Path]:
    """The notes at and below these paths, each once, sorted within each path.

    A file or folder that is named is always taken. Below a folder, files count whose name ends in
    one of ``include``; hidden folders, folders of tools, and what ``.gitignore`` files
    (gitignore(5)) or ``exclude`` name are left out. A folder that cannot be listed stands for the
    notes in it: `read` tells why. Raises ConfigError for a path that does not exist.
    """
    found: dict[Path, Path] = {}
    excluded = GitIgnoreSpec.from_lines(exclude)
    for path in paths:
        if _mode(path) is None:
            raise ConfigError(f"there is no file or folder {path}", "is the path spelled right?")
        if not is_folder(path):
            found.setdefault(path.resolve(), path)
            continue
        for note in sorted(_walk(path, tuple(include))):
            name = str(note.relative_to(path)) + ("/" if is_folder(note) else "")
            if not excluded.match_file(name):
                found.setdefault(note.resolve(), note)
    return list(found.values())


def is_folder(path: Path) -> bool:
    """Whether a path is, or leads to, a folder; False where nobody may look."""
    return stat.S_ISDIR(_mode(path) or 0)


def _mode(path: Path) -> int | None:
    """The mode of what a path leads to: None where there is nothing, 0 where it cannot be told."""
    try:
        return path.stat().st_mode
    except OSError as error:
        return None if error.errno in _ABSENT else 0


class _Ignoring(NamedTuple):
    """The ``.gitignore`` of one folder."""

    folder: Path
    spec: GitIgnoreSpec


def _walk(top: Path, include: tuple[str, ...]) -> Iterator[Path]:
    rules = {top: _rules_above(top)}
    unlisted: list[OSError] = []
    # links to folders are not followed: one to a folder above would make the walk endless
    for folder, names, files in os.walk(top, onerror=unlisted.append):
        here = Path(folder)
        inherited = [*rules.pop(here), *_rules_in(here)]
        names[:] = [
            name
            for name in names
            if not name.startswith(".")
            and name not in NEVER_NOTES
            and not _is_ignored(here / name, inherited, folder=True)
        ]
        rules |= {here / name: inherited for name in names}
        for name in files:
            if name.lower().endswith(include) and not name.startswith("."):
                path = here / name
                mode = _mode(path)  # 0 where it cannot be told: reading it will tell why
                is_file = mode is not None and (not mode or stat.S_ISREG(mode))
                if is_file and not _is_ignored(path, inherited, folder=False):
                    yield path
    yield from (Path(error.filename) for error in unlisted)


def _rules_above(top: Path) -> list[_Ignoring]:
    """The rules of the folders above, up to the root of the repository, outermost first."""
    above: list[_Ignoring] = []
    if _mode(top / ".git"):
        return above
    for folder in top.absolute().parents:
        above = [*_rules_in(folder), *above]
        if _mode(folder / ".git"):
            # who names an ignored folder wants what is in it
            return [] if _is_ignored(top.absolute(), above, folder=True) else above
    return []


def _rules_in(folder: Path) -> list[_Ignoring]:
    try:
        lines = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [_Ignoring(folder, GitIgnoreSpec.from_lines(lines))]


def _is_ignored(path: Path, rules: Sequence[_Ignoring], *, folder: bool) -> bool:
    """Whether the innermost rule that speaks of the path leaves it out."""
    for base, spec in reversed(rules):
        name = os.path.relpath(path, base) + ("/" if folder else "")
        verdict = spec.check_file(name).include
        if verdict is not None:
            return verdict
    return False
