"""JMLR: pages with names in both orders, and the years of volumes."""

from __future__ import annotations

from pathlib import Path

import pytest

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Reply
from enricher.models import Author, PaperRef, Record, Wanted
from enricher.sources.jmlr import calls, parse, read

FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "jmlr"


def asked(id_: str) -> Call:
    (call,) = calls([Wanted(PaperRef("jmlr", id_))])
    return call


def answer(call: Call, name: str, status: int = 200) -> Answer:
    body = (FOLDER / f"handmade_{name}.html").read_bytes()
    return read(call, Reply(status, call.url, {}, body))


def record(id_: str, name: str) -> Record:
    return parse(answer(asked(id_), name).records)[PaperRef("jmlr", id_)]


def test_a_page() -> None:
    assert record("v17/15-522", "page_v17") == Record(
        ref=PaperRef("jmlr", "v17/15-522"),
        provider="jmlr",
        title="End-to-End Training of Deep Visuomotor Policies",
        authors=(
            Author("Sergey Levine"),
            Author("Chelsea Finn"),
            Author("Trevor Darrell"),
            Author("Pieter Abbeel"),
        ),
        type="journal",
        venue="JMLR 2016",
        journal="Journal of Machine Learning Research",
        year=2016,
        url="https://jmlr.org/papers/v17/15-522.html",
        pdf="https://jmlr.org/papers/volume17/15-522/15-522.pdf",
        abstract="Made up: nothing of the paper stands here.",
        pages="1-40",
        volume="17",
    )


def test_a_page_with_names_in_the_other_order_and_a_bare_abstract() -> None:
    found = record("v15/srivastava14a", "page_v15")
    assert found.authors[0] == Author("Nitish Srivastava", "Nitish", "Srivastava")
    assert (found.venue, found.pages, found.volume) == ("JMLR 2014", "1929-1958", "15")
    assert found.abstract == "Made up: nothing of the paper stands here."


@pytest.mark.parametrize(
    ("id_", "year"), [("v3/bengio03a", 2003), ("v2/manevitz01a", 2001), ("v21/20-074", 2020)]
)
def test_a_page_that_tells_no_year(id_: str, year: int) -> None:
    body = b'<html><head><meta name="citation_title" content="A Title"></head></html>'
    found = parse(read(asked(id_), Reply(200, "", {}, body)).records)
    assert found[PaperRef("jmlr", id_)].year == year


@pytest.mark.parametrize("name", ["captcha", "page_cut_off"])
def test_what_is_no_whole_paper_page_is_an_error(name: str) -> None:
    with pytest.raises(ReplyError):
        answer(asked("v17/15-522"), name)


@pytest.mark.parametrize("status", [301, 400, 418])
def test_other_statuses_are_errors(status: int) -> None:
    with pytest.raises(ReplyError, match=str(status)):
        answer(asked("v17/15-522"), "page_v17", status)


def test_a_page_that_is_not_there() -> None:
    call = asked("v17/15-522")
    assert answer(call, "captcha", 404) == Answer(missing=call.refs)


def test_what_is_no_id_is_asked_for_by_no_call() -> None:
    wanted = [Wanted(PaperRef("jmlr", id_)) for id_ in ("v17", "v17/x", "v17/../x03a", "15-522")]
    assert list(calls(wanted)) == []
