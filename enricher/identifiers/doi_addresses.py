"""DOIs in the paths of sites whose addresses are built from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import SplitResult, unquote

from enricher.identifiers import dois


class Place(NamedTuple):
    """Sites with one form of address. ``find`` gives the text that begins with the DOI, if any,
    from the path and the query."""

    hosts: tuple[str, ...]
    find: Callable[[str, str], str | None]


# Sites on Atypon's software: ``/doi/10.1145/…``, ``/doi/pdf/…``
ATYPON = (
    r"/doi/(?:(?:abs|abstract|am-pdf|book|epdf|epub|figure|full|fullHtml|full-xml|pdf|pdfdirect"
    r"|pdfplus|reader|ref|suppl)/)?"
)


def behind(pattern: str) -> Callable[[str, str], str | None]:
    """The rest of a path behind its beginning."""
    start = re.compile(pattern, re.IGNORECASE)

    def find(path: str, _query: str) -> str | None:
        found = start.match(path)
        return path[found.end() :] if found else None

    return find


def doi_at(url: SplitResult, places: Sequence[Place]) -> str | None:
    """The DOI that a URL of one of these places holds, in lower case; never one of arXiv's, which
    name its own papers."""
    host = (url.hostname or "").rstrip(".").lower()
    place = next((place for place in places if any(_is_at(host, x) for x in place.hosts)), None)
    if place is None:
        return None
    path = unquote(url.path)
    if "%2f" in path.lower():
        path = unquote(path)
    text = place.find(path, url.query)
    doi = dois.parse(text) if text else None
    return None if doi is None or doi.startswith("10.48550/arxiv.") else doi


def _is_at(host: str, site: str) -> bool:
    return host == site or host.endswith(f".{site}")
