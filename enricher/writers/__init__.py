"""One file, or one folder, per output; one with a ``WRITER`` is found by itself. No I/O."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache

from enricher.registry import members
from enricher.writers.interface import AnyWriter


@cache
def named(name: str) -> AnyWriter | None:
    """The writer of a name, which is that of its file, too: no other one is imported."""
    module = name.replace("-", "_")
    if module not in (each.name for each in pkgutil.iter_modules(__path__)):
        return None
    found: AnyWriter | None = getattr(
        importlib.import_module(f"{__name__}.{module}"), "WRITER", None
    )
    return found if found is not None and found.name == name else None


@cache
def all_writers() -> dict[str, AnyWriter]:
    """Every writer of this package by name, in alphabetical order."""
    found: Iterable[AnyWriter] = members(__name__, __path__, "WRITER")
    return {writer.name: writer for writer in sorted(found, key=lambda writer: writer.name)}
