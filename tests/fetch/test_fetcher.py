"""One run over several servers: who is asked, how, and what happens when it is cut short."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from enricher.exchange import Answer, Call, Reply
from enricher.fetch.fetcher import Fetcher
from enricher.fetch.news import Failure
from enricher.fetch.packs import Stored
from enricher.fetch.site import Site, estimate
from tests.fetch import server as serve
from tests.fetch.conftest import FakeTime
from tests.fetch.server import Handler, Server
from tests.fetch.toy import BASE_URL, INTERVAL, SECOND, TOY, told_by, wanted


def fetcher(clock: FakeTime, **more: object) -> Fetcher:
    settings: dict[str, object] = {
        "user_agent": "test",
        "clock": clock,
        "sleep": clock.sleep,
        "chance": random.Random(1),  # noqa: S311 - no secret
    }
    return Fetcher(**(settings | more))  # type: ignore[arg-type]  # a bag of keywords


def answering(act: Callable[[httpx.Request], httpx.Response]) -> httpx.MockTransport:
    return httpx.MockTransport(act)


def well(request: httpx.Request) -> httpx.Response:
    names = request.url.params["ids"].split(",")
    return httpx.Response(200, text="\n".join([*(f"{name} Title {name}" for name in names), "."]))


def test_nothing_wanted_asks_nothing(clock: FakeTime) -> None:
    run = fetcher(clock, transport=answering(well))
    assert list(told_by(run.fetch([]))) == []
    assert list(told_by(run.fetch([(TOY, [])]))) == []
    assert run.requests == {}


def test_a_record_tells_where_and_when_it_came_from(clock: FakeTime) -> None:
    run = fetcher(clock, transport=answering(well))
    assert list(told_by(run.fetch([(replace(TOY, record_version=7), wanted("a"))]))) == [
        Stored(
            provider="toy",
            ref=wanted("a")[0].ref,
            form="line",
            body="Title a",
            kind="preprint",
            date="2018-03-07",
            fetched=clock.now,
            version=7,
        )
    ]


def test_a_second_fetch_is_as_good_as_the_first(clock: FakeTime) -> None:
    run = fetcher(clock, transport=answering(well))
    for name in ("a", "b"):
        assert [result.ref.id for result in told_by(run.fetch([(TOY, wanted(name))]))] == [name]
    assert run.requests == {"toy.example": 2}


def test_a_request_says_who_asks(server: Server, clock: FakeTime) -> None:
    agent = "enricher/1 (+https://github.com/enricher/enricher; mailto:me@example.org)"
    run = fetcher(clock, user_agent=agent, sites={"toy": Site(server.url)})
    assert len(list(told_by(run.fetch([(TOY, wanted("a"))])))) == 1
    assert server.seen[0].headers["user-agent"] == agent
    assert server.seen[0].headers["accept-encoding"] == "gzip"


def test_a_base_url_replaces_the_start_of_every_url_and_no_more(
    server: Server, clock: FakeTime
) -> None:
    read: list[Reply] = []

    def remember(call: Call, reply: Reply) -> Answer:
        read.append(reply)
        return TOY.read(call, reply)

    run = fetcher(clock, sites={"toy": Site(f"{server.url}/_h/toy.example/")})
    assert len(list(told_by(run.fetch([(replace(TOY, read=remember), wanted("a"))])))) == 1
    assert [seen.path for seen in server.seen] == ["/_h/toy.example/papers?ids=a"]
    assert read[0].url == f"{BASE_URL}/papers?ids=a"
    assert run.requests == {"127.0.0.1": 1}


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        (Site(), INTERVAL),
        (Site(interval=10), 10),
        (Site(interval=0), INTERVAL),  # a shorter pause needs a base URL of the user's own
        (Site(base_url="http://127.0.0.1:1", interval=0.5), 0.5),
    ],
)
def test_the_pause_is_the_servers_rule_or_longer(
    clock: FakeTime, site: Site, expected: float
) -> None:
    starts: list[float] = []

    def act(request: httpx.Request) -> httpx.Response:
        starts.append(clock.now)
        return well(request)

    run = fetcher(clock, transport=answering(act), sites={"toy": site})
    asked = wanted("a", "b", "c", "d", "e")
    assert len(list(told_by(run.fetch([(TOY, asked)])))) == 5
    assert starts[1] - starts[0] == pytest.approx(expected)
    assert estimate([(TOY, asked)], {"toy": site}).calls == 2
    assert estimate([(TOY, asked)], {"toy": site}).seconds >= expected


def test_two_sources_of_one_operator_are_never_asked_at_once(clock: FakeTime) -> None:
    """The longer pause holds for both, whatever the user set for one of them."""
    starts: list[float] = []
    under_way = Counter[str]()

    def act(request: httpx.Request) -> httpx.Response:
        under_way["now"] += 1
        under_way["most"] = max(under_way["most"], under_way["now"])
        starts.append(clock.now)
        response = well(request)
        under_way["now"] -= 1
        return response

    sister = replace(TOY, name="sister")
    run = fetcher(
        clock, transport=answering(act), sites={"sister": Site("http://127.0.0.1:1", interval=0)}
    )
    assert len(list(told_by(run.fetch([(TOY, wanted("a")), (sister, wanted("b"))])))) == 2
    assert under_way["most"] == 1
    assert starts[1] - starts[0] >= INTERVAL


def test_operators_are_asked_at_the_same_time(clock: FakeTime) -> None:
    both = threading.Barrier(2, timeout=10)  # breaks if one waits for the other to end

    def act(request: httpx.Request) -> httpx.Response:
        both.wait()
        return well(request)

    run = fetcher(clock, transport=answering(act))
    assert len(list(told_by(run.fetch([(TOY, wanted("a")), (SECOND, wanted("b"))])))) == 2
    assert run.requests == {"toy.example": 1, "second.example": 1}


def test_a_refusal_of_one_operator_spares_the_others(clock: FakeTime) -> None:
    def act(request: httpx.Request) -> httpx.Response:
        return httpx.Response(403) if request.url.host == "toy.example" else well(request)

    run = fetcher(clock, transport=answering(act))
    results = {
        result.ref.id: type(result)
        for result in told_by(run.fetch([(TOY, wanted("a")), (SECOND, wanted("b"))]))
    }
    assert results == {"a": Failure, "b": Stored}


# ---------------------------------------------------------------------------------- what it tells


def test_the_observer_sees_every_step(server: Server, clock: FakeTime) -> None:
    told: list[tuple[object, ...]] = []

    class Observer:
        def planned(self, operator: str, papers: int) -> None:
            told.append(("planned", operator, papers))

        def waiting(self, operator: str, seconds: float, why: str) -> None:
            told.append(("waiting", operator, seconds > 0, why))

        def requested(self, operator: str, host: str) -> None:
            told.append(("requested", operator, host))

        def answered(self, operator: str, papers: int) -> None:
            told.append(("answered", operator, papers))

        def finished(self, operator: str) -> None:
            told.append(("finished", operator))

    server.faults.append(serve.status(503))
    run = fetcher(clock, observer=Observer(), sites={"toy": Site(server.url)})
    assert len(list(told_by(run.fetch([(TOY, wanted("a", "x1"))])))) == 2
    assert [event for event in told if event[-1] != "its turn"] == [
        ("planned", "toy", 2),
        ("requested", "toy", "127.0.0.1"),
        ("waiting", "toy", True, "127.0.0.1 answered HTTP 503"),
        ("requested", "toy", "127.0.0.1"),
        ("answered", "toy", 2),
        ("finished", "toy"),
    ]


def test_an_estimate_counts_papers_requests_and_waits() -> None:
    guess = estimate([(TOY, wanted(*"abcdefghi"))], {})
    assert (guess.papers, guess.calls) == (9, 3)
    assert 2 * INTERVAL <= guess.seconds <= 4 * (INTERVAL + 1)
    assert estimate([], {}) == (0, 0, 0.0)


def test_a_paper_that_was_asked_for_twice_is_answered_once(clock: FakeTime) -> None:
    run = fetcher(clock, transport=answering(well))
    assert len(list(told_by(run.fetch([(TOY, wanted("a", "a"))])))) == 1


def test_a_slow_answer_does_not_shorten_the_pause(server: Server, clock: FakeTime) -> None:
    """The pause counts from the end of the last request, not from its start."""
    times: list[tuple[float, float]] = []

    def slow(handler: Handler) -> None:
        start = clock.now
        clock.now += 20
        times.append((start, clock.now))
        serve.well(handler)

    server.always = slow
    run = fetcher(clock, sites={"toy": Site(server.url)})
    assert len(list(told_by(run.fetch([(TOY, wanted(*"abcdefgh"))])))) == 8
    assert times[1][0] - times[0][1] >= INTERVAL


def test_what_came_and_was_not_taken_can_still_be_had(clock: FakeTime) -> None:
    run = fetcher(clock, transport=answering(well))
    results = run.fetch([(TOY, wanted("a", "b", "c"))])
    first = next(results)
    results.close()
    assert list(run.left()) == [first]
    assert list(run.left()) == []
