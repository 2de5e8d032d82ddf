"""^C in the middle, and notes that others change meanwhile: nothing half done, nothing lost."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.arxiv_site import after
from tests.cli.conftest import ROOT, Site, contents, ids_asked
from tests.fetch.server import Handler, Server

IDS = ("1803.02780", "1706.03762")


class Hanging:
    """A server that says when it is asked, and answers only when it is let go."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.release = threading.Event()

    def __call__(self, handler: Handler) -> None:
        self.asked.set()
        self.release.wait(30)
        handler.close_connection = True


@pytest.mark.parametrize("command", ["run", "check"])
def test_an_interrupted_run_keeps_what_came_and_writes_no_note(
    site: Site, arxiv: Server, keyboard: signal.Signals, command: str
) -> None:
    site.settings(arxiv.url, batch=1)
    site.note("a.md", *IDS)
    before = contents(site.notes)
    hanging = Hanging()
    assert arxiv.always is not None
    arxiv.faults.extend([arxiv.always, hanging])
    running = site.start(command, "notes")
    try:
        assert hanging.asked.wait(30)
        running.send_signal(keyboard)
        out, err = running.communicate(timeout=30)
    finally:
        running.kill()
        hanging.release.set()
    assert running.returncode == 130
    assert out == b""
    assert b"Traceback" not in err
    assert contents(site.notes) == before
    assert [path.name for path in site.home.iterdir()] == []

    arxiv.seen.clear()
    assert site.run("run", "notes").code == 0
    assert ids_asked(arxiv) == [IDS[1]]
    assert sorted(path.name for path in site.notes.iterdir()) == ["a.md"]


def test_two_interrupts_end_it_too(site: Site, arxiv: Server, keyboard: signal.Signals) -> None:
    site.note("a.md", *IDS)
    before = contents(site.notes)
    hanging = Hanging()
    arxiv.always = hanging
    running = site.start("run", "notes")
    try:
        assert hanging.asked.wait(30)
        running.send_signal(keyboard)
        running.send_signal(keyboard)
        _, err = running.communicate(timeout=30)
    finally:
        running.kill()
        hanging.release.set()
    assert running.returncode == 130
    assert b"internal error" not in err
    assert contents(site.notes) == before


def test_an_interrupt_says_what_is_kept(
    site: Site, arxiv: Server, keyboard: signal.Signals
) -> None:
    site.note("a.md", *IDS)
    hanging = Hanging()
    arxiv.always = hanging
    running = site.start("run", "notes")
    try:
        assert hanging.asked.wait(30)
        running.send_signal(keyboard)
        _, err = running.communicate(timeout=30)
    finally:
        running.kill()
        hanging.release.set()
    assert b"interrupted" in err


@pytest.mark.parametrize("module", ["typer", "yaml", "pyromark", "pydantic"])
@pytest.mark.usefixtures("keyboard")
def test_an_interrupt_amid_an_import_ends_quietly(site: Site, module: str) -> None:
    site.note("a.md", *IDS)
    early = site.folder / "early"
    early.mkdir()
    (early / f"{module}.py").write_text(  # found first
        "import signal\n"
        "signal.raise_signal(signal.SIGINT)\n"
        "raise RuntimeError('the interrupt is lost')\n"
    )
    ran = site.process("run", "notes", PYTHONPATH=f"{early}{os.pathsep}{ROOT}")
    assert ran.code == 130
    assert ran.out == ""
    assert ran.err in {"", "interrupted: what was fetched is kept, no note is half written\n"}


ANOTHER = b"one line more: https://arxiv.org/abs/2101.00001\n"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda note: note.write_bytes(note.read_bytes() + ANOTHER), "changed"),
        (lambda note: note.unlink(), ""),
        (lambda note: (note.unlink(), note.mkdir()), ""),
    ],
    ids=["another link", "deleted", "made a folder"],
)
def test_a_note_that_changes_meanwhile_is_not_written(
    site: Site, arxiv: Server, change: Callable[[Path], object], told: str
) -> None:
    changing = site.note("changing.md", IDS[0])
    other = site.note("other.md", IDS[0])
    old = other.read_bytes()
    assert arxiv.always is not None
    arxiv.always = after(lambda: change(changing), arxiv.always)
    ran = site.run("run", "notes")
    assert ran.code == 3
    assert "not written: notes/changing.md" in ran.err
    assert told in ran.err
    assert other.read_bytes() != old
    assert names(site.notes) <= {"changing.md", "other.md"}
    if changing.is_file():
        assert changing.read_bytes().endswith(ANOTHER)
        assert b"papers:" not in changing.read_bytes()


def test_a_note_that_is_edited_meanwhile_is_written_with_the_edit(
    site: Site, arxiv: Server
) -> None:
    changing = site.note("changing.md", IDS[0])
    assert arxiv.always is not None
    edited = changing.read_bytes() + b"one line more\n"
    arxiv.always = after(lambda: changing.write_bytes(edited), arxiv.always)
    assert site.run("run", "notes").code == 0
    assert len(arxiv.seen) == 1
    assert b"papers:" in changing.read_bytes()
    assert changing.read_bytes().endswith(b"one line more\n")
    assert site.run("check", "notes").code == 0


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


_interrupts: list[str] = []


def _interrupt(event: str, arguments: tuple[object, ...]) -> None:
    if _interrupts and event == "os.rename" and str(arguments[1]).endswith(_interrupts[0]):
        raise KeyboardInterrupt


# an audit hook interrupts between two notes of the very code, but can never be taken away again
sys.addaudithook(_interrupt)


@pytest.mark.parametrize("command", [("run",), ("remove", "--to", "front-matter")])
def test_an_interrupt_amid_the_writing_names_what_is_written(
    site: Site, command: tuple[str, ...]
) -> None:
    for name in ("a.md", "b.md", "c.md", "d.md"):
        site.note(name, IDS[0])
    if command[0] == "remove":
        site.run("run", "notes")
    before = contents(site.notes)
    _interrupts.append("c.md")
    try:
        ran = site.run(command[0], "notes", *command[1:])
    finally:
        _interrupts.clear()
    assert ran.code == 130
    assert ran.err.endswith(
        "2 files written before the interrupt, 2 left as they were\n  notes/a.md\n  notes/b.md\n"
        "interrupted: what was fetched is kept, no note is half written\n"
    )
    after = contents(site.notes)
    assert [name for name in before if before[name] != after[name]] == ["a.md", "b.md"]
