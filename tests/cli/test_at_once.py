"""Runs that start together and share a cache ask for each paper once between them."""

from __future__ import annotations

import signal
import subprocess
import threading
from math import ceil

import pytest

from tests.cli.arxiv_site import knowing
from tests.cli.conftest import Site, ids_asked
from tests.fetch.server import Handler, Server

BATCH = 8
IDS = [f"2001.{10_000 + each}" for each in range(45)]
KNOWING = knowing({paper: f"Paper {paper}" for paper in IDS})


class Held:
    """Says that the first request came, and answers it when it is released."""

    def __init__(self) -> None:
        self.came, self.released = threading.Event(), threading.Event()

    def __call__(self, handler: Handler) -> None:
        if not self.came.is_set():
            self.came.set()
            self.released.wait(30)
        KNOWING(handler)


def until_it_asks(run: subprocess.Popen[bytes]) -> None:
    """Wait for the line that a run says before it looks into the cache and asks."""
    assert run.stderr is not None
    assert b"papers to fetch" in run.stderr.readline()


def end(*runs: subprocess.Popen[bytes]) -> list[int]:
    """Wait for the end of runs; one that hangs must not outlive its test."""
    try:
        for run in runs:
            run.communicate(timeout=60)
    finally:
        for run in runs:
            run.kill()
    return [run.returncode for run in runs]


@pytest.mark.parametrize("number", [2, 3])
def test_runs_at_once_ask_for_each_paper_once(site: Site, arxiv: Server, number: int) -> None:
    arxiv.always = held = Held()
    site.settings(arxiv.url, batch=BATCH)
    notes = [site.note(f"{each}/a.md", *IDS) for each in range(number)]
    runs = [site.start("run", note.parent) for note in notes]
    for run in runs:
        until_it_asks(run)
    held.released.set()
    assert end(*runs) == [0] * number
    assert len(arxiv.seen) == ceil(len(IDS) / BATCH)
    assert sorted(ids_asked(arxiv)) == IDS
    for note in notes:
        assert all(f"Paper {paper}" in note.read_text(encoding="utf-8") for paper in IDS)


@pytest.mark.parametrize("number", [2, 3])
@pytest.mark.parametrize("to", ["front-matter", "bibtex"])
def test_runs_at_once_on_the_same_notes_end_well(
    site: Site, arxiv: Server, number: int, to: str
) -> None:
    arxiv.always = held = Held()
    site.settings(arxiv.url, batch=BATCH)
    note = site.note("a.md", *IDS)
    site.note("b.md", *IDS[:3])
    runs = [site.start("run", "notes", "--to", to) for _ in range(number)]
    for run in runs:
        until_it_asks(run)
    held.released.set()
    assert end(*runs) == [0] * number
    assert sorted(ids_asked(arxiv)) == IDS
    [written] = [note] if to == "front-matter" else site.folder.rglob("*.bib")
    text = written.read_text(encoding="utf-8")
    assert all(text.count(f"Paper {paper}") == 1 for paper in IDS)
    assert site.run("check", "notes", "--to", to).code == 0


def test_runs_that_share_some_papers_ask_for_the_rest_only(site: Site, arxiv: Server) -> None:
    arxiv.always = held = Held()
    site.settings(arxiv.url, batch=BATCH)
    first, second = site.note("a/a.md", *IDS[:20]), site.note("b/b.md", *IDS[14:])
    runs = [site.start("run", first.parent)]
    assert held.came.wait(30)
    runs.append(site.start("run", second.parent))
    until_it_asks(runs[1])
    held.released.set()
    assert end(*runs) == [0, 0]
    assert sorted(ids_asked(arxiv)) == IDS
    assert all(f"Paper {paper}" in first.read_text(encoding="utf-8") for paper in IDS[:20])
    assert all(f"Paper {paper}" in second.read_text(encoding="utf-8") for paper in IDS[14:])


def test_a_run_that_is_killed_at_its_turn_costs_the_others_nothing(
    site: Site, arxiv: Server
) -> None:
    arxiv.always = held = Held()
    site.settings(arxiv.url, batch=BATCH)
    first, second = site.note("a/a.md", *IDS), site.note("b/b.md", *IDS)
    killed = site.start("run", first.parent)
    assert held.came.wait(30)
    other = site.start("run", second.parent)
    until_it_asks(other)
    killed.kill()
    assert end(killed) == [-signal.SIGKILL]
    assert end(other) == [0]
    held.released.set()
    assert len(arxiv.seen) == 1 + ceil(len(IDS) / BATCH)
    assert all(f"Paper {paper}" in second.read_text(encoding="utf-8") for paper in IDS)
