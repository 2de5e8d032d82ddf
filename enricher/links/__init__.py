"""Where links stand in a text: pure functions from text to mentions."""

from __future__ import annotations

from enricher.links.find import find
from enricher.links.wrappers import unwrap

__all__ = ["find", "unwrap"]
