"""Which program this is: what one made may be kept for the next run of the very same one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version

# what reads replies, beside this package
LIBRARIES = ("feedparser", "pydantic", "selectolax", "PyYAML")


@cache
def fingerprint() -> str:
    """What tells this program from any other state of it: hexadecimal digits.

    A release's number would not do: who installs from a repository has many states of one number,
    and what a parser read before it was mended must not be taken for what it reads now.
    """
    told = blake2b(sys.version.encode(), digest_size=16)
    for name in LIBRARIES:
        told.update(f"{name} {_version(name)}\n".encode())
    for path in _modules(os.path.dirname(__file__)):  # noqa: PTH120 - paths are slow for so many
        with open(path, "rb") as module:  # noqa: PTH123 - the same
            told.update(module.read())
    return told.hexdigest()


def _modules(folder: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            yield from _modules(entry.path)
        elif entry.name.endswith(".py"):
            yield entry.path


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
