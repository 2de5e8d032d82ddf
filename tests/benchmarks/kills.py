"""Kills runs at random moments: each note is the old one or the new one, and nothing is left.

``python -m tests.benchmarks.kills 200`` from the root of a checkout.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOTES = 200
RUN = """
import sys
from enricher.engine import Enricher
from enricher.settings import Settings
with Enricher(settings=Settings(cache=sys.argv[2], offline=True)) as engine:
    plan = engine.plan(engine.scan([sys.argv[1]]))
print(len(plan.changed), flush=True)
plan.write()
"""


def laid(folder: Path) -> dict[str, bytes]:
    """Notes with one paper each."""
    folder.mkdir()
    for number in range(NOTES):
        text = f"---\ntitle: {number}\n---\n\nhttps://arxiv.org/abs/1803.02780\n" + "x" * number
        (folder / f"n{number:03}.md").write_text(text, encoding="utf-8")
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def run(folder: Path, kill_after: float | None = None) -> tuple[int, float]:
    """A run over a folder, killed so many seconds after it began to write: its exit code, and the
    seconds that it wrote."""
    command = [sys.executable, "-c", RUN, str(folder), str(ROOT / "cache")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        begin = time.monotonic()
        if kill_after is not None:
            time.sleep(kill_after)
            child.kill()
        code = child.wait()
        return code, time.monotonic() - begin


def kills(number: int, seed: int = 0) -> Counter[str]:
    """Shoot at runs until so many were killed; those that came through before do not count.

    Counts what was seen. Raises AssertionError where a law is broken.
    """
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "notes"
        old = laid(folder)
        code, span = run(folder)
        assert code == 0
        new = contents(folder)
        while seen["killed"] < number:
            for name, raw in old.items():
                (folder / name).write_bytes(raw)
            code, _ = run(folder, kill_after=chance.uniform(0, span))
            found = contents(folder)
            half = found.keys() - old.keys()
            assert all(found[name] in {old[name], new[name]} for name in old)
            written = sum(found[name] == new[name] for name in old)
            seen["killed" if code == -signal.SIGKILL else "came through"] += 1
            seen["amid the writing"] += 0 < written < len(old)
            seen["with a file half written"] += bool(half)
            assert run(folder)[0] == 0
            assert contents(folder) == new
    return seen


if __name__ == "__main__":
    for what, number in kills(int(sys.argv[1]), seed=int(time.time())).items():
        print(f"{number:5} {what}")
