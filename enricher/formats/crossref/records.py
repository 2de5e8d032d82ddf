"""The records that works of Crossref make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from enricher import titles
from enricher.exchange import RawRecord
from enricher.formats import markup
from enricher.formats.crossref.works import Dates, Person, Relations, Texts, Work, stored
from enricher.identifiers import arxiv_ids, dois
from enricher.models import Author, PaperRef, PaperType, Record

NAME = "crossref"

# The types of api.crossref.org/types; what is not here is no paper of a known kind.
_TYPES: dict[str, PaperType] = {
    "journal-article": "journal",
    "proceedings-article": "conference",
    "posted-content": "preprint",
    "book": "book",
    "book-chapter": "book",
    "book-part": "book",
    "book-section": "book",
    "edited-book": "book",
    "monograph": "book",
    "reference-book": "book",
    "reference-entry": "book",
    "dissertation": "thesis",
    "report": "report",
    "report-component": "report",
}
_WORKSHOP = re.compile(r"\bworkshops?\b", re.IGNORECASE)
# As in: WWW '18, IJCAI-2024, ESEC/FSE '18:, or MICCAI alone.
_ACRONYM = re.compile(
    r"(?P<name>[0-9]?[A-Za-z][A-Za-z0-9@&/+-]{0,24}?)"
    r"(?:[ -]{0,2}['\u2019]?(?P<year>(?:19|20)?[0-9]{2}))?:?"
)
_PLACEHOLDER = "1-1"  # the pages of what IEEE has published ahead of print
_DASHES = re.compile("\\s{0,3}[\u2010-\u2015\u2212-]\\s{0,3}")


def parse(raw: Sequence[RawRecord]) -> dict[PaperRef, Record]:
    """The records that raw ones hold; one that is broken is left out."""
    works = ((each.ref, stored(each.body)) for each in raw if each.form == "work")
    records = (_record(ref, work) for ref, work in works if work is not None)
    return {record.ref: record for record in records if record is not None}


def title_of(work: Work) -> str:
    """The title, empty where there is none: issues of journals have DOIs, too.

    Publishers put the part of a title behind its colon apart; journals also put teasers and running
    heads there, so only those of proceedings and books are taken.
    """
    title = first(work.title)
    subtitle = first(work.subtitle) if work.type not in {"journal-article", None} else ""
    if not title or not subtitle or titles.key(subtitle) in titles.key(title):
        return titles.clean(title)
    return titles.clean(f"{title} {subtitle}" if title[-1] in ":?!" else f"{title}: {subtitle}")


def first(marked: Texts) -> str:
    """The first text of a list that says anything, without markup."""
    return next((text for each in marked or () if (text := markup.text(each or ""))), "")


def _record(ref: PaperRef, work: Work) -> Record | None:
    title = title_of(work)
    own = dois.parse(work.doi)
    if not title or own is None:
        return None
    dates = [work.published_print, work.published, work.issued, work.published_online]
    known = [each for each in dates if each and each.parts]
    days = [each.start for each in known if len(each.parts) == 3]
    year = known[0].parts[0] if known else None
    type_ = _type(work)
    container = _container(work, type_)
    others = tuple(dict.fromkeys(_others(work, {ref, PaperRef("doi", own)})))
    return Record(
        ref=ref,
        provider=NAME,
        title=title,
        authors=tuple(_authors(work.author or ())),
        type=type_,
        venue=_venue(work, year) if type_ in {"conference", "workshop"} else None,
        booktitle=container if type_ in {"conference", "workshop", "book"} else None,
        journal=container if type_ == "journal" else None,
        year=year,
        published=min(days, default=None),
        arxiv=next((other.id for other in others if other.source == "arxiv"), None),
        doi=own,
        url=dois.url(own),
        abstract=markup.abstract(work.abstract or "") or None,
        pages=_pages(work.page),
        volume=titles.fold(work.volume or "") or None,
        same_as=(*others, *_renamed(ref, own)),
    )


def _renamed(ref: PaperRef, own: str) -> Iterable[PaperRef]:
    """The DOI that took the place of the one that was asked for."""
    return (PaperRef("doi", own),) if own != ref.id else ()


def _authors(people: Iterable[Person]) -> Iterator[Author]:
    for person in people:
        given, family, suffix, group = (
            markup.text(part or "")
            for part in (person.given, person.family, person.suffix, person.name)
        )
        if any(map(str.isalnum, family)):  # "-" stands for one where a form asked for it
            family = f"{family} {suffix}".rstrip()
            yield Author(f"{given} {family}".lstrip(), given, family)
        elif group or given:
            yield Author(group or given)


def _type(work: Work) -> PaperType | None:
    type_ = _TYPES.get(work.type or "")
    # Springer's proceedings are books to Crossref; their chapters tell the conference.
    if work.type == "book-chapter" and (work.event or work.assertion):
        type_ = "conference"
    names = (work.container_title or ())[-1:]
    event = (work.event.name, work.event.acronym) if work.event else ()
    if type_ == "conference" and any(_WORKSHOP.search(name) for name in (*names, *event) if name):
        return "workshop"
    return type_


def _container(work: Work, type_: PaperType | None) -> str | None:
    """Where the work stands. A chapter has the series first, then the volume."""
    texts = list(work.container_title or ())
    return first(texts if type_ == "journal" else texts[::-1]) or None


def _venue(work: Work, year: int | None) -> str | None:
    """The conference's acronym with its year, where the two do not contradict the work's date."""
    stated = {each.name: each.value for each in work.assertion or ()}
    event = work.event
    acronym = (event.acronym if event else None) or stated.get("conference_acronym") or ""
    found = _ACRONYM.fullmatch(titles.fold(acronym))
    if found is None or year is None:
        return None
    starts = event.start.parts if event and event.start else []
    held = _year(found["year"] or stated.get("conference_year") or "") or (*starts, year)[0]
    # Some events at Crossref are those of another year: there the name may be wrong, too.
    return f"{found['name']} {held}" if abs(held - year) <= 1 else None


def _year(digits: str) -> int | None:
    if not (digits.isascii() and digits.isdigit() and len(digits) in {2, 4}):
        return None
    number = int(digits)
    return number if len(digits) == 4 else number + (1900 if number >= 69 else 2000)


def _pages(page: str | None) -> str | None:
    pages = _DASHES.sub("-", titles.fold(page or ""))
    start, _, end = pages.partition("-")
    if not pages or pages == _PLACEHOLDER:
        return None
    return start if start == end else pages


def _others(work: Work, own: set[PaperRef]) -> Iterator[PaperRef]:
    """The papers that this one is, by its publisher's word: its preprint, what it is one of."""
    relations = work.relation or Relations()
    for other in (*(relations.is_preprint_of or ()), *(relations.has_preprint or ())):
        arxiv = arxiv_ids.parse(other.id or "") if other.id_type == "arxiv" else None
        ref = PaperRef("arxiv", arxiv.id) if arxiv else dois.paper(other.id or "")
        if ref is not None and ref not in own:
            yield ref


def date_of(work: Work) -> str:
    """The ISO date of first publication, as far as it is known; empty where it is not."""
    dates: list[Dates | None] = [
        work.published, work.issued, work.published_online, work.published_print,
    ]  # fmt: skip
    return min((each.start for each in dates if each and each.parts), default="")
