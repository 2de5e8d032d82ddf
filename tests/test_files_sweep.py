"""What killed runs leave behind goes, and what others are writing stays."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from enricher import files
from enricher.errors import NoteChangedError, NoteError


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_what_a_dead_process_left_goes(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    (tmp_path / f".enricher-{files.content._HOST}-{child.pid}-abcdefgh").touch()
    files.sweep(tmp_path)
    assert left(tmp_path) == []


def test_what_runs_are_writing_now_stays(tmp_path: Path) -> None:
    ours = f".enricher-{files.content._HOST}-{os.getpid()}-abcdefgh"
    others = f".enricher-{'0' * 8}-1-abcdefgh"
    users = [".enricher-notes", ".enricher.toml", f".enricher-{'0' * 8}-1-abcdefgh.md"]
    for name in (ours, others, *users):
        (tmp_path / name).touch()
    files.sweep(tmp_path)
    assert left(tmp_path) == sorted((ours, others, *users))
    day_ago = time.time() - 90_000
    os.utime(tmp_path / others, (day_ago, day_ago))
    files.sweep(tmp_path)
    assert left(tmp_path) == sorted((ours, *users))


def test_a_folder_that_is_not_there_is_clean(tmp_path: Path) -> None:
    files.sweep(tmp_path / "absent")


def test_a_file_is_deleted_only_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "papers.json"
    file.write_bytes(b"{}")
    with pytest.raises(NoteChangedError):
        files.delete(file, b"[]", roots=[tmp_path])
    with pytest.raises(NoteError, match="leads outside"):
        files.delete(file, b"{}", roots=[tmp_path / "notes"])
    assert file.exists()
    files.delete(file, b"{}", roots=[tmp_path])
    assert not file.exists()
    files.delete(file, b"{}", roots=[tmp_path])
