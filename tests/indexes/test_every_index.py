"""What holds for every index: evidence for each, calls that answer for all, no crash."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Provider, RawRecord, Reply
from enricher.indexes import all_indexes
from enricher.models import PaperRef, Record, Wanted
from enricher.sources import all_sources

FIXTURES = Path(__file__).parents[2] / "fixtures"
INDEXES = all_indexes()
each_index = pytest.mark.parametrize("index", INDEXES.values(), ids=INDEXES)
# Any JSON at all, and JSON that is nearly what an index sends.
NAMES = sorted(
    {
        name
        for path in (FIXTURES / "replies").glob("*/handmade_*.json")
        if path.parent.name in INDEXES
        for name in re.findall(r'"([\w-]+)":', path.read_text("utf-8"))
    }
)
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.just("10.1145/1.2")
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES or ["x"]), inner, max_size=6)
    ),
    max_leaves=25,
)
BODIES = st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode())


def wanted(ref: PaperRef) -> Wanted:
    """A paper of which a title is known, too: some indexes are asked for nothing else."""
    return Wanted(ref, record=Record(ref=ref, provider="x", title=f"A Title of {ref.id}, Alone"))


def papers(index: Provider) -> list[PaperRef]:
    """The papers of the known URLs that the index takes."""
    refs = [
        PaperRef.parse(row["paper"])
        for path in sorted((FIXTURES / "urls").glob("*.toml"))
        for row in tomllib.loads(path.read_text("utf-8"))["url"]
        if row["paper"]
    ]
    return [ref for ref in dict.fromkeys(refs) if index.takes(wanted(ref))]


def decided(answer: Answer) -> set[PaperRef]:
    return {
        *answer.missing,
        *(raw.ref for raw in answer.records),
        *(rejected.ref for rejected in answer.rejected),
        *(ref for call in answer.next for ref in call.refs),
    }


@each_index
def test_there_is_evidence_for_the_index(index: Provider) -> None:
    assert list((FIXTURES / "replies" / index.name).iterdir())
    assert papers(index)


@each_index
def test_somebody_is_answered_by_the_index(index: Provider) -> None:
    assert index.name in {"dblp", "openalex"} or any(  # which are asked for venues only
        index.name in (*source.answered_by, *source.stand_ins) for source in all_sources().values()
    )


@each_index
def test_the_index_keeps_to_its_own_site(index: Provider) -> None:
    assert index.operator.interval > 0
    assert urlsplit(index.base_url).hostname in index.operator.hosts
    assert all(host == host.lower() for host in index.operator.hosts)


@each_index
def test_every_paper_has_a_call_that_answers_for_it(index: Provider) -> None:
    for ref in papers(index):
        (call,) = index.calls([wanted(ref)])
        assert call.refs == (ref,)
        assert call.url.startswith(index.base_url)
        assert call.url.isascii()
        assert not set(call.url) & set(' <>"{}|\\^`#')


@each_index
def test_no_paper_is_lost_among_many(index: Provider) -> None:
    refs = papers(index)
    made = list(index.calls([wanted(ref) for ref in (*refs, *refs)]))
    assert sorted(ref for call in made for ref in call.refs) == sorted(refs)
    assert max(len(call.refs) for call in made) <= index.batch
    assert all(len(call.url) < 8_000 for call in made)


@each_index
def test_halving_a_batch_ends_at_single_papers(index: Provider) -> None:
    waiting = list(index.calls([wanted(ref) for ref in papers(index)]))
    alone: set[PaperRef] = set()
    while waiting:
        call = waiting.pop()
        parts = list(index.smaller(call, [wanted(ref) for ref in call.refs]))
        assert not parts or sorted(ref for part in parts for ref in part.refs) == sorted(call.refs)
        assert all(len(part.refs) < len(call.refs) for part in parts)
        if not parts:
            alone |= set(call.refs)
        waiting += parts
    assert alone == set(papers(index))


@each_index
@given(name=st.text(max_size=40), body=BODIES, status=st.sampled_from([200, 400, 404, 418]))
def test_any_reply_is_read_or_refused(index: Provider, name: str, body: bytes, status: int) -> None:
    """An id may be typed by hand, and a server may send anything."""
    known = papers(index)[:3]
    for refs in ([PaperRef("doi", name or "x")], known):
        for call in index.calls([wanted(ref) for ref in refs]):
            try:
                answer = index.read(call, Reply(status, call.url, {}, body))
            except ReplyError:
                continue
            assert status == 200 or decided(answer) >= set(call.refs)
            assert index.parse(answer.records).keys() == {raw.ref for raw in answer.records}


@each_index
@given(body=st.text(max_size=300) | JSON.map(json.dumps), form=st.sampled_from(["work", "x"]))
def test_any_record_is_parsed_or_left_out(index: Provider, body: str, form: str) -> None:
    ref = papers(index)[0]
    raw = RawRecord(ref, form, body)
    assert set(index.parse([raw])) <= {ref}
    assert isinstance(index.without_abstract(raw), str)


@each_index
def test_a_404_ends(index: Provider) -> None:
    """However often a server says that there is no such page, the questions come to an end."""
    for ref in papers(index)[:5]:
        waiting: list[Call] = list(index.calls([wanted(ref)]))
        made = 0
        missing: set[PaperRef] = set()
        while waiting:
            call = waiting.pop()
            made += 1
            assert made < 10
            answer = index.read(call, Reply(404, call.url, {}, b""))
            waiting.extend(answer.next)
            missing.update(answer.missing)
        assert missing == {ref}


@each_index
def test_its_own_replies_are_read_whole_or_refused(index: Provider) -> None:
    """A batch is read by DOI: what comes unasked is no answer to what was asked."""
    strangers = tuple(PaperRef("doi", f"10.99999/stranger.{number}") for number in range(2))
    for path in sorted((FIXTURES / "replies" / index.name).iterdir()):
        try:
            answer = index.read(Call("", strangers, "works"), Reply(200, "", {}, path.read_bytes()))
        except ReplyError:
            continue
        assert answer.missing in {(), strangers}
        assert not answer.missing or not answer.records
        parsed = index.parse(answer.records)
        assert parsed.keys() == {raw.ref for raw in answer.records}
        bare = [raw._replace(body=index.without_abstract(raw)) for raw in answer.records]
        assert not any(record.abstract for record in index.parse(bare).values())
        assert {ref: record.title for ref, record in index.parse(bare).items()} == {
            ref: record.title for ref, record in parsed.items()
        }
