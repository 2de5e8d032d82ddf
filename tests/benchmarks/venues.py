"""How often a preprint's venue and year are found, and how often wrongly.

    python tests/benchmarks/venues.py TRUTH SERVER [PAPERS]

TRUTH is a folder with ``arxiv.jsonl.gz`` (id, title, journal_ref, doi, comment) and
``venues.jsonl.gz`` (id, booktitle, year, listed: [{venue, year}]); SERVER is the start of a URL
behind which the upstreams answer by their host names ("http://127.0.0.1:8000/_h"). Prints a table
for all indexes, for some of them, and for arXiv's own text alone, and the confusions by venue.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from enricher.engine import Enricher
from enricher.indexes import all_indexes
from enricher.models import PaperRef, Wanted
from enricher.paper import Paper
from enricher.settings import IndexSettings, Settings
from enricher.sources import all_sources
from enricher.venues import short_name

RUNS = {
    "all": ("crossref", "semantic-scholar", "dblp"),
    "without Semantic Scholar": ("crossref", "dblp"),
    "without DBLP": ("crossref", "semantic-scholar"),
    "arXiv's text alone": (),
}
Known = dict[str, set[tuple[str, int]]]


class Facts(NamedTuple):
    """Papers with the venues that they appeared at, and papers that appeared nowhere."""

    published: Known
    preprints: list[str]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def facts(folder: Path, papers: int) -> Facts:
    known = {row["id"]: _venues(row) for row in rows(folder / "venues.jsonl.gz")}
    chance = random.Random(1)  # noqa: S311 - a sample that is the same every time
    chosen = chance.sample(sorted(id_ for id_, venues in known.items() if venues), papers)
    alone = [
        row["id"]
        for row in rows(folder / "arxiv.jsonl.gz")
        if row["id"] not in known and not any(row.get(x) for x in ("journal_ref", "doi", "comment"))
    ]
    return Facts({id_: known[id_] for id_ in chosen}, chance.sample(alone, papers))


def _venues(row: dict[str, Any]) -> set[tuple[str, int]]:
    found = {(each["venue"], each["year"]) for each in row.get("listed", ())}
    name = short_name(row.get("booktitle") or row.get("journal") or "")
    if name and row.get("year"):
        found.add((name.short, row["year"]))
    return {(short.short if (short := short_name(venue)) else venue, year) for venue, year in found}


def settings(server: str, cache: Path, indexes: tuple[str, ...]) -> Settings:
    def at(url: str) -> IndexSettings:
        parts = urlsplit(url)
        return IndexSettings(base_url=f"{server}/{parts.hostname}{parts.path}", interval=0)

    return Settings(
        cache=cache,
        venues_from=indexes,
        sources={"arxiv": at(all_sources()["arxiv"].provider.base_url)},
        indexes={name: at(index.base_url) for name, index in all_indexes().items()},
    )


def found(server: str, indexes: tuple[str, ...], ids: list[str]) -> dict[str, Paper]:
    """What is known of the papers after as many runs as it takes to ask for all of them."""
    wanted = [Wanted(PaperRef("arxiv", id_)) for id_ in ids]
    with tempfile.TemporaryDirectory() as folder:
        chosen = settings(server, Path(folder), indexes)
        while True:
            with Enricher(settings=chosen) as enricher:
                _, papers = enricher.papers(wanted)
                if not any("later runs" in notice for notice in enricher.notices):
                    break
        for notice in enricher.notices:
            print(f"  {notice}")
    return {ref.id: paper for ref, paper in papers.items() if ref.source == "arxiv"}


def is_right(paper: Paper, venues: set[tuple[str, int]]) -> bool:
    name = (paper.venue or "").removesuffix(" Workshop").removesuffix(" Findings")
    venue = name.removesuffix(f" {paper.year}")
    return any((venue, paper.year) == known for known in venues)


def main() -> None:
    folder, server = Path(sys.argv[1]), sys.argv[2].rstrip("/")
    known = facts(folder, int(sys.argv[3]) if len(sys.argv) > 3 else 2000)
    print(f"{'':26} known answered  right   of answered | preprints  false")
    for name, indexes in RUNS.items():
        papers = found(server, indexes, [*known.published, *known.preprints])
        asked = [id_ for id_ in known.published if id_ in papers]
        answered = [id_ for id_ in asked if papers[id_].venue]
        wrong = [id_ for id_ in answered if not is_right(papers[id_], known.published[id_])]
        alone = [papers[id_] for id_ in known.preprints if id_ in papers]
        false = [paper for paper in alone if paper.venue]
        right = len(answered) - len(wrong)
        print(
            f"{name:26} {len(asked):5} {len(answered) / len(asked):8.4f} {right:6} "
            f"{right / max(1, len(answered)):13.4f} | {len(alone):9} {len(false) / len(alone):6.4f}"
        )
        confusions = Counter(
            f"{sorted(known.published[id_])} -> {papers[id_].venue}" for id_ in wrong
        )
        for text, number in confusions.most_common(40):
            print(f"    {number:4} {text}")
        for paper in false[:20]:
            print(f"    false: {paper.id} {paper.venue} by {paper.provenance.get('venue')}")


if __name__ == "__main__":
    main()
