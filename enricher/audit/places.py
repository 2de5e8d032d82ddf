"""Where papers are found, how messages name them, and where links stand."""

from __future__ import annotations

import re

from enricher.audit.alignment import LONGEST
from enricher.models import Link
from enricher.paper import Paper

_LONGEST = 90
_WORD = re.compile(r"[^\W\d_]")


def address_of(paper: Paper) -> str:
    """The address to link to: its page at arXiv, that of its proceedings, or its DOI."""
    if paper.arxiv:
        return f"https://arxiv.org/abs/{paper.arxiv}"
    if paper.url:
        return paper.url
    return f"https://doi.org/{paper.doi}" if paper.doi else ""


def quoted(title: str) -> str:
    """A title between quotes, cut off where it is long."""
    line = " ".join(title.split())
    return f"“{line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + '…'}”"


def leads(text: str, link: Link) -> bool:
    """Whether a link begins its list item, cell, heading or line: no word stands before it."""
    near = max(link.span.start - 2 * LONGEST, 0)
    start = max(near, *(text.rfind(end, near, link.span.start) + 1 for end in "\r\n"))
    before = text[start : link.span.start].partition(link.text)[0].rpartition("|")[2]
    return _WORD.search(before) is None
