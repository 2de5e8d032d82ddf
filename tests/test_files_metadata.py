"""A file that is replaced keeps its owner, its group and its extended attributes."""

from __future__ import annotations

import os
import stat
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from enricher import files
from enricher.errors import NoteError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="tells of Linux")

OLD, NEW = b"old\n", b"new\n"
_refused: list[str] = []


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in _refused:
        raise PermissionError


# an audit hook refuses what the system would refuse other users, and can never be taken away again
sys.addaudithook(_refuse)


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """A note, alone in its folder."""
    path = tmp_path / "note.md"
    path.write_bytes(OLD)
    return path


@contextmanager
def as_any_user() -> Iterator[None]:
    """Nobody may give files away, as is so for all but root."""
    _refused.append("os.chown")
    try:
        yield
    finally:
        _refused.clear()


def write(path: Path) -> None:
    files.write(path, OLD, NEW, roots=[path.parent])


def given_away(path: Path) -> tuple[int, int]:
    """The owner and group of a file that was given those that a new one would not have."""
    others = (
        [12_345] if os.geteuid() == 0 else [gid for gid in os.getgroups() if gid != os.getgid()]
    )
    if not others:
        pytest.skip("whoever runs this may give a file to nobody else")
    os.chown(path, 12_345 if os.geteuid() == 0 else -1, others[0])
    return owner(path)


def owner(path: Path) -> tuple[int, int]:
    return path.stat().st_uid, path.stat().st_gid


@pytest.mark.parametrize("mode", [0o640, 0o664, 0o2664])
def test_owner_group_and_mode_stay(note: Path, mode: int) -> None:
    before = given_away(note)
    note.chmod(mode)
    write(note)
    assert note.read_bytes() == NEW
    assert owner(note) == before
    assert stat.S_IMODE(note.stat().st_mode) == mode


def test_a_file_whose_owner_would_be_another_is_left_alone(note: Path) -> None:
    before = given_away(note)
    with as_any_user(), pytest.raises(NoteError, match="belongs to another user or group"):
        write(note)
    assert note.read_bytes() == OLD
    assert owner(note) == before
    assert [path.name for path in note.parent.iterdir()] == ["note.md"]


def test_a_file_of_our_own_needs_no_right_to_give_files_away(note: Path) -> None:
    with as_any_user():
        write(note)
    assert note.read_bytes() == NEW


# Linux's access control list: its version, then tag, rights and id (acl(5); 2**32 - 1 is nobody's)
ACL = struct.pack(
    "<I" + "HHI" * 5,
    *(2, 1, 6, 2**32 - 1, 2, 4, 12_345, 4, 4, 2**32 - 1, 16, 4, 2**32 - 1, 32, 0, 2**32 - 1),
)


@pytest.mark.parametrize(
    "attributes",
    [{"user.xdg.tags": b"papers,\xff", "user.empty": b""}, {"system.posix_acl_access": ACL}],
)
def test_extended_attributes_stay(note: Path, attributes: dict[str, bytes]) -> None:
    try:
        for name, value in attributes.items():
            os.setxattr(note, name, value)
    except OSError:
        pytest.skip("this file system knows no such attribute")
    write(note)
    assert {name: os.getxattr(note, name) for name in os.listxattr(note)} == attributes
