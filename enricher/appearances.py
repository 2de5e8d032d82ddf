"""Where a work appeared: what its own text says, and whether another record may speak for it.

A wrong venue is worse than none: a record of an index counts only where its title, authors and
year are those of the preprint.
"""

from __future__ import annotations

from dataclasses import replace

from enricher import titles, venues
from enricher.models import Record
from enricher.venues import Publication
from enricher.venues.years import fits
from enricher.works import share_authors


def placed(record: Record) -> Record:
    """The record with the short venue that its own words tell: a long name of proceedings or of a
    journal, or arXiv's journal reference and comment."""
    if record.venue or record.status == "withdrawn":
        return record
    if record.type not in {None, "preprint"}:
        return _named(record)
    told = _told(record)
    if told is None:
        return record
    # The DOI of arXiv's record is that of its journal reference, if there is one.
    other = record.journal_ref is not None and told != _from_journal_ref(record)
    return replace(
        record,
        type=told.type,
        venue=told.venue,
        booktitle=told.booktitle or None,
        journal=told.journal or None,
        year=told.year or record.year,
        volume=told.volume or None,
        pages=told.pages or None,
        doi=None if other else record.doi,
    )


def is_publication(record: Record) -> bool:
    """Whether a record tells of more than a preprint."""
    return record.type not in {None, "preprint"} and bool(record.venue)


def is_main(record: Record) -> bool:
    """Whether it is a publication in a journal or at a conference itself."""
    return is_publication(record) and record.type != "workshop"


def accepted(known: Record, found: Record) -> bool:
    """Whether a record that an index found for a preprint tells where that one was published."""
    return (
        is_publication(found)
        and not _is_mixed(known, found)
        and fits(found.year, known.year if known.type == "preprint" else None)
        and titles.similar(known.title, found.title)
        and share_authors(known.authors, found.authors)
    )


def _is_mixed(known: Record, found: Record) -> bool:
    """Whether it joins a venue with the DOI and the year of the preprint: nobody's record."""
    return found.doi is not None and is_arxivs(found.doi) and found.year == known.year


def is_arxivs(doi: str) -> bool:
    """Whether a DOI is the one that arXiv gave a paper, which says nothing of its publication."""
    return doi.lower().startswith("10.48550/")


def _named(record: Record) -> Record:
    venue = venues.short_name(record.booktitle or record.journal or "")
    if venue is None:
        return record
    told = venue.publication(record.year)
    long = told.booktitle if record.booktitle == venue.short else record.booktitle
    return replace(record, venue=told.venue, type=told.type, booktitle=long or None)


def _told(record: Record) -> Publication | None:
    """The earlier main publication of those that arXiv's record tells of."""
    year = int(record.published[:4]) if record.published else None
    comment = venues.from_comment(record.comment, published_year=year) if record.comment else None
    told = [each for each in (_from_journal_ref(record), comment) if each is not None]
    return min(told, key=lambda each: (not each.is_main, each.year or 9999), default=None)


def _from_journal_ref(record: Record) -> Publication | None:
    if not record.journal_ref:
        return None
    year = int(record.published[:4]) if record.published else None
    return venues.from_journal_ref(record.journal_ref, published_year=year)
