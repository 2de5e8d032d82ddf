"""Pages of any other site that have ``citation_*`` tags.

Off unless the user names hosts: a link to any page may be a paper's or not, and nobody is asked
whom the user did not name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal
from urllib.parse import SplitResult

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Operator, Provider, RawRecord, Reply, Source
from enricher.formats import highwire
from enricher.formats.pages import parsed, parsed_or_empty
from enricher.identifiers import dois
from enricher.models import Match, PaperRef, Record, Wanted

NAME = "page"
INTERVAL = 2.0  # a site of which nothing is known
_ID = re.compile(r"[a-z0-9.-]{3,253}/[!-~]{1,1500}")
_FILE = re.compile(r"\.(?:bib|css|gz|jpe?g|js|mp4|pdf|png|svg|txt|xml|zip)\Z", re.IGNORECASE)


def source_of(hosts: Sequence[str]) -> Source:
    """The source of the pages at these hosts (lower case) and their ``www.`` twins.

    Ids are addresses without scheme and fragment.
    """
    asked = tuple(dict.fromkeys(name for host in hosts for name in (host, f"www.{host}")))

    def match(url: SplitResult) -> Match | None:
        host = (url.hostname or "").rstrip(".").lower()
        id_ = f"{host}{url.path}" + (f"?{url.query}" if url.query else "")
        if host not in asked or _FILE.search(url.path) or not _ID.fullmatch(id_):
            return None
        return Match(PaperRef(NAME, id_))

    return Source(
        name=NAME,
        title="Other pages",
        hosts=tuple(hosts),
        forms=tuple(f"{host}/…" for host in hosts),
        match=match,
        provider=Provider(
            name=NAME,
            operator=Operator(NAME, asked, INTERVAL),
            base_url=f"https://{hosts[0]}",
            batch=1,
            calls=calls,
            read=read,
            parse=parse,
            without_abstract=highwire.without_abstract,
        ),
    )


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The page of each paper."""
    for ref in dict.fromkeys(want.ref for want in wanted):
        if _ID.fullmatch(ref.id):
            yield Call(f"https://{ref.id}", (ref,), "page")


def read(call: Call, reply: Reply) -> Answer:
    """The tags of a page; one that has none is no paper's. Raises ReplyError for what was cut."""
    if reply.status in {404, 410}:
        return Answer(missing=call.refs)
    if reply.status != 200:
        raise ReplyError(f"answered {reply.status}")
    html = highwire.decode(reply.body)
    if "</head>" not in html.lower():
        raise ReplyError("the page was cut off, or is none")
    tags = highwire.read(parsed(html))
    if "citation_title" not in tags:
        return Answer(missing=call.refs)
    return Answer(tuple(RawRecord(ref, "page", highwire.write(tags)) for ref in call.refs))


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    """The records of pages."""
    records = (_record(each) for each in raw if each.form == "page")
    return {record.ref: record for record in records if record is not None}


def _record(raw: RawRecord) -> Record | None:
    tags = highwire.read(parsed_or_empty(raw.body))
    title = highwire.first(tags, "citation_title")
    if title is None:
        return None
    booktitle = highwire.first(tags, "citation_conference_title")
    journal = highwire.first(tags, "citation_journal_title")
    kind: Literal["conference", "journal"] = "conference" if booktitle else "journal"
    return Record(
        ref=raw.ref,
        provider=NAME,
        title=titles.clean(title),
        authors=highwire.authors(tags),
        type=kind if booktitle or journal else None,
        booktitle=booktitle,
        journal=None if booktitle else journal,
        year=highwire.year(tags),
        doi=dois.parse(highwire.first(tags, "citation_doi") or ""),
        url=f"https://{raw.ref.id}",
        pdf=highwire.first(tags, "citation_pdf_url"),
        abstract=highwire.first(tags, highwire.ABSTRACT),
        pages=highwire.pages(tags),
        volume=highwire.first(tags, "citation_volume"),
    )
