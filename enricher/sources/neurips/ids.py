"""The addresses and ids of NeurIPS papers: by number until 2020, by year and hash since."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urlsplit

from enricher.models import Match, PaperRef, Wanted

NAME = "neurips"
BASE_URL = "https://papers.nips.cc"
DATASETS_HOST = "datasets-benchmarks-proceedings.neurips.cc"
BOOKTITLE = "Advances in Neural Information Processing Systems"

ID = re.compile(r"legacy/[0-9]{1,5}|(?:19|20)[0-9]{2}/[0-9a-f]{32}")
_HASHED = re.compile(
    r"/?(?:paper_files/)?paper/((?:19|20)[0-9]{2})/(?:hash|file)/([0-9a-f]{32})(?![0-9a-f])(.*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"/?(?:paper_files/)?paper/([0-9]{1,5})(?:-([^/]*)|\.pdf|/?$)")


def match(url: SplitResult) -> Match | None:
    """The paper that a URL of the proceedings names: its page, PDF, supplement, or review."""
    path = re.sub("/{2,}", "/", unquote(url.path))
    found = _HASHED.match(path)
    if found:
        return Match(PaperRef(NAME, f"{found[1]}/{found[2].lower()}"))
    found = _NUMBERED.match(path)
    if found is None or (found[2] is None and 1987 <= int(found[1]) < 2100):  # a year's listing
        return None
    return Match(PaperRef(NAME, f"legacy/{int(found[1])}"))


# The track is a part of a page's name, and of the names of its files ("-Paper-Conference.pdf").
_TRACKS = ("", "-Conference", "-Datasets_and_Benchmarks", "-Datasets_and_Benchmarks_Track")
_FIRST_YEAR_OF_TRACKS = 2022
_TRACK = re.compile(r"-[a-z]+((?:-[a-z_0-9]+)*)(?:\.[a-z.]+)?", re.IGNORECASE)


def hashed(url: str) -> PaperRef | None:
    """The paper that a URL names by year and hash."""
    found = _HASHED.search(url)
    return PaperRef(NAME, f"{found[1]}/{found[2].lower()}") if found else None


def pages_of(want: Wanted) -> list[str]:
    """Where a paper's page may be, the likeliest first."""
    year, _, name = want.ref.id.partition("/")
    if year == "legacy":
        slugs = [slug_of(url) for url in want.urls]
        best = max(slugs, key=len, default="")
        return [f"{BASE_URL}/paper/{name}-{best}" if best else f"{BASE_URL}/paper/{name}"]
    likely = list(_TRACKS)
    if int(year) >= _FIRST_YEAR_OF_TRACKS:
        likely = [*_TRACKS[1:], ""]
    start = f"{BASE_URL}/paper_files/paper/{year}/hash/{name}-Abstract"
    told = [page for url in want.urls if (page := _told_page(url, start))]
    return list(dict.fromkeys([*told, *(f"{start}{track}.html" for track in likely)]))


def _told_page(url: str, start: str) -> str | None:
    """The page beside a file. The first datasets track had rounds, and a site of its own."""
    parts = urlsplit(url)
    found = _HASHED.search(parts.path)
    track = _TRACK.fullmatch(unquote(found[3])) if found else None
    if found is None or track is None:
        return None
    if parts.hostname == DATASETS_HOST:
        start = f"https://{DATASETS_HOST}/paper/{found[1]}/hash/{found[2].lower()}-Abstract"
    return f"{start}{track[1]}.html"


def slug_of(url: str) -> str:
    """The title in a numbered URL, ``channel-gating-neural-networks``."""
    found = _NUMBERED.search(unquote(urlsplit(url).path))
    slug = (found[2] or "") if found else ""
    return re.sub(r"(?:-supplemental)?(?:\.[a-z]{2,5})?$", "", slug, flags=re.IGNORECASE)
