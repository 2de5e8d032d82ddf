"""What a stranger put into a cache folder is not read as data, and stays as it is."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from enricher.errors import CacheError
from enricher.fetch import packs
from enricher.fetch.cache import RecordCache
from enricher.fetch.owners import first_stranger, trusted
from tests.fetch.test_cache import fill, read, stored

STRANGER = 54_321
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows tells no owners")


@pytest.mark.parametrize(
    ("user", "here", "environment", "expected"),
    [
        (1000, 1000, {}, {1000, 0}),
        (1000, 7, {}, {1000, 0, 7}),
        (1000, None, {}, {1000, 0}),
        (1000, 1000, {"SUDO_UID": "8"}, {1000, 0}),  # anybody may say so
        (0, 0, {"SUDO_UID": "8"}, {0, 8}),
        (0, 7, {"SUDO_UID": "8"}, {0, 7, 8}),
        (0, 0, {"SUDO_UID": ""}, {0}),
        (0, 0, {"SUDO_UID": "-1"}, {0}),
        (0, 0, {"SUDO_UID": "x"}, {0}),
    ],
)
def test_who_is_trusted(
    user: int, here: int | None, environment: Mapping[str, str], expected: set[int]
) -> None:
    assert trusted(user, here, environment) == expected


def test_files_of_ours_have_no_strange_owner(tmp_path: Path) -> None:
    fill(tmp_path, stored("a"))
    me = (tmp_path / "cache.db").stat().st_uid
    assert first_stranger(tmp_path, (), {me}) is None
    assert first_stranger(tmp_path, (), {me + 1}) == me
    assert first_stranger(tmp_path / "absent", (), {me + 1}) is None


def planted(folder: Path, name: str) -> Path:
    """A cache folder with a record and a pack, of which one file is a stranger's."""
    if os.geteuid() != 0:
        pytest.skip("only the superuser can give files away")
    fill(folder, stored("a"))
    (folder / "pack.jsonl").write_text("".join(packs.lines([stored("b")])), encoding="utf-8")
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        shutil.copy(folder / "cache.db", path)
    os.chown(path, STRANGER, STRANGER)
    return folder


def seen(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """All files of a folder, with what would tell that one was touched."""
    return {
        str(path): (status.st_uid, status.st_ino, status.st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (status := path.stat())
    }


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize(
    "name",
    [
        "cache.db",
        "cache.db-journal",
        "cache.db-wal",
        "cache.db-shm",
        "manifest.json",
        "parsed/cache.db",
        "turns/toy.lock",
        "turns/toy.stamp",
    ],
)
def test_a_strangers_folder_is_misses_with_one_warning_and_stays(
    tmp_path: Path, name: str, read_only: bool
) -> None:
    folder = planted(tmp_path / "records", name)
    before = seen(folder)
    cache = RecordCache(folder, read_only=read_only)
    assert cache.is_strangers
    assert read(cache, "a", "b") == {"b": stored("b")}, "packs are text, whoever owns them"
    assert list(cache.all()) == []
    assert cache.read_again("toy", [stored("a").ref], 1) == []
    assert cache.fetched_since(0.0) == {}
    assert cache.info().records == {}
    for use in (RecordCache.prepare, RecordCache.clear, lambda each: each.write([stored("c")])):
        with pytest.raises(CacheError) as error:
            use(cache)
        if not read_only:
            assert str(STRANGER) in error.value.message
            assert f"chown -R root {folder}" in error.value.hint
            assert "--cache" in error.value.hint
    [warning] = cache.warnings
    assert str(folder) in warning
    assert str(STRANGER) in warning
    assert "chown" in warning
    assert seen(folder) == before


def test_a_strangers_pack_is_read(tmp_path: Path) -> None:
    folder = planted(tmp_path / "records", "pack.jsonl")
    cache = RecordCache(folder)
    assert not cache.is_strangers
    assert read(cache, "a", "b").keys() == {"a", "b"}
    assert cache.warnings == []


def test_who_owns_the_current_folder_is_no_stranger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = planted(tmp_path / "records", "cache.db")
    os.chown(tmp_path, STRANGER, STRANGER)
    monkeypatch.chdir(tmp_path)
    cache = RecordCache(folder)
    assert read(cache, "a") == {"a": stored("a")}
    assert cache.warnings == []
