"""DBLP's search: "How to use the dblp search API" at dblp.org/faq.

It is asked for a title, and says where the works of that very title appeared. Since 2026 a check
for robots stands before it at times (szeider/mcp-dblp #7).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Operator, Provider, RawRecord, Reply
from enricher.models import Author, PaperRef, PaperType, Record, Wanted

NAME = "dblp"
BASE_URL = "https://dblp.org"
HITS = 10
LEAST_TITLE = 12  # letters of a key; "Introduction" and "Editorial" are titles of many works
LONGEST_TITLE = 300  # code points

# Preprints, editorships, reference works and data sets are no publications.
_TYPES: dict[str, PaperType] = {
    "Conference and Workshop Papers": "conference",
    "Journal Articles": "journal",
    "Books and Theses": "book",
    "Parts in Books or Collections": "book",
}
_WORKSHOP = re.compile(r"@|\bworkshops?\b", re.IGNORECASE)
_HOMONYM = re.compile(r"\s[0-9]{4}$")  # DBLP numbers people of one name
_DOI = re.compile(r"10\.[0-9]{4,9}/[!-~]{1,250}")


def takes(want: Wanted) -> bool:
    """Whether a title is known that is likely to be of one work only."""
    return _words(want) != ""


def _words(want: Wanted) -> str:
    """The words of the paper's title, without the signs that mean something in a query."""
    title = unicodedata.normalize("NFKC", titles.clean(want.record.title if want.record else ""))
    kept = (letter if letter == "+" or _is_kept(letter) else " " for letter in title)
    words = titles.fold("".join(kept))
    is_name = len(titles.key(words)) >= LEAST_TITLE and len(title) <= LONGEST_TITLE
    return words if is_name else ""


def _is_kept(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LNM"


# ------------------------------------------------------------------------------------- calls


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """A search for each title that is known."""
    for want in {want.ref: want for want in wanted}.values():
        words = _words(want)
        if words:
            query = f"q={quote(words, safe='')}&format=json&h={HITS}"
            yield Call(f"{BASE_URL}/search/publ/api?{query}", (want.ref,), "search")


# ----------------------------------------------------------------------------------- replies


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)


class _Person(_Part):
    text: str


class _People(_Part):
    # One author is no list.
    author: list[_Person | str] | _Person | str | None = None


class _Work(_Part):
    title: str
    authors: _People | None = None
    venue: str | list[str] | None = None
    volume: str | None = None
    pages: str | None = None
    year: str | None = None
    type: str | None = None
    key: str | None = None
    doi: str | None = None


class _Hits(BaseModel):
    hit: list[dict[str, Any]] = []


class _Result(BaseModel):
    hits: _Hits


class _Page(BaseModel):
    result: _Result


_WORKS = TypeAdapter(list[_Work])


def read(call: Call, reply: Reply) -> Answer:
    """The publications that have the title. Raises ReplyError for what is no page of hits."""
    if reply.status in {404, 410}:
        return Answer(missing=call.refs)
    if reply.body.lstrip()[:1] == b"<" and b"not a bot" in reply.body[:5_000]:
        raise ReplyError("DBLP asks whether a person is there")
    if reply.status != 200:
        raise ReplyError(f"DBLP answered {reply.status}")
    try:
        hits = _Page.model_validate_json(reply.body).result.hits.hit
    except ValidationError as error:
        raise ReplyError("DBLP answered with something that is no page of hits") from error
    wanted = titles.key(parse_qs(urlsplit(call.url).query).get("q", [""])[0])
    works = [
        found
        for hit in hits[:HITS]
        if (found := _work(hit.get("info"))) and _is_publication(found) and _title(found)
    ]
    same = [found for found in works if titles.key(_title(found)) == wanted]
    if not same:
        return Answer(missing=call.refs)
    body = _WORKS.dump_json(same, exclude_none=True).decode()
    return Answer(tuple(RawRecord(ref, "hits", body) for ref in call.refs))


def _work(info: Any) -> _Work | None:
    try:
        return _Work.model_validate(info)
    except ValidationError:
        return None


def _is_publication(found: _Work) -> bool:
    is_preprint = _venue(found) == "CoRR" or (found.key or "").startswith("journals/corr/")
    return found.type in _TYPES and not is_preprint and _venue(found) != ""


# ----------------------------------------------------------------------------------- records


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    """The earliest publication of each record's hits, a workshop's only where there is no other."""
    records: dict[PaperRef, Record] = {}
    for each in raw:
        try:
            works = _WORKS.validate_json(each.body) if each.form == "hits" else []
        except ValidationError:
            continue
        found = [work for work in works if _is_publication(work) and _title(work)]
        if found:
            records[each.ref] = _record(each.ref, min(found, key=_rank))
    return records


def _rank(found: _Work) -> tuple[bool, int]:
    return _type(found) == "workshop", _year(found) or 9999


def _record(ref: PaperRef, found: _Work) -> Record:
    type_ = _type(found)
    doi = (found.doi or "").strip().lower()
    doi = doi if _DOI.fullmatch(doi) else ""
    venue = _venue(found)
    return Record(
        ref=ref,
        provider=NAME,
        title=_title(found),
        authors=tuple(Author(name) for name in _names(found)),
        type=type_,
        booktitle=venue if type_ != "journal" else None,
        journal=venue if type_ == "journal" else None,
        year=_year(found),
        doi=doi or None,
        pages=_plain(found.pages) or None,
        volume=_plain(found.volume) or None if type_ == "journal" else None,
        same_as=(PaperRef("doi", doi),) if doi else (),
    )


def _type(found: _Work) -> PaperType | None:
    type_ = _TYPES.get(found.type or "")
    return "workshop" if type_ == "conference" and _WORKSHOP.search(_venue(found)) else type_


def _year(found: _Work) -> int | None:
    digits = found.year or ""
    return int(digits) if re.fullmatch("[12][0-9]{3}", digits, re.ASCII) else None


def _title(found: _Work) -> str:
    """The title, which ends in a full stop at DBLP."""
    return titles.clean(_plain(found.title).removesuffix("."))


def _venue(found: _Work) -> str:
    venues = [found.venue] if isinstance(found.venue, str) else found.venue or []
    return next((plain for venue in venues if (plain := _plain(venue))), "")


def _names(found: _Work) -> Iterator[str]:
    given = found.authors.author if found.authors else None
    people: Iterable[_Person | str | None] = given if isinstance(given, list) else [given]
    for person in people:
        name = _plain(person.text if isinstance(person, _Person) else person)
        if name:
            yield _HOMONYM.sub("", name)


def _plain(text: str | None) -> str:
    """A text without the entities of the XML that the JSON is made of."""
    return titles.fold(html.unescape(text or ""))


INDEX: Final[Provider] = Provider(
    name=NAME,
    # One or two seconds are always fine (dblp.org/faq/1474706).
    operator=Operator(NAME, ("dblp.org", "www.dblp.org", "dblp.uni-trier.de"), 2.0),
    base_url=BASE_URL,
    batch=1,
    calls=calls,
    read=read,
    parse=parse,
    takes=takes,
    papers_a_run=100,  # some four minutes
)
