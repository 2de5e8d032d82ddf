"""arXiv's abstract pages: what their tags say, and what is no page of the paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Reply
from enricher.indexes.arxiv_pages import calls, parse, read, takes, without_abstract
from enricher.models import Author, PaperRef, Record, Wanted

FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "arxiv-pages"
RECORDED = Path(__file__).parents[3] / "shared" / "recorded" / "arxiv_abs"
NEW = PaperRef("arxiv", "1803.02780")
OLD = PaperRef("arxiv", "hep-th/9901001")


def call_for(ref: PaperRef) -> Call:
    (call,) = calls([Wanted(ref), Wanted(ref)])
    return call


def answer(ref: PaperRef, body: bytes, status: int = 200) -> Answer:
    call = call_for(ref)
    return read(call, Reply(status, call.url, {}, body))


def page(name: str) -> bytes:
    return (FOLDER / f"handmade_{name}.html").read_bytes()


def test_a_page() -> None:
    assert call_for(NEW).url == "https://arxiv.org/abs/1803.02780"
    (raw,) = answer(NEW, page("page")).records
    assert (raw.kind, raw.date) == ("preprint", "2018-03-07")
    assert parse([raw])[NEW] == Record(
        ref=NEW,
        provider="arxiv-pages",
        title="Transfer Learning with Neural AutoML",
        authors=(
            Author("Catherine Wong", "Catherine", "Wong"),
            Author("Neil Houlsby", "Neil", "Houlsby"),
            Author("Yifeng Lu", "Yifeng", "Lu"),
            Author("Andrea Gesmundo", "Andrea", "Gesmundo"),
        ),
        type="preprint",
        year=2018,
        published="2018-03-07",
        arxiv=NEW.id,
        url="https://arxiv.org/abs/1803.02780",
        pdf="https://arxiv.org/pdf/1803.02780",
        abstract="Made up: nothing of the paper stands here.",
    )
    bare = raw._replace(body=without_abstract(raw))
    assert parse([bare])[NEW].abstract is None


def test_a_page_of_an_old_id_with_a_doi() -> None:
    assert call_for(OLD).url == "https://arxiv.org/abs/hep-th/9901001"
    (raw,) = answer(OLD, page("published")).records
    assert raw.kind == "published"
    record = parse([raw])[OLD]
    assert (record.doi, record.year) == ("10.1103/physrevd.76.013009", 2007)
    assert record.authors == (Author("The X Collaboration"),)


def test_what_is_no_page_of_the_paper_is_refused() -> None:
    for body in (page("captcha"), page("published"), b"", page("page")[:700], b"<feed/>"):
        with pytest.raises(ReplyError):
            answer(NEW, body)
    with pytest.raises(ReplyError, match="503"):
        answer(NEW, page("page"), 503)


def test_an_absent_page_is_a_missing_paper() -> None:
    assert answer(NEW, b"", 404) == Answer(missing=(NEW,))


def test_only_papers_of_arxiv_are_taken() -> None:
    assert takes(Wanted(NEW))
    assert takes(Wanted(OLD))
    assert not takes(Wanted(PaperRef("arxiv", "nonsense")))
    assert not takes(Wanted(PaperRef("doi", "10.48550/arxiv.1803.02780")))


@pytest.mark.skipif(not RECORDED.is_dir(), reason="no recorded pages beside the checkout")
@pytest.mark.parametrize("name", ["abs_2006.05188_2020-09.html", "commonmeta_abs_1902.02534.html"])
def test_recorded_pages(name: str) -> None:
    ref = PaperRef("arxiv", name.removeprefix("commonmeta_").split("_")[1].removesuffix(".html"))
    (raw,) = answer(ref, (RECORDED / name).read_bytes()).records
    record = parse([raw])[ref]
    assert record.title
    assert record.authors
    assert record.published is not None
    assert record.year == int(record.published[:4])
