"""One file per kind of finding about the links of notes; one with a ``KIND`` is found by itself.

No I/O: what is known of the papers, and what the notes say, are arguments.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from enricher.audit.interface import Kind
from enricher.registry import members


@cache
def all_kinds() -> dict[str, Kind]:
    """Every kind of this package by its code, in alphabetical order."""
    found: Iterable[Kind] = members(__name__, __path__, "KIND")
    return {kind.code: kind for kind in sorted(found, key=lambda kind: kind.code)}
