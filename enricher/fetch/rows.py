"""A record as one row of the cache's database: text under text, whatever else the row may hold."""

from __future__ import annotations

import json
from typing import Any

from enricher.fetch import packs
from enricher.fetch.packs import Stored
from enricher.models import PaperRef


def key(provider: str, ref: PaperRef, version: int) -> str:
    """The name of the row of a paper's record."""
    return f"{provider} {version} {ref}"


def row(stored: Stored) -> tuple[str, str]:
    """A record's row: its name, and what it holds."""
    return key(stored.provider, stored.ref, stored.version), _value(stored)


def _value(stored: Stored) -> str:
    fields: dict[str, Any] = {
        "form": stored.form,
        "kind": stored.kind,
        "date": stored.date,
        "fetched": stored.fetched,
        "body": stored.body,
    }
    if stored.handmade:
        fields["handmade"] = True
    return json.dumps(fields)  # ASCII: SQLite takes no lone surrogates


def stored(key: str, value: str) -> Stored | None:
    """The record of a row, or None where the row is none of enricher's."""
    try:
        provider, version, name = key.split(" ", 2)
        fields: dict[str, Any] = json.loads(value)
        return Stored(
            provider=provider,
            ref=PaperRef.parse(name),
            version=int(version),
            fetched=packs.checked_time(float(fields["fetched"])),
            handmade=fields.get("handmade") is True,
            **packs.checked(fields),
        )
    except packs.UNREADABLE:
        return None
