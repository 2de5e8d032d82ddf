"""DOIs: at doi.org, and in the addresses of publishers that build them from DOIs.

No site is asked: Crossref and DataCite, which register nearly all DOIs of papers, answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote

from enricher import dois
from enricher.exchange import Source
from enricher.models import Match, PaperRef

NAME = "doi"


class _Place(NamedTuple):
    """Sites with one form of address. ``find`` gives the text that begins with the DOI, if any,
    from the path and the query."""

    hosts: tuple[str, ...]
    find: Callable[[str, str], str | None]


def _behind(pattern: str) -> Callable[[str, str], str | None]:
    """The rest of a path behind its beginning."""
    start = re.compile(pattern, re.IGNORECASE)

    def find(path: str, _query: str) -> str | None:
        found = start.match(path)
        return path[found.end() :] if found else None

    return find


def _anything(path: str, _query: str) -> str:
    return path


def _in_silverchair(path: str, _query: str) -> str | None:
    """``…/article/doi/10.1115/1.4047929/1084999/The-Title``: a number of the site's own and the
    title may follow the DOI."""
    parts = path.partition("/doi/")[2].split("/")
    own = (at for at, part in enumerate(parts) if at > 1 and part.isdigit() and len(part) >= 5)
    return "/".join(parts[: next(own, len(parts))])


_EARLY = re.compile(r"/content/(?:[a-z]+/)?early/[0-9/]{10}/([0-9.]{5,20}[0-9](?:v[0-9]+)?)")


def _in_biorxiv(path: str, query: str) -> str | None:
    early = _EARLY.match(path)
    return f"10.1101/{early[1]}" if early else _behind("/content/")(path, query)


def _in_plos(path: str, query: str) -> str | None:
    """``/plosone/article?id=10.1371/…``, ``/article/info:doi/10.1371/…``."""
    ids = parse_qs(query).get("id")
    text = ids[0] if ids else path.partition("/article/")[2]
    return re.sub(r"\A(?:info:)?doi[:/]", "", text)


_RECORD = re.compile(r"/records?/([0-9]{1,10})(?![0-9a-z])", re.IGNORECASE)


def _in_zenodo(path: str, query: str) -> str | None:
    record = _RECORD.match(path)
    return f"10.5281/zenodo.{record[1]}" if record else _behind("/doi/")(path, query)


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
    return f"10.1038/{slug[1]}" if slug else _behind("/(?:doifinder|articles)/")(path, query)


_ATYPON = (
    r"/doi/(?:(?:abs|abstract|am-pdf|book|epdf|epub|figure|full|fullHtml|full-xml|pdf|pdfdirect"
    r"|pdfplus|reader|ref|suppl)/)?"
)
_PLACES = (
    _Place(("doi.org",), _anything),
    _Place(("dl.acm.org",), _behind(_ATYPON)),
    _Place(
        (
            "onlinelibrary.wiley.com", "tandfonline.com", "journals.sagepub.com",
            "pubs.acs.org", "science.org", "sciencemag.org", "pnas.org", "epubs.siam.org",
            "royalsocietypublishing.org", "aip.scitation.org", "mitpressjournals.org",
            "worldscientific.com", "pubsonline.informs.org",
        ),
        _behind(_ATYPON),
    ),
    _Place(("annualreviews.org",), _behind(rf"{_ATYPON}|/content/journals/")),
    _Place(
        ("link.springer.com", "rd.springer.com"),
        _behind(
            r"/(?:(?:article|book|chapter|content(?:/e?pdf)?|epdf|protocol|referencework(?:entry)?)"
            r"/)?"
        ),
    ),
    _Place(("nature.com",), _in_nature),
    _Place(("frontiersin.org",), _behind(r"/(?:journals/[a-z-]{1,60}/)?articles?/")),
    _Place(("iopscience.iop.org",), _behind("/article/")),
    _Place(
        ("journals.aps.org", "link.aps.org"),
        _behind(r"/(?:[a-z]{2,12}/)?(?:abstract|accepted|doi|pdf|references|supplemental)/"),
    ),
    _Place(("journals.plos.org", "plosone.org"), _in_plos),
    _Place(("biorxiv.org", "medrxiv.org"), _in_biorxiv),
    _Place(("zenodo.org",), _in_zenodo),
    _Place(
        (
            "direct.mit.edu", "academic.oup.com", "asmedigitalcollection.asme.org", "pubs.aip.org",
        ),
        _in_silverchair,
    ),
)  # fmt: skip

# Preprints of bioRxiv and medRxiv. Others' DOIs may end in "v1" for good.
_VERSIONED = re.compile(
    r"(10\.(?:1101|64898)/(?:[0-9]{4}\.[0-9]{2}\.[0-9]{2}\.)?[0-9]{5,8})v([1-9][0-9]{0,2})"
)


def match(url: SplitResult) -> Match | None:
    """The paper that a URL of doi.org or of a publisher names by its DOI, else None.

    DOIs that arXiv registered are its source's. Short DOIs (``doi.org/b6vnmd``) say nothing until
    they are resolved.
    """
    host = (url.hostname or "").rstrip(".").lower()
    place = next((place for place in _PLACES if any(_is_at(host, x) for x in place.hosts)), None)
    if place is None:
        return None
    path = unquote(url.path)
    if "%2f" in path.lower():
        path = unquote(path)
    text = place.find(path, url.query)
    doi = dois.parse(text) if text else None
    if doi is None or doi.startswith("10.48550/arxiv."):
        return None
    versioned = _VERSIONED.fullmatch(doi)
    if versioned:
        return Match(PaperRef(NAME, versioned[1]), int(versioned[2]))
    return Match(PaperRef(NAME, doi))


def _is_at(host: str, site: str) -> bool:
    return host == site or host.endswith(f".{site}")


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
        "link.springer.com/chapter/10.1007/978-3-319-46493-0_38",
        "nature.com/articles/nature14539",
        "biorxiv.org/content/10.1101/2020.12.28.424589v1",
        "zenodo.org/records/48440",
    ),
    match=match,
    answered_by=("crossref", "datacite"),
    fold=fold_id,
    alias=alias,
)
