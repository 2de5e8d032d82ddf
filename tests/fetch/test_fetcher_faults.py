"""Whatever a server does: every paper ends as a record, missing or failed, and none twice."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import httpx
import pytest

from enricher.exchange import Answer, Call, Reply, no_smaller
from enricher.fetch import policy
from enricher.fetch.fetcher import Fetcher
from enricher.fetch.news import Failure
from enricher.fetch.observer import SilentObserver
from enricher.fetch.packs import Stored
from enricher.fetch.policy import DAY
from enricher.fetch.site import Site
from enricher.models import Wanted
from tests.fetch import server as serve
from tests.fetch.conftest import FakeTime
from tests.fetch.server import Fault, Handler, Server
from tests.fetch.toy import BATCH, INTERVAL, TOY, call_for, told_by, wanted

PAPERS = ("a", "b", "c", "x1", "d", "e")


def fetcher(
    server: Server, clock: FakeTime, *, deadline: float = 36_000, folder: Path | None = None
) -> Fetcher:
    return Fetcher(
        "test",
        folder=folder,
        sites={"toy": Site(base_url=server.url)},
        deadline=deadline,
        clock=clock,
        timer=clock.timer,
        sleep=clock.sleep,
        chance=random.Random(1),  # noqa: S311 - no secret
    )


def outcome(results: Iterable[Stored | Failure], asked: Sequence[Wanted]) -> dict[str, str]:
    """What became of each paper. This is law 10: count in is count out, by id."""
    found: dict[str, str] = {}
    for result in results:
        name = result.ref.id
        assert name not in found, f"{name} was decided twice"
        if isinstance(result, Failure):
            assert result.why
            found[name] = result.why
        else:
            assert result.kind == ("missing" if name.startswith("x") else "preprint")
            assert result.body == ("" if name.startswith("x") else f"Title {name}")
            assert result.provider == "toy"
            found[name] = "ok"
    assert found.keys() >= {paper.ref.id for paper in asked}
    return found


FAULTS: dict[str, Fault] = {
    "429": serve.status(429),
    "429 with seconds": serve.status(429, Retry_After="40"),
    "429 with a date": serve.status(429, Retry_After=formatdate(1_700_000_030, usegmt=True)),
    "429 with nonsense": serve.status(429, Retry_After="tomorrow"),
    "500": serve.status(500),
    "503": serve.status(503),
    "404": serve.status(404),
    "414": serve.status(414),
    "empty": serve.empty,
    "HTML": serve.html,
    "truncated": serve.truncated,
    "too short": serve.too_short,
    "too long": serve.too_long,
    "reset": serve.reset,
    "reset amid": serve.reset_amid,
    "bad gzip": serve.bad_gzip,
    "cut gzip": serve.cut_gzip,
    "wrong encoding": serve.wrong_encoding,
    "redirect loop": serve.same_again,
    "redirect to another host": serve.redirect("https://elsewhere.example/papers"),
    "redirect to the inside": serve.redirect("http://169.254.169.254/latest/meta-data/"),
    "redirect to a file": serve.redirect("file:///etc/passwd"),
    "redirect to another port": serve.redirect("http://127.0.0.1:1/"),
    "redirect to nonsense": serve.redirect("http://[::1"),
}


@pytest.mark.parametrize("name", [*FAULTS, "huge", "gzip bomb"])
def test_a_fault_that_passes_is_recovered_in_the_same_run(
    server: Server, clock: FakeTime, name: str
) -> None:
    more = {"huge": serve.huge, "gzip bomb": serve.gzip_bomb}
    server.faults.append((FAULTS | more)[name])
    asked = wanted(*PAPERS)
    assert set(outcome(told_by(fetcher(server, clock).fetch([(TOY, asked)])), asked).values()) == {
        "ok"
    }


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_stays_is_told_and_the_next_run_gets_the_rest(
    server: Server, clock: FakeTime, name: str
) -> None:
    server.faults.append(serve.well)  # the first batch of four
    server.always = FAULTS[name]
    asked = wanted(*PAPERS)
    first = outcome(told_by(fetcher(server, clock).fetch([(TOY, asked)])), asked)
    assert [paper for paper, why in first.items() if why == "ok"] == ["a", "b", "c", "x1"]
    assert all("127.0.0.1" in first[paper] for paper in ("d", "e"))

    server.always = None
    rest = [paper for paper in asked if first[paper.ref.id] != "ok"]
    assert set(outcome(told_by(fetcher(server, clock).fetch([(TOY, rest)])), rest).values()) == {
        "ok"
    }


@pytest.mark.parametrize("code", [401, 403, 451])
def test_a_refusal_is_final_for_the_run(server: Server, clock: FakeTime, code: int) -> None:
    server.always = serve.status(code)
    asked = wanted(*(f"p{number}" for number in range(20)))
    found = outcome(told_by(fetcher(server, clock).fetch([(TOY, asked)])), asked)
    assert set(found.values()) == {f"127.0.0.1 refuses: HTTP {code}"}
    assert len(server.seen) == 1


MOST_IN_VAIN = 8  # requests to a server that never answers well


@pytest.mark.parametrize("number", [1, 3, 4, 100])
@pytest.mark.parametrize("name", FAULTS)
def test_a_server_that_is_never_well_is_soon_left_in_peace(
    server: Server, clock: FakeTime, name: str, number: int
) -> None:
    server.always = FAULTS[name]
    asked = wanted(*(f"p{number}" for number in range(number)))
    began = clock.now
    found = outcome(told_by(fetcher(server, clock).fetch([(TOY, asked)])), asked)
    assert "ok" not in found.values()
    assert clock.now - began < 150
    assert len(server.seen) <= MOST_IN_VAIN
    if number == 100:
        assert "not asked again in this run" in found["p99"]


@pytest.mark.parametrize("name", ["429", "429 with seconds", "reset"])
def test_what_is_not_the_batchs_fault_splits_no_batch(
    server: Server, clock: FakeTime, name: str
) -> None:
    server.always = FAULTS[name]
    asked = wanted("a", "b", "c")
    found = outcome(told_by(fetcher(server, clock).fetch([(TOY, asked)])), asked)
    assert {seen.path for seen in server.seen} == {"/papers?ids=a,b,c"}
    assert len(server.seen) == policy.ATTEMPTS
    assert len(set(found.values())) == 1
    assert "(4 attempts)" in found["a"]


@pytest.mark.parametrize("error", [httpx.ReadTimeout, httpx.ConnectTimeout])
@pytest.mark.parametrize("number", [1, 3, 100])
def test_a_server_that_hangs_is_left_alone_after_two_timeouts(
    clock: FakeTime, number: int, error: type[httpx.TimeoutException]
) -> None:
    def hang(request: httpx.Request) -> httpx.Response:
        clock.now += 30
        raise error("timed out")

    asked = wanted(*(f"p{number}" for number in range(number)))
    run = Fetcher("test", clock=clock, sleep=clock.sleep, transport=httpx.MockTransport(hang))
    began = clock.now
    found = outcome(told_by(run.fetch([(TOY, asked)])), asked)
    assert clock.now - began < 90
    assert run.requests == {"toy.example": 2}
    assert set(found.values()) == {
        "toy.example: no answer in time (2 attempts); not asked again in this run"
    }


def test_a_server_that_was_late_twice_but_not_in_a_row_is_asked_on(clock: FakeTime) -> None:
    made: list[str] = []

    def now_and_then(request: httpx.Request) -> httpx.Response:
        names = request.url.params["ids"]
        made.append(names)
        if len(made) % 2:
            raise httpx.ReadTimeout("timed out")
        lines = [f"{name} Title {name}" for name in names.split(",")]
        return httpx.Response(200, text="\n".join([*lines, "."]))

    asked = wanted(*"abcdefghij")
    run = Fetcher(
        "test", clock=clock, sleep=clock.sleep, transport=httpx.MockTransport(now_and_then)
    )
    assert set(outcome(told_by(run.fetch([(TOY, asked)])), asked).values()) == {"ok"}
    assert run.requests == {"toy.example": 6}


@pytest.mark.parametrize("position", [0, 31, 63])
def test_one_paper_that_breaks_the_server_costs_no_other(
    server: Server, clock: FakeTime, position: int
) -> None:
    """All are asked for at once: halving has to go on past the breaker's count of failures."""
    names = [f"p{number}" for number in range(64)]
    names[position] = "poison"

    def choke(handler: Handler) -> None:
        (serve.status(500) if "poison" in handler.path else serve.well)(handler)

    server.always = choke
    at_once = replace(TOY, calls=lambda papers: [call_for([paper.ref for paper in papers])])
    found = outcome(
        told_by(fetcher(server, clock).fetch([(at_once, wanted(*names))])), wanted(*names)
    )
    assert "HTTP 500" in found.pop("poison")
    assert set(found.values()) == {"ok"}


def test_one_malformed_name_costs_no_other(server: Server, clock: FakeTime) -> None:
    def refuse(handler: Handler) -> None:
        bad = next((name for name in ("bad1", "bad2") if name in handler.path), None)
        if bad:
            handler.reply(400, bad.encode())
        else:
            serve.well(handler)

    server.always = refuse
    asked = wanted("a", "bad1", "b", "bad2", "c")
    found = outcome(told_by(fetcher(server, clock).fetch([(TOY, asked)])), asked)
    assert found == {"a": "ok", "b": "ok", "c": "ok"} | dict.fromkeys(
        ("bad1", "bad2"), "no such name"
    )


def test_what_an_answer_leaves_out_is_asked_again(server: Server, clock: FakeTime) -> None:
    server.faults.append(lambda handler: handler.reply(200, b"a Title a\n."))
    asked = wanted("a", "b", "c")
    found = outcome(told_by(fetcher(server, clock).fetch([(TOY, asked)])), asked)
    assert set(found.values()) == {"ok"}
    assert [seen.path for seen in server.seen] == ["/papers?ids=a,b,c", "/papers?ids=b,c"]


def test_what_every_answer_leaves_out_has_failed(server: Server, clock: FakeTime) -> None:
    server.always = lambda handler: handler.reply(200, b"a Title a\n.")
    asked = wanted("a", "b", "c")
    found = outcome(told_by(fetcher(server, clock).fetch([(TOY, asked)])), asked)
    assert found["a"] == "ok"
    assert "left it out" in found["b"]
    paths = [seen.path.partition("=")[2] for seen in server.seen]
    assert paths == ["a,b,c", "b,c", "b", "c"]  # at last each alone


def test_an_entry_that_comes_twice_counts_once(server: Server, clock: FakeTime) -> None:
    server.always = lambda handler: handler.reply(200, b"a Title a\na Title a\nb Title b\n.")
    asked = wanted("a", "b")
    assert len(outcome(told_by(fetcher(server, clock).fetch([(TOY, asked)])), asked)) == 2


def test_records_that_nobody_asked_for_are_kept(server: Server, clock: FakeTime) -> None:
    server.always = lambda handler: handler.reply(200, b"a Title a\nz Title z\n.")
    found = outcome(told_by(fetcher(server, clock).fetch([(TOY, wanted("a"))])), wanted("a"))
    assert found == {"a": "ok", "z": "ok"}


def test_a_paper_that_failed_and_then_comes_unasked_is_found(
    server: Server, clock: FakeTime
) -> None:
    def listing(handler: Handler) -> None:
        if "ids=a" in handler.path:
            handler.reply(404)
        else:
            handler.reply(200, b"\n".join(b"%c Title %c" % (c, c) for c in b"abcdefgh") + b"\n.")

    server.always = listing
    asked = wanted(*"abcdefgh")
    whole = replace(TOY, smaller=no_smaller)
    assert set(
        outcome(told_by(fetcher(server, clock).fetch([(whole, asked)])), asked).values()
    ) == {"ok"}


# ---------------------------------------------------------------------------------------- waits


def test_retry_after_is_obeyed(server: Server, clock: FakeTime) -> None:
    server.faults.append(serve.status(429, Retry_After="77"))
    outcome(told_by(fetcher(server, clock).fetch([(TOY, wanted("a"))])), wanted("a"))
    assert sum(clock.slept) >= 77


def test_retry_after_as_a_date_is_obeyed(server: Server, clock: FakeTime) -> None:
    server.faults.append(serve.status(503, Retry_After=formatdate(clock.now + 60, usegmt=True)))
    outcome(told_by(fetcher(server, clock).fetch([(TOY, wanted("a"))])), wanted("a"))
    assert sum(clock.slept) >= 60


@pytest.mark.parametrize("asked", [3600, 86_400])
def test_a_long_retry_after_ends_the_asking_until_it_is_over(
    server: Server, clock: FakeTime, tmp_path: Path, asked: int
) -> None:
    server.always = serve.status(429, Retry_After=str(asked))
    papers = wanted(*(f"p{number}" for number in range(20)))
    until = policy.local_time(clock.now + asked, now=clock.now)

    def run() -> dict[str, str]:
        return outcome(
            told_by(fetcher(server, clock, folder=tmp_path).fetch([(TOY, papers)])), papers
        )

    told = f"127.0.0.1 answered HTTP 429 and asked to be left alone until {until}"
    assert set(run().values()) == {told}
    assert len(server.seen) == 1, "asked again although told to wait"
    server.always = None
    for _ in range(2):
        assert set(run().values()) == {f"127.0.0.1 asked to be left alone until {until}"}
    assert len(server.seen) == 1
    assert clock.slept == []
    clock.now += asked
    assert set(run().values()) == {"ok"}


def test_the_next_run_waits_for_the_rest_and_says_why(
    server: Server, clock: FakeTime, tmp_path: Path
) -> None:
    told: list[tuple[float, str]] = []

    class Observer(SilentObserver):
        def waiting(self, operator: str, seconds: float, why: str) -> None:
            told.append((seconds, why))

    server.always = serve.status(429, Retry_After="90")
    asked = wanted("a")
    first = told_by(fetcher(server, clock, folder=tmp_path, deadline=80).fetch([(TOY, asked)]))
    assert "HTTP 429" in outcome(first, asked)["a"]
    assert clock.slept == []
    server.always = None
    short = told_by(fetcher(server, clock, folder=tmp_path, deadline=80).fetch([(TOY, asked)]))
    assert "left alone until" in outcome(short, asked)["a"]
    assert len(server.seen) == 1
    clock.now += 20
    second = fetcher(server, clock, folder=tmp_path)
    second.observer = Observer()
    assert outcome(told_by(second.fetch([(TOY, asked)])), asked) == {"a": "ok"}
    assert told == [(70, "left alone as it asked")]


def test_a_retry_after_holds_for_every_attempt(server: Server, clock: FakeTime) -> None:
    starts: list[float] = []

    def busy(handler: Handler) -> None:
        starts.append(clock.now)
        handler.reply(429, Retry_After="100")

    server.always = busy
    asked = wanted(*(f"p{number}" for number in range(2 * BATCH)))
    found = outcome(told_by(fetcher(server, clock).fetch([(TOY, asked)])), asked)
    assert len(starts) == policy.ATTEMPTS
    assert min(b - a for a, b in zip(starts, starts[1:], strict=False)) >= 100
    assert set(found.values()) == {
        "127.0.0.1 answered HTTP 429 (4 attempts); not asked again in this run"
    }


def test_waits_between_attempts_grow(server: Server, clock: FakeTime) -> None:
    server.always = serve.reset
    outcome(told_by(fetcher(server, clock).fetch([(TOY, wanted("a"))])), wanted("a"))
    assert len(server.seen) == policy.ATTEMPTS
    assert clock.slept == sorted(clock.slept)
    assert sum(clock.slept) >= (policy.ATTEMPTS - 1) * policy.FIRST_WAIT / 2


def test_every_request_keeps_the_interval_redirects_too(server: Server, clock: FakeTime) -> None:
    starts: list[float] = []

    def once_around(handler: Handler) -> None:
        starts.append(clock.now)
        if "moved" in handler.path:
            serve.well(handler)
        else:
            handler.reply(302, Location=f"{handler.path}&moved=1")

    server.always = once_around
    asked = wanted(*(f"p{number}" for number in range(3 * BATCH)))
    run = fetcher(server, clock)
    assert set(outcome(told_by(run.fetch([(TOY, asked)])), asked).values()) == {"ok"}
    assert len(starts) == 6
    assert min(b - a for a, b in zip(starts, starts[1:], strict=False)) >= INTERVAL
    assert run.requests == {"127.0.0.1": 6}


def test_the_deadline_ends_the_run(server: Server, clock: FakeTime) -> None:
    asked = wanted(*(f"p{number}" for number in range(10 * BATCH)))
    found = outcome(told_by(fetcher(server, clock, deadline=8).fetch([(TOY, asked)])), asked)
    assert list(found.values()).count("ok") == 3 * BATCH  # at 0, 3 and 6 seconds
    assert "time of 8 s is over" in found["p39"]
    assert len(server.seen) == 3


@pytest.mark.parametrize("jump", [DAY, -DAY, 3650 * DAY], ids=str)
def test_a_clock_that_is_set_neither_ends_a_run_nor_lets_it_go_on(
    server: Server, clock: FakeTime, jump: float
) -> None:
    def jumping(handler: Handler) -> None:
        clock.now += jump
        serve.well(handler)

    server.faults.append(jumping)
    asked = wanted(*(f"p{number}" for number in range(10 * BATCH)))
    found = outcome(told_by(fetcher(server, clock, deadline=8).fetch([(TOY, asked)])), asked)
    assert 3 * BATCH <= list(found.values()).count("ok") <= 4 * BATCH
    assert "time of 8 s is over" in found["p39"]


def test_an_endless_chain_of_follow_ups_ends(server: Server, clock: FakeTime) -> None:
    def read(call: Call, reply: Reply) -> Answer:
        return Answer(next=(call._replace(url=f"{call.url}&more"),))

    leading_on = replace(TOY, read=read)
    asked = wanted("a", "b")
    found = outcome(told_by(fetcher(server, clock).fetch([(leading_on, asked)])), asked)
    assert "ok" not in found.values()
    assert len(server.seen) < 30
