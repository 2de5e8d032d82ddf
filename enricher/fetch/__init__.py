"""When to ask, what is kept on disk, and the only module that talks to the network."""

from __future__ import annotations
