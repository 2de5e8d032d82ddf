"""arXiv's own abstract pages, one a paper: asked where neither its API nor DataCite answers.

The ``citation_*`` tags that they have hold title, authors and date, no comment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Kind, Operator, Provider, RawRecord, Reply
from enricher.formats import highwire
from enricher.formats.pages import parsed, parsed_or_empty
from enricher.identifiers import arxiv_ids, dois
from enricher.models import PaperRef, Record, Wanted

NAME = "arxiv-pages"
BASE_URL = "https://arxiv.org"
PAUSE = 15.0  # the Crawl-delay of its robots.txt
MOST = 20  # five minutes of a run


def takes(want: Wanted) -> bool:
    """Whether it is a paper of arXiv."""
    return want.ref.source == "arxiv" and arxiv_ids.parse(want.ref.id) is not None


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The page of each paper."""
    for ref in dict.fromkeys(want.ref for want in wanted):
        yield Call(f"{BASE_URL}/abs/{quote(ref.id, safe='/')}", (ref,), "page")


def read(call: Call, reply: Reply) -> Answer:
    """The tags of a page. Raises ReplyError for what is no page of this paper, or was cut."""
    if reply.status in {404, 410}:
        return Answer(missing=call.refs)
    if reply.status != 200:
        raise ReplyError(f"arXiv answered {reply.status}")
    tags = highwire.read(parsed(highwire.decode(reply.body)))
    if b"</head>" not in reply.body.lower() or "citation_title" not in tags:
        raise ReplyError("arXiv answered with no page of a paper")
    named = arxiv_ids.parse(highwire.first(tags, "citation_arxiv_id") or "")
    ref = PaperRef("arxiv", named.id if named else "")
    if ref not in call.refs:
        raise ReplyError("arXiv answered with another paper's page")
    kind: Kind = "published" if "citation_doi" in tags else "preprint"
    return Answer((RawRecord(ref, "page", highwire.write(tags), kind, _date(tags)),))


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    """The records of pages."""
    records = (_record(each) for each in raw if each.form == "page")
    return {record.ref: record for record in records if record is not None}


def without_abstract(raw: RawRecord) -> str:
    """A page without its abstract."""
    return highwire.without_abstract(raw)


def _record(raw: RawRecord) -> Record | None:
    tags = highwire.read(parsed_or_empty(raw.body))
    title = titles.clean(highwire.first(tags, "citation_title") or "")
    if not title:
        return None
    return Record(
        ref=raw.ref,
        provider=NAME,
        title=title,
        authors=highwire.authors(tags),
        type="preprint",
        year=highwire.year(tags),
        published=_date(tags) or None,
        arxiv=raw.ref.id,
        doi=dois.parse(highwire.first(tags, "citation_doi") or ""),
        url=f"{BASE_URL}/abs/{raw.ref.id}",
        pdf=f"{BASE_URL}/pdf/{raw.ref.id}",
        abstract=highwire.first(tags, highwire.ABSTRACT),
    )


def _date(tags: highwire.Tags) -> str:
    """The ISO date of the first version; the tags have it as YYYY/MM/DD."""
    parts = (highwire.first(tags, "citation_date") or "").split("/")
    is_date = [len(part) for part in parts] == [4, 2, 2] and all(map(str.isdecimal, parts))
    return "-".join(parts) if is_date else ""


INDEX: Final[Provider] = Provider(
    name=NAME,
    operator=Operator(NAME, ("arxiv.org", "www.arxiv.org"), PAUSE),
    base_url=BASE_URL,
    batch=1,
    calls=calls,
    read=read,
    parse=parse,
    takes=takes,
    without_abstract=without_abstract,
    papers_a_run=MOST,
)
