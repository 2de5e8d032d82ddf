"""What is written of papers already: which works it speaks of, and what may change of it.

It ranks as the lowest record: links that share an entry stay together, nothing that a run does not
know is blanked, and a written venue changes only on demand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from enricher.paper import Paper
from enricher.text import twin
from enricher.writers.interface import Published, WriteOptions
from enricher.writers.values import Value, plain
from enricher.writers.works import Work, values_of

_ALL = (*Paper.model_fields, "links")

PUBLICATION = frozenset({"type", "venue", "booktitle", "journal", "year", "doi", "pages", "volume"})


def by_name(works: Sequence[Work]) -> dict[str, int]:
    """The numbers of the works by every id and URL that an entry may know them by, spelled as
    they are written. What a note links to itself goes before what records say it is the same as.
    """
    known: dict[str, int] = {}
    for number, work in enumerate(works):
        for link in work.links:
            known.setdefault(twin(str(link.ref)), number)
            known.setdefault(twin(link.url), number)
    for number, work in enumerate(works):
        for id_ in work.paper.ids if work.paper else ():
            known.setdefault(twin(id_), number)
    return known


def together(works: Sequence[Work], entries: Iterable[Iterable[str]]) -> list[list[int]]:
    """The numbers of the works in groups, each of one work: one without a record joins the one
    that it shares a written entry with, for a run that could not fetch it knows less than the run
    that joined them. ``entries`` are the names that each entry is known by."""
    leaders = list(range(len(works)))

    def leader(number: int) -> int:
        while leaders[number] != number:
            number = leaders[number]
        return number

    known = by_name(works)
    for names in entries:
        numbers = list(dict.fromkeys(numbers_of(names, known)))
        first = next((number for number in numbers if works[number].paper), min(numbers, default=0))
        for number in numbers:
            if works[number].paper is None and leaders[number] == number:
                leaders[number] = leader(first)
    groups: dict[int, list[int]] = {}
    for number in range(len(works)):
        groups.setdefault(leader(number), []).append(number)
    return list(groups.values())


def numbers_of(names: Iterable[str], known: Mapping[str, int]) -> Iterator[int]:
    """The works that an entry of these names speaks of, the likeliest first."""
    return (known[name] for name in names if name in known)


def permitted(
    values: Mapping[str, Value], written: Mapping[str, object], work: Work, options: WriteOptions
) -> dict[str, Value]:
    """The values that may be written over an entry now; no venue flaps."""
    venue = written.get("venue")
    known = values.get("venue") or (work.paper.venue if work.paper else None)
    if not venue or known == venue or options.forgets:
        return dict(values)
    by_user: frozenset[str] = work.paper.by_user if work.paper else frozenset()
    if "venue" in values and ("venue" in by_user or options.replace_venues):
        return dict(values)
    # Another venue is another record, title and page included: no entry mixes two.
    withheld = (PUBLICATION | written.keys()) - by_user
    return {name: value for name, value in values.items() if name not in withheld}


def dropped(
    written: Mapping[str, object], values: Mapping[str, Value], work: Work, options: WriteOptions
) -> frozenset[str]:
    """The fields of an entry that go: those that the settings do not name any more, as far as they
    say what would be written if they did; and, where all is asked for again, those of ours that
    nobody knows any more. ``values`` are those that the entry may have now."""
    if work.paper is None:
        return frozenset()
    known = values_of("", work, replace(options, fields=_ALL))
    others = written.keys() - {*options.fields, "more_authors"}
    gone = {name for name in others if name in known and _says(name, written[name], known[name])}
    if options.forgets:
        gone |= (written.keys() & options.fields) - values.keys() - {"id", "links"}
    if "authors" in gone:
        gone.add("more_authors")
    return frozenset(gone)


def _says(name: str, written: object, known: Value) -> bool:
    """Whether a field says what is known; of lists, the first part or some of it may."""
    if not isinstance(known, tuple):
        return str(plain(known)) == str(written)
    items = cast("Sequence[object]", written) if isinstance(written, list | tuple) else ()
    said, meant = [twin(str(item)) for item in items], [twin(item) for item in known]
    is_some = set(said) <= set(meant) if name == "links" else said == meant[: len(said)]
    return bool(said) and is_some


def news(
    id_: str, values: Mapping[str, Value], written: Mapping[str, object]
) -> Iterator[Published]:
    """The news that a written preprint has a venue: told of what is written, for caches come and
    go."""
    now = values.get("venue")
    if now and not written.get("venue"):
        was = " ".join(("preprint", str(written.get("year", "")))).strip()
        yield Published(id_, was, str(now))


def stays(place: str, name: str, keys: Sequence[str], *, is_locked: bool, has_comment: bool) -> str:
    """What to tell of an entry that is kept though it would go, were there nothing of the user's
    in it: ``keys`` are theirs."""
    whys = ["is locked"] if is_locked else []
    others = [key for key in keys if not (is_locked and key == "locked")]
    if others:
        noun = "key" if len(others) == 1 else "keys"
        whys.append(f"holds your {noun} {', '.join(map(repr, others))}")
    if has_comment:
        whys.append("holds a comment")
    return f"{place}: the entry {name} stays, because it {' and '.join(whys)}"
