"""The grammar of DOIs, and where one ends in what people write around it.

The DOI Handbook (2.2) asks for a prefix, ``10.`` and a registrant's number, a slash, and any
printable characters. DOIs are compared without regard to case: in lower case here.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from enricher.identifiers import arxiv_ids
from enricher.models import PaperRef

LONGEST = 300  # code points; the registries' longest are below it

_BEFORE = re.compile(
    r"\A[\s/\u200b\ufeff]{0,20}(?:https?:/{1,2}(?:dx\.|www\.)?doi\.org/{1,3})?"
    r"(?:(?:urn:|info:)?doi(?:\.org)?[:/]\s{0,9}/{0,2})?",
    re.IGNORECASE,
)
# Registered DOIs beyond ASCII are very few; what else is left out never stands bare in a URL.
_DOI = re.compile(
    r"(10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,3})/([!#-;=>@-\[\]_a-z~<]+)",
    re.IGNORECASE | re.ASCII,
)
# What was glued on: another URL, a session, a query, a fragment.
_GLUED = re.compile(r"https?:/|;jsessionid=|&[a-z_]{1,30}=|(?<!;2-)#", re.IGNORECASE)
# Until about 2002 suffixes were made from SICIs (ANSI/NISO Z39.56), with pages and the title's
# initials in angle brackets: "<0130:DNFTDF>2.0.CO;2".
_SICI = re.compile(r"<[^<>/]{1,60}>[0-9]\.[0-9]\.(?:CO|TX);2", re.IGNORECASE)
_OPENING = {")": "(", "]": "[", ">": "<"}
_PUNCTUATION = ".,;:!?'*/"
_TAIL = re.compile(
    r"/(?:abs|abstract|ampdf|citations|epdf|epub|figures|full|fulltext(?:\.html|pdf)?|full-text"
    r"|html|meta|metrics|pdf|pdfdirect|references|summary)\Z"
    r"|\.(?:abstract|article-info|article-metrics|epdf|figures-only|full|full-text|long|pdf|short"
    r"|supplementary-material)(?:\+html)?\Z",
    re.IGNORECASE,
)


def parse(text: str) -> str | None:
    """The DOI that a text is, or begins with; it may stand behind ``doi:`` or in a URL."""
    return leading(_BEFORE.sub("", text, count=1))


def leading(text: str) -> str | None:
    """The DOI that the text begins with, or None.

    Names of views and of files behind it, brackets that were opened before it, and punctuation are
    no part of it.
    """
    found = _DOI.match(text)
    if found is None:
        return None
    suffix = _cut(found[2])
    if len(suffix) > LONGEST:
        return None
    suffix = _without_tails(suffix).lower()
    return f"{found[1]}/{suffix}" if any(map(str.isalnum, suffix)) else None


def prefix(doi: str) -> str:
    """The registrant's part of a DOI, "10.1145"."""
    return doi.partition("/")[0]


def paper(doi: str) -> PaperRef | None:
    """The paper that a DOI names: arXiv's own are papers of arXiv. None for what is no DOI."""
    own = parse(doi)
    arxiv = arxiv_ids.from_doi(own) if own else None
    if arxiv:
        return PaperRef("arxiv", arxiv.id)
    return PaperRef("doi", own) if own else None


def url(doi: str) -> str:
    """The address at which a DOI resolves."""
    return f"https://doi.org/{quote(doi, safe='/:;()[]@!$&,+=~*')}"


def _cut(suffix: str) -> str:
    """The suffix up to what was glued on, or to a bracket that was opened before it."""
    glued = _GLUED.search(suffix)
    suffix = suffix[: glued.start()] if glued else suffix
    sici = _SICI.search(suffix)
    depths = dict.fromkeys("([<", 0)
    for place, letter in enumerate(suffix):
        if letter in depths:
            if letter == "<" and (sici is None or place != sici.start()):
                return suffix[:place]
            depths[letter] += 1
        elif letter in _OPENING:
            depths[_OPENING[letter]] -= 1
            if depths[_OPENING[letter]] < 0:
                return suffix[:place]
    # A SICI's check character may be "#", which begins the fragment of a URL.
    return f"{suffix}#" if sici and suffix.endswith(";2-") else suffix


def _without_tails(suffix: str) -> str:
    while True:
        shorter = _TAIL.sub("", suffix.rstrip(_PUNCTUATION))
        if shorter == suffix:
            return suffix
        suffix = shorter
