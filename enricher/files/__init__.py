"""The only room that touches users' files: find notes, read bytes, replace a file whole."""

from __future__ import annotations

from enricher.files.content import (
    LARGEST_NOTE,
    delete,
    digest,
    other_encoding,
    read,
    refuse_unwritable,
    replace,
    sweep,
    write,
)
from enricher.files.discovery import NEVER_NOTES, discover, is_folder

__all__ = [
    "LARGEST_NOTE",
    "NEVER_NOTES",
    "delete",
    "digest",
    "discover",
    "is_folder",
    "other_encoding",
    "read",
    "refuse_unwritable",
    "replace",
    "sweep",
    "write",
]
