"""The library in one call: what a script that enriches notes needs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from enricher.engine import Enricher, Paths

if TYPE_CHECKING:
    from enricher.plan import Plan


def enrich(
    paths: Paths,
    *,
    to: Sequence[str] | None = None,
    cache: str | Path | None = None,
    offline: bool | None = None,
    output: str | Path | None = None,
) -> Plan:
    """Read the notes at and below ``paths``, fetch what is not cached, and plan what to write.

    Nothing is written until ``plan.write()``. ``to`` names writers; ``cache`` is a folder;
    ``output`` leaves the notes alone and writes changed copies below that folder. Raises
    ConfigError and CacheError; what goes wrong with one note or one paper is in the plan.
    """
    folder = Path(output) if output is not None else None
    with Enricher(cache=cache, offline=offline) as enricher:
        scanned = enricher.scan(paths, to=to, output=folder)
        return enricher.plan(scanned, to=to, output=folder)
