"""Works by their titles, and which of them are hard to tell from one another."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from enricher import titles
from enricher.audit.alignment import words
from enricher.models import Author
from enricher.works import share_authors

ONE_WORK = 88  # percent of two titles' letters, from where two lists may name one work
MOST_HOLDERS = 400  # a word of so many titles finds no neighbours


class Work(NamedTuple):
    """A work: every title that it is known by, and its authors where they are known."""

    known: tuple[str, ...]
    authors: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.known[0]


def may_be_one(one: Work, other: Work) -> bool:
    """Whether two lists may name one work: it has the same authors, or nearly the same title."""
    if one.authors and other.authors:
        return share_authors(tuple(map(Author, one.authors)), tuple(map(Author, other.authors)))
    keys = titles.key(one.title), titles.key(other.title)
    return ratio(*keys) >= ONE_WORK


class Library:
    """Works that are alike, found by the words and the authors that they have in common."""

    def __init__(self, works: Iterable[Work]) -> None:
        self.works = list({titles.key(work.title): work for work in works}.values())
        self.by_key = {titles.key(work.title): work for work in self.works}
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._written: dict[str, list[int]] = defaultdict(list)
        self._sorted = sorted(range(len(self.works)), key=lambda n: self.works[n].title.casefold())
        for number, work in enumerate(self.works):
            for word in set(words(work.title)):
                self._holders[word].append(number)
            for author in set(work.authors):
                self._written[author].append(number)

    def nearest(self, work: Work, most: int = 5) -> list[Work]:
        """Other works whose titles have the most words in common with that of this one."""
        votes: Counter[int] = Counter()
        told = set(words(work.title))
        for word in told:
            holders = self._holders[word]
            if len(holders) <= MOST_HOLDERS or len(told) <= 3:
                votes.update(holders)
        near = [self.works[number] for number, _ in votes.most_common(60)]
        apart = [other for other in near if other is not work and not may_be_one(work, other)]
        apart.sort(key=lambda other: -_overlap(told, set(words(other.title))))
        return apart[:most]

    def of_one_author(self, work: Work) -> Work | None:
        """The nearest other work of an author of this one that is no version of it."""
        key = titles.key(work.title)
        others = {number for author in work.authors for number in self._written[author]}
        found = [
            (ratio(key, titles.key(other.title)), other)
            for other in (self.works[number] for number in sorted(others))
            if other is not work
        ]
        apart = [pair for pair in found if pair[0] < ONE_WORK - 10]
        return max(apart, key=lambda pair: pair[0])[1] if apart else None

    def beginnings(self) -> Iterator[tuple[Work, Work]]:
        """Pairs of works: the title of the first is how that of the second begins."""
        open_: list[Work] = []
        for number in self._sorted:
            work = self.works[number]
            folded = work.title.casefold()
            while open_ and not folded.startswith(open_[-1].title.casefold() + " "):
                open_.pop()
            for shorter in open_:
                if not may_be_one(shorter, work):
                    yield shorter, work
            open_.append(work)

    def ends(self) -> Iterator[tuple[Work, Work]]:
        """Pairs of works: the title of the first is how that of the second ends."""
        for work in self.works:
            said = work.title.split()
            for start in (1, 2):
                shorter = self.by_key.get(titles.key(" ".join(said[start:])))
                if shorter and len(said) > start + 1 and not may_be_one(shorter, work):
                    yield shorter, work


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


def chosen(chance: random.Random, found: Sequence[Work], number: int) -> list[Work]:
    """Some of these, in no order."""
    return chance.sample(found, min(number, len(found)))
