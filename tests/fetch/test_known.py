"""What other runs have fetched meanwhile is taken from them, and the servers are spared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from filelock import FileLock, Timeout
from hypothesis import given
from hypothesis import strategies as st

from enricher.exchange import Provider
from enricher.fetch.cache import RecordCache
from enricher.fetch.news import Known
from enricher.fetch.packs import Stored
from enricher.freshness import Freshness
from enricher.models import PaperRef, Wanted
from tests.fetch.conftest import FakeTime
from tests.fetch.test_fetcher import answering, fetcher, well
from tests.fetch.toy import SECOND, TOY, call_for, told_by, wanted


def stored(ref: PaperRef) -> Stored:
    return Stored("toy", ref, "line", f"Kept {ref.id}", "preprint", "", 1.0)


def knowing(names: Iterable[str]) -> Known:
    """Another run that has these papers."""
    kept = set(names)

    def known(provider: Provider, refs: Sequence[PaperRef]) -> list[Stored]:
        return [stored(ref) for ref in refs if ref.id in kept and provider.name == "toy"]

    return known


def asking(
    clock: FakeTime, wishes: list[tuple[Provider, list[Wanted]]], known: Known
) -> tuple[dict[str, str], list[str]]:
    """What is told of each paper, and what was asked for."""
    asked: list[str] = []

    def act(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["ids"])
        return well(request)

    told: dict[str, str] = {}
    for result in told_by(fetcher(clock, transport=answering(act)).fetch(wishes, known)):
        assert isinstance(result, Stored)
        assert result.ref.id not in told
        told[result.ref.id] = result.body
    return told, asked


def test_a_call_of_which_nothing_is_left_is_not_made(clock: FakeTime) -> None:
    told, asked = asking(clock, [(TOY, wanted(*"abcdef"))], knowing("abcd"))
    assert asked == ["e,f"]
    assert told == {
        **{name: f"Kept {name}" for name in "abcd"},
        "e": "Title e",
        "f": "Title f",
    }
    assert clock.slept == [], "where nobody was asked nobody is to be left in peace"


def test_a_call_shrinks_to_what_is_left(clock: FakeTime) -> None:
    told, asked = asking(clock, [(TOY, wanted(*"abcd"))], knowing("bd"))
    assert asked == ["a,c"]
    assert told.keys() == set("abcd")


def test_a_page_stays_as_long_as_it_is(clock: FakeTime) -> None:
    """A call that does not name its papers is the same for some as for all."""
    page = replace(TOY, calls=lambda papers: [call_for(wanted_refs)._replace(refs=refs_of(papers))])
    wanted_refs = refs_of(wanted(*"abc"))
    told, asked = asking(clock, [(page, wanted(*"abc"))], knowing("b"))
    assert asked == ["a,b,c"]
    assert told == {"a": "Title a", "b": "Kept b", "c": "Title c"}


def refs_of(papers: Sequence[Wanted]) -> tuple[PaperRef, ...]:
    return tuple(paper.ref for paper in papers)


@given(st.sets(st.sampled_from("abcdefghijkl")), st.sets(st.sampled_from("abcdefghijkl")))
def test_every_paper_is_asked_for_or_known(names: set[str], kept: set[str]) -> None:
    told, asked = asking(FakeTime(), [(TOY, wanted(*sorted(names)))], knowing(kept))
    assert {name for call in asked for name in call.split(",")} == names - kept
    assert told == {name: f"Kept {name}" if name in kept else f"Title {name}" for name in names}


def test_what_others_fetch_while_a_server_rests_is_known_at_the_next_attempt(
    clock: FakeTime,
) -> None:
    kept: list[str] = []

    def act(request: httpx.Request) -> httpx.Response:
        kept.extend("abc")
        return httpx.Response(500)

    def known(_provider: Provider, refs: Sequence[PaperRef]) -> list[Stored]:
        return [stored(ref) for ref in refs if ref.id in kept]

    run = fetcher(clock, transport=answering(act))
    told = [result.ref.id for result in told_by(run.fetch([(TOY, wanted(*"abc"))], known))]
    assert sorted(told) == ["a", "b", "c"]
    assert run.requests == {"toy.example": 1}


def test_nobody_asks_before_what_came_is_kept(clock: FakeTime, tmp_path: Path) -> None:
    """The turn is this run's until the caller comes back for more."""
    run = fetcher(clock, transport=answering(well), folder=tmp_path)
    results = run.fetch([(TOY, wanted("a")), (SECOND, wanted("b"))])
    name = next(results).results[0].ref.id
    operator = {"a": "toy", "b": "second"}[name]
    others = FileLock(tmp_path / f"{operator}.lock", timeout=0)
    with pytest.raises(Timeout), others:
        pass
    assert len(list(results)) == 1
    with others:
        pass


def test_what_others_kept_is_read_again(tmp_path: Path) -> None:
    refs = refs_of(wanted(*"abc"))
    cache = RecordCache(tmp_path)
    assert cache.read_again("toy", refs, 1) == []
    other = RecordCache(tmp_path)
    other.write([stored(refs[1])])
    other.close()
    assert cache.read_again("toy", refs, 1) == [stored(refs[1])]
    assert cache.read_again("toy", refs, 2) == []
    (tmp_path / "cache.db").write_bytes(b"no database at all")
    assert cache.read_again("toy", refs, 1) == []


def test_a_record_is_news_where_none_or_an_older_one_was_read() -> None:
    freshness = Freshness(lambda: 100.0)
    [want] = wanted("a")
    row = stored(want.ref)._replace(fetched=50.0)
    assert freshness.is_news(row)
    freshness.note(row, want)
    assert not freshness.is_news(row)
    assert not freshness.is_news(row._replace(fetched=40.0))
    assert freshness.is_news(row._replace(fetched=60.0))
    assert freshness.is_news(row._replace(provider="second", fetched=40.0))
