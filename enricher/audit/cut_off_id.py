"""A link to arXiv whose id cannot be one: cut off, too long, or of a month that never was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from enricher.audit.interface import Finding, Kind, Subject

CODE: Final = "cut-off-id"


def find(subject: Subject) -> Iterator[Finding]:
    """The links of a note that look like those of papers of arXiv and name none."""
    for doubt in subject.doubts:
        yield subject.finding(CODE, doubt.span, f"No paper has this address: {doubt.why}.")


KIND: Final = Kind(
    code=CODE,
    title="The id in an address of arXiv is cut off, too long, or of a month that never was.",
    find=find,
    reads_only=True,
)
