"""A provider for tests: it asks ``/papers?ids=a,b`` and reads a line for each, ended by a dot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Operator, Provider, RawRecord, Rejected, Reply
from enricher.fetch.news import Failure, News
from enricher.fetch.packs import Stored
from enricher.models import PaperRef, Record, Wanted

BASE_URL = "https://toy.example"
BATCH = 4
INTERVAL = 3.0
OPERATOR = Operator("toy", ("toy.example", "other.toy.example"), INTERVAL)


def told_by(fetched: Iterable[News]) -> Iterator[Stored | Failure]:
    """What a fetch tells, paper for paper."""
    return (result for news in fetched for result in news.results)


def wanted(*names: str) -> list[Wanted]:
    """Papers of the toy source. Those whose names begin with x are missing there."""
    return [Wanted(PaperRef("toy", name)) for name in names]


def call_for(refs: Sequence[PaperRef]) -> Call:
    """One request for these papers."""
    return Call(f"{BASE_URL}/papers?ids={','.join(ref.id for ref in refs)}", tuple(refs), "batch")


def calls(papers: Sequence[Wanted]) -> Iterable[Call]:
    """Batches of four."""
    refs = [paper.ref for paper in papers]
    return [call_for(refs[start : start + BATCH]) for start in range(0, len(refs), BATCH)]


def read(call: Call, reply: Reply) -> Answer:
    """The lines; a 400 names one paper that spoils the batch."""
    if reply.status == 400:
        bad = PaperRef("toy", reply.body.decode("ascii"))
        others = [ref for ref in call.refs if ref != bad]
        return Answer(
            rejected=(Rejected(bad, "no such name"),),
            next=(call_for(others),) if others else (),
        )
    if reply.status != 200:
        raise ReplyError(f"HTTP {reply.status}")
    try:
        *lines, last = reply.body.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise ReplyError("not ASCII") from error
    if last != ".":
        raise ReplyError("the reply has no end")
    pairs = [line.split(" ", 1) for line in lines]
    return Answer(
        records=tuple(
            RawRecord(PaperRef("toy", name), "line", title, "preprint", "2018-03-07")
            for name, title in pairs
            if title != "-"
        ),
        missing=tuple(PaperRef("toy", name) for name, title in pairs if title == "-"),
    )


def smaller(call: Call, papers: Sequence[Wanted]) -> Iterable[Call]:
    """The halves of a call that failed."""
    refs = [paper.ref for paper in papers if paper.ref in call.refs]
    middle = len(refs) // 2
    return [call_for(refs[:middle]), call_for(refs[middle:])] if middle else []


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    """A title is all that the site tells."""
    return {row.ref: Record(ref=row.ref, provider="toy", title=row.body) for row in raw}


TOY = Provider(
    name="toy",
    operator=OPERATOR,
    base_url=BASE_URL,
    batch=BATCH,
    calls=calls,
    read=read,
    parse=parse,
    smaller=smaller,
)

# The same at another operator, one paper a call.
SECOND = replace(
    TOY,
    name="second",
    base_url="https://second.example",
    operator=Operator("second", ("second.example",), 1.0),
    calls=lambda papers: [
        Call(f"https://second.example/papers?ids={paper.ref.id}", (paper.ref,), "page")
        for paper in papers
    ],
)
