"""OpenReview: two APIs in two shapes, states that are no venues, and checks for robots."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, RawRecord, Reply
from enricher.fetch.policy import verdict
from enricher.models import Author, PaperRef, Record, Wanted
from enricher.sources.openreview import BATCH, calls, match, parse, read, smaller, without_abstract

FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "openreview"
SHARED = Path(__file__).parents[3] / "shared"
SECOND, FIRST = "https://api2.openreview.net/notes", "https://api.openreview.net/notes"


def ref(id_: str) -> PaperRef:
    return PaperRef("openreview", id_)


LOTTERY, BOTTLENECK = ref("rJl-b3RcF7"), ref("ry_WPG-A-")
LOOPS, PARTI = ref("0CNSbBa85A"), ref("AFDcYJKhND")


def asked(*refs: PaperRef) -> Call:
    (call,) = calls([Wanted(each) for each in refs])
    return call


def answer(call: Call, name: str, status: int = 200) -> Answer:
    body = (FOLDER / f"handmade_{name}").read_bytes()
    return read(call, Reply(status, call.url, {}, body))


def in_first_api(*refs: PaperRef) -> Call:
    (call,) = answer(asked(*refs), "nothing.json").next
    return call


# ------------------------------------------------------------------------------------ calls


def test_the_second_api_is_asked_first_and_the_first_for_what_it_lacks() -> None:
    call = asked(LOTTERY, LOOPS, PARTI)
    assert call.url == f"{SECOND}?ids=rJl-b3RcF7,0CNSbBa85A,AFDcYJKhND"
    found = answer(call, "second_api.json")
    assert [raw.ref for raw in found.records] == [LOOPS, PARTI]
    assert [(then.url, then.refs) for then in found.next] == [
        (f"{FIRST}?id=rJl-b3RcF7", (LOTTERY,))
    ]
    assert not found.missing


def test_a_paper_is_missing_when_both_apis_were_asked_for_it_alone() -> None:
    waiting, urls, missing = [asked(LOTTERY, LOOPS)], [], []
    while waiting:
        call = waiting.pop(0)
        urls.append(call.url)
        found = answer(call, "nothing.json")
        waiting += found.next
        missing += found.missing
    assert missing == [LOTTERY, LOOPS]
    assert urls == [
        f"{SECOND}?ids=rJl-b3RcF7,0CNSbBa85A",
        f"{FIRST}?ids=rJl-b3RcF7,0CNSbBa85A",
        *(f"{SECOND}?id={id_}" for id_ in ("rJl-b3RcF7", "0CNSbBa85A")),
        *(f"{FIRST}?id={id_}" for id_ in ("rJl-b3RcF7", "0CNSbBa85A")),
    ]


def test_not_found_is_not_there() -> None:
    (then,) = answer(asked(ref("_made-up_6")), "not_found.json", 404).next
    assert answer(then, "not_found.json", 404) == Answer(missing=(ref("_made-up_6"),))


def test_many_papers_take_batches_and_what_is_no_id_none() -> None:
    refs = [ref(f"made-up{number}") for number in range(2 * BATCH + 1)]
    made = list(calls([Wanted(each) for each in (*refs, *refs, ref("no id"), ref("a/b"))]))
    assert [len(call.refs) for call in made] == [BATCH, BATCH, 1]
    assert all(len(call.url) < 4_000 for call in made)


def test_a_batch_that_fails_is_halved_at_its_own_api() -> None:
    for call in (asked(LOTTERY, LOOPS, PARTI), in_first_api(LOTTERY, LOOPS, PARTI)):
        halves = list(smaller(call, []))
        assert [half.refs for half in halves] == [(LOTTERY,), (LOOPS, PARTI)]
        assert {half.url.partition("?")[0] for half in halves} == {call.url.partition("?")[0]}
        assert list(smaller(halves[0], [])) == []


# ---------------------------------------------------------------------------------- replies


def test_a_note_of_the_first_api() -> None:
    records = parse(answer(in_first_api(LOTTERY, BOTTLENECK), "first_api.json").records)
    assert records[LOTTERY] == Record(
        ref=LOTTERY,
        provider="openreview",
        title="The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks",
        authors=(Author("Jonathan Frankle"), Author("Michael Carbin")),
        type="conference",
        venue="ICLR 2019",
        booktitle="International Conference on Learning Representations",
        year=2019,
        published="2018-09-27",
        url="https://openreview.net/forum?id=rJl-b3RcF7",
        pdf="https://openreview.net/pdf?id=rJl-b3RcF7",
        abstract="Made up: nothing of the paper stands here.",
    )
    assert records[BOTTLENECK].venue == "ICLR 2018"
    assert len(records[BOTTLENECK].authors) == 7


def test_notes_of_the_second_api() -> None:
    found = answer(asked(LOOPS, PARTI), "second_api.json")
    records = parse(found.records)
    loops, parti = records[LOOPS], records[PARTI]
    assert loops.authors[2] == Author("Erik Sandström")
    assert (loops.type, loops.venue, loops.year) == ("conference", "3DV 2025", 2025)
    assert loops.booktitle == "International Conference on 3D Vision 2025"
    assert (loops.arxiv, loops.doi) == ("2408.10154", "10.5555/made-up")
    assert loops.published == "2024-12-12"
    assert [author.name for author in parti.authors] == ["Jiahui Yu", "Yuanzhong Xu"]
    assert (parti.type, parti.venue, parti.year) == ("journal", "TMLR 2022", 2022)
    assert parti.journal == "Transactions on Machine Learning Research"
    assert {raw.kind for raw in found.records} == {"published"}


@pytest.mark.parametrize(
    ("name", "id_"), [("under_review", "_made-up_3"), ("rejected", "_made-up_4")]
)
def test_a_submissions_state_is_no_venue(name: str, id_: str) -> None:
    (raw,) = answer(asked(ref(id_)), f"{name}.json").records
    record = parse([raw])[ref(id_)]
    assert raw.kind == "preprint"
    assert raw.date == "2023-10-13"
    assert record.type == "preprint"
    assert record.venue is record.booktitle is record.journal is None
    assert record.year == 2023
    assert [author.name for author in record.authors] == (
        [] if name == "under_review" else ["Some One"]
    )


def test_nobody_is_called_anonymous_and_they_are_asked_for_again() -> None:
    body = json.loads((FOLDER / "handmade_second_api.json").read_bytes())
    body["notes"][0]["content"]["authors"]["value"] = ["Anonymous"]
    (raw, _) = read(asked(LOOPS, PARTI), reply_of(body)).records
    assert raw.kind == "preprint"
    assert parse([raw])[LOOPS].authors == ()


def test_a_comment_is_no_paper() -> None:
    found = answer(asked(ref("_made-up_5")), "comment.json")
    assert found.records == ()
    assert len(found.next) == 1


def test_addresses_of_people_are_not_kept() -> None:
    for raw in answer(in_first_api(LOTTERY, BOTTLENECK), "first_api.json").records:
        assert "example.org" not in raw.body


def test_a_record_without_its_abstract() -> None:
    (raw, _) = answer(in_first_api(LOTTERY, BOTTLENECK), "first_api.json").records
    shared = raw._replace(body=without_abstract(raw))
    whole, short = parse([raw])[LOTTERY], parse([shared])[LOTTERY]
    assert whole.abstract
    assert short.abstract is None
    assert short.title == whole.title
    assert short.authors == whole.authors


# ------------------------------------------------------------------------- what is no answer


@pytest.mark.parametrize("name", ["captcha.html", "not_found.json"])
def test_what_is_no_list_of_notes_is_an_error(name: str) -> None:
    with pytest.raises(ReplyError):
        answer(asked(LOTTERY), name)


def test_notes_that_nobody_asked_for_are_an_error() -> None:
    """An API that does not know `ids` would send any notes at all."""
    with pytest.raises(ReplyError, match="not asked for"):
        answer(asked(ref("RJL-B3rCf7"), BOTTLENECK), "first_api.json")


def test_the_check_for_robots_that_the_api_has_is_left_in_peace() -> None:
    assert verdict(403) == "blocked"
    with pytest.raises(ReplyError, match="403"):
        answer(asked(LOTTERY), "challenge_required.json", 403)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"notes": ' + b"[" * 100_000,
        b'{"notes": {}}',
        b'{"notes": [1]}',
        b'{"notes": [{"id": ' + b"1" * 5_000 + b"}]}",
        b'{"notes": [{"id": "rJl-b3RcF7", "content": 1}]} trailing',
    ],
)
def test_hostile_replies_are_errors(body: bytes) -> None:
    with pytest.raises(ReplyError):
        read(asked(LOTTERY), Reply(200, "", {}, body))


@pytest.mark.parametrize(
    "content",
    [
        {"title": {"value": ["no text"]}},
        {"title": 5},
        {"title": " "},
        ["title"],
        None,
    ],
)
def test_a_note_without_a_title_is_no_paper(content: object) -> None:
    found = read(asked(LOTTERY), reply_of({"notes": [{"id": LOTTERY.id, "content": content}]}))
    assert found.records == ()


def test_odd_values_are_left_out() -> None:
    content = {"title": "T \ud800", "authors": {"value": [1, {"fullname": None}, "A", " "]},
               "venue": {"value": 7}, "_bibtex": ["x"], "abstract": {"a": 1}}  # fmt: skip
    note = {"id": LOTTERY.id, "content": content, "cdate": float("nan"), "pdate": "soon",
            "externalIds": [1, "arxiv:x"], "invitations": [{}]}  # fmt: skip
    (raw,) = read(asked(LOTTERY), reply_of({"notes": [note]})).records
    record = parse([raw])[LOTTERY]
    assert record.title == "T \ufffd"
    assert record.authors == (Author("A"),)
    assert (record.venue, record.year, record.published) == (None, None, None)
    assert (record.abstract, record.arxiv, record.type) == (None, None, "preprint")


def reply_of(value: object) -> Reply:
    return Reply(200, "", {}, json.dumps(value).encode())


# ---------------------------------------------------------------------- known, not shipped

known = pytest.mark.skipif(not SHARED.exists(), reason="known facts are not beside this checkout")
NAMES = {"NIPS": "NeurIPS", "CORL": "CoRL"}


def facts() -> Iterator[dict[str, Any]]:
    path = SHARED / "truth" / "openreview.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            fact = json.loads(line)
            if fact.get("authors"):
                yield fact


def note_of(fact: dict[str, Any], id_: str) -> dict[str, Any]:
    """A note in the first API's shape. The lists of facts have no states: these are as the site
    spells them."""
    name, year = NAMES.get(fact["venue"], fact["venue"]), fact["year"]
    status = fact.get("status") or fact["track"]
    if status == "Reject":
        venue = f"Submitted to {name} {year}"
    elif status == "Withdraw":
        venue = f"{name} {year} Conference Withdrawn Submission"
    else:
        venue = f"{name} {year} {status}"
    content = {"title": fact["title"], "authors": fact["authors"], "venue": venue}
    if "bibtex" in fact:
        content["_bibtex"] = fact["bibtex"]
    return {"id": id_, "forum": id_, "content": content, "cdate": 1_500_000_000_000}


def wrapped(note: dict[str, Any]) -> dict[str, Any]:
    """The same note in the second API's shape."""
    return note | {"content": {name: {"value": value} for name, value in note["content"].items()}}


def records_of(raw: Sequence[RawRecord]) -> dict[PaperRef, Record]:
    return dict(parse(raw))


@known
def test_known_submissions() -> None:
    compared: Counter[str] = Counter()
    for number, fact in enumerate(facts()):
        found = match(urlsplit(fact["url"]))
        assert found is not None
        assert fact["url"].endswith(f"?id={found.ref.id}")
        note = note_of(fact, found.ref.id)
        call = asked(found.ref)
        raw = read(call, reply_of({"notes": [wrapped(note) if number % 2 else note]})).records
        record = records_of(raw)[found.ref]
        assert record.title
        assert [author.name for author in record.authors] == [
            " ".join(name.split()) for name in fact["authors"] if name != "Anonymous"
        ]
        if fact.get("status") in {"Reject", "Withdraw"}:
            assert (record.venue, record.type, raw[0].kind) == (None, "preprint", "preprint")
            compared["not published"] += 1
        else:
            name = NAMES.get(fact["venue"], fact["venue"])
            assert (record.year, record.venue) == (fact["year"], f"{name} {fact['year']}") or (
                record.type == "workshop" or "orkshop" in fact["status"]
            )
            compared["published"] += 1
    assert compared["published"] > 1_000
    assert compared["not published"] > 50
