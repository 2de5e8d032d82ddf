"""Finds the notes below some paths."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from enricher.errors import ConfigError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# "build" and "dist" are not here: handbooks have chapters of that name, and git ignores the others
_ABSENT = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
_NO_PATTERN = (ValueError, re.error)  # "!", and "[z-a]"
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
    found: dict[str, Path] = {}
    excluded = _spec(exclude) if exclude else None
    for path in paths:
        if _mode(path) is None:
            raise ConfigError(f"there is no file or folder {path}", "is the path spelled right?")
        top = os.path.realpath(path)
        if not is_folder(path):
            found.setdefault(top, path)
            continue
        for name, is_link in sorted(_walk(path, tuple(include)), key=_in_order):
            if excluded is None or not excluded.match_file(name):
                place = _with_slash(top) + name.rstrip("/")
                found.setdefault(os.path.realpath(place) if is_link else place, path / name)
    return list(found.values())


def _spec(lines: Sequence[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)


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
    """The ``.gitignore`` of one folder, which ends in a slash."""

    folder: str
    spec: GitIgnoreSpec


class _Listed(NamedTuple):
    """A note by its path below the folder that is walked; that of a folder that cannot be listed
    ends in a slash."""

    name: str
    is_link: bool = False


def _in_order(listed: _Listed) -> list[str]:
    return listed.name.split("/")


def _walk(top: Path, include: tuple[str, ...]) -> Iterator[_Listed]:
    root = _with_slash(os.path.normpath(top.absolute()))
    waiting = [("", _rules_above(Path(root)))]
    while waiting:
        folder, rules = waiting.pop()
        try:
            with os.scandir(top / folder) as listing:
                entries = [entry for entry in listing if not entry.name.startswith(".")]
        except OSError:
            yield _Listed(folder or "./")
            continue
        rules = [*rules, *_rules_in(root + folder)]
        for entry in entries:
            name = folder + entry.name
            if _is_directory(entry):
                # links to folders are not followed: one to a folder above would have no end
                is_left_out = entry.name in NEVER_NOTES or entry.is_symlink()
                if not is_left_out and not _is_ignored(f"{root}{name}/", rules):
                    waiting.append((f"{name}/", rules))
            elif (
                entry.name.lower().endswith(include)
                and _is_file(entry)
                and not _is_ignored(root + name, rules)
            ):
                yield _Listed(name, entry.is_symlink())


def _with_slash(folder: str) -> str:
    return folder.rstrip("/") + "/"


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is, or leads to, a file, or nobody can tell: then reading it tells why."""
    if not entry.is_symlink() and entry.is_file():
        return True
    mode = _mode(Path(entry.path))
    return mode is not None and (not mode or stat.S_ISREG(mode))


def _rules_above(top: Path) -> list[_Ignoring]:
    """The rules of the folders above, up to the root of the repository, outermost first."""
    above: list[_Ignoring] = []
    if _mode(top / ".git"):
        return above
    for folder in top.parents:
        above = [*_rules_in(_with_slash(str(folder))), *above]
        if _mode(folder / ".git"):
            # who names an ignored folder wants what is in it
            return [] if _is_ignored(_with_slash(str(top)), above) else above
    return []


def _rules_in(folder: str) -> list[_Ignoring]:
    try:
        text = Path(folder, ".gitignore").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    lines = text.splitlines()
    try:
        spec = _spec(lines)
    except _NO_PATTERN:
        spec = _spec([line for line in lines if _is_pattern(line)])
    return [_Ignoring(folder, spec)]


def _is_pattern(line: str) -> bool:
    """Whether a line means anything; git takes what means nothing for a pattern of no file."""
    try:
        _spec([line])
    except _NO_PATTERN:
        return False
    return True


def _is_ignored(path: str, rules: Sequence[_Ignoring]) -> bool:
    """Whether the innermost rule that speaks of the path leaves it out; folders end in a slash."""
    for folder, spec in reversed(rules):
        verdict = spec.check_file(path.removeprefix(folder)).include
        if verdict is not None:
            return verdict
    return False
