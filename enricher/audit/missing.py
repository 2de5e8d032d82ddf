"""A link to a paper that its source does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from enricher.audit.dead_sites import dead_site
from enricher.audit.interface import Finding, Kind, Subject

CODE: Final = "missing"


def find(subject: Subject) -> Iterator[Finding]:
    """The links of a note to papers that nobody knows who would have to."""
    for link in subject.links:
        if link.ref in subject.known.missing and not dead_site(link):
            message = (
                f"There is no paper {link.ref} where the link leads: the address may be wrong."
            )
            yield subject.finding(CODE, link.span, message)


KIND: Final = Kind(
    code=CODE,
    title="The site that the link leads to has no such paper.",
    find=find,
)
