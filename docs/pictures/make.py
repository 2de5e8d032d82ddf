"""Makes the pictures of the README: real runs on ``docs/reading.md``, from the pack in ``cache/``.

    python docs/pictures/make.py          # terminal.svg; a test keeps it in step with the program
    python docs/pictures/make.py page     # page.png, too: what a browser shows of the docs

The page needs ``pip install '.[docs]' playwright pillow``, and Debian's chromium, xvfb and xdotool:
only a browser with a window shows the title of a link.
"""

from __future__ import annotations

import html
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOTE = ROOT / "docs" / "reading.md"
PICTURES = Path(__file__).parent
COMMANDS = ("tail -n 6 reading.md", "enricher check reading.md --diff", "enricher run reading.md")

SIZE, LINE, MARGIN = 12, 17, 16  # pixels
STYLE = f"font: {SIZE}px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
WINDOW = (900, 560)
CONTENT_ALONE = """
body { padding-top: 0 !important }
.navbar, footer, .col-md-3 { display: none !important }
.col-md-9 { flex: none !important; max-width: none !important; width: 100% !important }
"""


def terminal() -> list[str]:
    """What a terminal shows of a note before, of the change, and of the run, line by line."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / NOTE.name).write_bytes(NOTE.read_bytes())
        shown: list[str] = []
        for command in COMMANDS:
            shown += [f"$ {command}", *_printed(command, folder), ""]
        return shown[:-1]


def _printed(command: str, folder: str) -> list[str]:
    program, *arguments = command.split()
    start = [sys.executable, "-m", program] if program == "enricher" else [program]
    own = {"ENRICHER_CACHE": str(ROOT / "cache"), "ENRICHER_OFFLINE": "1", "COLUMNS": "100"}
    ran = subprocess.run(
        [*start, *arguments],
        cwd=folder,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode in {0, 1}, ran.stderr  # 1: `check` found that something would change
    return ran.stdout.splitlines()


def svg(lines: list[str]) -> str:
    """Lines of text as a picture of a terminal; commands are bold."""
    width = 2 * MARGIN + round(0.61 * SIZE * max(map(len, lines)))
    height = 2 * MARGIN + LINE * len(lines)
    texts = "\n".join(_text(number, line) for number, line in enumerate(lines))
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img">
<title>A note with bare links, what enricher would write into it, and the run</title>
<rect width="100%" height="100%" rx="8" fill="#1d2129"/>
<g style="{STYLE}" fill="#d7dce3">
{texts}
</g>
</svg>
"""


def _text(number: int, line: str) -> str:
    weight = ' font-weight="bold" fill="#8fd0ff"' if line.startswith("$ ") else ""
    added = ' fill="#a5d6a7"' if line.startswith("+") and not line.startswith("+++") else ""
    y = MARGIN + LINE * (number + 1) - 5
    shown = html.escape(line, quote=False).replace(" ", "\N{NO-BREAK SPACE}")
    return f'<text x="{MARGIN}" y="{y}"{weight}{added}>{shown}</text>'


def page(picture: Path) -> None:
    """The page of the note as the docs show it, with the mouse on its first link."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, _screen() as display, sync_playwright() as start:
        build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", folder]
        subprocess.run(build, cwd=ROOT, check=True)
        on_screen = {**os.environ, "DISPLAY": display}
        browser = start.chromium.launch(
            executable_path="/usr/bin/chromium",
            headless=False,
            args=["--no-sandbox", "--window-position=0,0", "--window-size={},{}".format(*WINDOW)],
            env=on_screen,
        )
        shown = browser.new_page(no_viewport=True)
        shown.goto(f"{Path(folder).as_uri()}/reading/index.html")
        shown.add_style_tag(content=CONTENT_ALONE)
        top = shown.evaluate("window.outerHeight - window.innerHeight")
        link = shown.locator("a[title]").first.bounding_box()
        end = shown.locator(".enricher-papers").bounding_box()
        assert link is not None
        assert end is not None
        for step in range(3):  # a title is shown once the mouse rests on its link
            x, y = int(link["x"]) + 20 + step, int(top + link["y"]) + 8
            subprocess.run(["xdotool", "mousemove", str(x), str(y)], env=on_screen, check=True)
            time.sleep(0.5)
        time.sleep(2)
        _save(display, (0, top, WINDOW[0], int(top + end["y"] + end["height"])), picture)
        browser.close()


def _save(display: str, part: tuple[int, int, int, int], picture: Path) -> None:
    from PIL import ImageGrab

    seen = ImageGrab.grab(bbox=part, xdisplay=display)
    seen.convert("RGB").quantize(64).save(picture, optimize=True)


@contextmanager
def _screen() -> Iterator[str]:
    display = ":87"
    size = f"{WINDOW[0]}x{WINDOW[1]}x24"
    server = subprocess.Popen(["Xvfb", display, "-screen", "0", size, "-nolisten", "tcp"])
    time.sleep(1)
    try:
        yield display
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    (PICTURES / "terminal.svg").write_text(svg(terminal()), encoding="utf-8")
    if sys.argv[1:] == ["page"]:
        page(PICTURES / "page.png")
