"""What a field of an entry may hold, and what a written value reads back as."""

from __future__ import annotations

Value = str | int | tuple[str, ...]

Tree = tuple[tuple[str, str | int], ...]
"""A value and all below it, parents first: tag and text, or tag and number of children. The tags
are YAML's, for TOML too."""
