"""Papers that prose names by an id instead of a URL: ``arXiv:1803.02780``, ``doi:10.1145/…``.

A cue before the id is required: ``2023.12345`` or ``10.1234/5678`` alone may be anything. Each
id becomes the URL that it stands for, so that the sources judge it like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from enricher.identifiers import arxiv_ids
from enricher.links.bare import ESCAPED, PROSE, trimmed
from enricher.models import Span

_BLANK = r"[ \t\u00a0]"
_COLON = rf"{_BLANK}?[:：]{{1,2}}{_BLANK}{{0,2}}"  # "::" sets a field in Obsidian's Dataview
_CUE = re.compile(
    rf"(?:arxiv(?:[ -](?:preprint|e-?print|id))?(?:({_COLON})|,?{_BLANK})|corr,?{_BLANK}(?=abs/))"
    r"(?:abs/)?",
    re.IGNORECASE,
)
_DOI_CUE = re.compile(
    rf"(?:(?:www\.|dx\.)?doi\.org/|doi(?:{_COLON}|{_BLANK}))(?:doi:)?\Z", re.IGNORECASE | re.ASCII
)
_LONGEST_CUE = 24
_LONGEST_ID = 40
# Wiley's DOIs of the 1990s hold a SICI (ANSI Z39.56): (SICI)1097-0258(1998)17:15<1661::AID>3.0.CO
_DOI = re.compile(
    rf"10\.[0-9]{{4,9}}(?:\.[0-9]{{1,9}}){{0,4}}/"
    rf"(?:[^{PROSE}]|{ESCAPED}|<[0-9]{{1,6}}:[^{PROSE}]{{1,40}}>){{1,250}}"
)
_DOI_SAFE = "/:;()!*',+=@&$~"  # what a path may hold unencoded
_ENTITY = re.compile(r"&(?:quot|lt|gt|nbsp|#[0-9]{1,5});", re.IGNORECASE)
_ESCAPED = re.compile(ESCAPED)
_JSON_ESCAPE = re.compile(r"\\(?:[nrt]|u[0-9a-fA-F]{4})\Z")
# One pattern for each word: the search for a pattern that begins with one plain word is fast. What
# is not ASCII is a question mark; most of the words that no blank or colon follows are in URLs.
_ARXIV_AT = (re.compile(rb"arxiv(?=[ \t,:?-])"), re.compile(rb"corr,? abs/"))
_DOI_AT = re.compile(rb"10\.[0-9]{4,9}[./]")
_BROKEN = re.compile(
    r"(?:[0-9]{4}\.[0-9]{1,6}|[a-z-]{2,9}/[0-9]{5,8})(?:v[0-9]{1,3})?(?![0-9a-z])", re.IGNORECASE
)


class TextId(NamedTuple):
    """An id as it stands in a text, and the URL that it stands for."""

    span: Span
    target: str


def text_ids(text: str, folded: bytes) -> Iterator[TextId]:
    """The ids of a text, in order. ``folded`` is the text in lower case, a byte a character."""
    arxiv = (_cued_arxiv(text, at.start()) for word in _ARXIV_AT for at in word.finditer(folded))
    numbers = _DOI_AT.finditer(folded) if b"doi" in folded else ()  # no cue is without it
    dois = (_cued_doi(text, at.start()) for at in numbers)
    return iter(sorted(found for found in (*arxiv, *dois) if found is not None))


def arxiv_url(id_: arxiv_ids.ArxivId) -> str:
    """The page of an id at arXiv."""
    return f"https://arxiv.org/abs/{id_.id}" + (f"v{id_.version}" if id_.version else "")


def doi_at(text: str, start: int) -> TextId | None:
    """The DOI that stands at an offset, up to where prose goes on; arXiv's own lead to arXiv."""
    found = _DOI.match(text, start)
    if found is None:
        return None
    written = trimmed(_ENTITY.split(found[0], maxsplit=1)[0])
    doi = _ESCAPED.sub(lambda escape: escape[0][1], written)
    if doi.endswith("/"):
        return None
    paper = arxiv_ids.from_doi(doi)
    target = arxiv_url(paper) if paper else f"https://doi.org/{quote(doi, safe=_DOI_SAFE)}"
    return TextId(Span(start, start + len(written)), target)


def arxiv_at(text: str, start: int, *, certain: bool) -> TextId | None:
    """The arXiv id that stands at an offset.

    Where it is ``certain`` that an id is meant, one that cannot be any is an id, too: that there
    is no such paper is for the source to say.
    """
    written = text[start : start + _LONGEST_ID]
    found = arxiv_ids.leading(written)
    if found is not None:
        return TextId(Span(start, start + found[1]), arxiv_url(found[0]))
    broken = _BROKEN.match(written) if certain else None
    if broken is None:
        return None
    return TextId(Span(start, start + broken.end()), f"https://arxiv.org/abs/{broken[0]}")


def _cued_arxiv(text: str, start: int) -> TextId | None:
    cue = _CUE.match(text, start)
    if cue is None or not _may_begin(text, start):
        return None
    found = arxiv_at(text, cue.end(), certain=cue[1] is not None)
    return found and found._replace(span=Span(start, found.span.end))


def _may_begin(text: str, start: int) -> bool:
    """Whether a word may begin here: not within a word, an address or a path. A character that
    JSON escapes is none of that, though its spelling ends in a letter or digit."""
    before = text[max(start - 1, 0) : start]
    if before.isascii() and before.isalnum():
        return _JSON_ESCAPE.search(text, max(start - 6, 0), start) is not None
    return before not in {"/", "@", "=", "&"}


def _cued_doi(text: str, start: int) -> TextId | None:
    before = max(start - _LONGEST_CUE, 0)
    cue = _DOI_CUE.search(text, before, start)
    found = doi_at(text, start) if cue else None
    if cue is None or found is None or not _may_begin(text, cue.start()):
        return None
    return found._replace(span=Span(cue.start(), found.span.end))
