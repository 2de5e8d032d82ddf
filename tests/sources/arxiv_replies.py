"""Handmade replies of arXiv's API, and how tests ask `read` about them."""

from __future__ import annotations

from pathlib import Path

from enricher.exchange import Answer, Call, RawRecord, Reply
from enricher.models import PaperRef, Wanted
from enricher.sources.arxiv import calls, read

FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "arxiv"
ADAM, AUTOML = PaperRef("arxiv", "1412.6980"), PaperRef("arxiv", "1803.02780")
ATTENTION, ZERO = PaperRef("arxiv", "1706.03762"), PaperRef("arxiv", "2104.12255")
MALDACENA, ABSENT = PaperRef("arxiv", "hep-th/9711200"), PaperRef("arxiv", "0808.0539")
WITHDRAWN, MALFORMED = PaperRef("arxiv", "2601.00001"), PaperRef("arxiv", "0112019")

BATCH_2026 = (MALDACENA, ZERO, AUTOML)
BATCH_2025 = (ATTENTION, ADAM)


def body(name: str) -> bytes:
    return (FOLDER / f"handmade_{name}").read_bytes()


def batch(*refs: PaperRef) -> Call:
    """The one call that asks for these papers; all of them are well-formed."""
    (call,) = calls([Wanted(ref) for ref in refs])
    return call


def reply(content: bytes, status: int = 200) -> Reply:
    kind = {"content-type": "application/atom+xml; charset=utf-8"}
    return Reply(status, "https://export.arxiv.org/api/query", kind, content)


def answer(content: bytes | str, *refs: PaperRef, status: int = 200) -> Answer:
    """What `read` says of a reply (bytes, or the name of a handmade one) to a call for papers."""
    whole = body(content) if isinstance(content, str) else content
    call = Call("https://export.arxiv.org/api/query", refs, "batch")
    return read(call, reply(whole, status))


def records(name: str, *refs: PaperRef) -> tuple[RawRecord, ...]:
    return answer(name, *refs).records
