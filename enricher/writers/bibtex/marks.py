"""The line above an entry that tells that enricher wrote it, and what it wrote.

``% enricher: arxiv:1803.02780 1f2e3d4c5b6a``: the paper's id and a checksum of the entry's text.
BibTeX skips all text between entries up to the next ``@``, biber and pandoc skip such lines, too.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote, unquote

from enricher.text import encode, twin

MARK = "% enricher: "
_LINE_END = re.compile(r"\r\n|\r|\n")
_MARK = re.compile(
    r"% enricher: ([!-?A-~]{1,900}) ([0-9a-f]{12})(\r\n|\r|\n)\Z"  # no "@", which begins entries
)
_LONGEST = 1_000


class Mark(NamedTuple):
    """A mark: the offset where its line begins, and the line ending behind it."""

    start: int
    id: str
    checksum: str
    newline: str


def checksum(entry: str) -> str:
    """What tells whether an entry is the one that was written, whatever its line endings."""
    return sha256(encode(_LINE_END.sub("\n", entry))).hexdigest()[:12]


def marked(id_: str, entry: str, newline: str) -> str:
    """An entry below its mark."""
    name = quote(twin(id_), safe=":/._-+()")
    return f"% enricher: {name} {checksum(entry)}{newline}{entry}"


def mark_above(text: str, offset: int) -> Mark | None:
    """The mark on the line above the entry that begins at an offset, and there only."""
    start = max(text.rfind(MARK, max(0, offset - _LONGEST), offset), 0)
    found = _MARK.match(text, start, offset)
    if found is None or (start and text[start - 1] not in "\r\n\ufeff"):
        return None
    return Mark(start, unquote(found[1]), found[2], found[3])
