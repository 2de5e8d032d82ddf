"""CVF Open Access: papers of CVPR, ICCV, WACV and others, at openaccess.thecvf.com.

There is no API. A paper has a page with `citation_*` tags; a conference has one listing page with
all its papers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Operator, Provider, RawRecord, Reply, Source
from enricher.formats import highwire
from enricher.formats.pages import parsed
from enricher.models import PaperRef, Wanted
from enricher.sources.cvf.ids import BASE_URL, NAME, match, pages_of, place_of, words_of
from enricher.sources.cvf.records import arxiv_of, entries_of, parse

LISTING_FROM = 8  # wanted papers of one conference that are worth its listing of some megabytes


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The page of each paper; the listing of a conference from eight wanted papers on.

    A listing holds main papers only. An id of another form has no page.
    """
    by_volume: dict[str, list[PaperRef]] = defaultdict(list)
    for ref in dict.fromkeys(want.ref for want in wanted if place_of(want.ref)):
        by_volume[ref.id.partition("/")[0]].append(ref)
    for volume, refs in by_volume.items():
        if len(refs) >= LISTING_FROM and not volume.endswith("W"):
            yield Call(f"{BASE_URL}/{volume}?day=all", tuple(refs), "listing")
        else:
            yield from _page_calls(refs)


def smaller(call: Call, _wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The pages of the papers that a listing was to answer for."""
    if call.purpose == "listing":
        yield from _page_calls(call.refs)


def _page_calls(refs: Sequence[PaperRef]) -> Iterator[Call]:
    for ref in refs:
        for url in pages_of(ref)[:1]:
            yield Call(url, (ref,), "page")


def read(call: Call, reply: Reply) -> Answer:
    """What a page or a listing says. Raises ReplyError for what is neither, or was cut off."""
    if reply.status in {404, 410}:
        return _absent(call)
    if reply.status != 200:
        raise ReplyError(f"CVF answered {reply.status}")
    html = highwire.decode(reply.body)
    if call.purpose == "page":
        return _page(call, html)
    records = entries_of(html)
    if call.purpose == "search":
        if not (records and _has_end(html)) and not _is_empty_frame(parsed(html), html):
            raise ReplyError("CVF answered with a page that is no whole listing")
        return _search(call, records)
    absent = [ref for ref in call.refs if ref not in records]
    return Answer(tuple(records.values()), next=tuple(_page_calls(absent)))


def _absent(call: Call) -> Answer:
    """There is no such page: another place where it may be, or the paper is missing."""
    if call.purpose == "listing":
        return Answer(next=tuple(_page_calls(call.refs)))
    if call.purpose == "search":
        return Answer(missing=call.refs)
    (ref,) = call.refs
    places = pages_of(ref)
    left = places[places.index(call.url) + 1 :] if call.url in places else []
    if left:
        return Answer(next=(Call(left[0], (ref,), "page"),))
    if _is_short(ref):
        volume, _, stem = ref.id.partition("/")
        listing = f"{BASE_URL}/{volume}?day=all"
        return Answer(next=(Call(listing, (ref,), "search", seeks=(stem,)),))
    return Answer(missing=(ref,))


def _is_short(ref: PaperRef) -> bool:
    """Whether an id may come from a supplement: its file is named by three words of the title,
    as papers' were until 2018."""
    place = place_of(ref)
    if place is None or place.is_workshop or place.year < 2019:
        return False
    return len(words_of(ref)) <= 5


def _page(call: Call, html: str) -> Answer:
    page = parsed(html)
    tags = highwire.read(page)
    if "citation_title" not in tags:
        if _is_empty_frame(page, html):
            return _absent(call)
        raise ReplyError("CVF answered with a page that is no paper's")
    if not _has_end(html):
        raise ReplyError("CVF's page was cut off")
    (ref,) = call.refs
    abstract = page.css_first("#abstract")
    if abstract and (text := titles.fold(abstract.text())):
        tags[highwire.ABSTRACT] = (text,)
    if arxiv := arxiv_of(page.css("a[href*='arxiv.org/']")):
        tags["citation_arxiv_id"] = (arxiv,)
    return Answer((RawRecord(ref, "page", highwire.write(tags)),))


# "CVPR 2019 Open Access Repository", "CVPR2019W Open Access Repository"
_TITLE = re.compile(r"[A-Z]{3,8} ?(?:19|20)[0-9]{2}(?: ?W| Workshops?)? Open Access Repository")
_OF_A_PAPER = re.compile(r"citation_|papertitle|ptitle|bibref|_paper\.(?:html|pdf)", re.IGNORECASE)


def _is_empty_frame(page: LexborHTMLParser, html: str) -> bool:
    """Whether a page is the site's own frame, whole and with nothing of any paper in it.

    The site shows that for some papers that it lacks. A damaged page of a paper is none: what is
    left of the paper tells, or a title that was never closed and holds the rest of the page.
    """
    title = page.css_first("title")
    if title is None or not _TITLE.fullmatch(titles.fold(title.text())):
        return False
    ends = ("</title>", "</head>", "</body>", "</html>")
    return all(end in html.lower() for end in ends) and not _OF_A_PAPER.search(html)


def _has_end(html: str) -> bool:
    return "</html>" in html.lower()


def _search(call: Call, records: Mapping[PaperRef, RawRecord]) -> Answer:
    """The one paper of a listing that a short file name begins, for each paper that was wanted."""
    meant: list[RawRecord] = []
    for ref in call.refs:
        words = words_of(ref)
        found = [raw for other, raw in records.items() if words_of(other)[: len(words)] == words]
        if len(found) == 1:
            meant.append(found[0]._replace(ref=ref))
    known = {raw.ref for raw in meant}
    missing = tuple(ref for ref in call.refs if ref not in known)
    return Answer((*records.values(), *meant), missing)


SOURCE: Final[Source] = Source(
    name=NAME,
    title="CVF Open Access",
    hosts=("thecvf.com", "cv-foundation.org"),
    forms=(
        "openaccess.thecvf.com/content/CVPR2021/html/…_CVPR_2021_paper.html",
        "openaccess.thecvf.com/content_CVPR_2019/papers/…_CVPR_2019_paper.pdf",
        "openaccess.thecvf.com/content/CVPR2023W/WAD/html/…_CVPRW_2023_paper.html",
        "cv-foundation.org/openaccess/content_cvpr_2015/papers/…_2015_CVPR_paper.pdf",
    ),
    match=match,
    provider=Provider(
        name=NAME,
        operator=Operator(
            NAME, ("openaccess.thecvf.com", "www.thecvf.com", "www.cv-foundation.org"), 1.0
        ),
        base_url=BASE_URL,
        batch=1,
        calls=calls,
        read=read,
        parse=parse,
        smaller=smaller,
        without_abstract=highwire.without_abstract,
    ),
)
