"""IEEE Xplore: its links in their forms.

Its pages stand behind a bot wall, and its API asks for a key. Crossref does not look papers up by
their numbers there, but its records hold them: it is asked for the titles in the links' texts.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult

from enricher.exchange import Source
from enricher.identifiers import article_numbers
from enricher.models import Match, PaperRef

NAME = "ieee"


def match(url: SplitResult) -> Match | None:
    """The paper that a URL names: its page, one of its older pages, its PDF."""
    number = article_numbers.ieee(url)
    return Match(PaperRef(NAME, number)) if number else None


def fold(id_: str) -> str:
    """A number without leading zeros: file names have them."""
    return id_.lstrip("0") if id_.isdecimal() and id_.strip("0") else id_


SOURCE: Final[Source] = Source(
    name=NAME,
    title="IEEE Xplore",
    hosts=("ieeexplore.ieee.org", "xplorestaging.ieee.org"),
    forms=(
        "ieeexplore.ieee.org/document/8460737",
        "ieeexplore.ieee.org/stamp/stamp.jsp?arnumber=8460737",
        "ieeexplore.ieee.org/iel7/…/08460737.pdf",
    ),
    match=match,
    fold=fold,
    answered_by=("crossref-numbers",),
)
