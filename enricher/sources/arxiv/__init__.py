"""arXiv: its query API and the records that the API sends. Its links are in `links`.

The API's manual is info.arxiv.org/help/api/user-manual.html; what it leaves out is told beside
the code that has to know it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote, unquote

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Operator, Provider, RawRecord, Rejected, Reply, Source
from enricher.formats.atom.cutting import CutEntry, Feed, cut
from enricher.formats.atom.records import iso_date, paper_of, parse
from enricher.identifiers import arxiv_ids
from enricher.models import PaperRef, Wanted
from enricher.sources.arxiv.links import HOSTS, NAME, match
from enricher.titles import fold

BASE_URL = "https://export.arxiv.org"
BATCH = 300

# ------------------------------------------------------------------------------------- calls

# 300 ids of the longest form stay below this; a longer request goes as a POST form, for arXiv
# answers a GET of some 650 ids with 414.
_LONGEST_URL = 8_000


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """Batches of up to 300 ids. What is no id stands alone: it would cost a batch its answer."""
    refs = list(dict.fromkeys(want.ref for want in wanted))
    good = [ref for ref in refs if arxiv_ids.parse(ref.id)]
    for start in range(0, len(good), BATCH):
        yield _call(good[start : start + BATCH])
    for ref in refs:
        if not arxiv_ids.parse(ref.id):
            yield _call([ref])


def smaller(call: Call, _wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The two halves of a batch."""
    middle = len(call.refs) // 2
    if middle:
        yield _call(call.refs[:middle])
        yield _call(call.refs[middle:])


def _call(refs: Sequence[PaperRef]) -> Call:
    # Without max_results the API answers for ten ids only.
    ids = ",".join(quote(ref.id, safe="/") for ref in refs)
    query = f"id_list={ids}&max_results={len(refs)}&start=0"
    url = f"{BASE_URL}/api/query"
    if len(url) + 1 + len(query) < _LONGEST_URL:
        return Call(f"{url}?{query}", tuple(refs), "batch")
    return Call(url, tuple(refs), "batch", content=query)


# ----------------------------------------------------------------------------------- replies


_WRONG_FORMAT = re.compile(r"incorrect[ _]id[ _]format[ _]for[ _](.*)", re.DOTALL)


def read(call: Call, reply: Reply) -> Answer:
    """What a reply says, by id: entries come in any order, and absent papers are left out.

    Raises ReplyError for anything but a whole feed. An error feed that names an id rejects that
    one and asks for the others again.
    """
    try:
        feed = cut(reply.body)
    except ReplyError as error:
        raise ReplyError(f"arXiv answered {reply.status}: {error.message}") from error
    errors = [entry.texts for entry in feed.entries if "/api/errors" in entry.texts.get("id", "")]
    if errors:
        return _refused(call, errors)
    if reply.status != 200:
        raise ReplyError(f"arXiv answered {reply.status}")
    if feed.total is None and not feed.entries:
        raise ReplyError("arXiv answered with a feed that holds nothing and does not say so")
    records = {raw.ref: raw for raw in map(_raw, feed.entries) if raw is not None}
    return Answer(tuple(records.values()), tuple(_missing(call, feed, records.keys())))


def _missing(call: Call, feed: Feed, found: Collection[PaperRef]) -> Iterable[PaperRef]:
    """The papers that arXiv does not have; none when the page may be short of some.

    Pages come short or empty now and then. totalResults tells, but before 2026 it counted the ids
    asked for, not those found; so papers absent from such a page are left open, to be asked for
    again. Asked for one paper alone, an empty page has to be believed.
    """
    if len(call.refs) == 1 and not feed.entries:
        return call.refs
    ids = {entry.texts.get("id", "") for entry in feed.entries}
    complete = feed.total is not None and feed.total <= len(found) == len(ids)
    if not complete or not set(found) <= set(call.refs):
        return ()
    return [ref for ref in call.refs if ref not in found]


def _raw(entry: CutEntry) -> RawRecord | None:
    """An entry as it came; None when it lacks what a record needs (a title may be "0")."""
    ref = paper_of(entry.texts.get("id", ""))
    date = iso_date(entry.texts.get("published", ""))
    if ref is None or date is None or not entry.texts.get("title", "").strip():
        return None
    is_published = "journal_ref" in entry.texts or "doi" in entry.texts
    return RawRecord(ref, "atom", entry.xml, "published" if is_published else "preprint", date)


def _refused(call: Call, errors: Sequence[Mapping[str, str]]) -> Answer:
    """The answer to an error feed: one id of a wrong format fails its whole batch.

    The id stands at the end of the summary, and of the entry's id with ``_`` for blanks.
    """
    texts = [unquote(error.get(name, "")) for error in errors for name in ("id", "summary")]
    named = {found[1].strip() for found in map(_WRONG_FORMAT.search, texts) if found}
    refused = [ref for ref in call.refs if ref.id in named or (named and len(call.refs) == 1)]
    if not refused:
        raise ReplyError(f"arXiv answered with an error: {fold(texts[-1])[:200]}")
    rest = [ref for ref in call.refs if ref not in refused]
    return Answer(
        rejected=tuple(
            Rejected(ref, f"arXiv: incorrect id format for {ref.id}") for ref in refused
        ),
        next=(_call(rest),) if rest else (),
    )


def fold_id(id_: str) -> str:
    """An id without version and subject class, in lower case; what is no id stays as it is."""
    paper = arxiv_ids.parse(id_)
    return paper.id if paper else id_


def is_id(id_: str) -> bool:
    """Whether arXiv may have a paper of this id."""
    return arxiv_ids.parse(id_) is not None


_SUMMARY = re.compile(r"(?<![ \t])[ \t]*+<summary\b[^<>]*>[^<>]*</summary>\n?")


def without_abstract(raw: RawRecord) -> str:
    """An entry without its summary, which is text alone: arXiv escapes what looks like markup."""
    return _SUMMARY.sub("", raw.body)


SOURCE: Final[Source] = Source(
    name=NAME,
    title="arXiv",
    hosts=HOSTS,
    forms=(
        "arxiv.org/abs/1803.02780",
        "arxiv.org/pdf/1803.02780v2.pdf",
        "arxiv.org/abs/hep-th/9901001",
        "doi.org/10.48550/arXiv.1803.02780",
        "huggingface.co/papers/1803.02780",
    ),
    match=match,
    fold=fold_id,
    is_id=is_id,
    stand_ins=("datacite", "arxiv-pages"),
    provider=Provider(
        name=NAME,
        operator=Operator(
            NAME,
            (
                "export.arxiv.org",
                "arxiv.org",
                "www.arxiv.org",
                "oaipmh.arxiv.org",
                "rss.arxiv.org",
            ),
            3.0,
        ),
        base_url=BASE_URL,
        batch=BATCH,
        calls=calls,
        read=read,
        parse=parse,
        smaller=smaller,
        without_abstract=without_abstract,
    ),
)
