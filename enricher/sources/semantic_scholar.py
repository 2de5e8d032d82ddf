"""Semantic Scholar: its pages, its old PDFs, its API's addresses, and its kinds of ids.

A paper has a hash and a corpus id; a PDF has a hash of its own, which often is its paper's.
Addresses by another service's id (``/arxiv/1412.6980``) are left to the source of that id.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, unquote

from enricher.exchange import Source
from enricher.models import Match, PaperRef

NAME = "semantic-scholar"

_ID = re.compile(r"(?P<hash>(?:pdf:)?[0-9a-f]{40})|CorpusID:(?P<corpus>[0-9]{1,12})", re.IGNORECASE)
_API = re.compile(r"/(?:graph/)?v1/paper/([^/]{1,60})", re.IGNORECASE)
_CORPUS = re.compile(r"/(?:p/|CorpusID:)([0-9]{1,12})/?", re.IGNORECASE)
# The page's title stands before the hash, tabs and figures behind it.
_PAGE = re.compile(r"/(?:paper(?:/[^/]{0,500})?|reader)/([0-9a-f]{40})(?![0-9a-z])", re.IGNORECASE)
_PDF = re.compile(r"/([0-9a-f]{4})/([0-9a-f]{36})\.pdf", re.IGNORECASE)
_PDF_HOSTS = ("pdfs.semanticscholar.org", "ai2-s2-pdfs.s3.amazonaws.com")


def match(url: SplitResult) -> Match | None:
    """The paper that a URL names: its page, reader, PDF, corpus id, or API address."""
    path = re.sub("/{2,}", "/", url.path)
    if (url.hostname or "").rstrip(".") in _PDF_HOSTS:
        found = _PDF.match(path)
        return _paper(f"pdf:{found[1]}{found[2]}") if found else None
    # A title may hold an escaped slash: the path is taken apart before it is unescaped.
    page = _PAGE.match(path)
    if page:
        return _paper(page[1])
    path = unquote(path)
    corpus = _CORPUS.match(path)
    if corpus:
        return _paper(f"CorpusID:{corpus[1]}")
    asked = _API.match(path)
    return _paper(asked[1]) if asked else None


def _paper(id_: str) -> Match | None:
    return Match(PaperRef(NAME, fold(id_))) if _ID.fullmatch(id_) else None


def fold(id_: str) -> str:
    """A hash in lower case, ``CorpusID:`` as the service spells it; ``pdf:`` before a PDF's."""
    found = _ID.fullmatch(id_)
    if found is None:
        return id_
    return found["hash"].lower() if found["hash"] else f"CorpusID:{int(found['corpus'])}"


SOURCE: Final[Source] = Source(
    name=NAME,
    title="Semantic Scholar",
    hosts=("semanticscholar.org", "ai2-s2-pdfs.s3.amazonaws.com"),
    forms=(
        "www.semanticscholar.org/paper/Objects-as-Points-…/6a2e2fd1…",
        "pdfs.semanticscholar.org/1ff9/a37d766e….pdf",
        "api.semanticscholar.org/CorpusID:1100384",
    ),
    match=match,
    fold=fold,
    answered_by=("semantic-scholar",),
)
