"""The records that papers of Semantic Scholar make.

The service joins a preprint and its publication to one paper, and does not say which of the two a
field is from: what may be of either is believed only where nothing speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from enricher import titles
from enricher.exchange import RawRecord
from enricher.formats.semantic_scholar.papers import Journal, Paper, Venue, stored
from enricher.identifiers import arxiv_ids
from enricher.models import Author, PaperRef, PaperType, Record

NAME = "semantic-scholar"

_PREPRINT_SERVER = re.compile(
    r"(?:[a-z]{1,9}\s?rxiv(?:\.org|\s\(.{0,40}\))?|arxiv(?:\.org)?|corr|preprints(?:\.org)?"
    r"|research square|ssrn electronic journal|social science research network)",
    re.IGNORECASE,
)
# SSRN, bioRxiv and medRxiv, Research Square, Preprints.org, TechRxiv, ChemRxiv, PsyArXiv, OSF
_PREPRINT_DOI = re.compile(
    r"10\.(?:2139/ssrn|1101/[0-9]|21203/|20944/preprints|36227/techrxiv|26434/chemrxiv|31234/|31219/)"
)
_ARXIV_DOI = "10.48550/"
_DOI = re.compile(r"10\.[0-9]{4,9}/[!-~]{1,250}")
_ACL = re.compile(r"[A-Z][0-9]{2}-[0-9]{4}|[0-9]{4}\.[a-z0-9_]{1,40}-[a-z0-9_]{1,40}\.[0-9]{1,5}")
_PAGES = re.compile(r"[a-z]?[0-9:.]{1,12}[a-z]?(?:-[a-z]?[0-9:.]{1,12}[a-z]?)?", re.IGNORECASE)
_DASHES = re.compile("\\s{0,3}[\u2010-\u2015\u2212-]{1,3}\\s{0,3}")

_WORKSHOP = re.compile(r"\bworkshops?\b|@", re.IGNORECASE)
_CONFERENCE = re.compile(
    r"(?i:\b(?:conference|congress|convention|meeting|symposium)\b)"
    r"|^[A-Z]{2,6}[A-Za-z/&-]{0,12}(?: ?'?[0-9]{2,4})?$"
)
_JOURNAL = re.compile(
    r"\b(?:annals|bulletin|journal|letters|magazine|quarterly|reviews?|transactions)\b",
    re.IGNORECASE,
)


class _Publication(NamedTuple):
    """Where a paper appeared."""

    name: str
    type: PaperType | None


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    """The records of papers; one that is broken is left out."""
    papers = ((each.ref, stored(each.body)) for each in raw if each.form == "paper")
    records = (_record(ref, paper) for ref, paper in papers if paper is not None)
    return {record.ref: record for record in records if record is not None}


def title_of(paper: Paper) -> str:
    """The title; empty where there is none."""
    return titles.clean(paper.title or "")


def is_published(paper: Paper) -> bool:
    """Whether the service says where the paper appeared."""
    return _publication(paper) is not None


def _record(ref: PaperRef, paper: Paper) -> Record | None:
    title = title_of(paper)
    if not title:
        return None
    publication = _publication(paper)
    journal = _own_journal(paper) if publication else Journal()
    type_ = publication.type if publication else "preprint"
    is_journal = type_ == "journal"
    year = paper.year if paper.year and 1500 <= paper.year <= 2200 else None
    date = paper.iso_date
    names = (titles.fold(person.name or "") for person in paper.authors or ())
    others = tuple(dict.fromkeys(other for other in _others(ref, paper) if other != ref))
    doi = _doi(paper)
    return Record(
        ref=ref,
        provider=NAME,
        title=title,
        authors=tuple(Author(name) for name in names if name),
        type=type_,
        booktitle=publication.name if publication and not is_journal else None,
        journal=publication.name if publication and is_journal else None,
        year=year or (int(date[:4]) if date else None),
        # A date of another year is the preprint's, or that of a later reprint.
        published=date if date and year in {None, int(date[:4])} else None,
        arxiv=_arxiv(paper),
        doi=doi if doi and not doi.startswith(_ARXIV_DOI) else None,
        url=f"https://www.semanticscholar.org/paper/{paper.paper_id}"
        if ref.source == NAME
        else None,
        pages=_pages(journal.pages),
        volume=titles.fold(journal.volume or "") or None if is_journal else None,
        same_as=others,
    )


def _others(ref: PaperRef, paper: Paper) -> Iterator[PaperRef]:
    """The papers at other sources that this one is, and the one here that took its place."""
    arxiv, doi, acl = _arxiv(paper), _doi(paper), titles.fold(paper.ids.acl or "")
    if arxiv:
        yield PaperRef("arxiv", arxiv)
    if doi and not doi.startswith(_ARXIV_DOI):
        yield PaperRef("doi", doi)
    if _ACL.fullmatch(acl):
        yield PaperRef("acl", acl)
    if ref.source == NAME and re.fullmatch("[0-9a-f]{40}", paper.paper_id):
        yield PaperRef(NAME, paper.paper_id)


def _arxiv(paper: Paper) -> str | None:
    found = arxiv_ids.parse(paper.ids.arxiv or "") or arxiv_ids.from_doi(_doi(paper) or "")
    return found.id if found else None


def _doi(paper: Paper) -> str | None:
    doi = (paper.ids.doi or "").strip().lower()
    return doi if _DOI.fullmatch(doi) else None


# ------------------------------------------------------------------------------- publications


def _publication(paper: Paper) -> _Publication | None:
    """Where the paper appeared, None for a preprint, and where preprint and publication are mixed.

    The year of a mixed one is the preprint's: "ICLR 2014" would be wrong (bibtex-updater has met
    such records, too).
    """
    name = _venue(paper)
    if not name or _PREPRINT_DOI.match(_doi(paper) or "") or _is_mixed(paper):
        return None
    return _Publication(name, _type(paper, name))


def _venue(paper: Paper) -> str:
    known = paper.known_venue.name if isinstance(paper.known_venue, Venue) else None
    names = [known, paper.venue]
    if not any(names) and "JournalArticle" in (paper.types or ()):
        names.append(_own_journal(paper).name)
    folded = [titles.fold(name) for name in names if name]
    if any(_PREPRINT_SERVER.fullmatch(name) for name in folded):
        return ""
    return next(filter(None, folded), "")


def _is_mixed(paper: Paper) -> bool:
    arxiv = _arxiv(paper)
    is_preprints = (_doi(paper) or "").startswith(_ARXIV_DOI) or (
        (paper.ids.dblp or "").startswith("journals/corr/") and not _doi(paper)
    )
    return is_preprints and arxiv is not None and paper.year in {None, _year_of(arxiv)}


def _year_of(arxiv: str) -> int:
    """The year in which a preprint was filed, as its id tells."""
    digits = int(arxiv.rpartition("/")[2][:2])
    return digits + (1900 if digits >= 90 else 2000)


def _type(paper: Paper, name: str) -> PaperType | None:
    """What it appeared in. The service calls every preprint a journal's article, too."""
    known = paper.known_venue.type if isinstance(paper.known_venue, Venue) else None
    types = paper.types or ()
    if _WORKSHOP.search(name):
        return "workshop"
    if known == "conference" or (known is None and "Conference" in types):
        return "conference"
    if known == "journal":
        return "journal"
    if known == "book" or "Book" in types or "BookSection" in types:
        return "book"
    if _CONFERENCE.search(name):
        return "conference"
    return "journal" if _JOURNAL.search(name) or _own_journal(paper).volume else None


def _own_journal(paper: Paper) -> Journal:
    """The paper's own words on where it stands, without those of its preprint."""
    journal = paper.journal or Journal()
    is_preprints = _PREPRINT_SERVER.fullmatch(titles.fold(journal.name or "")) or (
        journal.volume or ""
    ).startswith("abs/")
    return Journal() if is_preprints else journal


def _pages(pages: str | None) -> str | None:
    folded = _DASHES.sub("-", titles.fold(pages or ""))
    start, _, end = folded.partition("-")
    if not _PAGES.fullmatch(folded) or folded == "1-1":  # IEEE's, ahead of print
        return None
    return start if start == end else folded
