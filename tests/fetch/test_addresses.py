"""Names that lead to addresses within a network are not followed."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from enricher.exchange import Call, Operator
from enricher.fetch.addresses import is_proxied, is_within
from enricher.fetch.client import Base, Client
from enricher.fetch.unanswered import UnsafeError
from tests.fetch.server import Server


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::3", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:192.168.0.1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_addresses_within_a_network(address: str) -> None:
    assert is_within(address)


@pytest.mark.parametrize(
    "address",
    [
        "151.101.3.42", "128.84.21.199", "172.32.0.1", "11.0.0.1", "198.18.0.5",
        "2a04:4e42::810", "::ffff:151.101.3.42", "64:ff9b::9765:32a",
    ],
)  # fmt: skip
def test_public_addresses(address: str) -> None:
    assert not is_within(address)


def test_a_known_name_that_leads_into_this_network_is_not_read(server: Server) -> None:
    call = Call(f"{server.url}/papers?ids=a", (), "batch")
    operator = Operator("toy", ("127.0.0.1",), 1.0)
    client = Client("test")
    with pytest.raises(UnsafeError, match=r"127\.0\.0\.1, an address within this network"):
        client.send(call, operator, Base(server.url, server.url), nullcontext)
    users = Base("https://toy.example", server.url)
    reply = client.send(
        call._replace(url="https://toy.example/papers?ids=a"), operator, users, nullcontext
    )
    assert reply.status == 200
    client.close()


def test_a_proxy_may_be_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert not is_proxied("https", "arxiv.org")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert is_proxied("https", "arxiv.org")
    monkeypatch.setenv("NO_PROXY", "arxiv.org")
    assert not is_proxied("https", "arxiv.org")
