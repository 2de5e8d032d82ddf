"""What an item of ours says after a run: nothing that a run does not know is blanked, and where a
paper appeared changes only from nowhere to somewhere, unless the user wants it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from enricher.paper import Paper
from enricher.writers.csl_json.fields import UNKNOWN, Fields, in_order
from enricher.writers.csl_json.strings import literal
from enricher.writers.interface import Published, WriteOptions

PUBLICATION = frozenset({
    "type", "genre", "issued", "container-title", "event-title", "publisher", "number", "volume",
    "page", "DOI", "URL",
})  # fmt: skip
_UNPUBLISHED = ("article", UNKNOWN)
_OF_PAPER = {
    "title": "title", "authors": "author", "venue": "event-title", "booktitle": "container-title",
    "journal": "container-title", "year": "issued", "doi": "DOI", "url": "URL",
}  # fmt: skip
"""The fields of CSL in which a user's overrides stand."""
_VENUES = frozenset({"event-title", "container-title"})


def updated(written: Fields, known: Fields, paper: Paper, options: WriteOptions) -> Fields:
    """The fields of an item, given what is written and what this run knows; the id stays."""
    if options.forgets:
        return in_order({"id": written["id"], **known})
    if known["type"] == UNKNOWN:
        known = {**known, "type": written.get("type", UNKNOWN)}
    if _place(written) == _place(known) or not (_is_published(written) or _is_published(known)):
        return in_order({**written, **_news(written, known, paper)})
    if not _may_move(written, known, paper, options):
        # Another place is another record, with a year and a DOI of its own: no item mixes two.
        withheld = (PUBLICATION | written.keys()) - _set_by_user(paper)
        news = {name: value for name, value in known.items() if name not in withheld}
        return in_order({**written, **news})
    stale = {"event-title"} if _is_spelt_out(written, known, paper) else PUBLICATION
    kept = {name: value for name, value in written.items() if name not in stale}
    return in_order({**kept, **known})


def _news(written: Fields, known: Fields, paper: Paper) -> Fields:
    """What is known, but for what is written in more detail: a DOI where only the one is known that
    arXiv gives every paper, and the day of a month or a year."""
    less: set[str] = set()
    if not paper.doi:
        less.add("DOI")
    date = _date(known)
    if date == _date(written)[: len(date)]:
        less.add("issued")
    return {name: each for name, each in known.items() if name not in less or name not in written}


def appears(written: Fields, known: Fields) -> bool:
    """Whether a preprint is written of what is known to be published somewhere."""
    return not _is_published(written) and bool(_venue(known))


def news_of(name: str, written: Fields, fields: Fields, paper: Paper) -> Iterator[Published]:
    """The news that a written preprint has a venue."""
    if appears(written, fields):
        was = " ".join(map(str, ("preprint", *_date(written)[:1])))
        yield Published(name, was, paper.venue or _venue(fields))


def _may_move(written: Fields, known: Fields, paper: Paper, options: WriteOptions) -> bool:
    """Whether another place may be written: where none is, where it is the same one by a longer
    name, or where the user wants it."""
    if not _is_published(written):
        return True
    wanted = options.replace_venues or bool(_set_by_user(paper) & _VENUES)
    return bool(_venue(known)) and (
        not _venue(written) or wanted or _is_spelt_out(written, known, paper)
    )


def _is_spelt_out(written: Fields, known: Fields, paper: Paper) -> bool:
    """Whether the title of the proceedings is news of the conference that is written."""
    event = written.get("event-title")
    return event == literal(paper.venue or "") and "container-title" in known


def _place(fields: Fields) -> tuple[object, str]:
    return fields.get("type"), _venue(fields)


def _is_published(fields: Fields) -> bool:
    return fields.get("type") not in _UNPUBLISHED or bool(_venue(fields))


def _venue(fields: Fields) -> str:
    """Where a work appeared; the publisher of a thesis or a report is that."""
    names = ["container-title", "event-title"]
    if fields.get("type") not in _UNPUBLISHED:
        names.append("publisher")
    return next((str(fields[name]) for name in names if fields.get(name)), "")


def _set_by_user(paper: Paper) -> set[str]:
    return {_OF_PAPER[name] for name in paper.by_user if name in _OF_PAPER}


def _date(fields: Fields) -> list[object]:
    """The year of issue, and the month and the day where they are told."""
    issued = fields.get("issued")  # anything, where a hand wrote it
    ranges = cast("Fields", issued).get("date-parts") if isinstance(issued, dict) else None
    first = cast("list[object]", ranges)[:1] if isinstance(ranges, list) else []
    return [part for each in first if isinstance(each, list) for part in cast("list[object]", each)]
