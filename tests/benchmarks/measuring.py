"""What a command costs: the processor time and the peak memory of its process and no other."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Cost(NamedTuple):
    """Processor time in seconds (user and system), peak resident memory in MB (10^6 bytes)."""

    seconds: float
    megabytes: float


def nothing() -> None:
    """What has to be done before a round where nothing has."""


def least(
    arguments: Sequence[str], *, folder: Path, rounds: int, before: Callable[[], None] = nothing
) -> Cost:
    """The least cost of some rounds of ``python ARGUMENTS`` in a folder.

    The workers of a process count where it waits for them. Raises RuntimeError where it fails: a
    code below 3 is none, for `check` tells so of what `run` would do.
    """
    costs: list[Cost] = []
    for _ in range(rounds):
        before()
        costs.append(_cost(arguments, folder))
    return Cost(min(cost.seconds for cost in costs), min(cost.megabytes for cost in costs))


def _cost(arguments: Sequence[str], folder: Path) -> Cost:
    # as where it is installed: modules are compiled once
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(folder / "pyc"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stderr is not None
        told = child.stderr.read().decode()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, 1}:
        raise RuntimeError(f"{arguments} ended with {child.returncode}: {told}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)
