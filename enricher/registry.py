"""Finds the members of a package: adding one to it is one file, and no list has to name it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from typing import Any


def member(package: str, path: Iterable[str], name: str, kind: str) -> Any | None:
    """The ``kind`` in ``package`` that has this name, which is that of its file, too: no other one
    is imported. None where there is none."""
    module = name.replace("-", "_")
    if module not in (each.name for each in pkgutil.iter_modules(path)):
        return None
    found = getattr(importlib.import_module(f"{package}.{module}"), kind, None)
    return found if found is not None and found.name == name else None


def members(package: str, path: Iterable[str], name: str) -> Iterator[Any]:
    """What the modules and packages in ``package``, whose ``__path__`` is given, call ``name``, in
    alphabetical order of their files; those that have nothing of this name are passed over."""
    for found in pkgutil.iter_modules(path):
        module = importlib.import_module(f"{package}.{found.name}")
        if hasattr(module, name):
            yield getattr(module, name)
