"""enricher: from the paper links in your notes to titles, authors and venues."""

from __future__ import annotations

__version__ = "0.1.0"
