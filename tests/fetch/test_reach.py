"""Without a network a run says so within seconds; a fault of one server ends no other's calls."""

from __future__ import annotations

import errno
import random
import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.exchange import Operator, Provider
from enricher.fetch import policy
from enricher.fetch.client import Base, Client
from enricher.fetch.fetcher import Fetcher
from enricher.fetch.news import Failure
from enricher.fetch.packs import Stored
from enricher.fetch.reach import NOBODY
from enricher.fetch.unanswered import UnconnectedError, plainly
from tests.fetch.conftest import FakeTime
from tests.fetch.server import Server
from tests.fetch.test_client import any_time, call
from tests.fetch.toy import BASE_URL, OPERATOR, SECOND, TOY, told_by, wanted

NUMBER = re.compile(r"errno|\[|\d", re.IGNORECASE)
FAULTS: dict[str, tuple[OSError, str]] = {
    "no such name": (
        socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
        "could not find the host",
    ),
    "no name server": (
        socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
        "could not find the host",
    ),
    "refused": (
        ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"),
        "connection refused",
    ),
    "no network": (
        OSError(errno.ENETUNREACH, "Network is unreachable"),
        "the network cannot be reached",
    ),
    "no route": (OSError(errno.EHOSTUNREACH, "No route to host"), "the network cannot be reached"),
    "reset": (
        ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"),
        "the connection was reset",
    ),
    "another": (OSError(errno.EADDRNOTAVAIL, "Cannot assign it"), "cannot assign it"),
}


def failing(fault: OSError) -> httpx.ConnectError:
    """What httpx raises for an error of the system: the first of three, the second one hidden."""
    try:
        try:
            raise fault
        except OSError as error:
            raise RuntimeError(str(error)) from error
    except RuntimeError as error:
        found = httpx.ConnectError(str(error))
        found.__cause__ = error
        return found


@pytest.mark.parametrize("name", FAULTS)
def test_errors_of_the_system_are_told_in_plain_words(name: str) -> None:
    fault, told = FAULTS[name]
    assert plainly(fault) == told
    assert plainly(failing(fault)) == told
    assert not NUMBER.search(told)


@given(st.builds(OSError, st.integers(1, 200), st.text(min_size=1, max_size=20)))
def test_whatever_the_system_says_something_is_told(fault: OSError) -> None:
    assert plainly(fault)
    assert "[Errno" not in plainly(fault)


def closed_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def said_by(base: Base) -> str:
    client = Client("test")
    try:
        with pytest.raises(UnconnectedError) as error:
            client.send(call(), OPERATOR, base, any_time)
    finally:
        client.close()
    return str(error.value)


@pytest.fixture
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.mark.usefixtures("_no_proxy")
def test_a_refused_connection_is_called_so() -> None:
    assert said_by(Base(BASE_URL, f"http://127.0.0.1:{closed_port()}")) == "connection refused"


@pytest.mark.usefixtures("_no_proxy")
def test_a_server_that_speaks_no_tls_is_called_so(server: Server) -> None:
    told = said_by(Base(BASE_URL, server.url.replace("http://", "https://")))
    assert told.startswith("no secure connection: ")


def test_an_untrusted_certificate_is_called_so() -> None:
    fault = ssl.SSLCertVerificationError(1, "certificate verify failed")
    fault.verify_message = "self-signed certificate"
    assert plainly(fault) == "its certificate cannot be verified: self-signed certificate"


def test_a_fault_of_the_proxy_is_no_fault_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert said_by(Base(BASE_URL, BASE_URL)) == "through the proxy: connection refused"


# ------------------------------------------------------------------------------- the run as a whole

Handler = Callable[[httpx.Request], httpx.Response]


def well(request: httpx.Request) -> httpx.Response:
    names = request.url.params["ids"].split(",")
    return httpx.Response(200, text="\n".join([*(f"{name} Title" for name in names), "."]))


def operated(number: int) -> Provider:
    """A provider at an operator, a server and a source of its own."""
    host = f"toy{number}.example"
    moved = replace(TOY, name=f"toy{number}", base_url=f"https://{host}")
    return replace(
        moved,
        operator=Operator(f"toy{number}", (host,), 3.0),
        calls=lambda papers: [
            each._replace(url=each.url.replace(BASE_URL, f"https://{host}"))
            for each in TOY.calls(papers)
        ],
    )


def fetcher(handler: Handler, clock: FakeTime) -> Fetcher:
    return Fetcher(
        "test",
        clock=clock,
        timer=clock.timer,
        sleep=clock.sleep,
        chance=random.Random(1),  # noqa: S311 - no secret
        transport=httpx.MockTransport(handler),
    )


def failed(results: list[Stored | Failure]) -> list[str]:
    return [result.why for result in results if isinstance(result, Failure)]


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("papers", [1, 100])
def test_without_network_no_server_is_tried_for_long(
    clock: FakeTime, name: str, papers: int
) -> None:
    fault, told = FAULTS[name]

    def refuse(_request: httpx.Request) -> httpx.Response:
        raise failing(fault)

    run = fetcher(refuse, clock)
    asked = wanted(*(f"p{number}" for number in range(papers)))
    for stage in range(3):  # those who stand in, and indexes, are asked afterwards
        providers = [operated(10 * stage + number) for number in range(8)]
        why = failed(list(told_by(run.fetch([(provider, asked) for provider in providers]))))
        assert len(why) == 8 * papers
        assert all(f"example: {told}" in each for each in why)
    assert max(run.requests.values()) <= 2
    later = [number for host, number in run.requests.items() if int(host[3:-8]) >= 10]
    assert later == [1] * 16
    assert sum(clock.slept) <= 8 * policy.FIRST_WAIT  # eight wait at the same time
    assert run.notices == [NOBODY]


def test_a_network_that_drops_everything_is_found_out_too(clock: FakeTime) -> None:
    def hang(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("timed out")

    run = fetcher(hang, clock)
    for number in range(3):
        assert len(failed(list(told_by(run.fetch([(operated(number), wanted("a"))]))))) == 1
    assert run.requests == {"toy0.example": 2, "toy1.example": 1, "toy2.example": 1}
    assert run.notices == [NOBODY]


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("times", [1, policy.ATTEMPTS - 1])
def test_where_another_server_answers_a_fault_that_passes_is_recovered(
    clock: FakeTime, name: str, times: int
) -> None:
    faults = [failing(FAULTS[name][0])] * times

    def at_first(request: httpx.Request) -> httpx.Response:
        if request.url.host == "toy.example" and faults:
            raise faults.pop()
        return well(request)

    run = fetcher(at_first, clock)
    assert failed(list(told_by(run.fetch([(SECOND, wanted("a"))])))) == []
    assert failed(list(told_by(run.fetch([(TOY, wanted("a", "b"))])))) == []
    assert not faults
    assert run.notices == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_network_that_is_late_is_waited_for_once(clock: FakeTime, name: str) -> None:
    faults = [failing(FAULTS[name][0])]

    def late(request: httpx.Request) -> httpx.Response:
        if faults:
            raise faults.pop()
        return well(request)

    run = fetcher(late, clock)
    assert failed(list(told_by(run.fetch([(TOY, wanted("a", "b"))])))) == []
    assert clock.slept
    assert run.notices == []


@pytest.mark.parametrize("status", [200, 403, 404, 429, 503])
def test_who_says_anything_was_reached(clock: FakeTime, status: int) -> None:
    def say(request: httpx.Request) -> httpx.Response:
        if request.url.host == "toy.example":
            raise failing(FAULTS["refused"][0])
        return httpx.Response(status)

    run = fetcher(say, clock)
    list(told_by(run.fetch([(TOY, wanted("a"))])))
    assert run.notices == [NOBODY]
    list(told_by(run.fetch([(SECOND, wanted("a"))])))
    assert run.notices == []
