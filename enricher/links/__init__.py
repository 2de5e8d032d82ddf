"""Where links stand in a text: pure functions from text to mentions."""

from __future__ import annotations
