"""One file per bibliographic index. A new file with an ``INDEX`` is found by itself.

An index answers for papers of other sources: it says where a paper was published, or all that is
known of one whose own site cannot be asked. Indexes do no I/O.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from enricher.registry import member, members

if TYPE_CHECKING:
    from enricher.exchange import Provider


@cache
def named(name: str) -> Provider | None:
    """The index of a name; no other one is imported."""
    found: Provider | None = member(__name__, __path__, name, "INDEX")
    return found


@cache
def all_indexes() -> dict[str, Provider]:
    """Every index of this package by name, in alphabetical order."""
    found: Iterable[Provider] = members(__name__, __path__, "INDEX")
    return {index.name: index for index in sorted(found, key=lambda index: index.name)}
