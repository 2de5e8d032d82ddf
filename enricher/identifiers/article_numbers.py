"""Numbers that IEEE Xplore and the ACM Digital Library give papers, in the URLs that hold them.

Either library numbers all that it holds, and both put the number at the end of many DOIs:
``10.1109/ICRA.2018.8460737``, ``10.1145/3292500.3330701`` (the proceedings, then the paper).
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote

_IEEE_PATH = re.compile(
    r"/(?:abstract/)?document/([0-9]{1,10})(?![0-9a-z_])"
    # The files, of some decades and of accepted manuscripts: /iel7/41/4387790/04387791.pdf
    r"|/iel(?:x|aam)?[0-9]?/(?:[0-9]{1,10}/){1,3}([0-9]{1,10})(?:-aam)?\.pdf",
    re.IGNORECASE,
)
_IEEE_NUMBER = re.compile(r"\s{0,9}([0-9]{1,10})(?![0-9a-z])", re.IGNORECASE)
_ACM_PATH = re.compile(r"/(?:beta/)?(?:citation|ft_gateway)\.cfm", re.IGNORECASE)
_ACM_NUMBER = re.compile(
    r"\s{0,9}(?:10\.1145/)?(?:([0-9]{1,9})\.)?([0-9]{1,9})(?![0-9a-z]|\.[0-9])", re.IGNORECASE
)


class AcmNumber(NamedTuple):
    """A paper's number, with that of what it appeared in, where a URL tells it."""

    number: str
    within: str = ""


def ieee(url: SplitResult) -> str | None:
    """The number of the paper that a URL of IEEE Xplore names, without leading zeros."""
    path = re.sub("/{2,}", "/", unquote(url.path))
    found = _IEEE_PATH.match(path)
    told = [found[1] or found[2]] if found else []
    for value in _values(url, "arnumber"):
        number = _IEEE_NUMBER.match(value)
        told += [number[1]] if number else []
    numbers = {number.lstrip("0") for number in told} - {""}
    return numbers.pop() if len(numbers) == 1 else None


def acm(url: SplitResult) -> AcmNumber | None:
    """The number of the paper that an old URL of the ACM Digital Library names."""
    if _ACM_PATH.fullmatch(unquote(url.path)):
        for value in (*_values(url, "id"), *_values(url, "doid")):
            found = _ACM_NUMBER.match(value)
            if found and found[2].lstrip("0"):
                return AcmNumber(found[2].lstrip("0"), (found[1] or "").lstrip("0"))
    return None


def _values(url: SplitResult, name: str) -> list[str]:
    """The values of a parameter. Some notes hold URLs with ``&`` escaped twice."""
    pairs = parse_qsl(url.query)
    return [value for key, value in pairs if key.lower().removeprefix("amp;") == name]
