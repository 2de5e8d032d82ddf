"""A run that is interrupted, or that meets a defect."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace

import httpx
import pytest

from enricher.exchange import Answer, Call, Reply
from enricher.fetch.fetcher import Fetcher
from enricher.fetch.news import Failure
from tests.fetch.conftest import FakeTime
from tests.fetch.test_fetcher import answering, fetcher, well
from tests.fetch.toy import INTERVAL, SECOND, TOY, told_by, wanted


def test_results_come_while_others_are_still_asked_for(clock: FakeTime) -> None:
    asked: list[str] = []

    def act(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["ids"])
        if len(asked) > 1:
            held.wait(10)
        return well(request)

    held = threading.Event()
    results = fetcher(clock, transport=answering(act)).fetch([(TOY, wanted(*"abcdefgh"))])
    assert [result.ref.id for result in next(results).results] == ["a", "b", "c", "d"]
    held.set()
    assert [result.ref.id for result in told_by(results)] == ["e", "f", "g", "h"]


def test_an_interrupted_run_asks_nothing_more(clock: FakeTime) -> None:
    asked: list[str] = []

    def act(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["ids"])
        if len(asked) == 2:
            held.wait(10)
        return well(request)

    held = threading.Event()
    names = [f"p{number}" for number in range(400)]
    results = fetcher(clock, transport=answering(act)).fetch([(TOY, wanted(*names))])
    assert next(results).results[0].ref.id == "p0"
    release = threading.Timer(0.1, held.set)
    release.start()
    results.close()  # what the engine's ^C comes to
    release.join()
    assert len(asked) <= 2


def test_a_wait_ends_when_the_run_is_interrupted() -> None:
    """With the real clock and the real waiting: only the first of two calls is made."""
    run = Fetcher("test", transport=answering(well), chance=random.Random(1))  # noqa: S311
    results = run.fetch([(TOY, wanted(*"abcdefgh"))])
    before = time.monotonic()
    assert next(results).results[0].ref.id == "a"
    results.close()
    assert time.monotonic() - before < INTERVAL / 2
    assert run.requests == {"toy.example": 1}


def test_a_defect_in_a_source_is_told_after_the_others_have_ended(clock: FakeTime) -> None:
    def broken(_call: Call, _reply: Reply) -> Answer:
        raise LookupError("a defect")

    run = fetcher(clock, transport=answering(well))
    results = told_by(
        run.fetch([(replace(TOY, read=broken), wanted("a")), (SECOND, wanted("b", "c"))])
    )
    found: list[str] = []
    with pytest.raises(LookupError, match="a defect"):
        found.extend(result.ref.id for result in results)
    assert found == ["b", "c"]


def test_a_source_without_a_call_for_a_paper_loses_none(clock: FakeTime) -> None:
    run = fetcher(clock, transport=answering(well))
    (result,) = told_by(run.fetch([(replace(TOY, calls=lambda _papers: []), wanted("a"))]))
    assert isinstance(result, Failure)
    assert "no call" in result.why
