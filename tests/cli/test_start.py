"""A command imports what it needs and no more: that is most of the time of a short one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RUN = """
import atexit, sys
names = ["httpx", "feedparser", "bibtexparser", "pathspec", "yaml", "selectolax", "diskcache"]
names += ["enricher.settings", "enricher.engine", "enricher.writers.bibtex"]
atexit.register(lambda: print("imported:", *(name for name in names if name in sys.modules)))
from enricher.__main__ import main
main()
"""
NOTE = "---\ntitle: x\n---\nhttps://arxiv.org/abs/1803.02780\n"


def imported(folder: Path, *arguments: str) -> set[str]:
    """Which of these a command has imported at its end."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], cwd=folder, capture_output=True, check=False
    )
    last = done.stdout.decode().splitlines()[-1]
    assert last.startswith("imported:"), done.stderr
    return set(last.split()[1:])


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["run", "--help"]])
def test_what_tells_of_the_program_itself_needs_none(tmp_path: Path, arguments: list[str]) -> None:
    assert imported(tmp_path, *arguments) == set()


def test_finding_links_needs_nothing_that_fetches(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(NOTE, encoding="utf-8")
    assert imported(tmp_path, "links", ".").isdisjoint({"httpx", "feedparser", "pathspec"})


def test_a_run_without_notes_needs_no_writer_but_its_own(tmp_path: Path) -> None:
    unwanted = {"httpx", "feedparser", "pathspec", "bibtexparser", "enricher.writers.bibtex"}
    assert imported(tmp_path, "run", ".").isdisjoint(unwanted)
