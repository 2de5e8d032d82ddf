"""On a terminal: colours only where they are wanted, and no sequence of a stranger's."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys

import pytest

from tests.cli.arxiv_site import HOSTILE, knowing
from tests.cli.conftest import ROOT, Site
from tests.fetch.server import Server

PAPER = "1803.02780"


def on_a_terminal(site: Site, *arguments: str, **environment: str) -> tuple[int, str]:
    """What a command shows where output and messages are one terminal."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "enricher", *arguments],
        cwd=site.folder,
        env={
            **os.environ,
            **site.environment(),
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm-256color",
            **environment,
        },
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 30)[0]:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    return running.wait(timeout=30), shown.decode("utf-8", "replace")


@pytest.mark.parametrize(
    "command", [("run", "notes"), ("check", "notes", "--diff"), ("links", "notes")], ids=" ".join
)
def test_a_terminal_gets_no_sequence_of_a_file_name(site: Site, command: tuple[str, ...]) -> None:
    site.note("\x1b[31mred.md", PAPER)
    with (site.notes / "\x1b[31mhuge.md").open("wb") as file:
        file.truncate(65 * 2**20)
    _, shown = on_a_terminal(site, *command, NO_COLOR="1")
    assert "red.md" in shown
    assert "\x1b[31m" not in shown


def test_a_narrow_terminal_breaks_lines_between_words(site: Site) -> None:
    site.note("a.md", PAPER, "1706.03762")
    assert site.run("show", f"arxiv:{PAPER}").code == 0
    site.note("list.md", PAPER, front=None)
    site.note("own.md", PAPER, front="papers: [mine]")
    site.note("broken.md", PAPER, front="a: [")
    code, shown = on_a_terminal(site, "run", "notes", "--offline", COLUMNS="40", NO_COLOR="1")
    assert code == 3
    lines = shown.splitlines()
    commands = [line for line in lines if line.startswith("  enricher ")]
    assert len(commands) == 4
    assert [line for line in lines if len(line) > 40 and line not in commands] == []
    assert " ".join(shown.split()).endswith(
        "4 notes read: 1 changed, 0 up to date, 1 without front matter, 1 left alone, 1 refused"
    )
    assert "hint: run once without --offline," in " ".join(shown.split())


COLOUR = re.compile("\x1b\\[[0-9;]*3[0-9][0-9;]*m")


@pytest.mark.parametrize("title", HOSTILE.values(), ids=list(HOSTILE))
def test_a_terminal_gets_no_sequence_of_the_servers(site: Site, arxiv: Server, title: str) -> None:
    arxiv.always = knowing({PAPER: title}, author=title)
    site.note("a.md", PAPER)
    code, shown = on_a_terminal(site, "run", "notes")
    assert code == 0
    for planted in ("\x9b", "\u202e", "\u2028", "\n::error::", "\x85"):
        assert planted not in shown


def test_colours_are_only_for_terminals_that_want_them(site: Site) -> None:
    site.note("a.md", PAPER)
    _, shown = on_a_terminal(site, "check", "notes", NO_COLOR="1")
    assert COLOUR.search(shown) is None
    _, shown = on_a_terminal(site, "--help", NO_COLOR="1")
    assert COLOUR.search(shown) is None
    _, shown = on_a_terminal(site, "check", "notes", TERM="dumb")
    assert "\x1b" not in shown
    for piped in (site.process("check", "notes"), site.process("--help")):
        assert "\x1b" not in piped.out + piped.err
