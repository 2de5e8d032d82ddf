"""DOIs: at doi.org, and behind the ``/doi/`` of publishers.

No site is asked: Crossref and DataCite, which register nearly all DOIs of papers, answer.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult

from enricher import dois
from enricher.doi_addresses import Place, behind, doi_at
from enricher.exchange import Source
from enricher.models import Match, PaperRef

NAME = "doi"


def _anything(path: str, _query: str) -> str:
    return path


def _in_silverchair(path: str, _query: str) -> str | None:
    """``…/article/doi/10.1115/1.4047929/1084999/The-Title``: a number of the site's own and the
    title may follow the DOI."""
    parts = path.partition("/doi/")[2].split("/")
    own = (at for at, part in enumerate(parts) if at > 1 and part.isdigit() and len(part) >= 5)
    return "/".join(parts[: next(own, len(parts))])


_ATYPON = (
    r"/doi/(?:(?:abs|abstract|am-pdf|book|epdf|epub|figure|full|fullHtml|full-xml|pdf|pdfdirect"
    r"|pdfplus|reader|ref|suppl)/)?"
)
_PLACES = (
    Place(("doi.org",), _anything),
    Place(
        (
            "dl.acm.org", "onlinelibrary.wiley.com", "tandfonline.com", "journals.sagepub.com",
            "pubs.acs.org", "science.org", "sciencemag.org", "pnas.org", "epubs.siam.org",
            "royalsocietypublishing.org", "aip.scitation.org", "mitpressjournals.org",
            "worldscientific.com", "pubsonline.informs.org",
        ),
        behind(_ATYPON),
    ),
    Place(("annualreviews.org",), behind(rf"{_ATYPON}|/content/journals/")),
    Place(
        (
            "direct.mit.edu", "academic.oup.com", "asmedigitalcollection.asme.org", "pubs.aip.org",
        ),
        _in_silverchair,
    ),
)  # fmt: skip


def match(url: SplitResult) -> Match | None:
    """The paper that a URL of doi.org or of a publisher names by its DOI, else None.

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
        "onlinelibrary.wiley.com/doi/abs/10.1002/rob.21918",
    ),
    match=match,
    answered_by=("crossref", "datacite"),
    fold=fold_id,
    alias=alias,
)
