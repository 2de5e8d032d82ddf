"""How replies are written: one module or package for each form, read alike by all who meet it."""

from __future__ import annotations
