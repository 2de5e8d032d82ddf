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
names += ["enricher.paper", "enricher.settings.form", "enricher.cli.write"]
atexit.register(lambda: print("imported:", *(name for name in names if name in sys.modules)))
from enricher.__main__ import main
main()
"""
LIBRARY = """
import sys
from enricher import Enricher
with Enricher() as engine:
    found = "some" if engine.scan(".").notes else "no"
names = ["pydantic", "httpx", "feedparser", "diskcache", "yaml", "typer"]
print(f"{found} notes:", *([name for name in names if name in sys.modules] or ["none"]))
"""
NOTE = "---\ntitle: x\n---\nhttps://arxiv.org/abs/1803.02780\n"


def told(folder: Path, program: str, *arguments: str) -> str:
    """The last line that a program prints."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=folder, capture_output=True, check=False
    )
    assert done.stdout, done.stderr
    return done.stdout.decode().splitlines()[-1]


def imported(folder: Path, *arguments: str) -> set[str]:
    """Which of these a command has imported at its end."""
    last = told(folder, RUN, *arguments)
    assert last.startswith("imported:")
    return set(last.split()[1:])


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["run", "--help"]])
def test_what_tells_of_the_program_itself_needs_none(tmp_path: Path, arguments: list[str]) -> None:
    assert imported(tmp_path, *arguments) <= {"enricher.cli.write"}


def test_where_there_is_no_note_nothing_is_validated_and_no_paper_known(tmp_path: Path) -> None:
    assert imported(tmp_path, "links", ".") == {"enricher.settings", "enricher.engine"}


def test_where_there_is_no_note_the_library_needs_no_pydantic(tmp_path: Path) -> None:
    # typer has it where it has options to read: this is the same without a command line
    assert told(tmp_path, LIBRARY) == "no notes: none"


def test_finding_links_needs_nothing_that_fetches(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(NOTE, encoding="utf-8")
    assert imported(tmp_path, "links", ".").isdisjoint({"httpx", "feedparser", "pathspec"})


def test_a_run_without_notes_needs_no_writer_but_its_own(tmp_path: Path) -> None:
    unwanted = {"httpx", "feedparser", "pathspec", "bibtexparser", "enricher.writers.bibtex"}
    assert imported(tmp_path, "run", ".").isdisjoint(unwanted)
