"""The records that entries of arXiv's feeds make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from enricher import titles
from enricher.exchange import RawRecord
from enricher.formats.atom.entries import Entry, read_entries
from enricher.identifiers import arxiv_ids
from enricher.models import Author, PaperRef, Record

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_WITHDRAWN = re.compile(
    r"\W?(?:(?:this|the|our) )?"
    r"(?:(?:papers?|article|submission|manuscript|preprint|work|version|note) )?"
    r"(?:(?:has been|have been|was|is) )?(?:temporarily )?withdrawn\b",
    re.IGNORECASE,
)
# What says of a withdrawn paper where its contents are now; the id follows in the same sentence.
_SUPERSEDED = re.compile(
    r"\b(?:supersed|subsum|replac|merge|incorporat|includ|contain|combin|appear|see|refer|resubmit)"
    r"[^.;()]{0,60}?(?:\barxiv\s?:\s?|\barxiv\.org/abs/|\barxiv\s)(?=[0-9a-z])",
    re.IGNORECASE,
)


def parse(raw: Sequence[RawRecord]) -> dict[PaperRef, Record]:
    """The records that raw ones hold; one that is broken or of another paper is left out."""
    raw = [each for each in raw if each.form == "atom"]
    entries = read_entries([each.body for each in raw])
    records = (_record(each.ref, entry) for each, entry in zip(raw, entries, strict=True) if entry)
    return {record.ref: record for record in records if record is not None}


def _record(ref: PaperRef, entry: Entry) -> Record | None:
    published = iso_date(entry.published)
    if paper_of(entry.id) != ref or published is None or not entry.title:
        return None
    return Record(
        ref=ref,
        provider="arxiv",
        title=titles.clean(entry.title),
        authors=tuple(map(Author, _names(entry.authors))),
        type="preprint",
        year=int(published[:4]),
        published=published,
        updated=iso_date(entry.updated),
        arxiv=ref.id,
        doi=_doi(entry.doi),
        url=f"https://arxiv.org/abs/{ref.id}",
        pdf=f"https://arxiv.org/pdf/{ref.id}",
        abstract=entry.summary or None,
        # Old replies list classes of the MSC and the ACM among the categories.
        categories=tuple(filter(arxiv_ids.is_archive, entry.categories)),
        comment=entry.comment or None,
        journal_ref=entry.journal_ref or None,
        status="withdrawn" if _is_withdrawn(entry) else None,
        superseded_by=_successor(ref, entry) if _is_withdrawn(entry) else None,
    )


def paper_of(url: str) -> PaperRef | None:
    """The paper of an entry's id, ``http://arxiv.org/abs/astro-ph/0601001v1``."""
    paper = arxiv_ids.parse(url.partition("/abs/")[2])
    return PaperRef("arxiv", paper.id) if paper else None


def iso_date(timestamp: str) -> str | None:
    """The date of an ISO timestamp, None where it holds none."""
    try:
        return date.fromisoformat(timestamp.strip()[:10]).isoformat()
    except ValueError:
        return None


def _names(names: Iterable[str]) -> Iterator[str]:
    """Names as printed. "The ATLAS Collaboration: G. Aad" can leave its colon behind."""
    for name in names:
        if any(map(str.isalnum, name)):
            yield name.rstrip(" :")


def _doi(text: str) -> str | None:
    """The first DOI of a field that may hold several, as URLs, or with dashes for hyphens."""
    for word in re.sub("[\u2010-\u2015\u2212]", "-", text).split():
        found = _DOI.fullmatch(word.rstrip(".,;"))
        if found:
            return found[1].lower()
    return None


def _is_withdrawn(entry: Entry) -> bool:
    """Whether the comment or the abstract begins with a notice; arXiv has no other mark."""
    return any(_WITHDRAWN.match(text) for text in (entry.comment, entry.summary))


def _successor(ref: PaperRef, entry: Entry) -> PaperRef | None:
    """The paper that took the place of a withdrawn one, if the notice names it."""
    for text in (entry.comment, entry.summary):
        for cue in _SUPERSEDED.finditer(text[:1_000]):
            found = arxiv_ids.leading(text[cue.end() : cue.end() + 40])
            if found and found[0].id != ref.id:
                return PaperRef("arxiv", found[0].id)
    return None
