"""Crossref, for papers that are known by their number at IEEE Xplore or the ACM Digital Library.

Crossref does not search for these numbers (CrossRef/rest-api-doc #434), but its records show them:
IEEE's in the addresses of page and PDF, ACM's at the end of the DOI. So a paper is searched for by
the text of its link, where that may be its title, and only a work that has the number is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, Field, ValidationError

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Operator, Provider, RawRecord, Reply
from enricher.formats.crossref.records import date_of, parse, title_of
from enricher.formats.crossref.works import SELECTED, Work, stored, work
from enricher.identifiers import article_numbers, dois
from enricher.models import PaperRef, Wanted

NAME = "crossref-numbers"
BASE_URL = "https://api.crossref.org"

ACM = "10.1145"
_IEEE = "member:263"  # its prefixes are 10.1109 and, for what it sells for others, 10.23919
_SELECT = f"&select={','.join((*SELECTED, 'resource', 'link'))}"
_ROWS = 10

_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_LEAST_TITLE = 12  # letters of a title's key; "PDF" and "IEEE Xplore" are no titles
_LONGEST_TITLE = 300  # code points
_MARKUP = re.compile(r"[`*_\[\]<>|#\\]{1,9}")
# Volumes and issues have DOIs that end in numbers of the library, too.
_PAPERS = frozenset({
    "book", "book-chapter", "dissertation", "journal-article", "monograph", "proceedings-article",
    "report",
})  # fmt: skip


def takes(want: Wanted) -> bool:
    """Whether there is something to look for: a title, or a number that may end a DOI."""
    return _NUMBER.fullmatch(want.ref.id) is not None and (
        want.ref.source == "acm" or (want.ref.source == "ieee" and _title(want) != "")
    )


def _title(want: Wanted) -> str:
    """The longest text of the paper's links that may be its title; empty where none may."""
    known = (want.record.title,) if want.record else ()
    texts = (titles.fold(_MARKUP.sub(" ", _sayable(text))) for text in (*known, *want.texts))
    likely = (text for text in texts if "://" not in text and len(text.split()) > 1)
    return max(
        (text for text in likely if len(titles.key(text)) >= _LEAST_TITLE), key=len, default=""
    )


def _sayable(text: str) -> str:
    """A text without the bytes of a note that are no text: no URL can hold them."""
    return text[:_LONGEST_TITLE].encode("utf-8", "ignore").decode("utf-8")


# ------------------------------------------------------------------------------------- calls


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """One call for each paper: by its DOI, where a URL tells it, else by its title."""
    for want in {want.ref: want for want in wanted if takes(want)}.values():
        told, title = _dois(want), _title(want)
        if title and not told:
            yield _search(want.ref, title)
        else:
            yield _lookup(want.ref, told)


def _search(ref: PaperRef, title: str) -> Call:
    publisher = _IEEE if ref.source == "ieee" else f"prefix:{ACM}"
    query = f"query.bibliographic={quote(title, safe='')}&filter={publisher}"
    return Call(f"{BASE_URL}/works?{query}&rows={_ROWS}{_SELECT}", (ref,), "search")


def _lookup(ref: PaperRef, told: Iterable[str] = ()) -> Call:
    """The works of DOIs that a URL tells, and of ACM's DOIs that are a prefix and the number: those
    of its journals since about 2016."""
    names = dict.fromkeys((*told, f"{ACM}/{ref.id}"))
    query = ",".join(f"doi:{quote(doi, safe='')}" for doi in names)
    return Call(f"{BASE_URL}/works?filter={query}&rows={_ROWS}{_SELECT}", (ref,), "lookup")


def _dois(want: Wanted) -> list[str]:
    """The DOIs of the URLs that name an ACM paper together with its proceedings."""
    if want.ref.source != "acm":
        return []
    numbers = (article_numbers.acm(urlsplit(url)) for url in want.urls)
    return [
        f"{ACM}/{number.within}.{number.number}"
        for number in numbers
        if number and number.within and number.number == want.ref.id
    ]


# ----------------------------------------------------------------------------------- replies


class _Address(BaseModel):
    url: str | None = Field(default=None, alias="URL")


class _Resource(BaseModel):
    primary: _Address | None = None


class _Places(BaseModel):
    """Where a work is: its page, and files that others may fetch."""

    resource: _Resource | None = None
    link: list[_Address] | None = None


class _Page(BaseModel):
    items: list[Any]


class _Message(BaseModel):
    message: _Page


def read(call: Call, reply: Reply) -> Answer:
    """The one work of a page that has the paper's number. Raises ReplyError for what is no page."""
    if reply.status in {404, 410}:
        return _absent(call, call.refs)
    if reply.status != 200:
        raise ReplyError(f"Crossref answered {reply.status}")
    try:
        items = _Message.model_validate_json(reply.body).message.items
    except ValidationError as error:
        raise ReplyError("Crossref answered with something that is no message") from error
    works = [(item, each) for item in items if (each := work(item)) and title_of(each)]
    records: list[RawRecord] = []
    for ref in call.refs:
        one = _one([each for item, each in works if _has_number(ref, each, item)])
        if one is not None:
            records.append(RawRecord(ref, "work", one.kept, "published", date_of(one)))
    known = {raw.ref for raw in records}
    rest = _absent(call, [ref for ref in call.refs if ref not in known])
    return rest._replace(records=tuple(records))


def _one(found: Sequence[Work]) -> Work | None:
    """The one paper among works of one number; ACM prints some in a journal again (SIGPLAN Notices)
    under a second DOI. None where they are different papers."""
    if len({titles.key(title_of(each)) for each in found}) != 1:
        return None
    return min(found, key=lambda each: each.type != "proceedings-article")


def _absent(call: Call, refs: Sequence[PaperRef]) -> Answer:
    """Who was not found: an ACM paper may still have its number as a DOI."""
    if call.purpose == "search":
        again = [ref for ref in refs if ref.source == "acm"]
        missing = tuple(ref for ref in refs if ref.source != "acm")
        return Answer(missing=missing, next=tuple(map(_lookup, again)))
    return Answer(missing=tuple(refs))


def _has_number(ref: PaperRef, found: Work, item: Any) -> bool:
    """Whether the work is the paper of this number, by what its publisher told Crossref."""
    if found.type not in _PAPERS or dois.parse(found.doi) is None:
        return False
    if ref.source == "acm":
        return found.doi.startswith(f"{ACM}/") and re.split("[./]", found.doi)[-1] == ref.id
    return ref.source == "ieee" and _number_at_ieee(item) == ref.id


def _number_at_ieee(item: Any) -> str | None:
    """The number in the address of the work's page, else the one that all its files have."""
    try:
        places = _Places.model_validate(item)
    except ValidationError:
        return None
    page = places.resource.primary if places.resource else None
    own = _number(page.url if page else None)
    files = {_number(each.url) for each in places.link or ()} - {None}
    return own or (files.pop() if len(files) == 1 else None)


def _number(url: str | None) -> str | None:
    try:
        parts = urlsplit(url or "")
        host = parts.hostname or ""
    except ValueError:
        return None
    return article_numbers.ieee(parts) if host.endswith(".ieee.org") else None


def without_abstract(raw: RawRecord) -> str:
    """A work without its abstract."""
    found = stored(raw.body)
    return found.model_copy(update={"abstract": None}).kept if found else raw.body


INDEX: Final[Provider] = Provider(
    name=NAME,
    # Crossref's own operator: all its requests wait for one another.
    operator=Operator("crossref", ("api.crossref.org",), 1.0),
    base_url=BASE_URL,
    batch=1,
    calls=calls,
    read=read,
    parse=parse,
    takes=takes,
    without_abstract=without_abstract,
    goes_by_titles=True,
)
