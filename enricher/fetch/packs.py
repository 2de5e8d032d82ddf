"""Packs: records as JSON lines, in a form that people can read, edit, diff and commit.

Any ``*.jsonl`` file in the cache folder is a pack: a layer that is read and never written. Each
line is one record, and lines are sorted by provider and paper.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from enricher.exchange import Kind
from enricher.models import PaperRef

KINDS: tuple[Kind, ...] = ("preprint", "published", "missing")


class Stored(NamedTuple):
    """A raw record as the cache keeps it, with where and when it came from.

    ``date`` is the ISO date of first publication, if known; ``fetched`` is in unix seconds;
    ``version`` is that of the provider's record form; ``handmade`` marks what no server sent.
    """

    provider: str
    ref: PaperRef
    form: str
    body: str
    kind: Kind
    date: str
    fetched: float
    version: int = 1
    handmade: bool = False


def paths(folder: Path) -> list[Path]:
    """The packs in a folder, by name."""
    return sorted(folder.glob("*.jsonl")) if folder.is_dir() else []


def load(path: Path, warn: Callable[[str], None]) -> list[Stored]:
    """The records of a pack. A line that is none is passed over, with a warning that names it."""
    records: list[Stored] = []
    try:
        with path.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    records.append(_parse(line))
                except (ValueError, KeyError, TypeError) as error:
                    warn(f"{path}:{number}: not a record: {error}")
    except OSError as error:
        warn(f"{path}: cannot be read: {error}")
    return records


def lines(records: Iterable[Stored]) -> Iterator[str]:
    """The lines of a pack of these records, sorted, each with its line ending."""
    for stored in sorted(records, key=lambda stored: (stored.provider, stored.ref)):
        yield json.dumps(_fields(stored), ensure_ascii=False) + "\n"


def checked(fields: dict[str, Any]) -> dict[str, Any]:
    """The form, body, kind and date of a record from outside. Raises ValueError, KeyError."""
    chosen = {name: fields[name] for name in ("form", "body", "kind", "date")}
    if not all(isinstance(value, str) for value in chosen.values()):
        raise ValueError("form, body, kind and date are text")
    if chosen["kind"] not in KINDS:
        raise ValueError(f"unknown kind {chosen['kind']!r}")
    return chosen


def _fields(stored: Stored) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "provider": stored.provider,
        "paper": str(stored.ref),
        "kind": stored.kind,
        "date": stored.date,
        "fetched": datetime.fromtimestamp(stored.fetched, UTC).isoformat(timespec="seconds"),
        "version": stored.version,
    }
    if stored.handmade:
        fields["handmade"] = True
    return {**fields, "form": stored.form, "body": stored.body}


def _parse(line: str) -> Stored:
    fields = json.loads(line)
    if not isinstance(fields, dict):
        raise TypeError("not a JSON object")
    provider = fields["provider"]
    if not isinstance(provider, str):
        raise TypeError("provider is text")
    return Stored(
        provider=provider,
        ref=PaperRef.parse(str(fields["paper"])),
        fetched=datetime.fromisoformat(fields["fetched"]).timestamp(),
        version=int(fields.get("version", 1)),
        handmade=fields.get("handmade") is True,
        **checked(fields),
    )
