"""One file, or one folder, per output; one with a ``WRITER`` is found by itself. No I/O."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from enricher.writers.interface import AnyWriter


@cache
def all_writers() -> dict[str, AnyWriter]:
    """Every writer of this package by name, in alphabetical order."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    found: list[AnyWriter] = [module.WRITER for module in modules if hasattr(module, "WRITER")]
    return {writer.name: writer for writer in sorted(found, key=lambda writer: writer.name)}
