"""The papers that bibliographies cite, and the names by which an entry may know each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from enricher.identifiers import arxiv_ids, dois
from enricher.models import Link, PaperRef
from enricher.paper import Paper
from enricher.writers import citekeys

_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_OF_ARXIV = re.compile(r"(?:[a-z]{1,10}\.)?arxiv\.org/(?:abs|pdf|html|format)/", re.IGNORECASE)
_OF_DOI = re.compile(r"(?:dx\.)?doi\.org/", re.IGNORECASE)


class Cited(NamedTuple):
    """A paper of the library, and every ``source:id`` and address that it goes by."""

    paper: Paper
    names: frozenset[str]


def cited(links: Iterable[Link], papers: Mapping[PaperRef, Paper]) -> list[Cited]:
    """The papers that links lead to, in the order of their first appearance."""
    found: dict[str, Paper] = {}
    known_as: dict[str, set[str]] = {}
    for link in links:
        paper = papers.get(link.ref)
        if paper is not None:
            found[paper.id] = paper
            known_as.setdefault(paper.id, set()).update((str(link.ref), address(link.target)))
    return [
        Cited(paper, frozenset(known_as[paper.id] | _names(paper)) - {""})
        for paper in citekeys.by_appearance(found.values())
    ]


def address(url: str) -> str:
    """The paper that an address names, ``source:id``, or the address as it is compared; empty for
    what names no page."""
    rest = _SCHEME.sub("", url.strip(), count=1)
    of_arxiv, of_doi = _OF_ARXIV.match(rest), _OF_DOI.match(rest)
    if of_arxiv and (own := arxiv_ids.leading(rest[of_arxiv.end() :])):
        return f"arxiv:{own[0].id}"
    if of_doi:
        return doi(rest[of_doi.end() :])
    host, slash, path = rest.partition("/")
    page, _, part = path.partition("#")
    if part.startswith("page="):  # of a PDF
        path = page
    return f"{host.casefold()}{slash}{path.rstrip('/')}" if path else ""


def doi(text: str) -> str:
    """The paper that a DOI names, ``doi:…``; empty for what is none."""
    ref = dois.paper(text)
    return str(ref) if ref else ""


def arxiv(text: str) -> str:
    """The paper of arXiv that a whole text names, ``arxiv:…``; empty for what is none."""
    own = arxiv_ids.parse(text)
    return f"arxiv:{own.id}" if own else ""


def _names(paper: Paper) -> set[str]:
    own = (arxiv(paper.arxiv or ""), doi(paper.doi or ""))
    return {*paper.ids, *own, address(paper.url or ""), address(paper.pdf or "")}
