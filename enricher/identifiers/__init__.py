"""The grammar of papers' ids: what is one, and how it is spelt."""

from __future__ import annotations
