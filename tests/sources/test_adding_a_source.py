"""A new source is one file: it is found, listed, and its links are recognised."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOY = """
from enricher.exchange import Source
from enricher.models import Match, PaperRef

SOURCE = Source(
    name="toy",
    title="Toy",
    hosts=("toy.example",),
    forms=("toy.example/1",),
    match=lambda url: Match(PaperRef("toy", url.path.strip("/"))) if url.path.strip("/") else None,
)
"""
RUN = """
import sys
from pathlib import Path
import enricher.sources
enricher.sources.__path__.append(sys.argv.pop(1))
from enricher.__main__ import main
main()
"""


def enricher(folder: Path, *arguments: str) -> str:
    """What a command prints where the folder's files are sources, too."""
    ran = subprocess.run(
        [sys.executable, "-c", RUN, str(folder), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return ran.stdout


def test_one_file_is_a_source(tmp_path: Path) -> None:
    (tmp_path / "toy.py").write_text(TOY, encoding="utf-8")
    (tmp_path / "note.md").write_text("[a](https://toy.example/7)\n", encoding="utf-8")
    assert "| `toy` | Toy | `toy.example/1` |" in enricher(tmp_path, "sources")
    assert "toy:7" in enricher(tmp_path, "links", "note.md")
