"""What a field of an entry may hold, and what a written value reads back as."""

from __future__ import annotations

from enricher.text import twin

Value = str | int | tuple[str, ...]

Tree = tuple[tuple[str, str | int], ...]
"""A value and all below it, parents first: tag and text, or tag and number of children. The tags
are YAML's, for TOML too."""


def plain(value: Value) -> str | int | list[str]:
    """A value as it is read back."""
    match value:
        case str():
            return twin(value)
        case int():
            return value
        case tuple():
            return [twin(each) for each in value]
