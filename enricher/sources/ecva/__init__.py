"""ECVA: papers of ECCV since 2018, at www.ecva.net. What its pages say is read in `pages`.

There is no API. One page lists the papers of all years; each has a page of its own. Until 2022 a
paper's page and its PDF have different numbers, and only these two pages tell which belong
together; from 2024 on they differ in leading zeros alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple
from urllib.parse import SplitResult, quote, unquote

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Operator, Provider, RawRecord, Reply, Source
from enricher.formats import highwire
from enricher.formats.pages import parsed, parsed_or_empty
from enricher.models import Match, PaperRef, Record, Wanted
from enricher.sources.ecva.pages import PAGE_URL, PDF_URL, of_entry, of_page

NAME = "ecva"
BASE_URL = "https://www.ecva.net"
LISTING = f"{BASE_URL}/papers.php"
LISTING_FROM = 8  # wanted papers that are worth the listing of some megabytes
BOOKTITLE = "Proceedings of the European Conference on Computer Vision"

# ------------------------------------------------------------------------------------- links

_FOLDERS = re.compile(
    r"/+(?:papers/+)?(?:eccv_(20[0-9]{2})/+)?papers_eccv/+(?:html|papers)/+([^/]+)", re.IGNORECASE
)
# 343_ECCV_2020_paper.php, 123600120.pdf, 07943-supp.pdf, Chi_Li_A_Unified_Framework_ECCV_2018_…
_FILE = re.compile(
    r"(?:([0-9]{1,9})(?:_ECCV_(20[0-9]{2})_paper)?|(.{1,300}?_ECCV_(20[0-9]{2}))_paper)"
    r"(?:[-_]supp[a-z]{0,20})?(?:\.[a-z][a-z0-9]{1,3})?(?![0-9a-z_-])",
    re.IGNORECASE,
)
_KEPT = "!$&'()*+,;=@~"  # what a path may hold besides letters and digits (RFC 3986, 3.3)
_SITE = re.compile(r"https?://(?:www\.)?ecva\.net", re.IGNORECASE)
_PDF_NUMBER = 8  # digits: a volume of the proceedings and a page; pages' numbers are shorter


class _Place(NamedTuple):
    """What an id spells: the year, and the number or the stem of the file."""

    year: int
    name: str


def match(url: SplitResult) -> Match | None:
    """The paper that a URL names: its page, its PDF, or the supplement to it."""
    ref = _named(unquote(url.path))
    return Match(ref) if ref else None


def _named(path: str) -> PaperRef | None:
    folders = _FOLDERS.match(path)
    file = _FILE.match(folders[2].strip()) if folders else None
    if folders is None or file is None:
        return None
    year = folders[1] or file[2] or file[4]
    return PaperRef(NAME, f"ECCV{year}/{file[1] or _quoted(file[3])}") if year else None


def _quoted(stem: str) -> str:
    """A stem as it stands in a URL; bytes that were no UTF-8 name no file."""
    return quote(stem, safe=_KEPT, errors="replace")


def _place(ref: PaperRef) -> _Place | None:
    """What an id spells; None for one that no URL could have led to."""
    found = re.fullmatch(r"ECCV(20[0-9]{2})/([^/]+)", ref.id)
    if found is None or _quoted(unquote(found[2])) != found[2]:
        return None
    return _Place(int(found[1]), found[2])


def _page(place: _Place) -> str | None:
    """A paper's page; None for the number of a PDF that does not tell it."""
    folder = f"{BASE_URL}/papers/eccv_{place.year}/papers_ECCV/html"
    if not place.name.isdigit():
        return f"{folder}/{place.name}_paper.php"
    if len(place.name) >= _PDF_NUMBER:
        return None
    return f"{folder}/{place.name.lstrip('0') or '0'}_ECCV_{place.year}_paper.php"


# ------------------------------------------------------------------------------------- calls


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The page of each paper; the listing where it is needed, or is fewer requests."""
    refs = [ref for ref in dict.fromkeys(want.ref for want in wanted) if _place(ref)]
    pages = list(_page_calls(refs))
    if len(refs) >= LISTING_FROM or len(pages) < len(refs):
        yield Call(LISTING, tuple(refs), "listing")
    else:
        yield from pages


def smaller(call: Call, _wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The pages of the papers that the listing was to answer for, as far as they are known."""
    if call.purpose == "listing":
        yield from _page_calls(call.refs)


def _page_calls(refs: Sequence[PaperRef]) -> Iterator[Call]:
    for ref in refs:
        place = _place(ref)
        if place and (url := _page(place)):
            yield Call(url, (ref,), "page")


# ----------------------------------------------------------------------------------- replies

_DT = re.compile(r"<dt\b[^<>]{0,200}\bclass\s?=\s?[\"']?ptitle\b", re.IGNORECASE)
_END = re.compile(r"</(?:dl|body|html)>", re.IGNORECASE)


def read(call: Call, reply: Reply) -> Answer:
    """What a page or the listing says. Raises ReplyError for what is neither, or was cut off."""
    if reply.status in {404, 410}:
        return Answer(missing=call.refs) if call.purpose == "page" else _unlisted(call.refs)
    if reply.status != 200:
        raise ReplyError(f"ECVA answered {reply.status}")
    text = highwire.decode(reply.body)
    if call.purpose == "page":
        return _read_page(call, text)
    records = _entries(text)
    absent = [ref for ref in call.refs if ref not in records]
    return _unlisted(absent)._replace(records=tuple(records.values()))


def _unlisted(refs: Sequence[PaperRef]) -> Answer:
    pages = tuple(_page_calls(refs))
    asked = {ref for call in pages for ref in call.refs}
    return Answer(missing=tuple(ref for ref in refs if ref not in asked), next=pages)


def _read_page(call: Call, text: str) -> Answer:
    page = parsed(text)
    tags = of_page(page, call.url)
    if "citation_title" not in tags:
        raise ReplyError("ECVA answered with a page that is no paper's")
    if "</html>" not in text.lower():
        raise ReplyError("ECVA's page was cut off")
    body = highwire.write(tags)
    refs = dict.fromkeys([*call.refs, *_refs(tags)])  # it answers for the PDF's number, too
    return Answer(tuple(RawRecord(ref, "page", body) for ref in refs))


def _entries(text: str) -> dict[PaperRef, RawRecord]:
    """Every paper of the listing by both of its names. Raises ReplyError for one that is none."""
    starts = [found.start() for found in _DT.finditer(text)]
    if not starts:
        raise ReplyError("ECVA answered with a page that lists no papers")
    records: dict[PaperRef, RawRecord] = {}
    for start, following in pairwise([*starts, len(text)]):
        end = _END.search(text, start, following)
        if end is None and following == len(text):
            raise ReplyError("ECVA's listing was cut off")
        raw = text[start : end.start() if end else following].strip()
        for ref in _refs(of_entry(parsed(raw), LISTING)):
            records[ref] = RawRecord(ref, "listing", raw)
    return records


# ----------------------------------------------------------------------------------- records


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    """The records of pages and of the listing."""
    records = (_record(each) for each in raw)
    return {record.ref: record for record in records if record is not None}


def _record(raw: RawRecord) -> Record | None:
    place = _place(raw.ref)
    if raw.form == "listing":
        tags: highwire.Tags = of_entry(parsed_or_empty(raw.body), LISTING)
    else:
        tags = highwire.read(parsed_or_empty(raw.body))
    title = highwire.first(tags, "citation_title")
    if place is None or title is None:
        return None
    others = _refs(tags)
    if not place.name.isdigit():  # files of 2018 have the same names at CVF
        others.append(PaperRef("cvf", raw.ref.id))
    return Record(
        ref=raw.ref,
        provider=NAME,
        title=titles.clean(title),
        authors=highwire.authors(tags),
        type="conference",
        venue=f"ECCV {place.year}",
        booktitle=BOOKTITLE,
        year=place.year,
        doi=highwire.first(tags, "citation_doi"),
        url=highwire.first(tags, PAGE_URL) or _page(place),
        pdf=highwire.first(tags, PDF_URL),
        abstract=highwire.first(tags, highwire.ABSTRACT),
        same_as=tuple(ref for ref in others if ref != raw.ref),
    )


def _refs(tags: highwire.Tags) -> list[PaperRef]:
    """The names that a paper's page and its PDF give it."""
    refs: dict[PaperRef, None] = {}
    for url in (highwire.first(tags, PAGE_URL), highwire.first(tags, PDF_URL)):
        ref = _named(unquote(_SITE.sub("", url or "", count=1)))
        if ref:
            refs[ref] = None
    return list(refs)


SOURCE: Final[Source] = Source(
    name=NAME,
    title="ECVA",
    hosts=("ecva.net",),
    forms=(
        "www.ecva.net/papers/eccv_2020/papers_ECCV/html/343_ECCV_2020_paper.php",
        "www.ecva.net/papers/eccv_2020/papers_ECCV/papers/123600120.pdf",
    ),
    match=match,
    provider=Provider(
        name=NAME,
        operator=Operator(NAME, ("www.ecva.net", "ecva.net"), 1.0),
        base_url=BASE_URL,
        batch=1,
        calls=calls,
        read=read,
        parse=parse,
        smaller=smaller,
        without_abstract=highwire.without_abstract,
    ),
)
