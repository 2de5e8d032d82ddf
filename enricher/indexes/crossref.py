"""Crossref, which registers the DOIs of most publishers: api.crossref.org.

Its etiquette, rates and parameters: github.com/CrossRef/rest-api-doc and "Access and
authentication" at crossref.org/documentation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote, unquote

from pydantic import BaseModel, Field, ValidationError

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Kind, Operator, Provider, RawRecord, Reply
from enricher.formats.crossref.records import NAME, date_of, parse, title_of
from enricher.formats.crossref.works import SELECTED, Work, stored, work
from enricher.identifiers import dois
from enricher.indexes.batching import batches, by_ref, halves, refused
from enricher.models import PaperRef, Wanted

BASE_URL = "https://api.crossref.org"
BATCH = 50
_SELECT = f"&select={','.join(SELECTED)}"

# Prefixes whose DOIs DataCite registers: Crossref answers 404 for every one of them.
OTHERS = frozenset({
    "10.3929", "10.4230", "10.5061", "10.5281", "10.5445", "10.6084", "10.7910", "10.13140",
    "10.17605", "10.17632", "10.17863", "10.18154", "10.21227", "10.48550", "10.57967",
})  # fmt: skip


def takes(want: Wanted) -> bool:
    """Whether it is a DOI that may be Crossref's."""
    ref = want.ref
    return ref.source == "doi" and _is_doi(ref) and dois.prefix(ref.id) not in OTHERS


def _is_doi(ref: PaperRef) -> bool:
    return dois.parse(ref.id) == ref.id


# ------------------------------------------------------------------------------------- calls


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """Batches of up to 50 DOIs. One with a comma, which parts filters, is asked for alone."""
    refs = list(dict.fromkeys(want.ref for want in wanted))
    together = [ref for ref in refs if _is_doi(ref) and "," not in ref.id]
    yield from batches(together, _call, BATCH)
    for ref in refs:
        if ref not in together:
            yield _call([ref])


def smaller(call: Call, _wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The two halves of a batch."""
    return halves(call, _call)


def _call(refs: Sequence[PaperRef]) -> Call:
    if len(refs) == 1:
        return Call(f"{BASE_URL}/works/{quote(refs[0].id, safe='')}", tuple(refs), "work")
    names = ",".join(f"doi:{quote(ref.id, safe='')}" for ref in refs)
    url = f"{BASE_URL}/works?filter={names}&rows={len(refs)}{_SELECT}"
    return Call(url, tuple(refs), "works")


# ----------------------------------------------------------------------------------- replies


class _One(BaseModel):
    message: dict[str, Any]


class _Page(BaseModel):
    items: list[Any]
    total: int | None = Field(default=None, alias="total-results")


class _Many(BaseModel):
    message: _Page


def read(call: Call, reply: Reply) -> Answer:
    """What a reply says, by DOI: items come in any order, and absent ones are left out.

    Raises ReplyError for what is no whole message of the kind that was asked for.
    """
    if reply.status in {404, 410} and call.purpose == "work":
        return Answer(missing=call.refs)
    if reply.status == 400:
        return refused(call, _call, "Crossref does not take this DOI")
    if reply.status != 200:
        raise ReplyError(f"Crossref answered {reply.status}")
    try:
        if call.purpose == "work":
            return _one(call, reply, _One.model_validate_json(reply.body).message)
        return _many(call, _Many.model_validate_json(reply.body).message)
    except ValidationError as error:
        raise ReplyError("Crossref answered with something that is no message") from error


def _one(call: Call, reply: Reply, message: dict[str, Any]) -> Answer:
    (ref,) = call.refs
    found = work(message)
    if found is None:
        raise ReplyError("Crossref answered with a work that cannot be read")
    names = {found.doi.lower(), *(each.lower() for each in found.aliases or () if each)}
    # A DOI that was replaced leads to the one in its place: by a redirect, or under its own name.
    if ref.id not in names and found.doi.lower() not in unquote(reply.url).lower():
        raise ReplyError(f"Crossref answered with another work: {found.doi}")
    return Answer((_raw(ref, found),)) if title_of(found) else Answer(missing=call.refs)


def _many(call: Call, page: _Page) -> Answer:
    """The works of a page; who is absent from it is missing, unless the page may be short."""
    works = {ref: found for found in map(work, page.items) if found and (ref := _ref(found))}
    is_whole = page.total == len(page.items) == len(works) and works.keys() <= set(call.refs)
    found = {ref: _raw(ref, each) if title_of(each) else None for ref, each in works.items()}
    return by_ref(call, found, is_whole=is_whole)


def _ref(found: Work) -> PaperRef | None:
    doi = dois.parse(found.doi)
    return PaperRef("doi", doi) if doi else None


def _raw(ref: PaperRef, found: Work) -> RawRecord:
    kind: Kind = "preprint" if found.type == "posted-content" else "published"
    return RawRecord(ref, "work", found.kept, kind, date_of(found))


def without_abstract(raw: RawRecord) -> str:
    """A work without its abstract."""
    found = stored(raw.body)
    return found.model_copy(update={"abstract": None}).kept if found else raw.body


INDEX: Final[Provider] = Provider(
    name=NAME,
    # The public pool allows five requests a second, and less for lists.
    operator=Operator(NAME, ("api.crossref.org",), 1.0),
    base_url=BASE_URL,
    batch=BATCH,
    calls=calls,
    read=read,
    parse=parse,
    takes=takes,
    smaller=smaller,
    without_abstract=without_abstract,
)
