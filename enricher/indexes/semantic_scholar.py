"""Semantic Scholar's Graph API: api.semanticscholar.org/api-docs/graph.

A batch of ids is answered by a list with an item for each, in order, and null for what is unknown.
Without a key all callers share one allowance.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter, ValidationError

from enricher.errors import ReplyError
from enricher.exchange import JSON, Answer, Call, Kind, Operator, Provider, RawRecord, Reply
from enricher.formats.semantic_scholar.papers import FIELDS, Paper, paper
from enricher.formats.semantic_scholar.records import NAME, is_published, parse, title_of
from enricher.identifiers import arxiv_ids
from enricher.models import PaperRef, Wanted

BASE_URL = "https://api.semanticscholar.org"
# 500 are allowed; batches of more than 50 and 100 failed with 500 and 504 at times (its issue
# tracker, allenai/s2-folks #52 and #185), and are halved then.
BATCH = 200

_HASH = re.compile(r"[0-9a-f]{40}")
_CORPUS = re.compile(r"CorpusID:([0-9]{1,12})")
_DOI = re.compile(r"10\.[0-9]{4,9}/[!-~]{1,250}")
_ACL = re.compile(r"[A-Za-z][0-9]{2}-[0-9]{4}|[0-9]{4}\.[A-Za-z0-9_.-]{3,60}")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def takes(want: Wanted) -> bool:
    """Whether it has an id that the service may know."""
    return _asked_as(want.ref) is not None


def _asked_as(ref: PaperRef) -> str | None:
    """The paper's id as the service spells it."""
    match ref.source:
        case "semantic-scholar":
            corpus = _CORPUS.fullmatch(ref.id)
            return (
                f"CorpusId:{corpus[1]}" if corpus else _checked(_HASH, ref.id.removeprefix("pdf:"))
            )
        case "arxiv":
            return f"ARXIV:{ref.id}" if arxiv_ids.parse(ref.id) else None
        case "doi":
            return _checked(_DOI, ref.id, "DOI:")
        case "acl":
            return _checked(_ACL, ref.id, "ACL:")
        case "acm":
            return _checked(_NUMBER, ref.id, "URL:https://dl.acm.org/citation.cfm?id=")
        case _:
            return None


def _checked(pattern: re.Pattern[str], id_: str, prefix: str = "") -> str | None:
    return prefix + id_ if pattern.fullmatch(id_) else None


# ------------------------------------------------------------------------------------- calls


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """Batches of up to 200 ids; what has none that the service knows is in no batch.

    Ids and addresses go apart: where not one of a batch is known, the service refuses it whole,
    and it does not say of what kinds of ids it takes an address for none.
    """
    refs = [want.ref for want in wanted if takes(want)]
    known = list(dict.fromkeys(refs))
    for group in (
        [ref for ref in known if ref.source != "acm"],
        [ref for ref in known if ref.source == "acm"],
    ):
        for start in range(0, len(group), BATCH):
            yield _call(group[start : start + BATCH])


def smaller(call: Call, _wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The two halves of a batch."""
    middle = len(call.refs) // 2
    if middle:
        yield _call(call.refs[:middle])
        yield _call(call.refs[middle:])


def _call(refs: Sequence[PaperRef]) -> Call:
    url = f"{BASE_URL}/graph/v1/paper/batch?fields={','.join(FIELDS)}"
    body = json.dumps({"ids": [_asked_as(ref) for ref in refs]})
    return Call(url, tuple(refs), "batch", body, JSON)


# ----------------------------------------------------------------------------------- replies

_LIST = TypeAdapter(list[Any])


class _Refusal(BaseModel):
    error: str


def read(call: Call, reply: Reply) -> Answer:
    """What a list says, by place: it holds no trace of the ids that were asked for.

    An item that is another paper by the ids that it does hold is not taken. Raises ReplyError for
    what is no list with an item for each.
    """
    if reply.status in {404, 410} and len(call.refs) == 1:
        return Answer(missing=call.refs)
    if reply.status == 400 and _why(reply) == "No valid paper ids given":  # not one is known
        return Answer(missing=call.refs)
    if reply.status != 200:
        told = _why(reply)
        raise ReplyError(
            f"Semantic Scholar answered {reply.status}" + (f": {told[:200]}" if told else "")
        )
    try:
        items = _LIST.validate_json(reply.body)
    except ValidationError as error:
        raise ReplyError("Semantic Scholar answered with something that is no list") from error
    if len(items) != len(call.refs):
        raise ReplyError(f"Semantic Scholar answered {len(items)} of {len(call.refs)} papers")
    pairs = [(ref, item, paper(item)) for ref, item in zip(call.refs, items, strict=True)]
    wrong = [ref for ref, _, found in pairs if found and not _is_asked(ref, found)]
    if len(wrong) > 1 and len(wrong) == sum(1 for _, _, found in pairs if found):
        raise ReplyError("Semantic Scholar answered with other papers")
    absent = [ref for ref, item, found in pairs if item is None or (found and not title_of(found))]
    return Answer(
        tuple(
            _raw(ref, item, found)
            for ref, item, found in pairs
            if found and ref not in wrong and ref not in absent
        ),
        tuple(dict.fromkeys((*absent, *wrong))),
    )


def _why(reply: Reply) -> str:
    try:
        return _Refusal.model_validate_json(reply.body).error
    except ValidationError:
        return ""


def _is_asked(ref: PaperRef, found: Paper) -> bool:
    """Whether a paper is the one asked for, as far as its ids tell.

    Hashes and corpus ids do not: they change when papers are merged (allenai/s2-folks #157). ACM's
    numbers end the DOIs of what its library holds, whoever published it.
    """
    ids = found.ids
    doi = (ids.doi or "").lower()
    match ref.source:
        case "arxiv":
            told = arxiv_ids.parse(ids.arxiv or "")
            return told is not None and told.id == ref.id
        case "doi":
            return doi == ref.id
        case "acl":
            return (ids.acl or "").lower() == ref.id.lower()
        case "acm":
            return not doi or re.split("[./]", doi)[-1] == ref.id
        case _:
            return True


def _raw(ref: PaperRef, item: Any, found: Paper) -> RawRecord:
    kind: Kind = "published" if is_published(found) else "preprint"
    body = json.dumps(item, ensure_ascii=False, sort_keys=True)
    return RawRecord(ref, "paper", body, kind, found.iso_date)


INDEX: Final[Provider] = Provider(
    name=NAME,
    operator=Operator(NAME, ("api.semanticscholar.org",), 1.5),
    base_url=BASE_URL,
    batch=BATCH,
    calls=calls,
    read=read,
    parse=parse,
    takes=takes,
    smaller=smaller,
    key_header="x-api-key",
)
