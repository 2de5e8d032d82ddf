"""Which records are of one work: by the ids that they name first, by title and authors second.

A title alone never joins; nor do two papers of one source become one, unless their ids say so:
sites list a work once, and the parts of a series have nearly the same title and authors.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from enricher import titles
from enricher.models import Author, PaperRef, Record

SameAs = Mapping[str, Sequence[str]]
MOST_YEARS = 6  # from a preprint to the journal that prints it
MOST_ALIKE = 30  # no work stands in so many places; a title of so many is no name
LEAST_TITLE = 12  # letters of a key; shorter titles are those of many works
# Short ones count for a preprint of arXiv and what was printed soon, by the very same authors:
LEAST_SHORT_TITLE, MOST_YEARS_OF_SHORT = 4, 2
# "Mask R-CNN", but none of these, of which the same authors write one each year
NO_NAMES = frozenset({
    "comment", "comments", "commentary", "conclusion", "contents", "correction", "corrigendum",
    "discussion", "editorial", "erratum", "foreword", "index", "keynote", "overview", "preface",
    "prologue", "rejoinder", "remarks", "reply", "response", "summary", "tutorial",
})  # fmt: skip


def works(records: Sequence[Record], same_as: SameAs) -> list[list[Record]]:
    """The records in groups of one work, both in their first order.

    ``same_as`` are a user's own words on some papers, by id: they replace what providers say of
    it, and nothing else joins it to another.
    """
    groups = _Groups()
    for record in records:
        for other in _identities(record, same_as):
            groups.join(record.ref, other)
    settled = {PaperRef.parse(id_) for id_ in same_as}
    for first, second in _alike([record for record in records if record.ref not in settled]):
        groups.join_if_apart(first.ref, second.ref)
    by_leader: dict[PaperRef, list[Record]] = {}
    for record in records:
        by_leader.setdefault(groups.leader(record.ref), []).append(record)
    return list(by_leader.values())


def joining_key(title: str) -> str:
    """What of a title joins its record to others; empty where it is no name of a work."""
    key = titles.key(title)
    return key if len(key) >= LEAST_SHORT_TITLE and key not in NO_NAMES else ""


class _Groups:
    """References in groups, each named by its leader, with the sources that a group has."""

    def __init__(self) -> None:
        self._leaders: dict[PaperRef, PaperRef] = {}
        self._sources: dict[PaperRef, frozenset[str]] = {}

    def leader(self, ref: PaperRef) -> PaperRef:
        while self._leaders.setdefault(ref, ref) != ref:
            self._leaders[ref] = self._leaders[self._leaders[ref]]
            ref = self._leaders[ref]
        return ref

    def join(self, one: PaperRef, other: PaperRef) -> None:
        first, second = self.leader(one), self.leader(other)
        if first != second:
            self._leaders[second] = first
            self._sources[first] = self._of(first) | self._of(second)

    def join_if_apart(self, one: PaperRef, other: PaperRef) -> None:
        """Join two groups that have no source in common."""
        if not self._of(self.leader(one)) & self._of(self.leader(other)):
            self.join(one, other)

    def _of(self, leader: PaperRef) -> frozenset[str]:
        return self._sources.get(leader, frozenset({leader.source}))


def _identities(record: Record, same_as: SameAs) -> Iterable[PaperRef]:
    if str(record.ref) in same_as:
        return [PaperRef.parse(text) for text in same_as[str(record.ref)]]
    names = list(record.same_as)
    if record.arxiv:
        names.append(PaperRef("arxiv", record.arxiv))
    if record.doi:
        names.append(PaperRef("doi", record.doi))
    # Whoever a user settled is not claimed by others.
    return [name for name in names if str(name) not in same_as]


def _alike(records: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    """The pairs with one title, common authors, and years that fit."""
    by_title: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if key := joining_key(record.title):
            by_title[key].append(record)
    for key, group in by_title.items():
        agree = _agree if len(key) >= LEAST_TITLE else _agree_wholly
        if len(group) <= MOST_ALIKE:
            yield from (pair for pair in combinations(group, 2) if agree(*pair))


def _agree(one: Record, other: Record) -> bool:
    return _years_fit(one, other, MOST_YEARS) and share_authors(one.authors, other.authors)


def _agree_wholly(one: Record, other: Record) -> bool:
    """Whether one is a preprint of arXiv and both have the same authors in the same order."""
    return (
        "arxiv" in {one.ref.source, other.ref.source}
        and _years_fit(one, other, MOST_YEARS_OF_SHORT)
        and len(one.authors) == len(other.authors) > 0
        and all(share_authors([a], [b]) for a, b in zip(one.authors, other.authors, strict=True))
    )


def _years_fit(one: Record, other: Record, most: int) -> bool:
    return one.year is None or other.year is None or abs(one.year - other.year) <= most


def share_authors(one: Sequence[Author], other: Sequence[Author]) -> bool:
    """Whether at least half of the authors of the shorter list are in the other one, too.

    Lists write names differently (initials, order, accents): one name is another's when the last
    word of either is among the other's words.
    """
    fewer, more = sorted((list(map(_words, one)), list(map(_words, other))), key=len)
    words = {word for name in more for word in name}
    last_words = {name[-1] for name in more if name}
    common = sum(1 for name in fewer if name and (name[-1] in words or last_words & set(name)))
    return bool(fewer) and 2 * common >= len(fewer)


def _words(author: Author) -> list[str]:
    folded = unicodedata.normalize("NFKD", author.name).casefold()
    letters = (
        letter if letter.isalpha() else " "
        for letter in folded
        if not unicodedata.combining(letter)
    )
    return "".join(letters).split()
