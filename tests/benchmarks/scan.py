"""How fast notes are scanned, and that no hostile note takes more than linear time.

``python tests/benchmarks/scan.py [FOLDER [MEGABYTES]]`` prints megabytes per second of `scan.scan`
over the files of a folder (default: the example notes), beside a bare search for the hosts and,
where it is installed, markdown-it-py; then how much longer each hostile note takes at twice its
size, which is 2 megabytes. Times are of the process alone. Not run by pytest.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from enricher import scan, text
from enricher.sources import all_sources

NOTES = Path(__file__).parents[2] / "fixtures" / "notes"
ROUNDS = 3
URL = "https://arxiv.org/abs/1803.02780"

# what is repeated, and what follows once
HOSTILE: dict[str, tuple[str, str]] = {
    "brackets": ("[", f" {URL}"),
    "parentheses": ("(", f" {URL}"),
    "nested links": ("[[[[", f"{']' * 99}({URL})"),
    "link openings": ("[a](", f" {URL}"),
    "links": (f"[a]({URL})", ""),
    "links with brackets": (f"[a]({URL}()())", ""),
    "one URL of brackets": ("()", f") {URL}"),
    "backticks": ("`", f" {URL}"),
    "odd backticks": ("` `` ", f" {URL}"),
    "code": (f"`{URL}` ", ""),
    "anchors": ("<a href=", f" {URL}"),
    "open anchors": (f'<a href="{URL}">arXiv:1803.02780 ', ""),
    "comments": ("<!--", f" {URL}"),
    "comments in text": ("a <!-- ", f" {URL}"),
    "tags": ("<a ", f" {URL}"),
    "one line": (f"a {URL}, ", ""),
    "one word": (f"{URL},", ""),
    "arXiv cues": ("arXiv:", f" {URL}"),
    "arXiv ids": ("arXiv:1803.02780 ", ""),
    "DOI cues": ("doi:", f" {URL}"),
    "DOIs": ("doi:10.1145/1(2)3 ", ""),
    "glued DOIs": ("doi:10.1145/1", ""),
    "dollars": ("$", f" {URL}"),
    "admonitions": ("!!! note\n\n    a\n\n", f"    {URL}\n"),
    "code in lists": (f" -     {URL}\n", ""),
    "quoted code": (f">     {URL}\n\na\n\n", ""),
    "table cells": ("| a ", f"|\n|---|\n| {URL} |\n"),
    "table rows": ("| a | b |\n", f"|---|---|\n| a | b | {URL} |\n"),
    "definitions": (f"[a]: {URL}\n", ""),
    "quotes": ("> ", f"{URL}\n"),
    "emphasis": ("*a_", f" {URL}"),
    "front matter": ("doi:\n- ", f"a\n---\n{URL}"),
    "CJK": ("中", f"{URL}中"),
    "questions": ("<?", f" {URL}"),
    "Org links": ("[[http://a", f" {URL}"),
    "fields": ("{arxiv = {1803.02780}, ", f"{URL}"),
    "lists of ids": ("\narxiv: [1803.02780,", f"{URL}"),
    "roles": (":doi:`a", f" {URL}"),
}


def seconds(function: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least processor time of some rounds."""
    times: list[float] = []
    for _ in range(rounds):
        start = time.process_time()
        function()
        times.append(time.process_time() - start)
    return min(times)


def speeds(folder: Path) -> Iterator[str]:
    """One line for each way to look for links."""
    sources = all_sources()
    raw = {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    notes = {path: text.decode(content) for path, content in raw.items()}
    size = sum(map(len, raw.values())) / 1e6
    hosts = {host for source in sources.values() for host in source.hosts}
    plain = re.compile(rf"https?://[^\s)>\"]*(?:{'|'.join(map(re.escape, hosts))})[^\s)>\"]*")
    links = sum(len(scan.scan(path, note, sources)) for path, note in notes.items())
    yield f"{len(notes)} files, {size:.1f} MB, {links} links"
    ways: dict[str, Callable[[], object]] = {
        "scan.scan": lambda: [scan.scan(path, note, sources) for path, note in notes.items()],
        "re.finditer of the hosts": lambda: [list(plain.finditer(note)) for note in notes.values()],
    }
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        pass  # it is only there to compare with
    else:
        reader = MarkdownIt("commonmark").enable("table")
        ways["markdown-it-py"] = lambda: [reader.parse(note) for note in notes.values()]
    for name, way in ways.items():
        rounds = 1 if name == "markdown-it-py" else ROUNDS
        yield f"{name:26} {size / seconds(way, rounds):7.1f} MB/s"


def ratios(size: int) -> Iterator[str]:
    """One line for each hostile note of up to so many characters, as each kind of file."""
    sources = all_sources()
    for suffix in (".md", ".html", ".ipynb", ".bib", ".rst", ".org"):
        for name, (piece, end) in HOSTILE.items():
            start = "---\na: b\n" if name == "front matter" else ""
            count = size // len(piece)
            notes = (start + piece * pieces + end for pieces in (count // 2, count))
            first, second = (
                seconds(partial(scan.scan, f"a{suffix}", note, sources), 1) for note in notes
            )
            ratio = second / max(first, 0.01)
            warning = "  MORE THAN LINEAR" if ratio > 3 else ""
            yield f"{name:22} {suffix:6} {first:6.2f} s {second:6.2f} s  x{ratio:.1f}{warning}"


def main() -> None:
    """Print all figures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else NOTES
    for line in speeds(folder):
        print(line, flush=True)
    for line in ratios(int(float(sys.argv[2]) * 1e6) if len(sys.argv) > 2 else 2_000_000):
        print(line, flush=True)


if __name__ == "__main__":
    main()
