"""The records that works of OpenAlex make.

Where a work appeared is told by the publisher's record at Crossref alone: copies at repositories
and aggregators are matched to venues by guess (DOAJ's copy of a paper of PeerJ to another journal).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from enricher import titles
from enricher.exchange import RawRecord
from enricher.formats import markup
from enricher.formats.openalex.works import (
    Authorship,
    Biblio,
    Location,
    Source,
    Work,
    names_of,
    stored,
)
from enricher.identifiers import dois
from enricher.models import Author, PaperRef, PaperType, Record

NAME = "openalex"

# What Crossref calls a work; dissertations, reviews and data sets are no publications.
_TYPES: dict[str, PaperType] = {
    "journal-article": "journal",
    "proceedings-article": "conference",
    "book-chapter": "book",
}
_WORKSHOP = re.compile(r"@|\bworkshops?\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


class Publication(NamedTuple):
    """Where a work appeared, by the words of its publisher."""

    name: str
    type: PaperType
    year: int | None
    doi: str


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    """The earliest publication among the works of each paper, a workshop's only for want of
    another; a preprint where there is none."""
    records: dict[PaperRef, Record] = {}
    for each in raw:
        works = stored(each.body) if each.form == "works" else []
        titled = [found for found in works if title_of(found)]
        if titled:
            records[each.ref] = _record(each.ref, min(titled, key=rank))
    return records


def rank(found: Work) -> tuple[bool, bool, int]:
    """Orders works by what they tell: an earlier publication first, a workshop's later."""
    told = publication(found)
    return told is None, told is not None and told.type == "workshop", (told and told.year) or 9999


def _record(ref: PaperRef, found: Work) -> Record:
    told = publication(found)
    is_journal = told is not None and told.type == "journal"
    biblio = (told and found.biblio) or Biblio()
    return Record(
        ref=ref,
        provider=NAME,
        title=title_of(found),
        authors=tuple(Author(name) for name in map(_name, found.authorships or ()) if name),
        type=told.type if told else "preprint",
        booktitle=told.name if told and not is_journal else None,
        journal=told.name if told and is_journal else None,
        year=told.year if told else _year(found),
        doi=told.doi if told else None,
        pages=_pages(biblio),
        volume=titles.fold(biblio.volume or "") or None if is_journal else None,
        same_as=(PaperRef("doi", told.doi),) if told else (),
    )


def publication(found: Work) -> Publication | None:
    """What the primary location tells, if it is a publisher's own: the year is that one's.

    A work that is joined from several arXiv papers is nobody's.
    """
    place = found.primary_location or Location()
    source = place.source or Source()
    type_ = _TYPES.get(place.raw_type or "")
    own = dois.paper(place.landing_page_url or "")
    name = markup.text(place.raw_source_name or source.display_name or "")
    if (
        type_ is None
        or own is None
        or own != dois.paper(found.doi or "")
        or own.source != "doi"
        or place.version != "publishedVersion"
        or source.type == "repository"
        or not name
        or sum(ref.source == "arxiv" for ref in names_of(found)) > 1
    ):
        return None
    year = _year(found)
    if type_ != "journal":
        held = {int(digits) for digits in _YEAR.findall(name)}
        if len(held) == 1 and year and abs(max(held) - year) > 1:
            return None
        year = held.pop() if len(held) == 1 else year
        type_ = "workshop" if _WORKSHOP.search(name) else type_
    return Publication(name, type_, year, own.id)


def _year(found: Work) -> int | None:
    year = found.publication_year
    return year if year and 1500 <= year <= 2200 else None


def title_of(found: Work) -> str:
    """The title; empty where there is none."""
    return titles.clean(markup.text(found.title or ""))


def _name(person: Authorship) -> str:
    """A name as printed; where it is told as "Family, Given", as OpenAlex turns it round."""
    raw = titles.fold(person.raw_author_name or "")
    shown = titles.fold((person.author and person.author.display_name) or "")
    return (shown if shown and (not raw or "," in raw) else raw).replace("\u2010", "-")


def _pages(biblio: Biblio) -> str | None:
    first, last = titles.fold(biblio.first_page or ""), titles.fold(biblio.last_page or "")
    return f"{first}-{last}" if first and last and first != last else first or None
