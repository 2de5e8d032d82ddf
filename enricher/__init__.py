"""enricher: from the paper links in your notes to titles, authors and venues."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from enricher.change import Change
    from enricher.engine import Enricher
    from enricher.library import enrich
    from enricher.models import Author, Link, PaperRef
    from enricher.notes import Note
    from enricher.paper import Failed, Found, Missing, Paper
    from enricher.plan import Plan
    from enricher.reading import Reader
    from enricher.updating import Page

__version__ = "0.1.0"

__all__ = [
    "Author",
    "Change",
    "Enricher",
    "Failed",
    "Found",
    "Link",
    "Missing",
    "Note",
    "Page",
    "Paper",
    "PaperRef",
    "Plan",
    "Reader",
    "enrich",
]

_HOMES = {
    "change": ("Change",),
    "engine": ("Enricher",),
    "library": ("enrich",),
    "models": ("Author", "Link", "PaperRef"),
    "paper": ("Failed", "Found", "Missing", "Paper"),
    "notes": ("Note",),
    "plan": ("Plan",),
    "reading": ("Reader",),
    "updating": ("Page",),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: ``--version`` needs none of them."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"enricher.{module}"), name)
    raise AttributeError(f"module 'enricher' has no attribute {name!r}")
