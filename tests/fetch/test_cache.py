"""The record cache: what is kept comes back, and reading leaves no trace."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enricher.errors import CacheError
from enricher.fetch import packs
from enricher.fetch.cache import RecordCache
from enricher.fetch.packs import Stored
from enricher.models import PaperRef
from tests.fetch.test_packs import records as any_record


def stored(name: str, body: str = "", *, fetched: float = 1000.0, version: int = 1) -> Stored:
    ref = PaperRef("toy", name)
    return Stored("toy", ref, "line", body or f"Title {name}", "preprint", "2018", fetched, version)


def read(cache: RecordCache, *names: str, version: int = 1) -> dict[str, Stored]:
    found = cache.read("toy", [PaperRef("toy", name) for name in names], version)
    return {ref.id: record for ref, record in found.items()}


def fill(folder: Path, *written: Stored) -> None:
    cache = RecordCache(folder)
    cache.write(written)
    cache.close()


def state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Everything that a write would change: names, inode times, contents."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mtime_ns,
            path.stat().st_ino,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in (folder, *sorted(folder.rglob("*")))
    }


# -------------------------------------------------------------------------- what is kept


@settings(max_examples=40)
@given(st.lists(any_record, max_size=6))
def test_what_is_written_reads_back(
    tmp_path_factory: pytest.TempPathFactory, written: list[Stored]
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    fill(folder, *written)
    cache = RecordCache(folder, read_only=True)
    newest = {(record.provider, record.version, record.ref): record for record in written}
    for (provider, version, ref), record in newest.items():
        assert cache.read(provider, [ref], version) == {ref: record}
    assert sorted(cache.all()) == sorted(newest.values())
    assert cache.warnings == []


def test_only_what_was_asked_for_is_read(tmp_path: Path) -> None:
    fill(tmp_path, stored("a"), stored("b"))
    assert read(RecordCache(tmp_path), "b", "c") == {"b": stored("b")}


def test_more_papers_than_sqlite_takes_at_once(tmp_path: Path) -> None:
    names = [f"p{number}" for number in range(2500)]
    fill(tmp_path, *map(stored, names))
    assert read(RecordCache(tmp_path), *names) == {name: stored(name) for name in names}


def test_a_newer_write_replaces_an_older(tmp_path: Path) -> None:
    fill(tmp_path, stored("a", "old"))
    fill(tmp_path, stored("a", "new", fetched=2000))
    assert read(RecordCache(tmp_path), "a")["a"].body == "new"


def test_a_record_of_another_form_is_a_miss(tmp_path: Path) -> None:
    fill(tmp_path, stored("a", version=1))
    assert read(RecordCache(tmp_path), "a", version=2) == {}
    assert read(RecordCache(tmp_path), "a", version=1) != {}


def test_providers_are_kept_apart(tmp_path: Path) -> None:
    fill(tmp_path, stored("a"), stored("a", "theirs")._replace(provider="other"))
    assert read(RecordCache(tmp_path), "a")["a"].body == "Title a"


def test_a_missing_paper_is_known_to_be_missing(tmp_path: Path) -> None:
    missing = Stored("toy", PaperRef("toy", "x"), "", "", "missing", "", 1000.0)
    fill(tmp_path, missing)
    assert read(RecordCache(tmp_path), "x") == {"x": missing}


def test_a_write_that_fails_half_way_keeps_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[Stored]:
        yield stored("a")
        raise RuntimeError("a defect")

    cache = RecordCache(tmp_path)
    with pytest.raises(RuntimeError):
        cache.write(broken())
    cache.close()
    assert read(RecordCache(tmp_path), "a") == {}


def test_nothing_is_ever_thrown_out_for_its_size_or_age(tmp_path: Path) -> None:
    body = "x" * 100_000  # diskcache would put it into a file of its own
    names = [f"p{number}" for number in range(200)]
    for start in range(0, 200, 50):
        fill(tmp_path, *(stored(name, body, fetched=1.0) for name in names[start : start + 50]))
    assert len(read(RecordCache(tmp_path), *names)) == 200
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [".gitignore", "CACHEDIR.TAG", "cache.db"]


def test_clear_forgets_records_and_leaves_packs(tmp_path: Path) -> None:
    fill(tmp_path, stored("a"), stored("b"))
    (tmp_path / "p.jsonl").write_text("".join(packs.lines([stored("c")])))
    cache = RecordCache(tmp_path)
    assert cache.clear() == 2
    cache.close()
    assert list(read(RecordCache(tmp_path), "a", "b", "c")) == ["c"]


def test_info_counts(tmp_path: Path) -> None:
    fill(tmp_path, stored("a"), stored("b"), stored("c")._replace(kind="published"))
    (tmp_path / "p.jsonl").write_text("".join(packs.lines([stored("d")])))
    info = RecordCache(tmp_path, read_only=True).info()
    assert info.records == {("toy", "preprint"): 2, ("toy", "published"): 1}
    assert info.packs == {tmp_path / "p.jsonl": 1}


# ------------------------------------------------------------------------------- packs


@pytest.mark.parametrize(
    ("database", "first", "second", "expected"),
    [
        (1000, 2000, 1500, "first"),
        (1000, 1500, 2000, "second"),
        (3000, 1500, 2000, "database"),
        (None, 1500, 2000, "second"),
        (2000, 2000, 1000, "database"),
    ],
)
def test_the_newest_fetch_wins(
    tmp_path: Path, database: float | None, first: float, second: float, expected: str
) -> None:
    if database is not None:
        fill(tmp_path, stored("a", "database", fetched=database))
    for name, moment in (("first", first), ("second", second)):
        lines = packs.lines([stored("a", name, fetched=moment)])
        (tmp_path / f"{name}.jsonl").write_text("".join(lines))
    assert read(RecordCache(tmp_path), "a")["a"].body == expected


def test_a_newer_record_of_another_form_hides_none(tmp_path: Path) -> None:
    lines = packs.lines([stored("a", version=1), stored("a", fetched=9000, version=2)])
    (tmp_path / "p.jsonl").write_text("".join(lines))
    assert read(RecordCache(tmp_path), "a", version=1) == {"a": stored("a", version=1)}


def test_a_bad_line_in_a_pack_is_a_warning(tmp_path: Path) -> None:
    lines = packs.lines([stored("a")])
    (tmp_path / "p.jsonl").write_text("nonsense\n" + "".join(lines))
    cache = RecordCache(tmp_path)
    assert list(read(cache, "a")) == ["a"]
    assert list(read(cache, "a")) == ["a"]
    assert len(cache.warnings) == 1
    assert "p.jsonl:1" in cache.warnings[0]


# -------------------------------------------------------------------- files and folders


def test_nothing_is_made_before_the_first_write(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    cache = RecordCache(folder)
    assert read(cache, "a") == {}
    assert cache.info().records == {}
    cache.close()
    assert not (tmp_path / "a").exists()
    assert cache.warnings == []


def test_the_folder_is_the_users_alone_and_no_backup_copies_it(tmp_path: Path) -> None:
    fill(tmp_path / "cache", stored("a"))
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
    tag = (tmp_path / "cache" / "CACHEDIR.TAG").read_bytes()
    assert tag.startswith(b"Signature: 8a477f597d28d172789f06886806bc55")


def git(folder: Path, *arguments: str) -> list[str]:
    command = ["git", "-C", str(folder), "-c", "core.excludesFile=/dev/null", *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()


@pytest.mark.parametrize("is_there", [False, True])
def test_git_sees_packs_and_the_users_files_of_the_folder_and_nothing_of_ours(
    tmp_path: Path, is_there: bool
) -> None:
    git(tmp_path, "init", "-q")
    folder = tmp_path / ".enricher"
    if is_there:
        folder.mkdir()
    fill(folder, stored("a"))
    own = ("cache.db-journal", "cache.db.unusable", "manifest.json")
    for name in (*own, "parsed/cache.db", "turns/arxiv.lock"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")
    assert git(tmp_path, "status", "--porcelain", "--untracked-files=all") == []
    for name in ("papers.jsonl", "README.md"):
        (folder / name).write_text("x")
    seen = git(tmp_path, "status", "--porcelain", "--untracked-files=all")
    assert seen == ["?? .enricher/README.md", "?? .enricher/papers.jsonl"]


def test_a_users_own_rules_for_git_stay(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    fill(tmp_path, stored("a"))
    assert (tmp_path / ".gitignore").read_text() == "mine\n"
    (tmp_path / ".gitignore").unlink()
    fill(tmp_path, stored("b"))
    assert not (tmp_path / ".gitignore").exists()  # taken away on purpose


def test_reading_changes_no_file(tmp_path: Path) -> None:
    fill(tmp_path, stored("a"))
    (tmp_path / "p.jsonl").write_text("".join(packs.lines([stored("c")])))
    before = state(tmp_path)
    cache = RecordCache(tmp_path, read_only=True)
    assert list(read(cache, "a", "b", "c")) == ["a", "c"]
    assert cache.info().records
    assert list(cache.all())
    cache.close()
    assert state(tmp_path) == before


def test_a_read_only_folder_can_be_read(tmp_path: Path) -> None:
    fill(tmp_path, stored("a"))
    (tmp_path / "cache.db").chmod(0o400)
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("this user may write everywhere")
    cache = RecordCache(tmp_path, read_only=True)
    assert list(read(cache, "a")) == ["a"]
    assert cache.warnings == []


def test_a_database_with_a_write_ahead_log_is_read_without_one(tmp_path: Path) -> None:
    """As diskcache itself leaves it, when another program used the folder."""
    fill(tmp_path, stored("a"))
    database = sqlite3.connect(tmp_path / "cache.db")
    database.execute("PRAGMA journal_mode = wal")
    database.close()
    before = state(tmp_path)
    assert list(read(RecordCache(tmp_path, read_only=True), "a")) == ["a"]
    assert state(tmp_path) == before


def test_read_only_means_that_nothing_can_be_changed(tmp_path: Path) -> None:
    fill(tmp_path, stored("a"))
    before = state(tmp_path)
    cache = RecordCache(tmp_path, read_only=True)
    with pytest.raises(CacheError, match="only read"):
        cache.write([stored("b")])
    with pytest.raises(CacheError, match="only read"):
        cache.clear()
    cache.close()
    assert state(tmp_path) == before


@pytest.mark.parametrize("name", ["file", "file/below", "x" * 300])
def test_a_folder_that_cannot_be_is_an_error_with_a_hint(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(CacheError) as caught:
        RecordCache(tmp_path / name).write([stored("a")])
    assert "--cache" in caught.value.hint
    assert name in str(caught.value)
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("name", ["a?b#c%20d", "mode=rw&x", "$", "~", "~root", "é 中", "a'b\"c;"])
def test_a_name_of_a_folder_is_only_a_name(tmp_path: Path, name: str) -> None:
    fill(tmp_path / name, stored("a"))
    assert list(read(RecordCache(tmp_path / name), "a")) == ["a"]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_name_that_diskcache_would_expand_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CacheError):
        fill(tmp_path / "a$HOME", stored("a"))
    assert [path.name for path in tmp_path.iterdir()] == ["a$HOME"]
