"""What holds for every test: none of them reaches out of this machine."""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

# Timings differ with the machine's load; a slow example is no wrong one.
settings.register_profile("enricher", deadline=None)
settings.load_profile("enricher")

_attempts: list[str] = []


class NetworkRefusedError(Exception):
    """A test tried to leave this machine. Not an OSError: those may rightly be handled."""


def _is_local(host: object) -> bool:
    if not isinstance(host, str) or host in {"", "localhost"}:
        return True  # None and "" are this machine's own; a path is a Unix socket's
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _is_numeric(host: object) -> bool:
    try:
        ipaddress.ip_address(str(host))
    except ValueError:
        return False
    return True


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
        refused = not (_is_local(host) or _is_numeric(host))  # a number needs no name server
    elif event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
        refused = not _is_local(host)
    else:
        return
    if refused:
        _attempts.append(f"{event} {host}")
        raise NetworkRefusedError(f"a test tried {event} to {host!r}: only this machine is allowed")


# An audit hook sees every socket, whatever library opens it, and replaces nothing.
sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def network_attempts() -> Iterator[list[str]]:
    """Every attempt to leave this machine; one that was swallowed fails the test at its end."""
    _attempts.clear()
    yield _attempts
    assert not _attempts, f"this test tried to leave the machine: {_attempts}"
