"""JMLR: the Journal of Machine Learning Research since 2000, at jmlr.org.

There is no API. A paper has a page with `citation_*` tags, named by its volume and a key: until
2015 the first author's name and the year, later the number of the submission. The same host shows
papers of PMLR, which are that source's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import SplitResult, unquote

from selectolax.lexbor import LexborHTMLParser

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Operator, Provider, RawRecord, Reply, Source
from enricher.formats import highwire
from enricher.formats.pages import parsed, parsed_or_empty
from enricher.models import Match, PaperRef, Record, Wanted

NAME = "jmlr"
BASE_URL = "https://jmlr.org"
JOURNAL = "Journal of Machine Learning Research"

_KEY = r"[a-z][a-z_'-]{1,40}[0-9]{2}[a-z]{0,2}|[0-9]{2}-[0-9]{3,4}"
_ID = re.compile(rf"v[1-9][0-9]?/(?:{_KEY})")
_PAGE = re.compile(rf"/papers/v([1-9][0-9]?)/({_KEY})(?:\.(?:html?|bib))?/?", re.IGNORECASE)
# A file stands in the folder of its paper, or in one below it; without an ending there is none.
_FILE = re.compile(
    rf"/papers/volume([1-9][0-9]?)/({_KEY})(?:\.old)?(?:/[a-z]{{1,20}})?/[^/]{{1,80}}\.[a-z]{{2,4}}",
    re.IGNORECASE,
)


def match(url: SplitResult) -> Match | None:
    """The paper that a URL of the journal names: its page, or a file beside its PDF."""
    path = re.sub("/{2,}", "/", unquote(url.path)).removeprefix("/beta")
    found = _PAGE.fullmatch(path) or _FILE.match(path)
    return Match(PaperRef(NAME, f"v{found[1]}/{found[2].lower()}")) if found else None


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The page of each paper. An id of another form has none."""
    for ref in dict.fromkeys(want.ref for want in wanted):
        if _ID.fullmatch(ref.id):
            yield Call(_page_url(ref), (ref,), "page")


def _page_url(ref: PaperRef) -> str:
    return f"{BASE_URL}/papers/{ref.id}.html"


# ----------------------------------------------------------------------------------- replies


def read(call: Call, reply: Reply) -> Answer:
    """What a page says. Raises ReplyError for what is no paper's page, or was cut off."""
    (ref,) = call.refs
    if reply.status in {404, 410}:
        return Answer(missing=(ref,))
    if reply.status != 200:
        raise ReplyError(f"JMLR answered {reply.status}")
    html = highwire.decode(reply.body)
    page = parsed(html)
    tags = highwire.read(page)
    if "citation_title" not in tags:
        raise ReplyError("JMLR answered with a page that is no paper's")
    if "</head>" not in html.lower():
        raise ReplyError("JMLR's page was cut off")
    if abstract := _abstract(page):
        tags[highwire.ABSTRACT] = (abstract,)
    return Answer((RawRecord(ref, "page", highwire.write(tags)),))


def _abstract(page: LexborHTMLParser) -> str:
    """The paragraph below the heading; it has a class of its own on later pages."""
    marked = page.css_first("p.abstract")
    if marked is not None:
        return titles.fold(marked.text())
    for heading in page.css("h3"):
        if heading.text().strip() == "Abstract":
            following = heading.next
            while following is not None and not following.text().strip():
                following = following.next
            return titles.fold(following.text()) if following is not None else ""
    return ""


# ----------------------------------------------------------------------------------- records


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    """The records of pages."""
    records = (_record(each) for each in raw)
    return {record.ref: record for record in records if record is not None}


def _record(raw: RawRecord) -> Record | None:
    tags = highwire.read(parsed_or_empty(raw.body))
    title = highwire.first(tags, "citation_title")
    if title is None or not _ID.fullmatch(raw.ref.id):
        return None
    volume = raw.ref.id.partition("/")[0].removeprefix("v")
    year = highwire.year(tags) or _year(raw.ref)
    pdf = highwire.first(tags, "citation_pdf_url")
    return Record(
        ref=raw.ref,
        provider=NAME,
        title=titles.clean(title),
        authors=highwire.authors(tags),
        type="journal",
        venue=f"JMLR {year}",
        journal=JOURNAL,
        year=year,
        doi=highwire.first(tags, "citation_doi"),
        url=_page_url(raw.ref),
        pdf=re.sub(r"^http:", "https:", pdf) if pdf else None,
        abstract=highwire.first(tags, highwire.ABSTRACT),
        pages=highwire.pages(tags),
        volume=volume,
    )


def _year(ref: PaperRef) -> int:
    """The year that a key tells; volumes of keys that tell none (since 2015) are one a year."""
    volume, _, key = ref.id.partition("/")
    told = re.fullmatch("[a-z_'-]+([0-9]{2})[a-z]*", key)
    return 2000 + int(told[1]) if told else 1999 + int(volume.removeprefix("v"))


SOURCE: Final[Source] = Source(
    name=NAME,
    title="JMLR",
    hosts=("jmlr.org", "jmlr.csail.mit.edu"),
    forms=(
        "jmlr.org/papers/v17/15-522.html",
        "jmlr.org/papers/volume3/bengio03a/bengio03a.pdf",
    ),
    match=match,
    provider=Provider(
        name=NAME,
        operator=Operator(NAME, ("jmlr.org", "www.jmlr.org", "jmlr.csail.mit.edu"), 1.0),
        base_url=BASE_URL,
        batch=1,
        calls=calls,
        read=read,
        parse=parse,
        without_abstract=highwire.without_abstract,
    ),
)
