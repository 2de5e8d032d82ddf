"""What tells a program from others."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

from enricher.program import LIBRARIES, fingerprint


def test_the_same_program_has_the_same_fingerprint_in_every_run() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from enricher.program import fingerprint; print(fingerprint())"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert told.strip() == fingerprint()
    assert fingerprint().isalnum()


def test_the_libraries_that_read_replies_are_there() -> None:
    assert all(version(name) for name in LIBRARIES)
