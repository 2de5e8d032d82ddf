"""Where papers are found, and how messages name them."""

from __future__ import annotations

from enricher.paper import Paper

_LONGEST = 90


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
