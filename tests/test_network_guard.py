"""The guard in conftest.py does bite."""

from __future__ import annotations

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("10.0.0.1", 80)])
def test_no_test_can_leave_this_machine(
    address: tuple[str, int], network_attempts: list[str]
) -> None:
    with socket.socket() as connection, pytest.raises(Exception, match="only this machine"):
        connection.connect(address)
    assert network_attempts
    network_attempts.clear()


def test_no_test_can_ask_a_name_server(network_attempts: list[str]) -> None:
    with pytest.raises(Exception, match="only this machine"):
        socket.getaddrinfo("example.org", 443)
    assert network_attempts
    network_attempts.clear()


def test_this_machine_is_within_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
