"""The variables of the environment that name proxies and certificates, checked before httpx does.

It raises whatever it stumbles over, without the variable's name; a folder of certificates that is
none it takes in silence, to trust nobody afterwards. A proxy's address may hold a password: it is
never told.
"""

from __future__ import annotations

import ipaddress
import os
import ssl
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies

from enricher.errors import ConfigError

PROXY_HINT = "give it the form http://host:port, or unset it"
OBEYED = frozenset({
    "http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir",
})  # fmt: skip


def check_environment() -> ssl.SSLContext | None:
    """The certificates that SSL_CERT_FILE names, loaded; None where it is not set.

    Raises ConfigError, naming the variable, where one of them all cannot be used.
    """
    certificates = _certificates(os.environ)
    proxies = getproxies()  # on macOS and Windows those of the system, where no variable is set
    for kind in ("http", "https", "all"):
        if address := proxies.get(kind):
            _check_proxy(_variable(f"{kind}_proxy", address), address)
    for host in proxies.get("no", "").split(","):
        if not _is_host(host.strip()):
            raise ConfigError(
                f"{_variable('no_proxy', proxies['no'])}: {host.strip()!r} is no host",
                "list names and addresses with commas between them, and without brackets",
            )
    return certificates


def unusable(error: Exception) -> ConfigError:
    """What httpx said of an environment that `check_environment` found no fault with."""
    named = ", ".join(sorted(name for name in os.environ if name.lower() in OBEYED))
    told = f"the proxies or certificates of this environment cannot be used: {error}"
    return ConfigError(told, f"set here: {named}" if named else "")


def _certificates(environment: Mapping[str, str]) -> ssl.SSLContext | None:
    file, folders = environment.get("SSL_CERT_FILE"), environment.get("SSL_CERT_DIR")
    if file:
        try:
            return ssl.create_default_context(cafile=file)
        except (OSError, ValueError) as error:  # ssl's errors are OSErrors
            raise ConfigError(
                f"SSL_CERT_FILE: no certificates can be read from {file!r}: {_told(error)}",
                "name a file of certificates in PEM form, or unset it",
            ) from error
    if folders and not any(Path(folder).is_dir() for folder in folders.split(os.pathsep)):
        raise ConfigError(
            f"SSL_CERT_DIR: {folders!r} is no folder", "name a folder of certificates, or unset it"
        )
    return None


def _told(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _variable(name: str, value: str) -> str:
    """The name as it is spelled here."""
    spelled = (
        other for other in os.environ if other.lower() == name and os.environ[other] == value
    )
    return next(spelled, "the system's proxy settings")


def _check_proxy(name: str, address: str) -> None:
    kind = _kind_of_proxy(address if "://" in address else f"http://{address}")
    if kind is None:
        raise ConfigError(f"{name} is no address of a proxy", PROXY_HINT)
    if kind not in {"http", "https", "socks5", "socks5h"}:
        raise ConfigError(f"{name} names a proxy of an unknown kind, {kind!r}", PROXY_HINT)
    if kind.startswith("socks") and find_spec("socksio") is None:
        raise ConfigError(
            f"{name} names a SOCKS proxy, for which the package socksio is missing",
            "pip install 'httpx[socks]', or name an HTTP proxy",
        )


def _kind_of_proxy(url: str) -> str | None:
    """The scheme of an address that is whole."""
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts.scheme if is_whole else None


def _is_host(host: str) -> bool:
    """Whether httpx can read an entry of NO_PROXY: a name, an address, a network, or a URL."""
    try:
        if host.count(":") > 1 and "://" not in host:
            _ = ipaddress.IPv6Address(host)
        else:
            _ = urlsplit(host if "://" in host else f"all://{host}").port
    except ValueError:
        return False
    return True
