"""Proxies and certificates that cannot be used are a mistake of the settings, told by name."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import certifi
import httpx
import pytest

from enricher.errors import ConfigError
from enricher.fetch.client import Client
from enricher.fetch.environment import OBEYED, check_environment
from enricher.fetch.fetcher import Fetcher
from tests.fetch.toy import TOY, told_by, wanted


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower() in OBEYED:
            monkeypatch.delenv(name)


FAULTS = [
    ("SSL_CERT_FILE", "/nowhere/ca.pem", "no such file", "PEM"),
    ("SSL_CERT_FILE", "/", "directory", "PEM"),
    ("SSL_CERT_FILE", __file__, "no certificate", "PEM"),
    ("SSL_CERT_DIR", "/nowhere", "'/nowhere' is no folder", "unset"),
    ("SSL_CERT_DIR", __file__, "is no folder", "unset"),
    ("HTTPS_PROXY", "foo://x", "unknown kind, 'foo'", "http://host:port"),
    ("HTTP_PROXY", "foo://x", "unknown kind, 'foo'", "http://host:port"),
    ("https_proxy", "foo://x", "unknown kind, 'foo'", "http://host:port"),
    ("ALL_PROXY", "http://[::1", "no address", "http://host:port"),
    ("HTTPS_PROXY", "http://proxy:port", "no address", "http://host:port"),
    ("HTTPS_PROXY", "http://proxy:99999", "no address", "http://host:port"),
    ("HTTPS_PROXY", "http://", "no address", "http://host:port"),
    ("NO_PROXY", "[::1", "'[::1' is no host", "without brackets"),
    ("no_proxy", "localhost, [::1]", "'[::1]' is no host", "without brackets"),
    ("NO_PROXY", "a:b,localhost", "'a:b' is no host", "commas"),
    ("NO_PROXY", "caf\xe9.example", "IDNA", "NO_PROXY"),  # found by httpx alone
]


@pytest.mark.parametrize(("name", "value", "told", "fix"), FAULTS)
def test_a_fault_is_told_with_its_variable_and_the_fix(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str, fix: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as error:
        Client("test")
    assert name in str(error.value)
    assert told.lower() in error.value.message.lower()
    assert fix in error.value.hint


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
def test_a_socks_proxy_needs_its_package(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://127.0.0.1:1080")
    try:
        import socksio  # noqa: F401 - whether it is there
    except ImportError:
        with pytest.raises(ConfigError, match=r"ALL_PROXY .*socksio.*httpx\[socks\]"):
            Client("test")
    else:
        Client("test").close()


def test_no_password_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("foo://me:secret@proxy", "http://me:secret@proxy:port", "http://me:sec/ret@x"):
        monkeypatch.setenv("HTTPS_PROXY", value)
        with pytest.raises(ConfigError) as error:
            Client("test")
        assert "secret" not in str(error.value)
        assert "sec/" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("HTTPS_PROXY", value) for value in ("proxy", "proxy:8080", "http://me:pw@[::1]:80", "")),
        *(("HTTPS_PROXY", value) for value in ("https://proxy.example:443/", "HTTP://proxy:1")),
        ("NO_PROXY", "localhost,127.0.0.1,::1,10.0.0.0/8,.example.org,*.example.org,,a:80"),
        ("NO_PROXY", "*"),
        ("NO_PROXY", "http://a.example:80, all://b.example"),
        ("SSL_CERT_FILE", ""),
        ("SSL_CERT_DIR", f"/nowhere{os.pathsep}{Path(__file__).parent}"),
        ("FTP_PROXY", "foo://x"),  # of no use here
    ],
)
def test_what_httpx_can_use_is_taken(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    check_environment()
    httpx.Client().close()


def test_the_certificates_of_a_file_are_loaded_once_and_are_those_that_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert check_environment() is None
    monkeypatch.setenv("SSL_CERT_FILE", certifi.where())
    loaded = check_environment()
    assert loaded is not None
    assert loaded.verify_mode == ssl.CERT_REQUIRED
    assert loaded.check_hostname
    assert loaded.get_ca_certs() == httpx.create_ssl_context().get_ca_certs() != []


def test_nothing_is_asked_of_a_wrong_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told when fetching begins: not by a thread, and not after some papers."""
    monkeypatch.setenv("HTTPS_PROXY", "foo://x")
    with pytest.raises(ConfigError):
        told_by(Fetcher("test").fetch([(TOY, wanted("a"))]))


@pytest.mark.parametrize("proxy", ["http://a..b", f"http://{'a' * 64}.example"])
def test_a_proxy_that_no_name_server_can_be_asked_for_is_a_failed_request(
    monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.setenv("HTTP_PROXY", proxy)
    run = Fetcher("test", sleep=lambda _seconds: None)
    (failure,) = told_by(run.fetch([(TOY, wanted("a"))]))
    assert "no such host" in str(failure)
