"""One file per bibliographic index. A new file with an ``INDEX`` is found by itself.

An index answers for papers of other sources: it says where a paper was published, or all that is
known of one whose own site cannot be asked. Indexes do no I/O.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from enricher.exchange import Provider


@cache
def all_indexes() -> dict[str, Provider]:
    """Every index of this package by name, in alphabetical order."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    found: list[Provider] = [module.INDEX for module in modules if hasattr(module, "INDEX")]
    return {index.name: index for index in sorted(found, key=lambda index: index.name)}
