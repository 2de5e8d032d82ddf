"""DBLP's search: what it is asked, which hits are the work, and what stands in its way."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Reply
from enricher.indexes.dblp import calls, parse, read, takes
from enricher.models import Author, PaperRef, Record, Wanted

FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "dblp"
SHARED = Path(__file__).parents[3] / "shared"
HAQ = PaperRef("arxiv", "1811.08886")
HAQ_TITLE = "HAQ: Hardware-Aware Automated Quantization with Mixed Precision"


def wanted(title: str, ref: PaperRef = HAQ) -> Wanted:
    return Wanted(ref, record=Record(ref=ref, provider="arxiv", title=title))


def call_for(title: str) -> Call:
    (call,) = calls([wanted(title)])
    assert call.refs == (HAQ,)
    return call


def query(call: Call) -> str:
    return parse_qs(urlsplit(call.url).query)["q"][0]


def answer(title: str, name: str, status: int = 200) -> Answer:
    call = call_for(title)
    return read(call, Reply(status, call.url, {}, (FOLDER / f"handmade_{name}").read_bytes()))


def record(title: str, name: str) -> Record:
    return parse(answer(title, name).records)[HAQ]


# ------------------------------------------------------------------------------------- calls


def test_a_search_is_for_the_words_of_the_title() -> None:
    call = call_for("UNet++: a$b|c -d author:e {\\'E}tude")
    assert query(call) == "UNet++ a b c d author e Étude"
    assert call.url.endswith("&format=json&h=10")


@pytest.mark.parametrize("title", ["Editorial", "", "?" * 40, "word " * 80])
def test_a_title_that_is_no_name_is_not_asked_for(title: str) -> None:
    assert not takes(wanted(title))
    assert list(calls([wanted(title)])) == []


def test_without_a_title_there_is_nothing_to_ask() -> None:
    assert not takes(Wanted(HAQ))
    assert list(calls([Wanted(HAQ), wanted(HAQ_TITLE)])) == [call_for(HAQ_TITLE)]


@given(st.text(max_size=330))
def test_any_title_makes_a_query_without_signs_or_none(title: str) -> None:
    want = wanted(title)
    made = list(calls([want]))
    assert len(made) == takes(want)
    for call in made:
        assert call.url.isascii()
        assert not set(query(call)) & set("$|:-\"'")


@given(st.text(st.characters(exclude_characters="\\$", exclude_categories=["Cs"]), max_size=330))
def test_the_words_have_the_titles_key(title: str) -> None:
    for call in calls([wanted(title)]):
        assert titles.key(query(call)) == titles.key(title)


# ------------------------------------------------------------------------------------- hits


def test_the_publication_is_taken_and_neither_its_preprint_nor_another_title() -> None:
    assert record(HAQ_TITLE, "several.json") == Record(
        ref=HAQ,
        provider="dblp",
        title="HAQ: Hardware-Aware Automated Quantization With Mixed Precision",
        authors=(
            Author("Kuan Wang"),
            Author("Zhijian Liu"),
            Author("Yujun Lin"),
            Author("Ji Lin"),
            Author("Song Han"),
        ),
        type="conference",
        booktitle="CVPR",
        year=2019,
        doi="10.1109/cvpr.2019.00881",
        pages="8612-8620",
        same_as=(PaperRef("doi", "10.1109/cvpr.2019.00881"),),
    )


def test_the_earliest_publication_is_taken_and_a_workshops_last() -> None:
    focal = record("Focal loss for dense object detection", "twice.json")
    assert (focal.booktitle, focal.year, focal.type) == ("ICCV", 2017, "conference")
    hits = json.loads(answer("Focal Loss for Dense Object Detection", "twice.json").records[0].body)
    assert len(hits) == 3


def test_one_author_is_no_list_and_entities_are_read() -> None:
    title = 'A Review of "Perceptrons" by Marvin Minsky & Seymour Papert'
    review = record(title, "one_author.json")
    assert review.title == title
    assert review.authors == (Author("H. D. Block"),)
    assert (review.type, review.journal, review.volume) == ("journal", "Inf. Control.", "17")
    assert review.doi == "10.1016/s0019-9958(70)90409-2"


@pytest.mark.parametrize("name", ["preprint_only.json", "none.json", "twice.json"])
def test_without_a_publication_of_the_title_it_is_missing(name: str) -> None:
    assert answer(HAQ_TITLE, name) == Answer(missing=(HAQ,))


@pytest.mark.parametrize(
    ("name", "status", "why"),
    [
        ("bot_check.html", 200, "whether a person"),
        ("bot_check.html", 500, "whether a person"),
        ("unavailable.html", 503, "503"),
        ("unavailable.html", 200, "no page of hits"),
        ("none.json", 429, "429"),
    ],
)
def test_anything_else_is_an_error(name: str, status: int, why: str) -> None:
    with pytest.raises(ReplyError, match=why):
        answer(HAQ_TITLE, name, status)


# ---------------------------------------------------------------------- known, not shipped

FOLDER_RECORDED = SHARED / "recorded" / "dblp"


@pytest.mark.skipif(not SHARED.exists(), reason="the recorded replies are not beside this checkout")
def test_recorded_replies() -> None:
    def recorded(title: str, name: str) -> Record:
        call = call_for(title)
        reply = Reply(200, call.url, {}, (FOLDER_RECORDED / name).read_bytes())
        return parse(read(call, reply).records)[HAQ]

    attention = recorded(
        "Attentional transfer is all you need: technology-aware layout pattern generation",
        "zotero-validate_search_attention.body.json",
    )
    assert attention.authors[0] == Author("Xiaopeng Zhang")
    assert (attention.booktitle, attention.year) == ("DAC", 2021)
    single = "gianyrox_search_single_author.body.json"
    review = recorded('A Review of "Perceptrons" by Marvin Minsky and Seymour Papert', single)
    assert review.authors == (Author("H. D. Block"),)
    book = recorded("Perceptrons: An Introduction to Computational Geometry", single)
    assert (book.type, book.year, len(book.authors)) == ("book", 1969, 2)
    with pytest.raises(ReplyError, match="whether a person"):
        recorded(HAQ_TITLE, "anubis_challenge_head.html")
