"""A link to arXiv whose id cannot be one: cut off, too long, or of a month that never was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from enricher.audit.interface import Finding, Kind, Subject
from enricher.models import Context

CODE: Final = "cut-off-id"
# An address with the beginning of an id, or none. In running text it may be the beginning of what
# goes on in another way: "https://arxiv.org/abs/<id>".
_STUB = re.compile(
    r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/([0-9]{0,4}\.?)(?:\.pdf|/)?", re.IGNORECASE
)
_WRITTEN = frozenset({Context.INLINE, Context.REFERENCE, Context.HTML})


def find(subject: Subject) -> Iterator[Finding]:
    """The links of a note that look like those of papers of arXiv and name none."""
    for doubt in subject.doubts:
        yield subject.finding(CODE, doubt.span, f"No paper has this address: {doubt.why}.")
    for mention in subject.others:
        stub = _STUB.fullmatch(mention.target) if mention.context in _WRITTEN else None
        if stub is not None:
            why = "the id is cut off" if stub[1] else "it has no id"
            yield subject.finding(CODE, mention.span, f"No paper has this address: {why}.")


KIND: Final = Kind(
    code=CODE,
    title="The id in an address of arXiv is cut off, too long, or of a month that never was.",
    find=find,
    reads_only=True,
)
