"""No request leaves the hosts of its operator, whatever replies say and wherever they came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from enricher.errors import ReplyError
from enricher.exchange import Call, Provider, Reply
from tests.test_hostile_replies import ASKED, FIXTURES, each

EVIL = b"evil.example"
CHANGES: dict[str, tuple[bytes, bytes]] = {
    "as it is": (rb"(?!)", b""),
    "other hosts": (rb"https?:(\\?/){2}[A-Za-z0-9.-]+", b"https://" + EVIL),
    "other schemes": (rb"https?:(\\?/){2}", b"file:///"),
    "a host before a path": (rb'((?:href|content|src)=")', rb"\1//" + EVIL + b"/"),
    "a user before a host": (rb'((?:href|content|src)=")/?', rb"\1@" + EVIL + b"/"),
    "a user in a host": (rb"(https?://)([a-z])", rb"\1" + EVIL + rb"@\2"),
    "a port": (rb"(https?://[a-z0-9.-]+)/", rb"\1:8443/"),
    "backslashes": (rb'((?:href|content|src)=")/?', rb"\1\\\\" + EVIL + b"/"),
    "the inside": (rb"https?:(\\?/){2}[A-Za-z0-9.-]+", b"http://169.254.169.254"),
    "a longer host": (rb"(https?://[a-z0-9.-]+)/", rb"\1." + EVIL + b"/"),
    "ids that are addresses": (rb"[0-9a-f]{32}|[0-9]{4}\.[0-9]{4,5}", b"https://" + EVIL + b"/"),
    "ids that end the path": (rb"_paper|-Abstract", b"?x#@" + EVIL + b"/"),
}


def replies(name: str) -> Iterator[bytes]:
    """What a provider's own server sends, as far as that is here."""
    folder = FIXTURES / "replies" / name.removeprefix("index ")
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.stat().st_size < 100_000:
            yield path.read_bytes()


def followed(provider: Provider, call: Call, body: bytes, place: str, left: int = 2) -> list[Call]:
    """The calls that a reply leads to, with those that the same reply to these leads to."""
    made: list[Call] = []
    for status in (200, 301, 404):
        try:
            answer = provider.read(call, Reply(status, place, {"location": place}, body))
        except ReplyError:
            continue
        made += answer.next
        for then in answer.next[:4] if left else ():
            made += followed(provider, then, body, then.url, left - 1)
    return made


def all_calls(name: str) -> Iterator[tuple[Provider, Call]]:
    """The calls for every known paper, alone and with all others."""
    provider, wanted = ASKED[name]
    for group in (wanted, *([want] for want in wanted[:60])):
        for call in provider.calls(group):
            yield provider, call


def is_home(call: Call, provider: Provider) -> bool:
    parts = urlsplit(call.url)
    return (
        parts.scheme == "https"
        and parts.netloc in provider.operator.hosts
        and call.url.isascii()
        and not set(call.url) & set(' \\<>"\r\n\t')
    )


@each
@pytest.mark.parametrize("change", CHANGES)
def test_no_reply_leads_out(name: str, change: str) -> None:
    for provider, call in all_calls(name):
        assert is_home(call, provider)
        for body in replies(name):
            hostile = re.sub(*CHANGES[change], body)
            for place in (call.url, "https://evil.example/paper/1"):
                for then in followed(provider, call, hostile, place):
                    assert is_home(then, provider), (then.url, change)


def test_some_replies_lead_on() -> None:
    """Else the test above would show nothing."""
    leading = {
        name
        for name in ASKED
        for provider, call in all_calls(name)
        for body in replies(name)
        if followed(provider, call, body, call.url)
    }
    assert len(leading) >= 4, leading
