"""How often an audit finds a wrong paper or a wrong venue, and how often it is wrong itself.

    python -m tests.benchmarks.audit [SHARED]

SHARED is a folder with ``corpus/dev`` (notes) and ``truth`` (``arxiv.jsonl.gz`` and the lists of
conferences: titles, authors, venues); without it nothing is measured. Prints three tables. The
first is of texts as readers write them, and of titles that are hard to tell apart (`audit_texts`,
`audit_pairs`): sort by sort, how many alarms are false and how many wrong texts are missed, where
the other works are not known and where they are. Rules are made by one half of the works (0) and
measured by the other (1). The second is of pairs of a link's text and a title: such as notes have
them, 100 with the title of another paper, and 60 that are hard to tell (the same first words,
surveys of nearly one name, versions of one series, nearly the same title; and texts that differ
from their own title). The third is of all notes, with the links as they are: every alarm is
printed, to be looked at.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from enricher import scan, text, titles
from enricher.audit import all_kinds
from enricher.audit.interface import Known
from enricher.audit.shelf import Shelf
from enricher.ignoring import without_ignored
from enricher.models import Link, PaperRef
from enricher.notes import Note
from enricher.paper import Paper
from enricher.settings import Settings
from enricher.sources import all_sources
from enricher.subjects import subject_of
from enricher.venues import short_name
from tests.benchmarks import audit_pairs
from tests.benchmarks.audit_pairs import half
from tests.benchmarks.audit_works import Library, Work

LISTS = ("cvf", "neurips", "neurips_legacy", "openreview", "pmlr", "acl", "ecva")
SWAPPED, HARD_WRONG, HARD_RIGHT, RIGHT = 100, 40, 20, 200
SEEDS, EACH = (1, 2, 3), 150  # and pairs of each sort, seed and half
SURVEY = re.compile(r"\b(?:survey|review|overview)\b", re.IGNORECASE)
SERIES = re.compile(r"[a-z]v?\d\b|\bI{2,3}\b|\b20\d\d\b", re.IGNORECASE)
LEAST = 12  # letters of a title

Titles = dict[PaperRef, list[str]]
Venues = dict[PaperRef, tuple[str, int]]


class Pair(NamedTuple):
    """A link's text, the titles of the work behind it, and whether it names another."""

    text: str
    known: tuple[str, ...]
    is_wrong: bool
    sort: str
    authors: tuple[str, ...] = ()


class Noted(NamedTuple):
    """A note, and its links to papers."""

    path: Path
    content: str
    links: Sequence[Link]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def facts(truth: Path) -> tuple[Titles, Venues]:
    """The titles of papers, and where they appeared."""
    known: dict[PaperRef, dict[str, None]] = defaultdict(dict)
    venues: Venues = {}
    for name in ("arxiv", "venues"):
        for row in rows(truth / f"{name}.jsonl.gz"):
            ref = PaperRef("arxiv", row["id"])
            given = (row.get("title"), *row.get("alt_titles", ()))
            known[ref].update(dict.fromkeys(filter(None, given)))
            venue = short_name(row.get("booktitle") or "")
            if venue and row.get("year") and venue.type == "conference":
                venues[ref] = (venue.short, row["year"])
    for row in (row for name in LISTS for row in rows(truth / f"{name}.jsonl.gz")):
        for ref in _named(row):
            known[ref][row["title"]] = None
            if row.get("track") == "main":
                venues[ref] = (row["venue"], row["year"])
    return {ref: list(each) for ref, each in known.items() if each}, venues


def authors(truth: Path) -> dict[str, tuple[str, ...]]:
    """The authors of works by the keys of their titles."""
    known: dict[str, tuple[str, ...]] = {}
    for row in (row for name in ("arxiv", *LISTS) for row in rows(truth / f"{name}.jsonl.gz")):
        if row.get("authors") and row.get("title"):
            known.setdefault(titles.key(row["title"]), tuple(row["authors"]))
    return known


def works_of(known: Titles, written: dict[str, tuple[str, ...]]) -> Iterator[Work]:
    """Each work whose title is no markup, with its authors."""
    for each in known.values():
        keys = map(titles.key, each)
        by = next((written[key] for key in keys if key in written), ())
        if len(titles.key(each[0])) >= LEAST and not each[0].startswith("<"):
            yield Work(tuple(each), by)


def score_sorts(library: Library, half_: int) -> None:
    """The table of one half of the works: per sort, the share of what is told wrongly."""
    mine = [work for work in library.works if half(work) == half_]
    pairs: list[audit_pairs.Pair] = []
    for seed in SEEDS:
        chance = random.Random(seed)  # noqa: S311 - samples, not secrets
        pairs += audit_pairs.right(mine, chance, EACH)
        pairs += audit_pairs.wrong(mine, library, chance, EACH)
    pairs = list(dict.fromkeys(pairs))
    told = [Pair(p.text, p.work.known, p.is_wrong, p.sort, p.work.authors) for p in pairs]
    meant = [pair.meant for pair in pairs if pair.meant]
    alone, shelved = alarms(told), alarms(told, meant)
    total = Counter((pair.is_wrong, pair.sort) for pair in pairs)
    print(f"half {half_}: {len(pairs):,} pairs {'':25} pairs  alone  with the other works")
    for (is_wrong, sort), number in total.items():
        mine_ = [n for n, p in enumerate(pairs) if (p.is_wrong, p.sort) == (is_wrong, sort)]
        shares = [sum((n in found) is not is_wrong for n in mine_) for found in (alone, shelved)]
        what = "missed" if is_wrong else "false "
        told_ = "  ".join(f"{share / number:.4f}" for share in shares)
        print(f"    {what} {sort:34} {number:6,}  {told_}")


def _named(row: dict[str, Any]) -> set[PaperRef]:
    """The papers that the addresses of a row of a conference's list name."""
    urls = (row.get(name) for name in ("url", "pdf", "legacy_url", "hash_url"))
    found = (scan.named(url, all_sources()) for url in urls if url)
    return {match.ref for match in found if match and row.get("title")}


def notes(corpus: Path) -> Iterator[Noted]:
    sources = all_sources()
    for path in sorted(corpus.rglob("*")):
        if path.is_file():
            content = text.decode(path.read_bytes())
            found = scan.enrichable(content, scan.scan(str(path), content, sources))
            yield Noted(path, content, found)


def table(corpus: Sequence[Noted], known: Titles, chance: random.Random) -> list[Pair]:
    """The pairs, the same ones every time."""
    own = sorted({
        (link.text, tuple(known[link.ref]))
        for note in corpus
        for link in note.links
        if link.text and link.ref in known and "\n" not in link.text
    })  # fmt: skip
    titled = [(said, ts) for said, ts in own if _is_title(said, ts)]
    odd = [(said, ts) for said, ts in titled if titles.key(said) not in map(titles.key, ts)]
    right = [Pair(said, ts, False, "as noted") for said, ts in chance.sample(own, RIGHT)]
    swapped = chance.sample(titled, SWAPPED)
    others = [ts for _, ts in swapped[1:] + swapped[:1]]
    wrong = [
        Pair(said, other, True, "swapped")
        for (said, ts), other in zip(swapped, others, strict=True)
        if not set(ts) & set(other)
    ]
    hard = [Pair(said, ts, False, "hard, right") for said, ts in chance.sample(odd, HARD_RIGHT)]
    return [*right, *wrong, *hard, *_neighbours(known, chance)]


def _is_title(said: str, ts: Sequence[str]) -> bool:
    key = titles.key(said)
    return len(key) >= LEAST and any(ratio(key, titles.key(title)) >= 60 for title in ts)


def _neighbours(known: Titles, chance: random.Random) -> Iterator[Pair]:
    """Titles of other works that are nearly those behind the links."""
    once = {titles.key(each[0]): each[0] for each in known.values()}
    every = sorted(title for key, title in once.items() if len(key) >= LEAST)
    by_start: dict[str, list[str]] = defaultdict(list)
    for title in every:
        by_start[" ".join(title.casefold().split()[:3])].append(title)
    surveys = [title for title in every if SURVEY.search(title)]
    series = [title for title in every if SERIES.search(title.partition(":")[0])]
    pools = (
        ("same first words", [pool for pool in by_start.values() if len(pool) > 1], None),
        ("surveys", [surveys], surveys),
        ("series", [series], series),
        ("nearest", [every], chance.sample(every, 6_000)),
    )
    for sort, groups, pool in pools:
        for _ in range(HARD_WRONG // len(pools)):
            group = chance.choice(groups)
            said = chance.choice(group)
            near = extract(said, pool or group, limit=4, processor=titles.key)
            other = next(title for title, _, _ in near if title != said)
            yield Pair(said, (other,), True, sort)


def alarms(pairs: Sequence[Pair], others: Sequence[Work] = ()) -> set[int]:
    """The pairs of which an audit says that the text names another paper, where ``others`` are the
    works that can be found by their titles."""
    refs = [
        PaperRef("arxiv", f"{1801 + n // 90_000}.{n % 90_000 + 1:05}") for n in range(len(pairs))
    ]
    papers = {
        ref: Paper(id=str(ref), title=pair.known[0], arxiv=ref.id, authors=pair.authors)
        for ref, pair in zip(refs, pairs, strict=True)
    }
    told = {str(ref): pair.known for ref, pair in zip(refs, pairs, strict=True)}
    works = [
        (
            Paper(id=f"doi:10.1/{n}", title=work.title, doi=f"10.1/{n}", authors=work.authors),
            work[0],
        )
        for n, work in enumerate({work.title: work for work in others}.values())
    ]
    # one link a line: a text with brackets of its own may be none
    content = "".join(f"- [1](https://arxiv.org/abs/{ref.id})\n" for ref in refs)
    found = scan.scan("a.md", content, all_sources())
    links = [link._replace(text=pairs[link.line - 1].text) for link in found]
    note = Note(Path("a.md"), "", tuple(links), tuple(links))
    facts_ = Known(papers=papers, titles=told, shelf=Shelf(works))
    subject = subject_of(note, content, all_sources(), Settings(), facts_)
    return {finding.line - 1 for finding in all_kinds()["wrong-paper"].find(subject)}


def score(pairs: Sequence[Pair]) -> None:
    print(f"{len(pairs)} pairs, {sum(pair.is_wrong for pair in pairs)} of them wrong")
    works = [Work(pair.known, pair.authors) for pair in pairs]
    for name, others in (("alone", ()), ("with the other works", works)):
        found = alarms(pairs, others)
        wrong = [number for number, pair in enumerate(pairs) if pair.is_wrong]
        right = [number for number, pair in enumerate(pairs) if not pair.is_wrong]
        recall = sum(number in found for number in wrong) / len(wrong)
        false = sum(number in found for number in right) / len(right)
        print(f"{name:21} recall {recall:.4f}  false alarms {false:.4f}")
        for number, pair in enumerate(pairs):
            if pair.is_wrong is not (number in found):
                print(f"    {pair.sort:16} {pair.text!r} | {pair.known[0]!r}")


def audit_notes(
    corpus: Sequence[Noted], known: Titles, venues: Venues, written: dict[str, tuple[str, ...]]
) -> None:
    """All notes with what is known of their papers; each alarm is printed."""
    papers = {
        ref: Paper(
            id=str(ref),
            title=each[0],
            authors=written.get(titles.key(each[0]), ()),
            arxiv=ref.id if ref.source == "arxiv" else None,
            venue=" ".join(map(str, venues[ref])) if ref in venues else None,
            year=venues[ref][1] if ref in venues else None,
            type="conference" if ref in venues else None,
        )
        for ref, each in known.items()
    }
    told = {str(ref): each for ref, each in known.items()}
    shelf = Shelf((papers[ref], each) for ref, each in known.items())
    every = Known(papers=papers, titles=told, shelf=shelf)
    checked: Counter[str] = Counter()
    for note in corpus:
        links = tuple(link for link in note.links if link.ref in known)
        checked["links"] += len(links)
        checked["links with a text"] += sum(bool(link.text) for link in links)
        as_read = Note(note.path, "", links, links)
        subject = subject_of(as_read, note.content, all_sources(), Settings(), every)
        for code in ("wrong-paper", "duplicate", "venue-claim"):
            for finding in without_ignored(
                str(note.path), note.content, list(all_kinds()[code].find(subject))
            ):
                checked[code] += 1
                place = f"{note.path.name}:{finding.line}"
                line = note.content.splitlines()[finding.line - 1].strip()[:160]
                print(f"    {place} {code}: {finding.message} {finding.proposal}\n        {line}")
    print(", ".join(f"{name} {number:,}" for name, number in checked.items()))


def main() -> None:
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    if not (shared / "truth" / "arxiv.jsonl.gz").exists():
        print(f"nothing to measure: there is no folder {shared} with corpus and truth")
        return
    known, venues = facts(shared / "truth")
    corpus = list(notes(shared / "corpus" / "dev"))
    written = authors(shared / "truth")
    library = Library(works_of(known, written))
    for half_ in (0, 1):
        score_sorts(library, half_)
    for seed in SEEDS:
        score(table(corpus, known, random.Random(seed)))  # noqa: S311 - samples, not secrets
    audit_notes(corpus, known, venues, written)


if __name__ == "__main__":
    main()
