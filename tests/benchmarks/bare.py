"""The least that the work takes with the same libraries, to compare with: one process each.

``python -m tests.benchmarks.bare WHAT ...``; nothing is imported but what is measured.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

BATCH = 300


def _batches(file: str) -> Iterator[str]:
    ids = Path(file).read_text(encoding="ascii").split()
    for start in range(0, len(ids), BATCH):
        yield ",".join(ids[start : start + BATCH])


def feed(server: str, file: str) -> None:
    """Ask for all ids of a file in batches, and keep titles, authors and abstracts."""
    import feedparser  # type: ignore[import-untyped]
    import httpx

    kept: dict[str, tuple[str, list[str], str]] = {}
    with httpx.Client() as client:
        for ids in _batches(file):
            query = {"id_list": ids, "max_results": str(BATCH)}
            reply = client.get(f"{server}/export.arxiv.org/api/query", params=query)
            for entry in feedparser.parse(reply.content).entries:
                names = [author.name for author in entry.authors]
                kept[entry.id] = (entry.title, names, entry.summary)
    print(len(kept))


def arxiv_py(server: str, file: str) -> None:
    """The same by arxiv.py, in the same batches, without its pauses."""
    import arxiv

    class Client(arxiv.Client):
        query_url_format = f"{server}/export.arxiv.org/api/query?{{}}"

    client = Client(page_size=BATCH, delay_seconds=0)
    kept = {
        paper.entry_id: paper
        for ids in _batches(file)
        for paper in client.results(arxiv.Search(id_list=ids.split(","), max_results=None))
    }
    print(len(kept))


def read(folder: str) -> None:
    """Read all notes of a folder and look for links with one pattern."""
    link = re.compile(rb"https?://arxiv\.org/abs/[0-9.]{9,10}")
    found = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with open(f"{place}/{name}", "rb") as note:  # noqa: PTH123 - the plainest way
                found += sum(1 for _ in link.finditer(note.read()))
    print(found)


def program(*_arguments: str) -> None:
    """A typer app that does nothing."""
    import typer

    app = typer.Typer()

    @app.command()
    def nothing(paths: list[str]) -> None:
        del paths

    app()


WAYS: dict[str, Callable[..., None]] = {
    "feed": feed,
    "arxiv.py": arxiv_py,
    "read": read,
    "program": program,
}

if __name__ == "__main__":
    way = sys.argv.pop(1)
    WAYS[way](*sys.argv[1:])
