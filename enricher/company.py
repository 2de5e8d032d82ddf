"""Which references of a run may be one work, also where the notes that hold them are not read.

A note's result depends on notes beside it: they may link to the same work at another site. So of
each reference a run remembers all that may join it to others, and those that it was in company
with; where the company would be another one now, the note is not as it would be left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2s
from typing import NamedTuple

from enricher.models import PaperRef, Record
from enricher.paper import Paper
from enricher.works import SameAs, joining_key

Company = tuple[str, ...]


class Bound(NamedTuple):
    """A reference with all that may join it to others.

    ``work`` is the id of its work, empty where it has no record. ``bonds`` are the names that the
    work has, and marks of the titles. ``company`` are the references of the whole run, in their
    first order, that have any of these in common; empty where there is no other.
    """

    ref: str
    work: str = ""
    bonds: tuple[str, ...] = ()
    company: Company = ()

    @property
    def line(self) -> str:
        """All of it as one line, in which names are apart by blanks."""
        work = SAME if self.work == self.ref else self.work or NONE
        others = (APART, *self.company) if self.company else ()
        return " ".join((self.ref, work, *self.bonds, *others))

    @property
    def names(self) -> list[PaperRef]:
        """Every name under which something may have been asked for it."""
        names = (self.ref, *(bond for bond in self.bonds if not bond.startswith(TITLE)))
        return [PaperRef(source, id_) for source, _, id_ in (name.partition(":") for name in names)]


SAME, NONE, APART, TITLE = "=", "-", "|", "~"  # no name of a paper begins so


def parse(line: str) -> Bound:
    """Read `Bound.line`."""
    ref, work, *others = line.split(" ")
    end = others.index(APART) if APART in others else len(others)
    return Bound(ref, _work(ref, work), tuple(others[:end]), tuple(others[end + 1 :]))


def work_of(line: str) -> str:
    """The id of a line's work, without reading the rest."""
    ref, _, others = line.partition(" ")
    return _work(ref, others.partition(" ")[0])


def _work(ref: str, told: str) -> str:
    if told == SAME:
        return ref
    return "" if told == NONE else told


def bound(
    refs: Iterable[PaperRef],
    records: Iterable[Record],
    papers: Mapping[PaperRef, Paper],
    same_as: SameAs,
) -> dict[str, Bound]:
    """What may join each of these references to others, by the records of their works."""
    bonds: dict[str, dict[str, None]] = {}
    for record in records:
        of_work = bonds.setdefault(papers[record.ref].id, {})
        of_work.update(dict.fromkeys(_bonds(record, same_as)))
    found: dict[str, Bound] = {}
    for ref in refs:
        name, work = str(ref), papers[ref].id if ref in papers else ""
        others = tuple(bond for bond in bonds.get(work, ()) if bond != name)
        found[name] = Bound(name, work, others)
    return found


def _bonds(record: Record, same_as: SameAs) -> Iterator[str]:
    """No less than `enricher.works` joins by, and look-ups ask for."""
    yield str(record.ref)
    yield from map(str, record.same_as)
    yield from same_as.get(str(record.ref), ())
    if record.arxiv:
        yield f"arxiv:{record.arxiv}"
    if record.doi:
        yield f"doi:{record.doi}"
    if title := joining_key(record.title):
        yield TITLE + blake2s(title.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def companies(notes: Iterable[Sequence[Bound]]) -> dict[str, Company]:
    """The company of each reference in these notes that is not alone."""
    leaders: dict[str, str] = {}

    def leader(name: str) -> str:
        while (above := leaders.setdefault(name, name)) != name:
            leaders[name] = name = leaders.setdefault(above, above)
        return name

    refs: dict[str, None] = {}
    for each in (each for note in notes for each in note):
        refs[each.ref] = None
        first = leader(each.ref)
        for bond in each.bonds:
            leaders[leader(bond)] = first
    groups: dict[str, list[str]] = {}
    for ref in refs:
        groups.setdefault(leader(ref), []).append(ref)
    return {ref: tuple(group) for group in groups.values() if len(group) > 1 for ref in group}


def is_left(known: Iterable[Bound], now: Mapping[str, Company]) -> bool:
    """Whether each of these references is in the company that it was in."""
    return all(now.get(each.ref, ()) == each.company for each in known)


def absent(read: Collection[str], now: Mapping[str, Company]) -> set[str]:
    """The references of other notes that those of the notes that are read are in company with."""
    return {other for ref in read for other in now.get(ref, ())} - set(read)
