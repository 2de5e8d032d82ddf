"""One request: bounded in time and size, and never to a host that is not known."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.exchange import FORM, JSON, Call, Reply
from enricher.fetch.client import (
    LARGEST_BODY,
    LONGEST_REQUEST,
    REDIRECTS,
    Base,
    Client,
    Turn,
)
from enricher.fetch.unanswered import UnansweredError, UnsafeError
from tests.fetch import server as serve
from tests.fetch.conftest import FakeTime
from tests.fetch.server import Server
from tests.fetch.toy import BASE_URL, OPERATOR

CANONICAL = Base(BASE_URL, BASE_URL)


def call(url: str = f"{BASE_URL}/papers?ids=a", content: str | None = None) -> Call:
    return Call(url, (), "batch", content)


@contextmanager
def any_time() -> Iterator[None]:
    yield


def send(
    transport: httpx.BaseTransport, asked: Call, base: Base = CANONICAL, turn: Turn = any_time
) -> Reply:
    client = Client("test", transport=transport)
    try:
        return client.send(asked, OPERATOR, base, turn)
    finally:
        client.close()


def ask(server: Server, clock: FakeTime) -> Reply:
    client = Client("test", timer=clock)
    try:
        return client.send(call(), OPERATOR, Base(BASE_URL, server.url), any_time)
    finally:
        client.close()


# ----------------------------------------------------------------------------- size and time


def test_a_slow_drip_ends(server: Server, clock: FakeTime) -> None:
    server.always = serve.drip(lambda: clock.sleep(10))
    with pytest.raises(UnansweredError, match="longer than 120 s"):
        ask(server, clock)


def test_the_wait_for_a_turn_is_no_part_of_the_request(server: Server, clock: FakeTime) -> None:
    @contextmanager
    def turn() -> Iterator[None]:
        clock.sleep(10 * LONGEST_REQUEST)
        yield

    client = Client("test", timer=clock)
    assert client.send(call(), OPERATOR, Base(BASE_URL, server.url), turn).status == 200
    client.close()


@pytest.mark.parametrize("fault", [serve.huge, serve.gzip_bomb])
def test_no_body_is_larger_than_the_bound(
    server: Server, clock: FakeTime, fault: serve.Fault
) -> None:
    server.always = fault
    with pytest.raises(UnansweredError, match=f"{LARGEST_BODY >> 20} MiB"):
        ask(server, clock)


@pytest.mark.parametrize(
    "fault",
    [
        serve.reset,
        serve.reset_amid,
        serve.too_short,
        serve.bad_gzip,
        serve.cut_gzip,
        serve.deflated,
    ],
)
def test_a_broken_reply_may_be_asked_again(
    server: Server, clock: FakeTime, fault: serve.Fault
) -> None:
    server.always = fault
    with pytest.raises(UnansweredError):
        ask(server, clock)


@pytest.mark.parametrize(
    "error",
    [
        httpx.ReadTimeout("slow"),
        httpx.ConnectTimeout("slow"),
        httpx.ConnectError("no route"),
        httpx.RemoteProtocolError("cut"),
        httpx.ProxyError("no proxy"),
    ],
)
def test_no_answer_may_be_asked_again(error: httpx.HTTPError) -> None:
    def act(_request: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(UnansweredError):
        send(httpx.MockTransport(act), call())


def test_an_empty_body_needs_no_compression(server: Server, clock: FakeTime) -> None:
    server.faults.append(
        lambda handler: handler.reply(302, Location=handler.path, Content_Encoding="gzip")
    )
    assert ask(server, clock).status == 200


def test_a_compressed_body_is_read_whole(server: Server, clock: FakeTime) -> None:
    body = bytes(range(256)) * 20_000
    server.always = lambda handler: handler.reply(200, gzip.compress(body), Content_Encoding="GZIP")
    assert ask(server, clock).body == body


# ------------------------------------------------------------------------------------ redirects


class Recorder:
    """Redirects the first request to a place and answers the rest."""

    def __init__(self, target: str, code: int = 302) -> None:
        self.target = target
        self.code = code
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if len(self.asked) == 1:
            return httpx.Response(self.code, headers=[(b"Location", self.target.encode("latin-1"))])
        return httpx.Response(200, text="well")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/there", f"{BASE_URL}/there"),
        ("there?a=b#c", f"{BASE_URL}/there?a=b#c"),
        ("//toy.example/there", f"{BASE_URL}/there"),
        ("https://other.toy.example/there", "https://other.toy.example/there"),
        ("http://toy.example/there", f"{BASE_URL}/there"),  # never down to plain http
        ("http://other.toy.example:80/there", "https://other.toy.example/there"),
        ("HTTPS://TOY.EXAMPLE/there", f"{BASE_URL}/there"),
        ("https://", f"{BASE_URL}/papers?ids=a"),
    ],
)
def test_a_redirect_within_the_operator_is_followed(target: str, expected: str) -> None:
    recorder = Recorder(target)
    assert send(httpx.MockTransport(recorder), call()).url == expected
    assert recorder.asked[1].url.scheme == "https"


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "https://toy.example.elsewhere.example/",
        "https://elsewhere.example/toy.example",
        "https://toy.example@elsewhere.example/",
        "https://toy.example:8443/",
        "https://toy.example\\@elsewhere.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://localhost/",
        "file:///etc/passwd",
        "gopher://toy.example:70/",
        "javascript:alert(1)",
        "http://[::1",
    ],
)
def test_a_redirect_anywhere_else_is_not(target: str) -> None:
    recorder = Recorder(target)
    with pytest.raises((UnsafeError, UnansweredError)):  # httpx refuses what is no URL at all
        send(httpx.MockTransport(recorder), call())
    assert len(recorder.asked) == 1


@given(st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f")))
def test_no_redirect_leads_out_or_breaks_it(target: str) -> None:
    recorder = Recorder(target)
    try:
        send(httpx.MockTransport(recorder), call())
    except (UnsafeError, UnansweredError):
        assert len(recorder.asked) == 1
    assert all(request.url.host in OPERATOR.hosts for request in recorder.asked)
    assert all(request.url.scheme == "https" for request in recorder.asked)


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/papers",
        "https://127.0.0.1/",
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "papers",
        "",
    ],
)
def test_a_call_to_an_unknown_host_is_not_made(url: str) -> None:
    recorder = Recorder("/")
    with pytest.raises(UnsafeError):
        send(httpx.MockTransport(recorder), call(url))
    assert recorder.asked == []


def test_with_a_base_url_of_the_users_redirects_stay_there() -> None:
    base = Base(BASE_URL, "http://127.0.0.1:8000/_h/toy.example")
    for target in ("http://127.0.0.1:8000/_h/toy.example/there", f"{BASE_URL}/there"):
        recorder = Recorder(target)
        reply = send(httpx.MockTransport(recorder), call(), base)
        assert reply.url == f"{BASE_URL}/there"
        assert {request.url.host for request in recorder.asked} == {"127.0.0.1"}


def test_with_a_base_url_other_ports_of_its_host_stay_closed() -> None:
    recorder = Recorder("http://127.0.0.1:9000/")
    with pytest.raises(UnsafeError):
        send(httpx.MockTransport(recorder), call(), Base(BASE_URL, "http://127.0.0.1:8000"))


def test_redirects_end() -> None:
    asked: list[str] = []
    turns: list[None] = []

    @contextmanager
    def turn() -> Iterator[None]:
        turns.append(None)
        yield

    def on(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"Location": f"/{len(asked)}"})

    with pytest.raises(UnsafeError, match="more than 5 redirects"):
        send(httpx.MockTransport(on), call(), turn=turn)
    assert len(asked) == len(turns) == REDIRECTS + 1


def test_a_redirect_back_may_bring_a_cookie_but_a_circle_ends() -> None:
    asked: list[str] = []

    def around(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        if "seen" in request.headers.get("cookie", ""):
            return httpx.Response(200, text="well")
        places = {"/papers": "/check", "/check": "/papers"}
        cookie = {"Set-Cookie": "seen=1"} if len(asked) == 2 and sets_a_cookie else {}
        return httpx.Response(302, headers={"Location": places[request.url.path], **cookie})

    sets_a_cookie = True
    assert send(httpx.MockTransport(around), call()).body == b"well"
    assert asked == ["/papers", "/check", "/papers"]
    asked.clear()
    sets_a_cookie = False
    with pytest.raises(UnsafeError, match="circle"):
        send(httpx.MockTransport(around), call(f"{BASE_URL}/papers"))
    assert asked == ["/papers", "/check", "/papers", "/check"]


@pytest.mark.parametrize(
    ("code", "method"), [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")]
)
def test_a_redirected_form_keeps_its_method_where_the_standard_says_so(
    code: int, method: str
) -> None:
    recorder = Recorder("/there", code)
    send(httpx.MockTransport(recorder), call(content="ids=a"))
    first, second = recorder.asked
    assert first.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert (first.method, first.content) == ("POST", b"ids=a")
    assert second.method == method


@pytest.mark.parametrize("kind", [FORM, JSON])
def test_a_body_is_sent_as_what_it_is_and_after_a_redirect_too(kind: str) -> None:
    recorder = Recorder("/there", 308)
    send(httpx.MockTransport(recorder), call(content='{"ids":["é"]}')._replace(content_type=kind))
    assert [request.headers["Content-Type"] for request in recorder.asked] == [kind, kind]
    assert {request.content for request in recorder.asked} == {'{"ids":["é"]}'.encode()}


def test_a_get_has_no_content_type() -> None:
    recorder = Recorder("/there", 200)
    send(httpx.MockTransport(recorder), call()._replace(content_type=JSON))
    (request,) = recorder.asked
    assert (request.method, request.content) == ("GET", b"")
    assert "Content-Type" not in request.headers


def test_a_redirect_without_a_place_is_the_sources_to_read() -> None:
    reply = send(httpx.MockTransport(lambda _request: httpx.Response(304)), call())
    assert reply.status == 304


def test_header_names_are_lower_case() -> None:
    reply = send(
        httpx.MockTransport(lambda _request: httpx.Response(200, headers={"X-Rate-Limit": "5"})),
        call(),
    )
    assert reply.headers["x-rate-limit"] == "5"
