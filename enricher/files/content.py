"""Reads a file, and replaces it whole."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import stat
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from enricher.errors import NoteChangedError, NoteError
from enricher.files import metadata

LARGEST_NOTE = 64 * 2**20
_HEAD = 200  # bytes that tell an encoding
_HOST = hashlib.sha256(platform.node().encode()).hexdigest()[:8]
_PREFIX = ".enricher-"
_LEFT = re.compile(rf"{re.escape(_PREFIX)}(?P<host>[0-9a-f]{{8}})-(?P<process>\d{{1,9}})-\w{{8}}")


def read(path: Path) -> bytes:
    """The bytes of a note. Raises NoteError where it cannot be read or is too large to be one."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            with os.scandir(path):  # raises where it is a folder that `discover` could not list
                pass
        if not stat.S_ISREG(found.st_mode):
            raise NoteError(str(path), "is not a regular file")  # reading a pipe would never end
        with path.open("rb") as file:
            # not so many bytes in any case: Python would make room for them
            raw = file.read(min(found.st_size, LARGEST_NOTE) + 1)
            raw += file.read(LARGEST_NOTE) if len(raw) > found.st_size else b""
    except OSError as error:
        raise NoteError(str(path), f"cannot be read: {error.strerror}") from error
    if len(raw) > LARGEST_NOTE:
        raise NoteError(str(path), f"is larger than {LARGEST_NOTE >> 20} MiB")
    return raw


def digest(raw: bytes) -> str:
    """What tells the bytes of one file from those of another (BLAKE2b, RFC 7693)."""
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def other_encoding(raw: bytes) -> str:
    """The name of the encoding that a file seems to have instead of UTF-8; empty for any other.

    UTF-16 and UTF-32 are told by their mark (Unicode 23.8), or by a NUL in every other byte.
    """
    if raw.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "UTF-32"
    head = raw[:_HEAD]
    halves = (head[::2], head[1::2])
    is_halved = len(head) > 3 and max(half.count(0) for half in halves) * 2 > len(halves[1])
    return "UTF-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or is_halved else ""


def write(path: Path, before: bytes | None, after: bytes, *, roots: Sequence[Path]) -> None:
    """Replace a file whole, if it still holds ``before`` (None: does not exist yet).

    A link is followed to its file, which must lie below one of ``roots``. A file that has other
    hard links is refused: a new file would leave those with the old text, and writing in place
    can end half way. So is one whose owner or group the new file cannot be given. Raises NoteError,
    and NoteChangedError where the file is another one by now.
    """
    target = _within(path, roots)
    try:
        if before is None:
            if target.exists():
                if target.read_bytes() == after:
                    return
                raise NoteChangedError(str(path), "came into being while this run was under way")
            target.parent.mkdir(parents=True, exist_ok=True)
            replace(target, after, 0o666 & ~_umask())
        elif target.read_bytes() != after:  # else written before, by this plan or another run
            replace(target, after, _mode_of_unchanged(path, target, before), like=target)
    except OSError as error:
        raise NoteError(str(path), f"cannot be written: {error.strerror}") from error


def delete(path: Path, before: bytes, *, roots: Sequence[Path]) -> bool:
    """Delete a file, if it still holds ``before``, under the conditions of `write`. Tells whether
    its folder is empty now; it stays, for it may be the user's."""
    target = _within(path, roots)
    try:
        if target.exists():
            _mode_of_unchanged(path, target, before)
            target.unlink()
        return not any(target.parent.iterdir())
    except OSError as error:
        raise NoteError(str(path), f"cannot be deleted: {error.strerror}") from error


def sweep(folder: Path) -> None:
    """Delete what runs that were killed left half written in a folder.

    Runs that are under way are left alone: those of this machine by their process, those of
    others, who may share the folder, for a day.
    """
    try:
        with os.scandir(folder) as entries:
            left = [(entry, found) for entry in entries if (found := _LEFT.fullmatch(entry.name))]
        for entry, found in left:
            alive = _is_alive(int(found["process"]))
            if found["host"] != _HOST:
                alive = time.time() - entry.stat(follow_symlinks=False).st_mtime < 86_400
            if not alive:
                Path(entry.path).unlink(missing_ok=True)
    except OSError:  # not ours to delete: whoever may will do it
        return


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True


def _within(path: Path, roots: Sequence[Path]) -> Path:
    """The file that a path leads to. Raises NoteError where it lies below none of the roots."""
    target = path.resolve()
    if not any(target.is_relative_to(root.resolve()) for root in roots):
        raise NoteError(str(path), f"leads outside the folders that were named: {target}")
    return target


def refuse_unwritable(path: Path, roots: Sequence[Path]) -> None:
    """Raise the NoteError that `write` would, as far as the file itself tells."""
    target = _within(path, roots)
    if target.exists():
        _writable_mode(path, target)


def _mode_of_unchanged(path: Path, target: Path, before: bytes) -> int:
    if target.read_bytes() != before:
        raise NoteChangedError(str(path), "changed while this run was under way")
    return _writable_mode(path, target)


def _writable_mode(path: Path, target: Path) -> int:
    found = target.stat()
    mode = stat.S_IMODE(found.st_mode)
    if not mode & 0o222:
        raise NoteError(str(path), "is read-only")
    if found.st_nlink > 1:
        raise NoteError(
            str(path),
            "has other hard links, which would keep the old text: "
            "to part it from them, copy it and rename the copy over it",
        )
    return mode


def replace(target: Path, content: bytes, mode: int, *, like: Path | None = None) -> None:
    """Write beside the file, then rename: readers see the old file or the new one, whole.

    The file gets this mode, and the owner and extended attributes of the file that it is ``like``.
    """
    handle, name = tempfile.mkstemp(prefix=f"{_PREFIX}{_HOST}-{os.getpid()}-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if like is not None:
            metadata.keep(like, Path(name))
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
