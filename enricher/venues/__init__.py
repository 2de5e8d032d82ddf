"""Venues: short and long names, and what arXiv's comments and journal references tell of them."""

from __future__ import annotations

from enricher.venues.comments import from_comment
from enricher.venues.journal_refs import from_journal_ref
from enricher.venues.names import is_preprint_server, short_name
from enricher.venues.publication import Publication, Venue

__all__ = [
    "Publication",
    "Venue",
    "from_comment",
    "from_journal_ref",
    "is_preprint_server",
    "short_name",
]
