"""What no run can have left in a cache folder: links, pipes, sockets and devices in a file's place.

Such a folder may come from elsewhere. A pipe would be waited for without end, and a link leads out
of the folder: nothing of the kind is read, and only what stands in the folder itself is replaced.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

TURNS = "turns"


def is_file(path: Path) -> bool:
    """Whether a regular file stands there; what a link leads to does not count."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def is_odd(path: Path) -> bool:
    """Whether something stands there that is neither a file nor a folder."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def is_no_file(path: Path) -> bool:
    """Whether something stands there that is no regular file."""
    try:
        return not stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def is_pack(path: Path) -> bool:
    """Whether a path may be read as a pack: a file, or a link to one in the same folder."""
    if is_file(path):
        return True
    try:
        inside = path.is_symlink() and path.resolve().is_relative_to(path.parent.resolve())
        return inside and path.is_file()
    except (OSError, RuntimeError):  # a loop of links
        return False


def told(folder: Path, *names: str) -> Iterator[str]:
    """What to tell a user of such things in place of these files, of packs and of turns; the
    database tells of itself."""
    turns = folder / TURNS
    places = [folder / name for name in (*names, TURNS)]
    places += [path for path in _listed(folder) if path.suffix == ".jsonl" and not is_pack(path)]
    places += [] if is_odd(turns) else _listed(turns)
    for path in filter(is_odd, places):
        what = "a link" if path.is_symlink() else "no regular file"
        yield f"{path}: passed over, for it is {what}; delete it"


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
