"""What a paper's entry says, in BibTeX and in biblatex.

Types and fields are those of "BibTeXing" (3) and of biblatex's manual (2.1, 2.2); a preprint names
its eprint as arXiv (info.arxiv.org/help/bib_feed) and biblatex (3.13.7) ask for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from enricher.appearances import is_arxivs
from enricher.identifiers import arxiv_ids
from enricher.models import PaperType
from enricher.paper import Paper
from enricher.writers.bibtex import values
from enricher.writers.bibtex.values import Encode


class Dialect(StrEnum):
    """Which of the two programs' entries to write."""

    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"


class Entry(NamedTuple):
    """An entry: ``fields`` are what stands between their braces."""

    kind: str
    key: str
    fields: Mapping[str, str]

    @property
    def is_preprint(self) -> bool:
        """Whether it tells of no publication."""
        return self.kind in _PREPRINTS.values()

    def rendered(self, newline: str) -> str:
        """Its text, from ``@`` to the closing brace, in the order of `FIELDS`."""
        known = [name for name in FIELDS if name in self.fields]
        lines = [f"  {name} = {{{self.fields[name]}}}" for name in known]
        return f",{newline}".join([f"@{self.kind}{{{self.key}", *lines]) + f"{newline}}}"


FIELDS = (
    "title", "author", "booktitle", "eventtitle", "journal", "journaltitle", "school",
    "institution", "type", "year", "date", "volume", "pages", "eprint", "archivePrefix",
    "primaryClass", "eprinttype", "eprintclass", "pubstate", "doi", "url",
)  # fmt: skip
# What tells of the publication: these change together, or one entry would speak of two.
PUBLICATION = frozenset(FIELDS) - {
    *("title", "author", "eprint", "archivePrefix", "primaryClass", "eprinttype", "eprintclass"),
}
_PREPRINTS = {Dialect.BIBTEX: "misc", Dialect.BIBLATEX: "online"}
_KINDS: Mapping[PaperType, str] = {
    "conference": "inproceedings",
    "workshop": "inproceedings",
    "journal": "article",
    "book": "book",
    "thesis": "phdthesis",
    "report": "techreport",
}
_BIBLATEX_KINDS = {"phdthesis": "thesis", "techreport": "report"}
_HOLDERS = {"phdthesis": "school", "techreport": "institution"}  # where a venue goes
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_CATEGORY = re.compile(r"[A-Za-z-]{2,10}(?:\.[A-Za-z-]{2,5})?")
_RANGE = re.compile(r"([0-9A-Za-z.:]{1,20})\s?[-–—]{1,3}\s?([0-9A-Za-z.:]{1,20})")
_DOI = re.compile(r"[!-\[\]-z|~]{1,300}")


def entry_of(paper: Paper, dialect: Dialect, encode: Encode) -> Entry:
    """The entry of a paper, without a key; what is not known has no field."""
    kind = _kind(paper, dialect)
    fields = {
        "title": values.title(paper.title, encode),
        "author": " and ".join(
            values.author(name, encode) for name in paper.authors if values.plain(name)
        ),
    }
    if kind in _PREPRINTS.values():
        fields |= _first_appearance(paper, dialect)
    else:
        fields |= _publication(paper, kind, dialect, encode)
    fields |= dict(_eprint(paper, dialect))
    fields |= dict(_addresses(paper, is_preprint=kind in _PREPRINTS.values()))
    return Entry(kind, "", {name: value for name, value in fields.items() if value})


def arxiv_of(paper: Paper) -> str | None:
    """The paper's id at arXiv, in its canonical spelling."""
    known = [paper.arxiv, *(id_.removeprefix("arxiv:") for id_ in paper.ids if _is_arxiv(id_))]
    parsed = (arxiv_ids.parse(id_) for id_ in known if id_)
    return next((found.id for found in parsed if found), None)


def _is_arxiv(id_: str) -> bool:
    return id_.startswith("arxiv:")


def _kind(paper: Paper, dialect: Dialect) -> str:
    kind = _KINDS.get(paper.type) if paper.type else None
    # a user may say where a work appeared, and need not say its type
    if kind is None and (paper.venue or paper.booktitle or paper.journal):
        kind = "article" if paper.journal else "inproceedings"
    if kind is None:
        return _PREPRINTS[dialect]
    return _BIBLATEX_KINDS.get(kind, kind) if dialect is Dialect.BIBLATEX else kind


def _first_appearance(paper: Paper, dialect: Dialect) -> dict[str, str]:
    date = _DATE.match(paper.published or "")
    shown = date[0] if date else str(paper.year or "")
    if dialect is Dialect.BIBLATEX:
        return {"date": shown, "pubstate": "prepublished"}
    return {"year": shown[:4]}


def _publication(paper: Paper, kind: str, dialect: Dialect, encode: Encode) -> dict[str, str]:
    long, short = paper.journal or paper.booktitle, paper.venue
    fields = {"date" if dialect is Dialect.BIBLATEX else "year": str(paper.year or "")}
    where = values.running(long or short or "", encode)
    match kind:
        case "article":
            if not long:  # "TPAMI 2020": the year has its own field
                where = where.removesuffix(f" {paper.year}")
            fields["journaltitle" if dialect is Dialect.BIBLATEX else "journal"] = where
        case "inproceedings":
            fields["booktitle"] = where
            if dialect is Dialect.BIBLATEX and long and short and short != long:
                fields["eventtitle"] = values.running(short, encode)
        case "phdthesis" | "techreport":
            fields[_HOLDERS[kind]] = where
        case "thesis" | "report":
            fields["institution"] = where
            fields["type"] = "phdthesis" if kind == "thesis" else "techreport"
        case _:  # a book's title is the paper's own
            pass
    fields["volume"] = values.running(paper.volume or "", encode)
    pages = _RANGE.fullmatch(paper.pages or "")
    fields["pages"] = (
        f"{pages[1]}--{pages[2]}" if pages else values.running(paper.pages or "", encode)
    )
    return fields


def _eprint(paper: Paper, dialect: Dialect) -> Iterator[tuple[str, str]]:
    id_ = arxiv_of(paper)
    if id_ is None:
        return
    biblatex = dialect is Dialect.BIBLATEX
    yield "eprint", id_
    yield ("eprinttype", "arxiv") if biblatex else ("archivePrefix", "arXiv")
    # an id of the old style names its archive itself
    if paper.categories and "/" not in id_ and _CATEGORY.fullmatch(paper.categories[0]):
        yield "eprintclass" if biblatex else "primaryClass", paper.categories[0]


def _addresses(paper: Paper, *, is_preprint: bool) -> Iterator[tuple[str, str]]:
    doi, arxiv = paper.doi, arxiv_of(paper)
    if is_preprint and arxiv and not doi:
        doi = f"10.48550/arXiv.{arxiv}"
    if doi and _DOI.fullmatch(doi) and (is_preprint or not is_arxivs(doi)):
        yield "doi", doi
    if paper.url:
        yield "url", values.url(paper.url)
