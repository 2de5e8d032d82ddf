"""Addresses that no public server has: a name that leads to one is a trick, or a broken network."""

from __future__ import annotations

import ipaddress
from urllib.request import getproxies, proxy_bypass

_WITHIN = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/4", "240.0.0.0/4",
        "::/127", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip


def is_within(address: str) -> bool:
    """Whether an IP address is one of this machine or of a network behind a router.

    198.18.0.0/15 is none of them, though reserved: VPN clients give such addresses to all names
    and resolve these themselves.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found.sixtofour or found
    return any(found in network for network in _WITHIN if network.version == found.version)


def is_proxied(scheme: str, host: str) -> bool:
    """Whether requests to a host go through a proxy, whose address may be any."""
    proxies = getproxies()
    named = proxies.get(scheme) or proxies.get("all")
    return bool(named) and not proxy_bypass(host)
