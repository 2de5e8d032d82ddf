"""Replacing a file: whole or not at all, and only the one that was planned on."""

from __future__ import annotations

import resource
import shutil
import stat
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from enricher import files
from enricher.errors import NoteChangedError, NoteError

OLD, NEW = b"old\r\n\xff", b"new\r\n\xff" * 10_000


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """A note below its root, alone in its folder."""
    path = tmp_path / "root" / "note.md"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


@pytest.fixture(autouse=True)
def leftovers(tmp_path: Path) -> Iterator[None]:
    """Whatever happened, no temporary file stays."""
    yield
    assert [
        path for path in tmp_path.rglob("*") if path.name.startswith((".enricher", "tmp"))
    ] == []


def write(path: Path, before: bytes | None = OLD, root: Path | None = None) -> None:
    files.write(path, before, NEW, roots=[root or path.parent])


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o664, 0o755, 0o220 | 0o400])
def test_the_file_is_replaced_and_keeps_its_mode(note: Path, mode: int) -> None:
    note.chmod(mode)
    inode = note.stat().st_ino
    write(note)
    assert note.read_bytes() == NEW
    assert stat.S_IMODE(note.stat().st_mode) == mode
    assert note.stat().st_ino != inode, "written in place: a reader could see half of it"


def test_a_file_that_changed_is_not_written(note: Path) -> None:
    note.write_bytes(b"edited")
    with pytest.raises(NoteChangedError, match=r"note\.md"):
        write(note)
    assert note.read_bytes() == b"edited"


def test_a_file_that_is_gone_is_not_written(note: Path) -> None:
    note.unlink()
    with pytest.raises(NoteError, match="cannot be written"):
        write(note)
    assert not note.exists()


def test_a_new_file_gets_its_folders_and_the_usual_mode(tmp_path: Path) -> None:
    path = tmp_path / "out" / "deep" / "note.md"
    write(path, None, tmp_path)
    assert path.read_bytes() == NEW
    plain = tmp_path / "plain"
    plain.touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_new_file_never_replaces_another(note: Path) -> None:
    with pytest.raises(NoteChangedError):
        write(note, None)
    assert note.read_bytes() == OLD


@pytest.mark.parametrize("mode", [0o444, 0o400, 0o555])
def test_a_read_only_file_is_not_written(note: Path, mode: int) -> None:
    note.chmod(mode)
    with pytest.raises(NoteError, match="read-only"):
        write(note)
    assert note.read_bytes() == OLD
    assert stat.S_IMODE(note.stat().st_mode) == mode


def test_a_link_stays_a_link_and_its_file_is_written(note: Path) -> None:
    link = note.parent / "link.md"
    link.symlink_to("note.md")
    write(link)
    assert link.is_symlink()
    assert note.read_bytes() == NEW


@pytest.mark.parametrize("through_folder", [False, True])
def test_nothing_outside_the_roots_is_written(
    note: Path, tmp_path: Path, *, through_folder: bool
) -> None:
    outside = tmp_path / "outside" / "note.md"
    outside.parent.mkdir()
    outside.write_bytes(OLD)
    link = note.parent / "link"
    link.symlink_to(outside.parent if through_folder else outside)
    with pytest.raises(NoteError, match="outside"):
        write(link / "note.md" if through_folder else link, root=note.parent)
    with pytest.raises(NoteError, match="outside"):
        write(note.parent / ".." / "outside" / "note.md", root=note.parent)
    assert outside.read_bytes() == OLD


def test_a_root_that_is_a_link_counts_as_its_folder(note: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(note.parent)
    write(tmp_path / "alias" / "note.md")
    assert note.read_bytes() == NEW


def test_a_file_with_other_hard_links_is_not_written(note: Path) -> None:
    other = note.parent / "other.md"
    other.hardlink_to(note)
    with pytest.raises(NoteError, match="hard links"):
        write(note)
    assert other.read_bytes() == OLD
    assert other.samefile(note)
    note.write_bytes(NEW)
    write(note)  # nothing is left to do, so nothing is refused


def test_what_the_refusal_of_hard_links_advises_helps(note: Path) -> None:
    other = note.parent / "other.md"
    other.hardlink_to(note)
    copy = note.parent / "copy.md"
    shutil.copy2(note, copy)
    copy.replace(note)
    write(note)
    assert note.read_bytes() == NEW
    assert other.read_bytes() == OLD


def test_odd_names(tmp_path: Path) -> None:
    path = tmp_path / "new\nline \udcff 笔记.md"
    path.write_bytes(OLD)
    write(path)
    assert path.read_bytes() == NEW


@contextmanager
def small_files() -> Generator[None]:
    """No file may grow past 1,000 bytes: writing fails half way, as on a full disk.

    A context and no fixture: the test runner writes its own output between a test and its end.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(("links", "told"), [(1, "cannot be written: File too large"), (2, "hard")])
def test_a_full_disk_leaves_the_old_file(note: Path, links: int, told: str) -> None:
    for number in range(1, links):
        (note.parent / f"link {number}.md").hardlink_to(note)
    with small_files(), pytest.raises(NoteError, match=told):
        write(note)
    assert note.read_bytes() == OLD


_interrupts: list[str] = []


def _interrupt(event: str, arguments: tuple[object, ...]) -> None:
    if event in _interrupts:
        raise KeyboardInterrupt


# an audit hook interrupts between two steps of the very code, but can never be taken away again
sys.addaudithook(_interrupt)


@pytest.mark.parametrize("event", ["os.chmod", "os.rename"])
def test_an_interrupt_half_way_leaves_the_old_file(note: Path, event: str) -> None:
    _interrupts.append(event)
    try:
        with pytest.raises(KeyboardInterrupt):
            write(note)
    finally:
        _interrupts.clear()
    assert note.read_bytes() == OLD
