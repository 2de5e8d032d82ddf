"""DOIs: at doi.org, and behind the ``/doi/`` of the ACM.

No site is asked: Crossref and DataCite, which register nearly all DOIs of papers, answer.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult

from enricher.exchange import Source
from enricher.identifiers import dois
from enricher.identifiers.doi_addresses import ATYPON, Place, behind, doi_at
from enricher.models import Match, PaperRef

NAME = "doi"


def _anything(path: str, _query: str) -> str:
    return path


_PLACES = (
    Place(("doi.org",), _anything),
    Place(("dl.acm.org",), behind(ATYPON)),
)


def match(url: SplitResult) -> Match | None:
    """The paper that a URL of doi.org or of the ACM names by its DOI, else None.

    Short DOIs (``doi.org/b6vnmd``) say nothing until they are resolved.
    """
    doi = doi_at(url, _PLACES)
    return Match(PaperRef(NAME, doi)) if doi else None


def fold_id(id_: str) -> str:
    """A DOI in lower case, without ``doi:`` or an address before it; what is none stays."""
    return dois.parse(id_) or id_


def alias(ref: PaperRef) -> PaperRef | None:
    """The paper of arXiv that a DOI of its own names."""
    other = dois.paper(ref.id)
    return other if other and other.source != NAME else None


SOURCE: Final[Source] = Source(
    name=NAME,
    title="DOI",
    hosts=tuple(host for place in _PLACES for host in place.hosts),
    forms=(
        "doi.org/10.1145/3292500.3330701",
        "dl.acm.org/doi/pdf/10.1145/3292500.3330701",
    ),
    match=match,
    answered_by=("crossref", "datacite"),
    fold=fold_id,
    alias=alias,
)
