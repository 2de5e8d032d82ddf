"""An address that holds what does not belong to it: a second address, blanks, ``&embed``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from enricher.audit.interface import Confidence, Finding, Kind, Subject
from enricher.links import unwrap
from enricher.links.broken import broken_links
from enricher.models import Context, Link, Mention

CODE: Final = "malformed-link"
_GLUED = re.compile(r"(?<![=/?&:])https?://", re.IGNORECASE)
_EXTRA = re.compile(r"(?:\.pdf|\d)&[a-z]{1,20}|(?<=\w)//(?=\w)|[,;。，）】]+\Z", re.IGNORECASE)
_SITE = re.compile(r"https?://(?:www\.|export\.)?arxiv\.org/+(abs|pdf)/", re.IGNORECASE)
_SITES = re.compile(
    r"arxiv\.org|doi\.org|openreview\.net|thecvf\.com|(?:nips|neurips)\.cc|mlr\.press|aclanthology",
    re.IGNORECASE,
)
_OF_ANY_SIGNS = frozenset({"doi", "publisher"})  # DOIs hold nearly all of them
_WRITTEN = frozenset({Context.INLINE, Context.REFERENCE, Context.HTML, Context.AUTOLINK})


def find(subject: Subject) -> Iterator[Finding]:
    """The links of a note that are written wrongly."""
    for link in subject.links:
        why = _fault(link)
        if why:
            address = _mended(link)
            yield subject.finding(
                CODE,
                link.span,
                f"The address {why}.",
                proposal=address,
                confidence=Confidence.CERTAIN if address else Confidence.UNSURE,
                edit=subject.instead(link.span, address) if address else None,
            )
    for mention in subject.others:
        if mention.context in _WRITTEN and _SITES.search(mention.target) and _is_glued(mention):
            yield subject.finding(CODE, mention.span, "The address has a second one glued to it.")
    if PurePath(subject.path).suffix.lower() != ".bib":
        yield from _with_blanks(subject)


def _fault(link: Link) -> str:
    if link.context not in _WRITTEN or unwrap(link.target) != link.target:
        return ""
    if _is_glued(link):
        return "has a second one glued to it"
    path = link.target.partition("://")[2].partition("?")[0]
    if link.ref.source not in _OF_ANY_SIGNS and _EXTRA.search(path):
        return "holds signs that do not belong to it"
    return ""


def _is_glued(link: Link | Mention) -> bool:
    return _GLUED.search(link.target.partition("://")[2]) is not None


def _mended(link: Link) -> str:
    """The address of the same paper at arXiv; empty for other sites and for two addresses."""
    site = _SITE.match(link.target)
    if site is None or link.ref.source != "arxiv" or _is_glued(link):
        return ""
    version = f"v{link.version}" if link.version else ""
    return f"https://arxiv.org/{site[1].lower()}/{link.ref.id}{version}"


def _with_blanks(subject: Subject) -> Iterator[Finding]:
    for span in broken_links(subject.text, subject.path):
        joined = "".join(subject.text[slice(*span)].split())
        yield subject.finding(
            CODE,
            span,
            "The address holds a blank, so that no reader sees a link.",
            proposal=joined,
            confidence=Confidence.LIKELY,
            edit=subject.instead(span, joined),
        )


KIND: Final = Kind(
    code=CODE,
    title="An address holds a second one, a blank, or signs that do not belong to it.",
    find=find,
    fixes="the address of the same paper at arXiv, without these signs",
)
