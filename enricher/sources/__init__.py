"""One file per site that owns papers. A new file with a ``SOURCE`` is found by itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from enricher.registry import member, members

if TYPE_CHECKING:
    from enricher.exchange import Source


@cache
def named(name: str) -> Source | None:
    """The source of a name; no other one is imported."""
    found: Source | None = member(__name__, __path__, name, "SOURCE")
    return found


@cache
def all_sources() -> dict[str, Source]:
    """Every source of this package by name, in alphabetical order."""
    found: Iterable[Source] = members(__name__, __path__, "SOURCE")
    return {source.name: source for source in sorted(found, key=lambda source: source.name)}
