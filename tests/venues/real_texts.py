"""The real comments and journal references beside this module."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

TEXTS: dict[str, list[Any]] = tomllib.loads(
    Path(__file__).with_name("real_texts.toml").read_text("utf-8")
)
