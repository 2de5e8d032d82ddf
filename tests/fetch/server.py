"""A small server on this machine that answers like the toy source's site, or fails as told.

It listens on 127.0.0.1 at a free port. `Server.faults` holds what the next requests get instead of
a healthy answer, one each; `Server.always` what all get.
"""

from __future__ import annotations

import gzip
import http.server
import socket
import struct
import sys
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

MIB = 2**20


class Seen(NamedTuple):
    """One request as it came, with the time of its start and of its last bytes' sending."""

    method: str
    path: str
    headers: dict[str, str]
    content: bytes
    started: float
    ended: float


class Handler(http.server.BaseHTTPRequestHandler):
    """Passes each request to a fault, or answers it well."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        started = self.ended = time.time()
        length = int(self.headers.get("Content-Length", 0))
        content = self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        number = len(self.server.seen)  # noted before the reply: the client may look at once
        self.server.seen.append(
            Seen(self.command, self.path, headers, content, started, self.ended)
        )
        try:
            self.server.act(self)
        finally:
            self.server.seen[number] = self.server.seen[number]._replace(ended=time.time())

    do_POST = do_GET  # noqa: N815 - the base class names it

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        """Say nothing."""

    def reply(self, status: int, body: bytes = b"", length: int | None = None, **more: str) -> None:
        """A whole reply; header names are given with underscores."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Connection", "close")
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.ended = time.time()
        self.wfile.write(body)
        self.close_connection = True

    def healthy(self) -> bytes:
        """What the toy site says of the papers that were asked for."""
        asked = parse_qs(urlsplit(self.path).query).get("ids", [""])[0].split(",")
        lines = [f"{name} -" if name.startswith("x") else f"{name} Title {name}" for name in asked]
        return "\n".join([*lines, "."]).encode()


Fault = Callable[[Handler], None]


class Server(http.server.ThreadingHTTPServer):
    """The server; `url` is its base URL and `seen` what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.seen: list[Seen] = []
        self.faults: deque[Fault] = deque()
        self.always: Fault | None = None

    def act(self, handler: Handler) -> None:
        """Answer one request."""
        fault = self.faults.popleft() if self.faults else self.always or well
        fault(handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is none; anything else is a defect of this file."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving() -> Iterator[Server]:
    """A running server."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


# --------------------------------------------------------------------------------- what it can do


def well(handler: Handler) -> None:
    """All is well."""
    handler.reply(200, handler.healthy())


def status(code: int, **headers: str) -> Fault:
    """A bare status."""
    return lambda handler: handler.reply(code, b"no", None, **headers)


def redirect(target: str, code: int = 302) -> Fault:
    """A redirect."""
    return lambda handler: handler.reply(code, Location=target)


def same_again(handler: Handler) -> None:
    """A redirect to itself."""
    handler.reply(302, Location=handler.path)


def empty(handler: Handler) -> None:
    """200 and nothing."""
    handler.reply(200)


def html(handler: Handler) -> None:
    """A page for people, as bot checks and login walls send."""
    handler.reply(200, b"<!doctype html><title>Are you a robot?</title>", Content_Type="text/html")


def truncated(handler: Handler) -> None:
    """A reply that lacks its end, with the right length."""
    handler.reply(200, handler.healthy()[:-3])


def too_short(handler: Handler) -> None:
    """Fewer bytes than the length says."""
    body = handler.healthy()
    handler.reply(200, body, length=len(body) + 50)


def too_long(handler: Handler) -> None:
    """More bytes than the length says."""
    body = handler.healthy()
    handler.reply(200, body, length=len(body) - 3)


def reset(handler: Handler) -> None:
    """The connection breaks before a byte is sent."""
    linger = struct.pack("ii", 1, 0)  # on, 0 s: closing sends RST
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True
    handler.connection.close()


def reset_amid(handler: Handler) -> None:
    """The connection breaks in the body."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(handler.healthy())
    reset(handler)


def bad_gzip(handler: Handler) -> None:
    """Not the compression that the header names."""
    handler.reply(200, b"\x1f\x8b\x08\x00 not gzip", Content_Encoding="gzip")


def cut_gzip(handler: Handler) -> None:
    """Compressed, and cut off."""
    handler.reply(200, gzip.compress(handler.healthy() * 99)[:-20], Content_Encoding="gzip")


def deflated(handler: Handler) -> None:
    """A compression that was not asked for."""
    handler.reply(200, zlib.compress(handler.healthy()), Content_Encoding="deflate")


def wrong_encoding(handler: Handler) -> None:
    """Bytes that are no text."""
    handler.reply(200, b"\xff\xfe" + handler.healthy())


def huge(handler: Handler) -> None:
    """A body without end."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(2**31))
    handler.end_headers()
    for _ in range(2**31 // MIB):
        handler.wfile.write(bytes(MIB))


def gzip_bomb(handler: Handler) -> None:
    """A small body that grows past all bounds."""
    handler.reply(200, gzip.compress(bytes(80 * MIB), 9), Content_Encoding="gzip")


def drip(step: Callable[[], None]) -> Fault:
    """A body that comes a byte at a time; ``step`` is called before each."""

    def act(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(1000):
            step()
            handler.wfile.write(b".")
            handler.wfile.flush()

    return act
