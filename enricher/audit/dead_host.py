"""A link to a site that is no more: the living page of the same paper is proposed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from enricher.audit.dead_sites import dead_site
from enricher.audit.interface import Confidence, Finding, Kind, Subject
from enricher.audit.places import address_of, quoted
from enricher.audit.shelf import Shelf
from enricher.models import Link
from enricher.paper import Paper

CODE: Final = "dead-host"
_ID = re.compile(r"(\d{4})\.?(\d{4,5})")


def find(subject: Subject) -> Iterator[Finding]:
    """The links of a note to papers on sites that were shut down."""
    for link in subject.links:
        name = dead_site(link)
        if not name:
            continue
        paper = subject.paper_of(link)
        meant = paper or _named(link, subject.known.shelf)
        address = address_of(meant) if meant else ""
        if meant is None or not address:
            yield subject.finding(CODE, link.span, f"{name} was shut down.")
            continue
        says_so = _says_so(link, meant)
        if says_so and link.version:
            address += f"v{link.version}"
        yield subject.finding(
            CODE,
            link.span,
            f"{name} was shut down; the link means {quoted(meant.title)}.",
            proposal=address,
            confidence=Confidence.CERTAIN if says_so else Confidence.LIKELY,
            edit=subject.instead(link.span, address),
        )


def seeks(subject: Subject) -> Iterator[str]:
    """The texts of such links of which nothing is known."""
    for link in subject.links:
        if link.text and dead_site(link) and subject.paper_of(link) is None:
            yield link.text


def _named(link: Link, shelf: Shelf) -> Paper | None:
    found = shelf.find(link.text) if link.text else None
    return found.paper if found and found.is_title else None


def _says_so(link: Link, paper: Paper) -> bool:
    """Whether the address itself holds the id of the paper at arXiv."""
    found = _ID.fullmatch(link.ref.id)
    return found is not None and paper.arxiv == f"{found[1]}.{found[2]}"


KIND: Final = Kind(
    code=CODE,
    title="The site was shut down (Papers with Code, arXiv Vanity); the living page is proposed.",
    find=find,
    fixes="the page at arXiv, where the old address holds its id",
    seeks=seeks,
)
