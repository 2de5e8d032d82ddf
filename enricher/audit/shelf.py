"""Works by their titles: which one a text may name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from enricher import titles
from enricher.audit.alignment import aligned, words
from enricher.audit.claims import bare
from enricher.audit.phrases import head, is_name, parts
from enricher.audit.sameness import may_be
from enricher.audit.vocabulary import SURVEYS
from enricher.paper import Paper

_MOST_CANDIDATES = 50
_MOST_HOLDERS = 2_000  # a word of so many titles tells nothing
# The least share of both titles' words that agrees, and where the end of one was cut off
_NEARLY, _CUT_OFF = 0.9, 0.8
LEAST_KEY = 5  # letters of a name such as "MixMatch"


class Shelved(NamedTuple):
    """A work that a text may name. ``is_exact`` where the text is one of its titles, letter by
    letter; ``is_title`` where it is nearly one, and not a name alone."""

    paper: Paper
    is_exact: bool
    is_title: bool = True


class Shelf:
    """Works that are found by their titles."""

    def __init__(self, works: Iterable[tuple[Paper, Sequence[str]]] = ()) -> None:
        self._papers: list[Paper] = []
        self._titles: list[tuple[int, str]] = []
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._named: dict[str, list[int]] = defaultdict(list)
        self._holders: dict[str, list[int]] = defaultdict(list)
        for paper, known in works:
            self._add(paper, known)

    def exactly(self, text: str) -> list[Paper]:
        """The works that have a text as their title."""
        return [self._papers[number] for number in self._exact.get(titles.key(bare(text)), ())]

    def find(self, text: str) -> Shelved | None:
        """The one work that a text names: by its title, by a name before it, or by nearly all of
        its words. None where there is none, or several may be meant."""
        plain = bare(text)
        exact = self.exactly(plain)
        if exact:
            return Shelved(exact[0], is_exact=True) if len(exact) == 1 else None
        name = titles.key(head(plain) or plain)
        alike = self._alike(plain)
        if alike is not None:
            return Shelved(alike, is_exact=False)
        named = self._named.get(name, ()) if len(name) >= LEAST_KEY else ()
        is_short = titles.key(plain) == name
        if is_short and len(named) == 1:
            return Shelved(self._papers[named[0]], is_exact=False, is_title=False)
        return None

    def _add(self, paper: Paper, known: Sequence[str]) -> None:
        number = len(self._papers)
        self._papers.append(paper)
        for title in dict.fromkeys(known):
            place = len(self._titles)
            self._titles.append((number, title))
            _append(self._exact[titles.key(title)], number)
            if is_name(head(title)):
                _append(self._named[titles.key(head(title))], number)
            for word in set(words(title)):
                self._holders[word].append(place)

    def _alike(self, plain: str) -> Paper | None:
        told = words(plain)
        if len(told) < 3:
            return None
        votes: Counter[int] = Counter()
        for word in told:
            holders = self._holders.get(word, ())
            if len(holders) <= _MOST_HOLDERS:
                votes.update(holders)
        found: dict[int, float] = {}
        for place, _ in votes.most_common(_MOST_CANDIDATES):
            number, title = self._titles[place]
            likeness = max(_likeness(part, title) for part in (plain, *parts(plain)))
            if likeness and may_be(plain, [title]):
                found[number] = max(likeness, found.get(number, 0.0))
        best = sorted(found, key=lambda number: -found[number])[:2]
        is_clear = len(best) == 1 or (len(best) == 2 and found[best[0]] > found[best[1]] + 0.05)
        return self._papers[best[0]] if is_clear else None


def _likeness(text: str, title: str) -> float:
    """The share of their words that agrees where a text is nearly a title, or its beginning."""
    told, known = words(text), words(title)
    found = aligned(told, known)
    if not SURVEYS.isdisjoint((*found.only_left, *found.only_right)):
        return 0.0
    return found.ratio if found.ratio >= (_CUT_OFF if found.begins else _NEARLY) else 0.0


def _append(numbers: list[int], number: int) -> None:
    if not numbers or numbers[-1] != number:
        numbers.append(number)
