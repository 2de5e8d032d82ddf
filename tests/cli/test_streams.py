"""Streams that the caller closed, or that are full: told plainly, and never a defect of ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Site

PAPER = "1803.02780"
FULL = Path("/dev/full")
COMMANDS = {
    "--help": 0,
    "--version": 0,
    "sources": 0,
    "links notes": 0,
    "check notes --offline": 1,
    "check notes --offline --diff": 1,
    "check notes --offline --format json": 1,
    "cache info": 0,
    "cache export - notes": 0,
}
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this machine")


@pytest.fixture(name="filled")
def _filled(site: Site) -> Site:
    """A site whose cache knows the paper of its note; many lines, for streams have buffers."""
    note = site.note("a.md", PAPER, body=f"https://arxiv.org/abs/{PAPER}\n" * 500)
    before = note.read_bytes()
    assert site.run("run", "notes").code == 0
    note.write_bytes(before)
    return site


def piped(site: Site, command: str, redirections: str, **environment: str) -> tuple[int, str, str]:
    """What a command says whose streams a shell redirects."""
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" -m enricher {command} {redirections}', sys.executable],
        cwd=site.folder,
        env={**site.environment(), "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize(
    ("redirections", "why"),
    [(">/dev/full", "No space left on device"), (">&-", "Bad file descriptor")],
)
@pytest.mark.parametrize(
    ("command", "unbuffered"), [*((each, "") for each in COMMANDS), ("sources", "1")]
)
def test_an_output_that_cannot_be_written_is_2_and_told(
    filled: Site, command: str, unbuffered: str, redirections: str, why: str
) -> None:
    code, out, err = piped(filled, command, redirections, PYTHONUNBUFFERED=unbuffered)
    assert code == 2
    assert out == ""
    assert err.splitlines()[-1] == f"enricher: cannot write the output: {why}"
    assert "Traceback" not in err
    assert list(filled.home.iterdir()) == []


@pytest.mark.parametrize("redirections", ["2>/dev/full", "2>&-"])
@pytest.mark.parametrize("command", COMMANDS)
def test_messages_that_cannot_be_written_change_nothing_else(
    filled: Site, command: str, redirections: str
) -> None:
    whole = piped(filled, command, "")
    assert whole[0] == COMMANDS[command]
    assert piped(filled, command, redirections) == (*whole[:2], "")


@pytest.mark.parametrize("redirections", [">&- 2>&-", ">/dev/full 2>/dev/full", "<&- >&- 2>&-"])
def test_no_stream_at_all_is_2_and_harms_no_file(filled: Site, redirections: str) -> None:
    assert piped(filled, "check notes --offline", redirections)[0] == 2
    code, *_ = piped(filled, "run notes -q", redirections)
    assert code == 0
    assert filled.run("check", "notes").code == 0


def test_a_run_whose_output_fails_has_written_the_notes_all_the_same(filled: Site) -> None:
    assert piped(filled, "run notes", ">/dev/full")[0] == 2
    assert filled.run("check", "notes").code == 0
