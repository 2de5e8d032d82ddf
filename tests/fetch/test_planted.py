"""Pipes, sockets, devices and links in the place of every file of a cache folder: none is waited
for, followed or deleted outside; what stands there is a miss that is told once."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from enricher.errors import CacheError
from enricher.fetch import packs
from enricher.fetch.cache import RecordCache
from enricher.fetch.manifest import FILE, Known, Manifest
from enricher.fetch.pace import Pace
from tests.fetch.conftest import FakeTime
from tests.fetch.trap import GOOD, Trap, read

DATABASE = ("cache.db", "cache.db-journal", "cache.db-wal", "cache.db-shm")
OTHERS = (FILE, "pack.jsonl", "CACHEDIR.TAG", "turns/toy.stamp", "turns/toy.lock")


def pipe(place: Path, _outside: Path) -> None:
    os.mkfifo(place)


def unix_socket(place: Path, _outside: Path) -> None:
    before = Path.cwd()
    os.chdir(place.parent)  # addresses of sockets are short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(place.name)
    finally:
        os.chdir(before)


def device(place: Path, _outside: Path) -> None:
    try:
        os.mknod(place, stat.S_IFCHR | 0o600, os.makedev(1, 5))  # gives zeros without end
    except PermissionError:
        pytest.skip("this user makes no devices")


def link(place: Path, outside: Path) -> None:
    place.symlink_to(outside)


def link_to_nothing(place: Path, outside: Path) -> None:
    place.symlink_to(outside.with_name("mark"))


def loop(place: Path, _outside: Path) -> None:
    place.symlink_to(place)


each_kind = pytest.mark.parametrize(
    "plant", [pipe, unix_socket, device, link, link_to_nothing, loop]
)
Plant = Callable[[Path, Path], None]


def use(folder: Path, *, read_only: bool) -> list[str]:
    """All that a run does with a cache folder; its warnings."""
    cache = RecordCache(folder, read_only=read_only)
    read(cache)
    known = Manifest(
        folder,
        "s",
        now=1.0,
        fetched_since=cache.fetched_since if cache.has_database() else None,
        offline=read_only,
    )
    known.keep(Path("a.md"), "digest", Known(), now=1.0)
    known.save()
    if not read_only:
        clock = FakeTime()
        turns = Pace("toy", 3.0, folder=folder / "turns", clock=clock, rest=clock.rest)
        for _ in range(2):
            with turns.turn():
                pass
        assert set(clock.slept) == {3.0}
        with suppress(CacheError):
            cache.write([GOOD])
    cache.info()
    cache.packs()
    cache.close()
    return cache.warnings


@each_kind
@pytest.mark.parametrize("name", [*DATABASE, *OTHERS])
def test_nothing_outside_is_touched_and_nothing_is_waited_for(
    trap: Trap, plant: Plant, name: str
) -> None:
    (trap.folder / "turns").mkdir()
    place = trap.folder / name
    place.unlink(missing_ok=True)
    plant(place, trap.precious)
    for read_only in (True, False):
        told = use(trap.folder, read_only=read_only)
        assert len(told) == 1
        assert place.name in told[0]
        trap.check()


@each_kind
@pytest.mark.parametrize("name", [FILE, "turns/toy.stamp", "turns/toy.lock"])
def test_what_every_run_makes_anew_is_a_file_afterwards(
    trap: Trap, plant: Plant, name: str
) -> None:
    (trap.folder / "turns").mkdir()
    plant(trap.folder / name, trap.precious)
    use(trap.folder, read_only=False)
    assert stat.S_ISREG((trap.folder / name).lstat().st_mode)
    assert use(trap.folder, read_only=False) == []


@each_kind
def test_clear_sets_it_aside(trap: Trap, plant: Plant) -> None:
    (trap.folder / "cache.db").unlink()
    plant(trap.folder / "cache.db", trap.precious)
    cache = RecordCache(trap.folder)
    assert cache.clear() == 0
    cache.write([GOOD])
    assert read(cache) == ["good"]
    cache.close()
    trap.check()


def test_a_folder_of_turns_that_leads_out_is_not_used(trap: Trap) -> None:
    outside = trap.folder.parent / "outside"
    outside.mkdir()
    (outside / "toy.stamp").write_text("mine")
    (trap.folder / "turns").symlink_to(outside)
    (told,) = use(trap.folder, read_only=False)
    assert "turns" in told
    assert [path.name for path in outside.iterdir()] == ["toy.stamp"]
    assert (outside / "toy.stamp").read_text() == "mine"


def test_a_pack_may_be_a_link_in_its_folder_and_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    (folder / "below").mkdir(parents=True)
    line = "".join(packs.lines([GOOD]))
    for place in (tmp_path / "outside.jsonl", folder / "own.txt", folder / "below" / "x.jsonl"):
        place.write_text(line, encoding="utf-8")
    (folder / "a.jsonl").symlink_to(tmp_path / "outside.jsonl")
    (folder / "b.jsonl").symlink_to("own.txt")
    (folder / "c.jsonl").symlink_to("below/x.jsonl")
    (folder / "d.jsonl").symlink_to("../outside.jsonl")
    assert [path.name for path in packs.paths(folder)] == ["b.jsonl", "c.jsonl"]
    told = RecordCache(folder, read_only=True).warnings
    assert [Path(line.partition(":")[0]).name for line in told] == ["a.jsonl", "d.jsonl"]
