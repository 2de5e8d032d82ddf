"""Values of JSON that a server sent: whatever has another shape than hoped for counts as empty."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import cast


def loaded(body: str | bytes) -> object:
    """The value of a JSON text, None where it is none (or is nested too deep)."""
    try:
        value: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value


def mapping(value: object) -> Mapping[str, object]:
    """An object's fields."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def sequence(value: object) -> Sequence[object]:
    """A list's values."""
    return cast("list[object]", value) if isinstance(value, list) else ()
