"""An address that holds what does not belong to it: a second one, blanks, ``&embed``, ``])``."""

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
_SECOND = re.compile(r"https?://", re.IGNORECASE)
_EXTRA = re.compile(
    r"(?:\.pdf|\d)&[a-z]{1,20}|(?<=\w)//(?=\w)|\.pdf\.pdf\b"
    r"|(?:[.,;\])}。，）】]|%(?:20|28|29|5[bd]|7[bd]))+\Z",
    re.IGNORECASE,
)
_BLANK = re.compile(r"%20")
_PATH_END = re.compile(r"[?#]")
_PAGE = re.compile(
    r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/\d{4}\.\d{4,5}(?:v\d{1,2})?(?:\.pdf)?",
    re.IGNORECASE,
)
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
        why = _fault(subject.text, link)
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
        if mention.context in _WRITTEN and _SITES.search(mention.target):
            yield from _of_no_paper(subject, mention)
    if PurePath(subject.path).suffix.lower() != ".bib":
        yield from _with_blanks(subject)


def _fault(text: str, link: Link) -> str:
    if link.context is Context.BARE and _SECOND.match(text, link.span.end):
        return "has a second one glued to it"
    if link.context not in _WRITTEN or unwrap(link.target) != link.target:
        return ""
    if _is_glued(link):
        return "has a second one glued to it"
    path = _PATH_END.split(link.target.partition("://")[2], maxsplit=1)[0]
    if link.ref.source == "arxiv" and _BLANK.search(path):
        return "holds a blank (%20)"
    if link.ref.source not in _OF_ANY_SIGNS and "(" not in path and _EXTRA.search(path):
        return "holds signs that do not belong to it"
    return ""


def _of_no_paper(subject: Subject, mention: Mention) -> Iterator[Finding]:
    """What is wrong with an address on a site of papers that names none of them."""
    if _is_glued(mention):
        yield subject.finding(CODE, mention.span, "The address has a second one glued to it.")
        return
    joined = _BLANK.sub("", mention.target)
    if joined != mention.target and _PAGE.fullmatch(joined):
        yield subject.finding(
            CODE,
            mention.span,
            "The address holds a blank (%20).",
            proposal=joined,
            confidence=Confidence.LIKELY,
            edit=subject.instead(mention.span, joined),
        )


def _is_glued(link: Link | Mention) -> bool:
    target = link.target.removeprefix("%20")
    return _GLUED.search(target.partition("://")[2]) is not None


def _mended(link: Link) -> str:
    """The address of the same paper at arXiv; empty for other sites and for two addresses."""
    site = _SITE.match(link.target)
    is_bare = link.context is Context.BARE
    if site is None or link.ref.source != "arxiv" or is_bare or _is_glued(link):
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
    reads_only=True,
    fixes="the address of the same paper at arXiv, without these signs",
)
