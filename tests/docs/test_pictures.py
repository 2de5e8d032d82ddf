"""The pictures of the README show what the program does now."""

from __future__ import annotations

import html
import re
import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"


def test_the_terminal_is_what_the_commands_print() -> None:
    make = runpy.run_path(str(PICTURES / "make.py"))
    shown = (PICTURES / "terminal.svg").read_text(encoding="utf-8")
    lines = re.findall(r"<text [^>]*>(.*?)</text>", shown)
    printed = make["terminal"]()
    assert [html.unescape(line).replace("\xa0", " ") for line in lines] == printed, (
        "python docs/pictures/make.py page"
    )
    assert len(printed) > 20


def test_the_readme_shows_each_picture_and_they_are_small() -> None:
    named = re.findall(r"\]\((docs/pictures/[^)]+)\)", (ROOT / "README.md").read_text())
    files = sorted(path for path in PICTURES.iterdir() if path.suffix in {".svg", ".png"})
    assert sorted(named) == [path.relative_to(ROOT).as_posix() for path in files]
    assert all(path.stat().st_size < 64_000 for path in files)
