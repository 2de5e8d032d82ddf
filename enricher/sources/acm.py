"""ACM Digital Library: its links of the time before it had a DOI in every address.

`citation.cfm?id=3330701` names a paper by its number, `id=3292500.3330701` by its proceedings, too;
the number alone is the id here. Newer addresses hold a DOI and are those of the source ``doi``.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult

from enricher.exchange import Source
from enricher.identifiers import article_numbers
from enricher.models import Match, PaperRef

NAME = "acm"


def match(url: SplitResult) -> Match | None:
    """The paper that a URL names: its page or its PDF."""
    found = article_numbers.acm(url)
    return Match(PaperRef(NAME, found.number)) if found else None


def fold(id_: str) -> str:
    """A paper's number without that of its proceedings."""
    number = id_.rpartition(".")[2]
    return number.lstrip("0") if number.isdecimal() and number.strip("0") else id_


SOURCE: Final[Source] = Source(
    name=NAME,
    title="ACM Digital Library",
    hosts=("dl.acm.org", "portal.acm.org"),
    forms=(
        "dl.acm.org/citation.cfm?id=3330701",
        "dl.acm.org/citation.cfm?id=3292500.3330701",
        "portal.acm.org/citation.cfm?id=1298487",
    ),
    match=match,
    fold=fold,
    answered_by=("semantic-scholar", "crossref-numbers"),
)
