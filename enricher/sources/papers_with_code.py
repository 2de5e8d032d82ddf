"""Papers with Code, which was shut down in July 2025: its links lead nowhere any more.

Many of its names for papers are their arXiv ids without the dot. Of the others nobody can be
asked: they are cut-off titles.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, unquote

from enricher.exchange import Source
from enricher.identifiers import arxiv_ids
from enricher.models import Match, PaperRef

NAME = "papers-with-code"
HOST = "paperswithcode.com"

_SLUG = re.compile(r"([0-9A-Za-z][0-9A-Za-z_-]{0,300})(?![0-9A-Za-z_-])")


def match(url: SplitResult) -> Match | None:
    """The paper that a URL names; methods, tasks, data sets and leader boards are none."""
    parts = [part for part in unquote(url.path).split("/") if part]
    is_here = f".{url.hostname}".endswith(f".{HOST}")  # other sites have such paths, too
    if not is_here or len(parts) < 2 or parts[0].lower() != "paper":
        return None
    found = _SLUG.match(parts[1].strip())
    return Match(PaperRef(NAME, found[1].lower())) if found else None


def alias(ref: PaperRef) -> PaperRef | None:
    """The paper at arXiv whose id the name is: `190503670` is 1905.03670."""
    if not re.fullmatch(r"[0-9]{8,9}", ref.id):
        return None
    paper = arxiv_ids.parse(f"{ref.id[:4]}.{ref.id[4:]}")
    return PaperRef("arxiv", paper.id) if paper else None


SOURCE: Final[Source] = Source(
    name=NAME,
    title="Papers with Code",
    hosts=(HOST,),
    forms=("paperswithcode.com/paper/190503670", "paperswithcode.com/paper/dual-path-networks"),
    match=match,
    fold=str.lower,
    alias=alias,
)
