"""Runs that are killed at random moments leave each note whole, and the next run mends all."""

from __future__ import annotations

from tests.benchmarks.kills import kills


def test_killed_runs_leave_whole_notes_and_the_next_run_completes() -> None:
    assert kills(4)["killed"] == 4
