"""DataCite, which registers the DOIs of archives and of some proceedings: api.datacite.org.

Zenodo, figshare, arXiv, LIPIcs and others have theirs from it. Its manual is
support.datacite.org/docs/api.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote

from pydantic import BaseModel, Field, ValidationError

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Kind, Operator, Provider, RawRecord, Reply
from enricher.formats.datacite.records import NAME, date_of, parse, title_of, type_of
from enricher.formats.datacite.works import Work, stored, work
from enricher.identifiers import arxiv_ids, dois
from enricher.indexes.batching import batches, by_ref, halves, refused
from enricher.models import PaperRef, Wanted

BASE_URL = "https://api.datacite.org"
BATCH = 50
_ARXIVS = "10.48550/arxiv."


def takes(want: Wanted) -> bool:
    """Whether it is a DOI: prefixes change hands, so none is DataCite's or Crossref's for sure.

    A paper of arXiv has one by its id, since 2022 for all that are older, too.
    """
    if want.ref.source == "arxiv":
        return arxiv_ids.parse(want.ref.id) is not None
    return want.ref.source == "doi" and dois.parse(want.ref.id) == want.ref.id


def _doi(ref: PaperRef) -> str:
    return f"{_ARXIVS}{ref.id}" if ref.source == "arxiv" else ref.id


# ------------------------------------------------------------------------------------- calls


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """Batches of up to 50 DOIs."""
    return batches(list(dict.fromkeys(want.ref for want in wanted)), _call, BATCH)


def smaller(call: Call, _wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The two halves of a batch."""
    return halves(call, _call)


def _call(refs: Sequence[PaperRef]) -> Call:
    if len(refs) == 1:
        return Call(f"{BASE_URL}/dois/{quote(_doi(refs[0]), safe='')}", tuple(refs), "work")
    # Phrases in the query language of Elasticsearch: in quotes only these two are special.
    phrases = " OR ".join('"' + re.sub(r'(["\\])', r"\\\1", _doi(ref)) + '"' for ref in refs)
    query = quote(f"doi:({phrases})", safe="")
    return Call(f"{BASE_URL}/dois?query={query}&page%5Bsize%5D={len(refs)}", tuple(refs), "works")


# ----------------------------------------------------------------------------------- replies


class _Meta(BaseModel):
    total: int | None = None


class _One(BaseModel):
    data: Any


class _Many(BaseModel):
    data: list[Any]
    meta: _Meta = Field(default_factory=_Meta)


def read(call: Call, reply: Reply) -> Answer:
    """What a reply says, by DOI: resources come in any order, and absent ones are left out.

    Raises ReplyError for what is no whole document of the kind that was asked for.
    """
    if reply.status in {404, 410} and call.purpose == "work":
        return Answer(missing=call.refs)
    if reply.status == 400:
        return refused(call, _call, "DataCite does not take this DOI")
    if reply.status != 200:
        raise ReplyError(f"DataCite answered {reply.status}")
    try:
        if call.purpose == "work":
            return _one(call, _One.model_validate_json(reply.body).data)
        return _many(call, _Many.model_validate_json(reply.body))
    except ValidationError as error:
        raise ReplyError("DataCite answered with something that is no document") from error


def _one(call: Call, data: Any) -> Answer:
    (ref,) = call.refs
    found = work(data)
    if found is None:
        raise ReplyError("DataCite answered with a work that cannot be read")
    if _refs(call).get(dois.parse(found.doi) or "") != ref:
        raise ReplyError(f"DataCite answered with another work: {found.doi}")
    return Answer((_raw(ref, found),)) if title_of(found) else Answer(missing=call.refs)


def _many(call: Call, page: _Many) -> Answer:
    """The works of a page; who is absent from it is missing, unless the page may be short."""
    names = _refs(call)
    works = {
        ref: found
        for found in map(work, page.data)
        if found
        and (doi := dois.parse(found.doi))
        and (ref := names.get(doi, PaperRef("doi", doi)))
    }
    is_whole = page.meta.total == len(page.data) == len(works) and works.keys() <= set(call.refs)
    found = {ref: _raw(ref, each) if title_of(each) else None for ref, each in works.items()}
    return by_ref(call, found, is_whole=is_whole)


def _refs(call: Call) -> dict[str, PaperRef]:
    """The papers of a call by their DOIs."""
    return {doi: ref for ref in call.refs if (doi := dois.parse(_doi(ref)))}


def _raw(ref: PaperRef, found: Work) -> RawRecord:
    kind: Kind = "preprint" if type_of(found) == "preprint" else "published"
    return RawRecord(ref, "work", found.kept, kind, date_of(found))


def without_abstract(raw: RawRecord) -> str:
    """A work without its descriptions."""
    found = stored(raw.body)
    return found.model_copy(update={"descriptions": None}).kept if found else raw.body


INDEX: Final[Provider] = Provider(
    name=NAME,
    # Readers without an account may make some 500 requests in five minutes.
    operator=Operator(NAME, ("api.datacite.org",), 1.0),
    base_url=BASE_URL,
    batch=BATCH,
    calls=calls,
    read=read,
    parse=parse,
    takes=takes,
    smaller=smaller,
    without_abstract=without_abstract,
)
