"""How well an audit reads where notes themselves say that papers appeared.

    python -m tests.benchmarks.claims [SHARED]

SHARED is as for ``tests.benchmarks.audit``; without it nothing is measured. Of all links whose
conference is known, directly or by the title of the paper, it counts the venues that notes tell of
them, and those that stand on their line but are given to no link. Every venue that is not the one
of the record is printed, to be looked at: the note is wrong, or the reading is.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from enricher import titles
from enricher.audit.interface import Known, Subject
from enricher.audit.landmarks import seen
from enricher.audit.venues_told import told_beside
from enricher.models import PaperRef
from enricher.notes import Note
from enricher.paper import Paper
from enricher.settings import Settings
from enricher.sources import all_sources
from enricher.subjects import subject_of
from enricher.text import LineIndex
from enricher.venues import short_name
from enricher.venues.editions import Edition, editions
from tests.benchmarks.audit import LISTS, Noted, Titles, Venues, facts, notes, rows

LEAST = 20  # letters of a title that tells a paper


def by_title(truth: Path, known: Titles, venues: Venues) -> dict[str, set[tuple[str, int]]]:
    """Where the papers of a title appeared; what was rejected or withdrawn did not."""
    found: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for row in (row for name in LISTS for row in rows(truth / f"{name}.jsonl.gz")):
        is_out = str(row.get("status") or "").startswith(("Reject", "Withdraw"))
        if row.get("track") == "main" and row.get("title") and not is_out:
            found[titles.key(row["title"])].add((row["venue"], row["year"]))
    for ref, venue in venues.items():
        for title in known.get(ref, ()):
            found[titles.key(title)].add(venue)
    return {key: each for key, each in found.items() if len(key) >= LEAST}


def papers_of(
    corpus: Sequence[Noted], known: Titles, venues: Venues, titled: dict[str, set[tuple[str, int]]]
) -> dict[PaperRef, Paper]:
    """What is known of the papers that the notes link to."""
    papers: dict[PaperRef, Paper] = {}
    for link in (link for note in corpus for link in note.links if link.ref not in papers):
        named = known.get(link.ref) or [link.text]
        every = {venue for title in named for venue in titled.get(titles.key(title), ())}
        venue = venues.get(link.ref) or (next(iter(every)) if len(every) == 1 else None)
        if venue is None:
            continue
        short = short_name(venue[0])
        papers[link.ref] = Paper(
            id=str(link.ref),
            title=named[0] or "untitled",
            venue=f"{short.short if short else venue[0]} {venue[1]}",
            year=venue[1],
            type="conference",
        )
    return papers


def says(edition: Edition) -> str:
    return f"{edition.entry.short} {edition.year}"


def measure(note: Noted, known: Known, counted: Counter[str]) -> None:
    as_read = Note(note.path, "", tuple(note.links), tuple(note.links))
    subject: Subject = subject_of(as_read, note.content, all_sources(), Settings(), known)
    lines, text = LineIndex(note.content), seen(subject).text
    for anatomy, told in told_beside(subject):
        paper = subject.paper_of(anatomy.link)
        if paper is None:
            continue
        main = [each for each in told if each.is_main and each.entry.kind == "conference"]
        line = lines.line(anatomy.link.span.start)
        is_on_line = paper.venue in map(says, editions(text[slice(*line)]))
        counted["links"] += 1
        counted["told"] += bool(main)
        counted["told as recorded"] += paper.venue in map(says, main)
        counted["on the line and not told"] += is_on_line and paper.venue not in map(says, main)
        for each in main if paper.venue not in map(says, main) else ():
            place = f"{note.path.name}:{lines.position(each.span.start)[0]}"
            print(f"    {place} {says(each)} | {paper.venue} | {anatomy.link.text[:80]!r}")


def main() -> None:
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    if not (shared / "truth" / "arxiv.jsonl.gz").exists():
        print(f"nothing to measure: there is no folder {shared} with corpus and truth")
        return
    known, venues = facts(shared / "truth")
    corpus = list(notes(shared / "corpus" / "dev"))
    titled = by_title(shared / "truth", known, venues)
    every = Known(papers=papers_of(corpus, known, venues, titled))
    counted: Counter[str] = Counter()
    for note in corpus:
        measure(note, every, counted)
    print(", ".join(f"{name} {number:,}" for name, number in counted.items()))


if __name__ == "__main__":
    main()
