"""A link to the first version of a paper that was revised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from enricher.audit.interface import Confidence, Finding, Kind, Subject

CODE: Final = "superseded-version"
_VERSION = re.compile(r"(?<=\d)v1(?!\d)")


def find(subject: Subject) -> Iterator[Finding]:
    """The links of a note that ask for version 1, where a record tells of later ones."""
    for link in subject.links:
        paper = subject.paper_of(link)
        if link.version != 1 or paper is None or not paper.updated or not paper.published:
            continue
        if paper.updated[:10] <= paper.published[:10]:
            continue
        newest = _VERSION.sub("", link.url)
        yield subject.finding(
            CODE,
            link.span,
            f"The link asks for version 1; the paper was revised on {paper.updated[:10]}.",
            proposal=newest if newest != link.url else "",
            confidence=Confidence.LIKELY,
            edit=subject.instead(link.span, newest) if newest != link.url else None,
        )


KIND: Final = Kind(
    code=CODE,
    title="The link asks for the first version of a paper that was revised since.",
    find=find,
    opt_in=True,
)
