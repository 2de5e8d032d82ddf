"""What a reply says: by id, whatever its order and serialisation; a broken one says nothing."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.errors import ReplyError
from enricher.exchange import Answer
from enricher.models import PaperRef
from enricher.sources.arxiv import parse
from tests.sources.arxiv_replies import (
    ABSENT,
    ADAM,
    ATTENTION,
    AUTOML,
    BATCH_2025,
    BATCH_2026,
    FOLDER,
    MALDACENA,
    MALFORMED,
    WITHDRAWN,
    ZERO,
    answer,
    body,
)

BATCHES = [("batch_2026.xml", BATCH_2026), ("batch_2025.xml", BATCH_2025)]
FEEDS = sorted(path.name.removeprefix("handmade_") for path in FOLDER.iterdir())
KNOWN = [*BATCH_2026, *BATCH_2025, ABSENT, WITHDRAWN, MALFORMED]


def found(said: Answer) -> list[PaperRef]:
    return [raw.ref for raw in said.records]


@given(
    name=st.sampled_from(FEEDS),
    refs=st.lists(st.sampled_from(KNOWN), min_size=1, unique=True),
    status=st.sampled_from([200, 400]),
)
def test_no_paper_is_lost_and_none_is_decided_twice(
    name: str, refs: list[PaperRef], status: int
) -> None:
    try:
        said = answer(name, *refs, status=status)
    except ReplyError:
        return
    decided = [
        *(ref for ref in found(said) if ref in refs),
        *said.missing,
        *(rejected.ref for rejected in said.rejected),
        *(ref for call in said.next for ref in call.refs),
    ]
    assert max(Counter(decided).values(), default=1) == 1
    assert set(decided) <= set(refs)  # the rest is unanswered, and asked for again
    assert set(found(said)) == parse(said.records).keys()


@pytest.mark.parametrize(("name", "refs"), BATCHES)
def test_a_whole_batch_in_any_order(name: str, refs: tuple[PaperRef, ...]) -> None:
    said = answer(name, *refs[::-1])
    assert set(found(said)) == set(refs)
    assert said._replace(records=()) == Answer()


def test_what_a_raw_record_holds() -> None:
    raw = {each.ref: each for each in answer("batch_2026.xml", *BATCH_2026).records}
    assert {each.form for each in raw.values()} == {"atom"}
    assert (raw[AUTOML].kind, raw[AUTOML].date) == ("preprint", "2018-03-07")
    assert (raw[MALDACENA].kind, raw[MALDACENA].date) == ("published", "1997-11-27")
    assert raw[ZERO].body.startswith('<entry xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns=')
    assert raw[ZERO].body.endswith("</entry>")
    assert "Maldacena" not in raw[ZERO].body


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_does_no_harm(bom: bytes) -> None:
    content = body("batch_2026.xml")
    assert answer(bom + content, *BATCH_2026) == answer(content, *BATCH_2026)


def test_prefixes_mean_nothing() -> None:
    content = body("one_missing_2026.xml").decode()
    for tag in ("feed", "entry", "id", "title", "published", "author", "name", "summary"):
        content = content.replace(f"<{tag}", f"<a:{tag}").replace(f"</{tag}", f"</a:{tag}")
    content = content.replace('xmlns="http://www.w3', 'xmlns:a="http://www.w3')
    said = answer(content.encode(), AUTOML)
    assert [record.title for record in parse(said.records).values()] == [
        "Transfer Learning with Neural AutoML"
    ]


# --- absent papers


def test_absent_from_a_complete_page_is_missing() -> None:
    said = answer("one_missing_2026.xml", ABSENT, AUTOML)
    assert (found(said), said.missing) == ([AUTOML], (ABSENT,))


@pytest.mark.parametrize("name", ["nothing_2026.xml", "nothing_2025.xml"])
def test_nothing_found_is_missing(name: str) -> None:
    assert answer(name, ABSENT) == Answer(missing=(ABSENT,))
    assert answer(name, ABSENT, AUTOML) == Answer(missing=(ABSENT, AUTOML))


@pytest.mark.parametrize(
    ("name", "refs", "expected"),
    [
        ("one_missing_2025.xml", (ABSENT, ADAM), [ADAM]),  # the total may count what was asked for
        ("short_page.xml", BATCH_2026, [AUTOML]),
        ("empty_page.xml", (AUTOML, ZERO), []),
        ("repeated.xml", (AUTOML, ZERO), [AUTOML]),
        ("incomplete.xml", BATCH_2026, []),
        ("batch_2026.xml", (*BATCH_2026, ABSENT, ADAM), list(BATCH_2026)),
        ("batch_2025.xml", (ABSENT,), [ATTENTION, ADAM]),  # the answer to another question
    ],
)
def test_a_page_that_may_be_short_decides_on_nothing_that_is_absent(
    name: str, refs: tuple[PaperRef, ...], expected: list[PaperRef]
) -> None:
    said = answer(name, *refs)
    assert set(found(said)) == set(expected)
    complete = name == "batch_2026.xml"
    assert set(said.missing) == ({ABSENT, ADAM} if complete else set())
    assert (said.rejected, said.next) == ((), ())


def test_an_empty_page_for_one_paper_has_to_be_believed() -> None:
    assert answer("empty_page.xml", ABSENT) == Answer(missing=(ABSENT,))


def test_papers_that_nobody_asked_for_are_kept() -> None:
    assert set(found(answer("batch_2026.xml", AUTOML))) == set(BATCH_2026)


@pytest.mark.parametrize("dropped", ["id", "title", "published"])
def test_an_entry_that_lacks_something_leaves_its_paper_open(dropped: str) -> None:
    content = body("nothing_2026.xml").replace(b"Results>0<", b"Results>1<")
    elements = {
        "id": b"<id>http://arxiv.org/abs/1803.02780v1</id>",
        "title": b"<title>A Title</title>",
        "published": b"<published>2018-03-07T00:00:00Z</published>",
    }
    whole = b"<entry>" + b"".join(elements.values()) + b"</entry></feed>"
    assert found(answer(content.replace(b"</feed>", whole), AUTOML)) == [AUTOML]
    lacking = whole.replace(elements[dropped], b"")
    assert answer(content.replace(b"</feed>", lacking), AUTOML) == Answer()


# --- refused ids


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("name", ["error_2026.xml", "error_2025.xml"])
def test_a_malformed_id_is_rejected_and_the_others_asked_for(name: str, status: int) -> None:
    said = answer(name, AUTOML, MALFORMED, ZERO, status=status)
    assert said.rejected == ((MALFORMED, "arXiv: incorrect id format for 0112019"),)
    assert (said.records, said.missing) == ((), ())
    (call,) = said.next
    assert call.refs == (AUTOML, ZERO)
    assert parse_qs(urlsplit(call.url).query)["id_list"] == ["1803.02780,2104.12255"]


def test_a_malformed_id_alone_leaves_nothing_to_ask() -> None:
    said = answer("error_2026.xml", MALFORMED, status=400)
    assert [rejected.ref for rejected in said.rejected] == [MALFORMED]
    assert said.next == ()


def test_an_error_that_names_none_of_the_papers_is_no_answer() -> None:
    with pytest.raises(ReplyError, match="incorrect id format for 0112019"):
        answer("error_2026.xml", AUTOML, ZERO, status=400)
    other = body("error_2026.xml").replace(b"incorrect id format for", b"cannot read")
    other = other.replace(b"incorrect_id_format_for", b"cannot_read")
    with pytest.raises(ReplyError, match="cannot read 0112019"):
        answer(other, MALFORMED, status=400)


# --- no feed


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 200),
        (b"", 414),
        (b"Rate exceeded.", 429),
        (b"<html><body>URI Too Long</body></html>", 414),
        (b'{"error": "no"}', 400),
        (b"<feed/>", 200),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', 200),
        (b"<entry xmlns='http://www.w3.org/2005/Atom'/>", 200),
        (body("captcha.html"), 200),
        (body("entity_bomb.xml"), 200),
        (body("batch_2026.xml"), 400),
        (body("batch_2026.xml"), 500),
        (body("batch_2026.xml").replace(b"</author>", b"", 1), 200),
        (body("batch_2026.xml").replace(b"Juan", b"Ju\xe1n"), 200),  # Latin-1
        (body("batch_2026.xml").replace(b"Juan", b"Ju&aacute;n"), 200),
        (body("batch_2026.xml").decode().encode("utf-16"), 200),
        (body("batch_2026.xml") + b"<p>", 200),
    ],
)
def test_what_is_no_feed_is_an_error(content: bytes, status: int) -> None:
    with pytest.raises(ReplyError, match="arXiv"):
        answer(content, *BATCH_2026, status=status)


@given(st.data())
def test_a_cut_off_reply_is_an_error(data: st.DataObject) -> None:
    content = body(data.draw(st.sampled_from(["batch_2026.xml", "batch_2025.xml"]))).rstrip()
    with pytest.raises(ReplyError):
        answer(content[: data.draw(st.integers(0, len(content) - 1))], *BATCH_2026)


@given(st.binary(max_size=300))
def test_random_bytes_say_nothing(content: bytes) -> None:
    with pytest.raises(ReplyError):
        answer(content, AUTOML)


HEAD = b'<feed xmlns="http://www.w3.org/2005/Atom">'


@pytest.mark.timed
@pytest.mark.parametrize(
    ("head", "piece", "tail"),
    [
        (HEAD, b"<entry/>", b"</feed>"),
        (HEAD, b"<entry><id>a</id></entry>", b"</feed>"),
        (HEAD + b"<entry>", b"<title>a</title>", b"</entry></feed>"),
        (HEAD, b"<entry>", b""),
        (b"<feed", b' a="', b""),
    ],
)
def test_hostile_replies_take_linear_time(head: bytes, piece: bytes, tail: bytes) -> None:
    content = head + piece * (1_000_000 // len(piece)) + tail
    start = time.perf_counter()
    with suppress(ReplyError):
        answer(content, AUTOML, ZERO)
    assert time.perf_counter() - start < 5


def test_declarations_do_not_multiply() -> None:
    names = b" ".join(b'xmlns:n%d="urn:%d"' % (number, number) for number in range(5_000))
    feed = b'<feed xmlns="http://www.w3.org/2005/Atom" ' + names + b">" + b"<entry/>" * 5_000
    with pytest.raises(ReplyError):
        answer(feed + b"</feed>", AUTOML)
