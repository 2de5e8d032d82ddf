"""A plan or findings as text, JSON or a page; one file each, all pure."""

from __future__ import annotations
