"""Pages of publishers and archives whose addresses hold a DOI, or tell one.

Each paper is that of its DOI; the sites are not asked.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, parse_qs

from enricher.exchange import Source
from enricher.identifiers import dois
from enricher.identifiers.doi_addresses import ATYPON, Place, behind, doi_at
from enricher.models import Match, PaperRef

NAME = "publisher"

_EARLY = re.compile(r"/content/(?:[a-z]+/)?early/[0-9/]{10}/([0-9.]{5,20}[0-9](?:v[0-9]+)?)")


def _in_biorxiv(path: str, query: str) -> str | None:
    early = _EARLY.match(path)
    return f"10.1101/{early[1]}" if early else behind("/content/")(path, query)


def _in_plos(path: str, query: str) -> str | None:
    """``/plosone/article?id=10.1371/…``, ``/article/info:doi/10.1371/…``."""
    ids = parse_qs(query).get("id")
    text = ids[0] if ids else path.partition("/article/")[2]
    return re.sub(r"\A(?:info:)?doi[:/]", "", text)


_RECORD = re.compile(r"/records?/([0-9]{1,10})(?![0-9a-z])", re.IGNORECASE)


def _in_zenodo(path: str, query: str) -> str | None:
    record = _RECORD.match(path)
    return f"10.5281/zenodo.{record[1]}" if record else behind("/doi/")(path, query)


# s41586-021-03819-2, d41586-…, nature14539, nphoton.2016.123, 323533a0
_SLUG = re.compile(
    r"/(?:articles|[a-z]{2,20}/journal/v[0-9]{1,4}/n[0-9a-z]{1,9}/(?:abs|full|pdf))/"
    r"((?:[sd]4[0-9]{4}-[0-9]{3}-[0-9]{4,5}-[0-9a-z]{1,2}"
    r"|[a-z]{2,12}\.?[0-9]{3,9}(?:\.[0-9]{1,5})?"
    r"|[0-9]{5,6}[a-z][0-9]))(?=\Z|[/.])",
    re.IGNORECASE,
)


def _in_nature(path: str, query: str) -> str | None:
    slug = _SLUG.match(path)
    return f"10.1038/{slug[1]}" if slug else behind("/(?:doifinder|articles)/")(path, query)


def _in_silverchair(path: str, _query: str) -> str | None:
    """``…/article/doi/10.1115/1.4047929/1084999/The-Title``: a number of the site's own and the
    title may follow the DOI."""
    parts = path.partition("/doi/")[2].split("/")
    own = (at for at, part in enumerate(parts) if at > 1 and part.isdigit() and len(part) >= 5)
    return "/".join(parts[: next(own, len(parts))])


_PLACES = (
    Place(
        (
            "onlinelibrary.wiley.com", "tandfonline.com", "journals.sagepub.com",
            "pubs.acs.org", "science.org", "sciencemag.org", "pnas.org", "epubs.siam.org",
            "royalsocietypublishing.org", "aip.scitation.org", "mitpressjournals.org",
            "worldscientific.com", "pubsonline.informs.org",
        ),
        behind(ATYPON),
    ),
    Place(("annualreviews.org",), behind(rf"{ATYPON}|/content/journals/")),
    Place(
        (
            "direct.mit.edu", "academic.oup.com", "asmedigitalcollection.asme.org", "pubs.aip.org",
        ),
        _in_silverchair,
    ),
    Place(
        ("link.springer.com", "rd.springer.com"),
        behind(
            r"/(?:(?:article|book|chapter|content(?:/e?pdf)?|epdf|protocol|referencework(?:entry)?)"
            r"/)?"
        ),
    ),
    Place(("nature.com",), _in_nature),
    Place(("frontiersin.org",), behind(r"/(?:journals/[a-z-]{1,60}/)?articles?/")),
    Place(("iopscience.iop.org",), behind("/article/")),
    Place(
        ("journals.aps.org", "link.aps.org"),
        behind(r"/(?:[a-z]{2,12}/)?(?:abstract|accepted|doi|pdf|references|supplemental)/"),
    ),
    Place(("journals.plos.org", "plosone.org"), _in_plos),
    Place(("biorxiv.org", "medrxiv.org"), _in_biorxiv),
    Place(("zenodo.org",), _in_zenodo),
)  # fmt: skip

# Preprints of bioRxiv and medRxiv. Others' DOIs may end in "v1" for good.
_VERSIONED = re.compile(
    r"(10\.(?:1101|64898)/(?:[0-9]{4}\.[0-9]{2}\.[0-9]{2}\.)?[0-9]{5,8})v([1-9][0-9]{0,2})"
)


def match(url: SplitResult) -> Match | None:
    """The paper that a URL of these sites names by its DOI, else None."""
    doi = doi_at(url, _PLACES)
    if doi is None:
        return None
    versioned = _VERSIONED.fullmatch(doi)
    if versioned:
        return Match(PaperRef(NAME, versioned[1]), int(versioned[2]))
    return Match(PaperRef(NAME, doi))


def alias(ref: PaperRef) -> PaperRef | None:
    """The paper under its DOI."""
    doi = dois.parse(ref.id)
    return PaperRef("doi", doi) if doi else None


SOURCE: Final[Source] = Source(
    name=NAME,
    title="Publishers' pages",
    hosts=tuple(host for place in _PLACES for host in place.hosts),
    forms=(
        "onlinelibrary.wiley.com/doi/abs/10.1002/rob.21918",
        "link.springer.com/chapter/10.1007/978-3-319-46493-0_38",
        "nature.com/articles/nature14539",
        "biorxiv.org/content/10.1101/2020.12.28.424589v1",
        "journals.plos.org/plosone/article?id=10.1371/journal.pone.0130140",
        "zenodo.org/records/48440",
    ),
    match=match,
    answered_by=("crossref", "datacite"),
    fold=str.lower,
    alias=alias,
)
