"""A user's key goes to the provider it is for, to nobody else, and is told nowhere."""

from __future__ import annotations

import logging
import random
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Provider, RawRecord, Reply
from enricher.fetch.cache import RecordCache
from enricher.fetch.client import Base, Client
from enricher.fetch.fetcher import Fetcher
from enricher.fetch.keys import HIDDEN, NO_KEY, Key
from enricher.fetch.packs import Stored
from enricher.fetch.site import Site
from enricher.fetch.unanswered import UnansweredError, UnsafeError
from enricher.sections import Secret
from tests.fetch.conftest import FakeTime
from tests.fetch.server import Handler, Server
from tests.fetch.toy import BASE_URL, OPERATOR, TOY, told_by, wanted

SECRET = "s3cret/key+=&of%me"  # with signs that URLs spell otherwise
SPELT = quote(SECRET, safe="")
KEY = Key(SECRET, "x-api-key", "api_key")
BY_HEADER, BY_PARAMETER = (
    replace(TOY, key_header="x-api-key"),
    replace(TOY, key_parameter="api_key"),
)
each_way = pytest.mark.parametrize("provider", [BY_HEADER, BY_PARAMETER], ids=["header", "url"])


def run(clock: FakeTime, server: Server, key: str | None = SECRET) -> Fetcher:
    return Fetcher(
        user_agent="test",
        clock=clock,
        sleep=clock.sleep,
        chance=random.Random(1),  # noqa: S311 - no secret
        sites={"toy": Site(server.url, key=Secret(key) if key else None)},
    )


def carries(request: httpx.Request) -> bool:
    target = request.extensions.get("target", b"")
    return "x-api-key" in request.headers or SPELT.encode() in target


def tells(text: object) -> bool:
    return SECRET in str(text) or SPELT in str(text)


# ------------------------------------------------------------------------------ where it is sent


def test_a_key_is_sent_in_the_header_or_the_parameter_that_the_provider_names(
    server: Server, clock: FakeTime
) -> None:
    for provider in (BY_HEADER, BY_PARAMETER, TOY):
        assert len(list(told_by(run(clock, server).fetch([(provider, wanted("a"))])))) == 1
    header, parameter, neither = server.seen
    assert (header.path, header.headers["x-api-key"]) == ("/papers?ids=a", SECRET)
    assert parameter.path == f"/papers?ids=a&api_key={SPELT}"
    assert "x-api-key" not in parameter.headers
    assert (neither.path, "x-api-key" in neither.headers) == ("/papers?ids=a", False)


@each_way
def test_without_a_key_none_is_sent(server: Server, clock: FakeTime, provider: Provider) -> None:
    assert len(list(told_by(run(clock, server, None).fetch([(provider, wanted("a"))])))) == 1
    (seen,) = server.seen
    assert (seen.path, "x-api-key" in seen.headers) == ("/papers?ids=a", False)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/there", True),
        (f"{BASE_URL}/there?x=y", True),
        ("http://toy.example/there", True),  # asked by https
        ("https://other.toy.example/there", False),
        (f"https://other.toy.example/there?api_key={SPELT}&x=y", False),
        (f"https://other.toy.example/{SPELT}", False),
    ],
)
def test_a_redirect_to_another_host_gets_no_key(target: str, expected: bool) -> None:
    asked: list[httpx.Request] = []

    def act(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if len(asked) == 1:
            return httpx.Response(302, headers={"Location": target})
        return httpx.Response(200, text="well")

    client = Client("test", transport=httpx.MockTransport(act))
    reply = client.send(
        Call(f"{BASE_URL}/papers", (), "x"), OPERATOR, Base(BASE_URL, BASE_URL, KEY), nullcontext
    )
    client.close()
    first, second = asked
    assert carries(first)
    assert carries(second) is expected
    assert not tells(reply)
    assert not tells(second.url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://host.example/a/papers", True),
        ("https://HOST.example:443/a/papers", True),
        ("https://host.example/papers", False),
        ("https://host.example/ab/papers", False),
        ("https://host.example/a/../papers", False),
        ("http://host.example/a/papers", False),
        ("https://host.example:8443/a/papers", False),
        ("https://host.example.org/a/papers", False),
        ("https://other.example/a/papers", False),
    ],
)
def test_a_key_is_for_what_lies_below_the_base_url(url: str, expected: bool) -> None:
    base = Base(BASE_URL, "https://host.example/a", KEY)
    assert base.key_for(httpx.URL(url)) == (KEY if expected else NO_KEY)


# ----------------------------------------------------------------------------- where it is shown


def echo(handler: Handler) -> None:
    """A server that says to whom it talks, in an error."""
    body = f"key {handler.headers.get('x-api-key')}: {handler.path}, {SECRET}".encode()
    handler.reply(418, body, X_Told=handler.path)


def astray(handler: Handler) -> None:
    handler.reply(302, Location=f"//elsewhere.example:1{handler.path}&{SPELT}")


def broken(handler: Handler) -> None:
    handler.reply(302, Location=f"http://[{SECRET}{handler.path}")


def coded(handler: Handler) -> None:
    handler.reply(200, b"?", Content_Encoding=f"{SECRET}{handler.path}")


def read(_call: Call, reply: Reply) -> Answer:
    raise ReplyError(f"not understood: {reply!r}")


@each_way
@pytest.mark.parametrize("fault", [echo, astray, broken, coded])
def test_no_failure_and_no_log_tells_the_key(
    server: Server,
    clock: FakeTime,
    provider: Provider,
    fault: object,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    assert callable(fault)
    server.always = fault
    results = list(told_by(run(clock, server).fetch([(replace(provider, read=read), wanted("a"))])))
    assert len(results) == 1
    assert server.seen
    assert any(tells(seen.path) or tells(seen.headers) for seen in server.seen)
    assert any(record.name == "httpx" for record in caplog.records)
    assert any(record.name == "httpcore.http11" for record in caplog.records)
    for told in (results, caplog.text, *capfd.readouterr(), run(clock, server)):
        assert not tells(told)


@each_way
def test_the_cache_holds_no_key(
    server: Server, clock: FakeTime, provider: Provider, tmp_path: Path
) -> None:
    def keep(call: Call, reply: Reply) -> Answer:
        return Answer(tuple(RawRecord(ref, "line", f"{reply!r}") for ref in call.refs))

    server.always = echo
    results = list(told_by(run(clock, server).fetch([(replace(provider, read=keep), wanted("a"))])))
    stored = [result for result in results if isinstance(result, Stored)]
    assert len(stored) == 1
    assert HIDDEN in stored[0].body
    cache = RecordCache(tmp_path / "cache")
    cache.write(stored)
    cache.close()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(text.encode() in path.read_bytes() for path in files for text in (SECRET, SPELT))


def test_an_error_of_the_transport_tells_no_key() -> None:
    def act(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"no way to {request.extensions['target']!r} with {SECRET}")

    client = Client("test", transport=httpx.MockTransport(act))
    with pytest.raises((UnansweredError, UnsafeError)) as caught:
        client.send(
            Call(f"{BASE_URL}/papers", (), "x"),
            OPERATOR,
            Base(BASE_URL, BASE_URL, KEY),
            nullcontext,
        )
    client.close()
    assert not tells(caught.value)
    assert "no way" in str(caught.value)


def test_a_key_shows_itself_nowhere() -> None:
    base = Base(BASE_URL, BASE_URL, KEY)
    for value in (KEY, base, Site(key=Secret(SECRET))):
        assert not tells(repr(value))
        assert not tells(value)


@given(
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8),
    st.text(max_size=20),
    st.text(max_size=20),
)
def test_what_is_hidden_is_gone(value: str, before: str, after: str) -> None:
    key = Key(value, "x", "api_key")
    spelt = quote(value, safe="")
    for text in (before + value + after, f"?api_key={spelt}&{after}", f"{before}{spelt}{after}"):
        if HIDDEN[0] not in value:  # what stands in its place could join with its neighbours
            assert value not in key.hide(text)
            assert spelt not in key.hide(text)
            assert value.encode() not in key.hide_in(text.encode())
    assert NO_KEY.hide(before) == before
    assert NO_KEY.hide_in(before.encode()) == before.encode()
    path = key.on(f"/{before}")
    assert path is not None
    assert path.endswith(f"api_key={spelt}")
