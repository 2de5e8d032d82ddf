"""One file per kind of finding about the links of notes; one with a ``KIND`` is found by itself.

No I/O: what is known of the papers, and what the notes say, are arguments.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from enricher.audit.interface import Kind


@cache
def all_kinds() -> dict[str, Kind]:
    """Every kind of this package by its code, in alphabetical order."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    found: list[Kind] = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.code: kind for kind in sorted(found, key=lambda kind: kind.code)}
