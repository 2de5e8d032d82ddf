"""One request, safely: known hosts only, a bounded body, a bounded time.

This is the only module that talks to the network.
"""

from __future__ import annotations

import logging
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import NamedTuple

import httpx

from enricher.exchange import Call, Operator, Reply
from enricher.fetch.addresses import is_proxied, is_within
from enricher.fetch.environment import check_environment, unusable
from enricher.fetch.keys import NO_KEY, Key
from enricher.fetch.unanswered import (
    SilentError,
    UnansweredError,
    UnconnectedError,
    UnreachedError,
    UnsafeError,
    plainly,
)

LARGEST_BODY = 32 * 2**20  # ten times the largest listing
PATIENCE = 30.0
PATIENCES = 4  # for a whole reply, however steadily it trickles
LONGEST_REQUEST = PATIENCES * PATIENCE
REDIRECTS = 5
GZIP = 16 + zlib.MAX_WBITS
PIECE = 2**20  # a small reply may inflate to any size: a bounded piece at a time


Turn = Callable[[], AbstractContextManager[None]]


def _is_harmless(record: logging.LogRecord) -> bool:
    """Whether a record of httpcore's does not tell a reply's headers: some servers repeat keys."""
    return "receive_response_headers.complete" not in record.getMessage()


logging.getLogger("httpcore.http11").addFilter(_is_harmless)


class Base(NamedTuple):
    """The start of a source's URLs, what the user's settings put in its place, and the user's key.

    The key is for what lies below ``actual``, and for no other place.
    """

    canonical: str
    actual: str
    key: Key = NO_KEY

    def to_actual(self, url: str) -> str:
        """The URL to ask in place of a canonical one."""
        return self.actual + url[len(self.canonical) :] if url.startswith(self.canonical) else url

    def to_canonical(self, url: str) -> str:
        """The canonical form of a URL that was asked."""
        return self.canonical + url[len(self.actual) :] if url.startswith(self.actual) else url

    def is_at(self, url: httpx.URL) -> bool:
        """Whether a URL leads to the server of ``actual``."""
        here = httpx.URL(self.actual)
        return (url.scheme, url.netloc) == (here.scheme, here.netloc)

    def key_for(self, url: httpx.URL) -> Key:
        """The key to send with a request."""
        here = httpx.URL(self.actual)
        return (
            self.key
            if self.is_at(url) and url.path.startswith(here.path.rstrip("/") + "/")
            else NO_KEY
        )


class Client:
    """Sends calls. ``transport`` replaces the network in tests; ``timer`` measures seconds;
    ``patience`` are the seconds that a server may let pass before it goes on.

    Raises ConfigError where the environment names proxies or certificates that cannot be used.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        transport: httpx.BaseTransport | None = None,
        timer: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        self._timer = timer
        self._longest = PATIENCES * patience
        certificates = check_environment() if transport is None else None
        try:
            self._http = httpx.Client(
                headers={"User-Agent": user_agent, "Accept-Encoding": "gzip"},
                timeout=httpx.Timeout(patience, connect=patience / 2),
                transport=transport,
                # one for all proxies: to load it takes longer than all else that is made here
                verify=certificates or (transport is not None) or httpx.create_ssl_context(),
            )
        except (OSError, ValueError, ImportError, httpx.InvalidURL) as error:
            raise unusable(error) from error

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def send(self, call: Call, operator: Operator, base: Base, turn: Turn) -> Reply:
        """The reply to a call, after redirects; each request, redirected ones too, takes a turn.

        Raises UnansweredError, its kinds, and UnsafeError.
        """
        asked, url = call.url, _safe(base.to_actual(call.url), "", operator, base)
        visited: Counter[str] = Counter()
        for _ in range(REDIRECTS + 1):
            visited[url] += 1
            if visited[url] > 2:  # back once is well: a cookie may have been set on the way
                raise UnsafeError(f"redirects in a circle from {asked}")
            with turn():
                reply = self._once(call._replace(url=url), base)
            target = reply.headers.get("location")
            if not 300 <= reply.status < 400 or target is None:
                return reply._replace(url=base.to_canonical(reply.url))
            url = _safe(reply.url, target, operator, base)
            if reply.status not in {307, 308}:  # RFC 9110, 15.4: only these keep the method
                call = call._replace(content=None)
        raise UnsafeError(f"more than {REDIRECTS} redirects from {asked}")

    def _once(self, call: Call, base: Base) -> Reply:
        deadline = self._timer() + self._longest
        hide = base.key.hide
        method, headers = "GET", {}
        if call.content is not None:
            method, headers = "POST", {"Content-Type": call.content_type}
        answers = False
        url = httpx.URL(call.url)
        try:
            key = base.key_for(url)
            with self._http.stream(
                method,
                url,
                content=call.content,
                headers=headers | key.headers,
                extensions=_target(key.on(url.raw_path.decode("ascii"))),
            ) as response:
                answers = True
                _check_peer(response, base)
                return Reply(
                    response.status_code,
                    hide(str(response.url)),
                    {name: hide(value) for name, value in _lower(response.headers).items()},
                    base.key.hide_in(self._body(response, deadline)),
                )
        except httpx.TimeoutException as error:
            raise SilentError("no answer in time") from error
        except (UnicodeError, OverflowError) as error:  # httpx leaves these to the sockets
            raise UnreachedError(f"no such host or port: {hide(str(error))}") from error
        except (httpx.ConnectError, httpx.ProxyError) as error:
            way = "through the proxy: " if is_proxied(url.scheme, url.host) else ""
            raise UnconnectedError(way + hide(plainly(error))) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            kind = UnansweredError if answers else UnreachedError
            raise kind(hide(plainly(error))) from error
        except UnansweredError as error:
            raise type(error)(hide(str(error))) from None

    def _body(self, response: httpx.Response, deadline: float) -> bytes:
        body = bytearray()
        for chunk in _decoded(response):
            body += chunk
            if len(body) > LARGEST_BODY:
                raise UnansweredError(f"a reply of more than {LARGEST_BODY >> 20} MiB")
            if self._timer() > deadline:
                raise SilentError(f"the reply took longer than {self._longest:g} s")
        return bytes(body)


def _decoded(response: httpx.Response) -> Iterator[bytes]:
    """The body without its compression, which httpx would undo without noting that it was cut."""
    if response.is_stream_consumed:  # a transport that answers all at once
        yield response.content
        return
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"gzip", "x-gzip", "identity", ""}:
        raise UnansweredError(f"an encoding that was not asked for: {encoding}")
    if "gzip" not in encoding:
        yield from response.iter_raw()
        return
    inflater, came = zlib.decompressobj(wbits=GZIP), False
    try:
        for chunk in response.iter_raw():
            came, rest = True, chunk
            while rest and not inflater.eof:
                yield inflater.decompress(rest, PIECE)
                rest = inflater.unconsumed_tail
    except zlib.error as error:
        raise UnansweredError(f"damaged compression: {error}") from error
    if came and not inflater.eof:  # redirects may name a compression and have no body
        raise UnansweredError("the compressed reply was cut off")


def _check_peer(response: httpx.Response, base: Base) -> None:
    """Raises UnsafeError where a name led to an address within this network, unless the user named
    the place."""
    url, stream = response.url, response.extensions.get("network_stream")
    is_users = base.actual != base.canonical and base.is_at(url)
    if stream is None or is_users or is_proxied(url.scheme, url.host):
        return
    peer = stream.get_extra_info("server_addr")
    if peer and is_within(peer[0]):
        raise UnsafeError(f"{url.host} leads to {peer[0]}, an address within this network")


def _target(path: str | None) -> dict[str, bytes]:
    """What to ask for in place of the URL's path and query.

    httpx logs URLs and tells them in its errors: a key does not belong there.
    """
    return {} if path is None else {"target": path.encode("ascii")}


def _lower(headers: httpx.Headers) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _safe(url: str, target: str, operator: Operator, base: Base) -> str:
    """The URL that ``target`` means at ``url``, if it leads to a host of the operator or the user.

    Some sites still redirect to plain http, although they answer https: that is asked instead.
    """
    try:
        joined = httpx.URL(url).join(target)
        here = httpx.URL(base.actual)
    except (httpx.InvalidURL, ValueError) as error:
        raise UnsafeError(f"no URL: {target or url!r}") from error
    if (joined.scheme, joined.netloc) == (here.scheme, here.netloc):
        return str(joined)
    if joined.host not in operator.hosts or joined.port is not None:
        raise UnsafeError(f"leads to another site: {joined.host or target or url!r}")
    return base.to_actual(str(joined.copy_with(scheme="https")))
