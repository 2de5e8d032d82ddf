"""How fast a report of 10,000 papers is seen and searched, beside a plain HTML table of the same.

``python -m tests.benchmarks.page`` from the root of a checkout, with the extra ``browser`` and a
Chromium. Each page is opened anew in each round; the medians are told, in milliseconds. The plain
table has the same rows in the same markup and nothing else. Not run by pytest.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from enricher.catalogue import Entry, ordered
from enricher.reports.page import markup, page
from enricher.reports.page.rows import rows_of
from tests.catalogue_samples import many

PAPERS = 10_000
ROUNDS = 7
TYPED = ["deep search 1", "neurips", "Grace Author5", "a", "2017 cvpr", "größe", "zzz"]
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
# The time of each keystroke, from the first one after the page has come: until all that it changes
# is laid out and about to be painted. A text is typed, then taken back, then another is typed.
KEYSTROKES = """async (texts) => {
  const field = document.getElementById("q");
  const times = { typed: [], cleared: [] };
  const press = async (value, kind) => {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const start = performance.now();
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    document.body.getBoundingClientRect();
    times[kind].push(performance.now() - start);
  };
  for (const text of texts) {
    for (let end = 1; end <= text.length; end += 1) await press(text.slice(0, end), "typed");
    await press("", "cleared");
  }
  return times;
}"""


def plain(entries: list[Entry], href_of: Callable[[str], str]) -> str:
    """The rows as a table, as plain as can be."""
    rows = "".join(map(markup.row, rows_of(ordered(entries, "-year,title"), href_of)))
    head = "<tr><th>Paper<th>Venue<th>Year<th>Notes"
    return f'<!doctype html><meta charset="utf-8"><title>x</title><table>{head}{rows}</table>'


def opened(browser: Any, file: Path) -> Any:
    """A page, once it is painted."""
    shown = browser.new_page(viewport={"width": 1400, "height": 900})
    shown.goto(file.as_uri())
    shown.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    return shown


def main() -> None:
    """Print the table."""
    entries = many(PAPERS)
    bibtex = {each.id: f"@misc{{x{each.id},\n  title = {{{each.title}}}\n}}" for each in entries}
    start = time.perf_counter()
    text = page(entries, bibtex=bibtex, href_of=str)
    print(f"made in {time.perf_counter() - start:.1f} s, {len(text) / 1e6:.1f} MB")
    found: dict[str, list[float]] = {"paint": [], "plain": [], "ready": [], "plain ready": []}
    keys: dict[str, list[float]] = {"first": [], "typed": [], "cleared": []}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        files = {"": Path(folder) / "report.html", "plain": Path(folder) / "plain.html"}
        files[""].write_text(text, encoding="utf-8")
        files["plain"].write_text(plain(entries, str), encoding="utf-8")
        own = playwright.chromium.executable_path
        path = own if Path(own).exists() else shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for _ in range(ROUNDS):
            for name, file in files.items():
                shown = opened(browser, file)
                found[name or "paint"].append(shown.evaluate(PAINT))
                found[f"{name} ready".strip()].append(shown.evaluate(READY))
                if not name:
                    times = shown.evaluate(KEYSTROKES, TYPED)
                    keys["first"].append(times["typed"][0])
                    for kind in times:
                        keys[kind] += times[kind]
                shown.close()
        browser.close()
    medians = {name: statistics.median(times) for name, times in found.items()}
    print(f"first paint: {medians['paint']:.0f}, plain table {medians['plain']:.0f}, ", end="")
    print(f"ratio {medians['paint'] / medians['plain']:.2f} (goal 1.5)")
    print(f"ready: {medians['ready']:.0f}, plain table {medians['plain ready']:.0f}")
    for kind, times in keys.items():
        told = f"{len(times)} keystrokes, {kind}: median {statistics.median(times):.0f}"
        print(f"{told}, longest {max(times):.0f} (goal 100)")


if __name__ == "__main__":
    main()
