"""The records that works of DataCite make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from enricher import titles
from enricher.exchange import RawRecord
from enricher.formats import highwire, markup
from enricher.formats.datacite.works import Creator, Work, stored
from enricher.identifiers import arxiv_ids, dois
from enricher.models import Author, PaperRef, PaperType, Record

NAME = "datacite"

# The schema's general types, and the words that Zenodo and others put beside "Text".
_TYPES: dict[str, PaperType] = {
    "book": "book",
    "bookchapter": "book",
    "conferencepaper": "conference",
    "dissertation": "thesis",
    "journalarticle": "journal",
    "preprint": "preprint",
    "report": "report",
    "technicalreport": "report",
    "thesis": "thesis",
    "workingpaper": "preprint",
}
_SAME = frozenset({"IsVersionOf", "IsIdenticalTo"})  # to arXiv "IsVersionOf" is the published paper
_FIRST = ("Submitted", "Issued", "Available")  # a preprint's first day is that of submission


def parse(raw: Sequence[RawRecord]) -> dict[PaperRef, Record]:
    """The records that raw ones hold; one that is broken is left out."""
    works = ((each.ref, stored(each.body)) for each in raw if each.form == "work")
    records = (_record(ref, work) for ref, work in works if work is not None)
    return {record.ref: record for record in records if record is not None}


def title_of(work: Work) -> str:
    """The main title, empty where there is none."""
    texts = (markup.text(each.title or "") for each in work.titles or () if not each.title_type)
    return titles.clean(next((text for text in texts if text), ""))


def type_of(work: Work) -> PaperType | None:
    """The kind of paper, None for data, software and what is not told."""
    types = work.types
    for name in (types.resource_type_general, types.resource_type) if types else ():
        letters = re.sub("[^a-z]", "", (name or "").lower())
        if letters in _TYPES:
            return _TYPES[letters]
    return None


def date_of(work: Work) -> str:
    """The ISO date of first publication; empty where no whole one is known."""
    stated = {each.date_type: each.date or "" for each in work.dates or ()}
    kinds = _FIRST if type_of(work) == "preprint" else _FIRST[1:]
    return next((day for kind in kinds if (day := _day(stated.get(kind, "")))), "")


def _day(stated: str) -> str:
    try:
        return date.fromisoformat(stated[:10]).isoformat()
    except ValueError:  # a year, a month
        return ""


def _record(ref: PaperRef, work: Work) -> Record | None:
    title = title_of(work)
    own = dois.parse(work.doi)
    if not title or own is None:
        return None
    type_ = type_of(work)
    container = work.container
    place = markup.text(container.title or "") if container else ""
    arxiv = arxiv_ids.from_doi(own)
    is_arxivs = ref.source == "arxiv"  # whose own records name no DOI but a publisher's
    names = {ref, PaperRef("doi", own)}
    abstracts = (
        markup.abstract(each.description or "")
        for each in work.descriptions or ()
        if each.description_type == "Abstract"
    )
    return Record(
        ref=ref,
        provider=NAME,
        title=title,
        authors=tuple(_authors(work.creators or ())),
        type=type_,
        booktitle=place or None if type_ in {"conference", "book"} else None,
        journal=place or None if type_ == "journal" else None,
        year=work.publication_year,
        published=date_of(work) or None,
        arxiv=arxiv.id if arxiv else None,
        doi=None if is_arxivs else own,
        url=f"https://arxiv.org/abs/{ref.id}" if is_arxivs else dois.url(own),
        abstract=next((text for text in abstracts if text), None),
        pages=_pages(work),
        volume=titles.fold((container.volume if container else None) or "") or None,
        same_as=tuple(dict.fromkeys(other for other in _others(work) if other not in names)),
    )


def _authors(creators: Iterable[Creator]) -> Iterator[Author]:
    for creator in creators:
        given, family, name = (
            markup.text(part or "")
            for part in (creator.given_name, creator.family_name, creator.name)
        )
        if family:
            yield Author(f"{given} {family}".lstrip(), given, family)
        elif name:
            is_group = creator.name_type == "Organizational"
            yield Author(name) if is_group else highwire.author(name)


def _pages(work: Work) -> str | None:
    container = work.container
    if container is None or not container.first_page:
        return None
    start, end = titles.fold(container.first_page), titles.fold(container.last_page or "")
    return f"{start}-{end}" if end and end != start else start


def _others(work: Work) -> Iterator[PaperRef]:
    """The papers that this one is, by its archive's word."""
    for other in work.related_identifiers or ():
        if other.relation_type not in _SAME:
            continue
        name = other.related_identifier or ""
        if other.related_identifier_type == "arXiv":
            arxiv = arxiv_ids.parse(name)
            ref = PaperRef("arxiv", arxiv.id) if arxiv else None
        else:
            is_doi = other.related_identifier_type == "DOI"
            ref = dois.paper(name) if is_doi else None
        if ref is not None:
            yield ref
