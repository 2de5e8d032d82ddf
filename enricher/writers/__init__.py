"""One file, or one folder, per output; one with a ``WRITER`` is found by itself. No I/O."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from enricher.registry import member, members
from enricher.writers.interface import AnyWriter


@cache
def named(name: str) -> AnyWriter | None:
    """The writer of a name; no other one is imported."""
    found: AnyWriter | None = member(__name__, __path__, name, "WRITER")
    return found


@cache
def all_writers() -> dict[str, AnyWriter]:
    """Every writer of this package by name, in alphabetical order."""
    found: Iterable[AnyWriter] = members(__name__, __path__, "WRITER")
    return {writer.name: writer for writer in sorted(found, key=lambda writer: writer.name)}
