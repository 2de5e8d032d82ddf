"""Pairs of a text and a work, right and wrong ones, of every sort that is hard to tell."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from enricher import titles
from tests.benchmarks.audit_texts import CLAIMS, RIGHT
from tests.benchmarks.audit_works import Library, Work, chosen

LEAST = 12  # letters of a title
LONG = 4  # words of a title that tells enough
SURVEY = re.compile(r"\b(?:survey|review|overview)\b", re.IGNORECASE)
SERIES = re.compile(r"[a-z]v?\d\b|\bI{2,3}\b|\b20\d\d\b", re.IGNORECASE)
# What stands before a title that is about another work
BEFORE = ("Towards", "Revisiting", "Beyond", "Rethinking", "Improved", "Understanding")
BEHIND = ("v2", "2.0", "II", ": A Survey", ": A Review", "in the Wild", "with Fewer Labels")


class Pair(NamedTuple):
    """A link's text, the work behind it, and whether it names another.

    ``meant`` is the work that a wrong text names, where it exists.
    """

    text: str
    work: Work
    is_wrong: bool
    sort: str
    meant: Work | None = None


def half(work: Work) -> int:
    """Which half of all works one belongs to: rules are made by the one, measured by the other."""
    return zlib.crc32(titles.key(work.title).encode()) % 2


def right(works: Sequence[Work], chance: random.Random, each: int) -> Iterator[Pair]:
    """Texts as readers write them, at their own works."""
    for sort, make in RIGHT.items():
        made = 0
        for work in chosen(chance, works, 40 * each):
            text = make(work, chance)
            if text is not None and made < each:
                made += 1
                yield Pair(text, work, False, sort)


def wrong(works: Sequence[Work], library: Library, chance: random.Random, each: int) -> list[Pair]:
    """Texts that name another work than the one behind them."""
    made: list[Pair] = []
    long = [work for work in works if len(work.title.split()) >= LONG]
    short = [work for work in works if 2 <= len(work.title.split()) < LONG]
    for sort in CLAIMS:
        for one, other in _swaps(chosen(chance, long, each)):
            text = RIGHT[sort](one, chance)
            if text is not None:
                made.append(Pair(text, other, True, f"swapped, {sort}", one))
    made += [
        Pair(one.title, other, True, "swapped, short", one)
        for one, other in _swaps(chosen(chance, short, each))
    ]
    surveys = [work for work in works if SURVEY.search(work.title)]
    series = [work for work in works if SERIES.search(work.title.partition(":")[0])]
    near: dict[str, tuple[Sequence[Work], Callable[[Work], Work | None]]] = {
        "nearest": (long, lambda work: next(iter(library.nearest(work, 1)), None)),
        "nearest, short": (short, lambda work: next(iter(library.nearest(work, 1)), None)),
        "nearest survey": (surveys, lambda work: next(iter(library.nearest(work, 1)), None)),
        "nearest of a series": (series, lambda work: next(iter(library.nearest(work, 1)), None)),
        "near": (long, lambda work: _any(library.nearest(work), chance)),
        "of one author": (long, library.of_one_author),
    }
    for sort, (pool, find) in near.items():
        for work in chosen(chance, pool, each):
            other = find(work)
            if other is not None:
                made.append(Pair(work.title, other, True, sort, work))
    return made + list(_of_pairs(works, library, chance, each))


def _swaps(works: Sequence[Work]) -> Iterator[tuple[Work, Work]]:
    return zip(works, [*works[1:], *works[:1]], strict=True)


def _any(found: Sequence[Work], chance: random.Random) -> Work | None:
    return chance.choice(found) if found else None


def _of_pairs(
    works: Sequence[Work], library: Library, chance: random.Random, each: int
) -> Iterator[Pair]:
    """Titles that are a part of another one, and titles made so."""
    mine = {work.title for work in works}
    for sort, pairs in (("begins", library.beginnings()), ("ends", library.ends())):
        found = [pair for pair in pairs if pair[0].title in mine]
        for shorter, longer in chance.sample(found, min(each, len(found))):
            yield Pair(longer.title, shorter, True, f"{sort} with another", longer)
            yield Pair(shorter.title, longer, True, f"another {sort} with it", shorter)
    plain = [work for work in works if work.title.split()[0] not in BEFORE]
    for work in chosen(chance, plain, each):
        more = f"{chance.choice(BEFORE)} {work.title}"
        yield Pair(more, work, True, "word before")
        yield Pair(work.title, Work((more,)), True, "without the word before", work)
    for work in chosen(chance, [work for work in plain if ":" not in work.title], each):
        more = re.sub(" :", ":", f"{work.title} {chance.choice(BEHIND)}")
        yield Pair(more, work, True, "word behind")
