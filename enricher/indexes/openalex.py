"""OpenAlex: developers.openalex.org.

What it takes for copies of one paper ("locations") it joins to one work, whose ``doi`` is that of
the publication. A published preprint is not found by its own DOI, then, but by the address of its
copy at arXiv.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Kind, Operator, Provider, RawRecord, Reply
from enricher.formats.openalex.records import NAME, parse, publication, rank, title_of
from enricher.formats.openalex.works import FIELDS, Work, date_of, kept, names_of, work
from enricher.identifiers import arxiv_ids, dois
from enricher.indexes.batching import batches, halves, refused
from enricher.models import PaperRef, Wanted

BASE_URL = "https://api.openalex.org"
BATCH = 50
ARXIV_BATCH = 30  # a filter takes 100 values, and an arXiv paper has three
PAGE = 100

_SIGNS = set(',|&"')  # part filters and values; a DOI with "&" is answered by 403


def takes(want: Wanted) -> bool:
    """Whether it is an arXiv paper, or a DOI that can stand in a filter."""
    return _values(want.ref) != ()


def _values(ref: PaperRef) -> tuple[str, ...]:
    """What names a paper in a filter. Addresses are compared as they are, signs and case."""
    if ref.source == "arxiv":
        found = arxiv_ids.parse(ref.id)
        known = found is not None and found.id == ref.id
        hosts = (
            "http://arxiv.org/abs/",
            "https://arxiv.org/abs/",
            "https://doi.org/10.48550/arxiv.",
        )
        return tuple(host + ref.id for host in hosts) if known else ()
    return (ref.id,) if dois.paper(ref.id) == ref and not _SIGNS & set(ref.id) else ()


# ------------------------------------------------------------------------------------- calls


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """Batches of up to 50 DOIs, and of up to 30 arXiv papers."""
    refs = list(dict.fromkeys(want.ref for want in wanted if takes(want)))
    yield from batches([ref for ref in refs if ref.source == "doi"], _call, BATCH)
    yield from batches([ref for ref in refs if ref.source == "arxiv"], _call, ARXIV_BATCH)


def smaller(call: Call, _wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The two halves of a batch."""
    return halves(call, _call)


def _call(refs: Sequence[PaperRef]) -> Call:
    field = "locations.landing_page_url" if refs[0].source == "arxiv" else "doi"
    values = quote("|".join(value for ref in refs for value in _values(ref)), safe=":/")
    query = f"filter={field}:{values}&per_page={PAGE}&select={','.join(FIELDS)}"
    return Call(f"{BASE_URL}/works?{query}", tuple(refs), "works")


# ----------------------------------------------------------------------------------- replies


class _Meta(BaseModel):
    count: int


class _Page(BaseModel):
    meta: _Meta
    results: list[Any]


def read(call: Call, reply: Reply) -> Answer:
    """The works that are the papers asked for, by their DOIs and their addresses at arXiv.

    Raises ReplyError for what is no page of works.
    """
    if reply.status in {404, 410} and len(call.refs) == 1:
        return Answer(missing=call.refs)
    if reply.status == 400:
        return refused(call, _call, "OpenAlex does not take this id")
    if reply.status != 200:
        raise ReplyError(f"OpenAlex answered {reply.status}")
    try:
        page = _Page.model_validate_json(reply.body)
    except ValidationError as error:
        raise ReplyError("OpenAlex answered with something that is no page of works") from error
    works = [(found, names_of(found)) for found in map(work, page.results) if found]
    known = {
        ref: [found for found, names in works if ref in names and title_of(found)]
        for ref in call.refs
    }
    is_whole = page.meta.count == len(page.results) == len(works) and all(
        not names.isdisjoint(call.refs) for _, names in works
    )
    return Answer(
        tuple(_raw(ref, found) for ref, found in known.items() if found),
        tuple(ref for ref, found in known.items() if not found) if is_whole else (),
    )


def _raw(ref: PaperRef, works: Sequence[Work]) -> RawRecord:
    best = min(works, key=rank)
    kind: Kind = "published" if publication(best) else "preprint"
    return RawRecord(ref, "works", kept(works), kind, date_of(best))


INDEX: Final[Provider] = Provider(
    name=NAME,
    operator=Operator(NAME, ("api.openalex.org",), 1.0),
    base_url=BASE_URL,
    batch=BATCH,
    calls=calls,
    read=read,
    parse=parse,
    takes=takes,
    smaller=smaller,
    key_parameter="api_key",
    needs_key=True,
)
