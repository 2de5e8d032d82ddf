"""A link to a paper that its authors, or arXiv, withdrew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from enricher.audit.interface import Confidence, Finding, Kind, Subject
from enricher.audit.places import quoted

CODE: Final = "withdrawn"
_ARXIV = "arxiv:"


def find(subject: Subject) -> Iterator[Finding]:
    """The links of a note to papers that were withdrawn."""
    for link in subject.links:
        paper = subject.paper_of(link)
        if paper is None or paper.status != CODE:
            continue
        message = f"{quoted(paper.title)} was withdrawn."
        successor = paper.superseded_by or ""
        if not successor.startswith(_ARXIV):
            yield subject.finding(CODE, link.span, message)
            continue
        address = f"https://arxiv.org/abs/{successor.removeprefix(_ARXIV)}"
        yield subject.finding(
            CODE,
            link.span,
            f"{message} Its notice names {successor} in its place.",
            proposal=address,
            confidence=Confidence.LIKELY,
            edit=subject.instead(link.span, address),
        )


KIND: Final = Kind(
    code=CODE,
    title="The paper was withdrawn; the one that took its place is proposed where it is named.",
    find=find,
)
