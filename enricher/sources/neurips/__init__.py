"""NeurIPS: its proceedings since 1987, at papers.nips.cc and proceedings.neurips.cc.

There is no API. A paper has a page with `citation_*` tags, named by its year and a hash. Until
2020 pages were named by a number and the title, and those names redirect, most of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Operator, Provider, RawRecord, Reply, Source
from enricher.formats import highwire
from enricher.formats.pages import parsed
from enricher.models import PaperRef, Wanted
from enricher.sources.neurips.ids import (
    BASE_URL,
    DATASETS_HOST,
    ID,
    NAME,
    hashed,
    match,
    pages_of,
    slug_of,
)
from enricher.sources.neurips.records import listed_tags, listed_title, parse


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The page of each paper, as the URLs that named it tell. An id of another form has none."""
    for want in {want.ref: want for want in wanted}.values():
        if ID.fullmatch(want.ref.id):
            yield Call(pages_of(want)[0], (want.ref,), "page")


def requests(call: Call) -> int:
    """A number redirects to the page that is named by a hash."""
    return 2 if call.refs[0].id.startswith("legacy/") else 1


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
    return list(zip(call.refs, call.seeks or (slug_of(call.url),) * len(call.refs), strict=True))


def _elsewhere(call: Call, ref: PaperRef, title: str) -> Call | None:
    is_numbered = ref.id.startswith("legacy/")
    places = _listings(ref, title) if is_numbered else pages_of(Wanted(ref))
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
    page = parsed(html)
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
    own = hashed(highwire.first(tags, "citation_pdf_url") or "")
    if _is_another(slug_of(call.url), highwire.first(tags, "citation_title") or ""):
        others = (RawRecord(own, "page", body),) if own and own != ref else ()
        return _absent(call)._replace(records=others)
    refs = dict.fromkeys([ref, own or ref])  # a number's redirect answers for the hash, too
    return Answer(tuple(RawRecord(each, "page", body) for each in refs))


def _is_another(slug: str, title: str) -> bool:
    """Whether a number led to the page of another paper than the title in its URL says: less than
    half of that one's words are in the page's."""
    told, found = (set(_LONG_WORD.findall(text.casefold())) for text in (slug, title))
    return len(told) > 1 and 2 * len(told & found) < len(told)


def _below(page: LexborHTMLParser, title: str) -> str:
    """The text below a heading of a page."""
    for heading in page.css("h4"):
        if heading.text().strip() == title:
            following = heading.next
            while following is not None and not following.text().strip():
                following = following.next
            return titles.fold(following.text()) if following is not None else ""
    return ""


_LONG_WORD = re.compile(r"[a-z0-9]{3,}")
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
        ref = hashed(raw)
        if ref is not None and highwire.first(listed_tags(raw), "citation_author"):
            records.append(RawRecord(ref, "listing", raw))
    if not records:
        raise ReplyError("NeurIPS answered with a page that is no year's listing")
    by_title: dict[str, list[RawRecord]] = defaultdict(list)
    for record in records:
        by_title[titles.key(listed_title(record.body))].append(record)
    found = {
        ref: same[0]._replace(ref=ref)
        for ref, title in _sought(call)
        if len(same := by_title.get(titles.key(title), [])) == 1
    }
    left = [(ref, title) for ref, title in _sought(call) if ref not in found]
    rest = call._replace(refs=tuple(ref for ref, _ in left), seeks=tuple(text for _, text in left))
    return _absent(rest)._replace(records=(*records, *found.values()))


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
