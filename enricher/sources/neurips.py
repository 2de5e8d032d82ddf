"""NeurIPS: its proceedings since 1987, at papers.nips.cc and proceedings.neurips.cc.

There is no API. A paper has a page with `citation_*` tags, named by its year and a hash. Until
2020 pages were named by a number and the title, and those names redirect, most of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Operator, Provider, RawRecord, Reply, Source
from enricher.formats import highwire
from enricher.models import Match, PaperRef, Record, Wanted

NAME = "neurips"
BASE_URL = "https://papers.nips.cc"
DATASETS_HOST = "datasets-benchmarks-proceedings.neurips.cc"
BOOKTITLE = "Advances in Neural Information Processing Systems"

# ------------------------------------------------------------------------------------- links

_ID = re.compile(r"legacy/[0-9]{1,5}|(?:19|20)[0-9]{2}/[0-9a-f]{32}")
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


# ------------------------------------------------------------------------------------- calls

# The track is a part of a page's name, and of the names of its files ("-Paper-Conference.pdf").
_TRACKS = ("", "-Conference", "-Datasets_and_Benchmarks", "-Datasets_and_Benchmarks_Track")
_FIRST_YEAR_OF_TRACKS = 2022
_TRACK = re.compile(r"-[a-z]+((?:-[a-z_0-9]+)*)(?:\.[a-z.]+)?", re.IGNORECASE)


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The page of each paper, as the URLs that named it tell. An id of another form has none."""
    for want in {want.ref: want for want in wanted}.values():
        if _ID.fullmatch(want.ref.id):
            yield Call(_pages(want)[0], (want.ref,), "page")


def requests(call: Call) -> int:
    """A number redirects to the page that is named by a hash."""
    return 2 if call.refs[0].id.startswith("legacy/") else 1


def _pages(want: Wanted) -> list[str]:
    """Where a paper's page may be, the likeliest first."""
    year, _, name = want.ref.id.partition("/")
    if year == "legacy":
        slugs = [_slug(url) for url in want.urls]
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


def _slug(url: str) -> str:
    """The title in a numbered URL, ``channel-gating-neural-networks``."""
    found = _NUMBERED.search(unquote(urlsplit(url).path))
    slug = (found[2] or "") if found else ""
    return re.sub(r"(?:-supplemental)?(?:\.[a-z]{2,5})?$", "", slug, flags=re.IGNORECASE)


# ----------------------------------------------------------------------------------- replies


def read(call: Call, reply: Reply) -> Answer:
    """What a page or a year's listing says. Raises ReplyError for what is neither."""
    if reply.status in {404, 410}:
        return _absent(call)
    if reply.status != 200:
        raise ReplyError(f"NeurIPS answered {reply.status}")
    html = highwire.decode(reply.body)
    return _page(call, html) if call.purpose == "page" else _listing(call, html)


def _absent(call: Call) -> Answer:
    """There is no such page: the next place where each paper may be, if there is one."""
    places = {ref: _elsewhere(call, ref, title) for ref, title in _sought(call)}
    return Answer(
        next=tuple(filter(None, places.values())),
        missing=tuple(ref for ref, place in places.items() if place is None),
    )


def _sought(call: Call) -> list[tuple[PaperRef, str]]:
    """The papers of a call and the titles in their URLs, as far as these had any."""
    return list(zip(call.refs, call.seeks or (_slug(call.url),) * len(call.refs), strict=True))


def _elsewhere(call: Call, ref: PaperRef, title: str) -> Call | None:
    is_numbered = ref.id.startswith("legacy/")
    places = _listings(ref, title) if is_numbered else _pages(Wanted(ref))
    # A page that only the note's own URL named is in no list: after it comes the whole list.
    left = places[places.index(call.url) + 1 :] if call.url in places else places
    if not left:
        return None
    if is_numbered:
        return Call(left[0], (ref,), "listing", seeks=(title,))
    return Call(left[0], (ref,), "page")


# Some of the numbers whose papers' years are known. They rise with the years, nearly.
_YEARS = (
    (1, 1987), (769, 1993), (2040, 2001), (2578, 2004), (3311, 2007), (3964, 2010), (4321, 2011),
    (4687, 2012), (5021, 2013), (5329, 2014), (5635, 2015), (6125, 2016), (6892, 2017),
    (7315, 2018), (8296, 2019), (9722, 2019),
)  # fmt: skip


def _listings(ref: PaperRef, title: str) -> list[str]:
    """The listings of the years that a numbered paper may be of, the likeliest first.

    Numbers stand in none: without a title there is nothing to look for.
    """
    number = int(ref.id.removeprefix("legacy/"))
    year = 2019.0
    for (low, first), (high, last) in pairwise(_YEARS):
        if low <= number < high:
            year = first + (last - first) * (number - low) / (high - low)
            break
    near = sorted(range(1987, 2020), key=lambda other: abs(other - year))[:3]
    return [f"{BASE_URL}/paper_files/paper/{near_by}" for near_by in near if title]


def _page(call: Call, html: str) -> Answer:
    page = LexborHTMLParser(html)
    tags = highwire.read(page)
    if "citation_title" not in tags:
        raise ReplyError("NeurIPS answered with a page that is no paper's")
    if "</html>" not in html.lower():
        raise ReplyError("NeurIPS's page was cut off")
    for name, heading in ((highwire.PRINTED, "Authors"), (highwire.ABSTRACT, "Abstract")):
        if text := _below(page, heading):
            tags[name] = (text,)
    (ref,) = call.refs
    body = highwire.write(tags)
    hashed = _hashed(highwire.first(tags, "citation_pdf_url") or "")
    refs = dict.fromkeys([ref, hashed or ref])  # a number's redirect answers for the hash, too
    return Answer(tuple(RawRecord(each, "page", body) for each in refs))


def _below(page: LexborHTMLParser, title: str) -> str:
    """The text below a heading of a page."""
    for heading in page.css("h4"):
        if heading.text().strip() == title:
            following = heading.next
            while following is not None and not following.text().strip():
                following = following.next
            return titles.fold(following.text()) if following is not None else ""
    return ""


def _hashed(url: str) -> PaperRef | None:
    found = _HASHED.search(url)
    return PaperRef(NAME, f"{found[1]}/{found[2].lower()}") if found else None


_LI = re.compile(r"<li\b[^<>]{0,500}>", re.IGNORECASE)
_END = re.compile(r"</(?:ul|ol|body|html)>", re.IGNORECASE)


def _listing(call: Call, html: str) -> Answer:
    """Every paper of a year, and the wanted ones among them, by the titles in their URLs."""
    starts = [found.start() for found in _LI.finditer(html)]
    end = _END.search(html, starts[-1] if starts else 0)
    if end is None or "</html>" not in html.lower():
        raise ReplyError("NeurIPS's listing was cut off")
    records: list[RawRecord] = []
    for start, stop in pairwise([*starts, end.start()]):
        raw = html[start:stop].strip()
        ref = _hashed(raw)
        if ref is not None and highwire.first(_listed_tags(raw), "citation_author"):
            records.append(RawRecord(ref, "listing", raw))
    if not records:
        raise ReplyError("NeurIPS answered with a page that is no year's listing")
    by_title: dict[str, list[RawRecord]] = defaultdict(list)
    for record in records:
        by_title[titles.key(_title(record.body))].append(record)
    found = {
        ref: same[0]._replace(ref=ref)
        for ref, title in _sought(call)
        if len(same := by_title.get(titles.key(title), [])) == 1
    }
    left = [(ref, title) for ref, title in _sought(call) if ref not in found]
    rest = call._replace(refs=tuple(ref for ref, _ in left), seeks=tuple(text for _, text in left))
    return _absent(rest)._replace(records=(*records, *found.values()))


# ----------------------------------------------------------------------------------- records


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    """The records of pages and of listings."""
    records = (_record(each) for each in raw)
    return {record.ref: record for record in records if record is not None}


def _record(raw: RawRecord) -> Record | None:
    if raw.form == "listing":
        tags: highwire.Tags = _listed_tags(raw.body)
    else:
        tags = highwire.read(LexborHTMLParser(raw.body))
    title = highwire.first(tags, "citation_title")
    pdf = highwire.first(tags, "citation_pdf_url")
    hashed = _hashed(pdf or "") or (raw.ref if not raw.ref.id.startswith("legacy/") else None)
    year = int(hashed.id.partition("/")[0]) if hashed else highwire.year(tags)
    if title is None:
        return None
    urls = (pdf,) if pdf else ()
    return Record(
        ref=raw.ref,
        provider=NAME,
        title=titles.clean(title),
        authors=highwire.authors(tags),
        type="conference",
        venue=f"NeurIPS {year}" if year else "NeurIPS",
        booktitle=BOOKTITLE,
        year=year,
        url=_pages(Wanted(hashed or raw.ref, urls))[0],
        pdf=re.sub(r"^http:", "https:", pdf) if pdf else None,
        abstract=highwire.first(tags, highwire.ABSTRACT),
        pages=highwire.pages(tags),
        volume=highwire.first(tags, "citation_volume"),
        same_as=(hashed,) if hashed and hashed != raw.ref else (),
    )


def _listed_tags(raw: str) -> dict[str, tuple[str, ...]]:
    """An entry of a listing, as the tags that its page has. Its authors are one text."""
    entry = LexborHTMLParser(raw)
    anchor = entry.css_first("a[href*='/hash/']")
    names = entry.css_first(".paper-authors, i")
    if anchor is None:
        return {}
    page = urljoin(BASE_URL, anchor.attributes.get("href") or "")
    tags = {
        "citation_title": (titles.fold(anchor.text()),),
        "citation_author": tuple(titles.fold(name) for name in names.text().split(","))
        if names
        else (),
        "citation_pdf_url": (_file(page),),
    }
    return {name: tuple(filter(None, values)) for name, values in tags.items() if any(values)}


def _file(page: str) -> str:
    """The PDF of a page: the same name in another folder (Zotero's and PaperMemory's rule, too)."""
    return re.sub(r"/hash/([0-9a-f]{32})-Abstract(.*)\.html$", r"/file/\1-Paper\2.pdf", page)


def _title(raw: str) -> str:
    return highwire.first(_listed_tags(raw), "citation_title") or ""


SOURCE: Final[Source] = Source(
    name=NAME,
    title="NeurIPS",
    hosts=("nips.cc", "neurips.cc"),
    forms=(
        "papers.nips.cc/paper_files/paper/2019/hash/…-Abstract.html",
        "proceedings.neurips.cc/paper/2020/file/…-Paper.pdf",
        "papers.nips.cc/paper/8464-channel-gating-neural-networks.pdf",
    ),
    match=match,
    fold=str.lower,
    provider=Provider(
        name=NAME,
        operator=Operator(
            NAME,
            (
                "papers.nips.cc",
                "papers.neurips.cc",
                "proceedings.neurips.cc",
                "proceedings.nips.cc",
                DATASETS_HOST,
            ),
            1.0,
        ),
        base_url=BASE_URL,
        batch=1,
        calls=calls,
        read=read,
        parse=parse,
        requests=requests,
        without_abstract=highwire.without_abstract,
    ),
)
