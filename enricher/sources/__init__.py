"""One file per site that owns papers. A new file with a ``SOURCE`` is found by itself."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from enricher.exchange import Source


@cache
def all_sources() -> dict[str, Source]:
    """Every source of this package by name, in alphabetical order."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    found: list[Source] = [module.SOURCE for module in modules if hasattr(module, "SOURCE")]
    return {source.name: source for source in sorted(found, key=lambda source: source.name)}
