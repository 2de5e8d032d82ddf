"""Packs: records as JSON lines, in a form that people can read, edit, diff and commit.

Any ``*.jsonl`` file in the cache folder is a pack: a layer that is read and never written. Each
line is one record, and lines are sorted by provider and paper. Its ``version`` is that of the
record's own form; the form of the lines has never changed, so that old packs stay good.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, cast

from enricher.exchange import Kind, RawRecord
from enricher.fetch.planted import is_pack
from enricher.models import PaperRef

KINDS: tuple[Kind, ...] = ("preprint", "published", "missing")
LATEST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()
LINES_TOLD = 10  # bad lines of one pack that are named one by one
# What reading a line or a row from outside may raise; numbers overflow, nesting has no end.
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)
# Control characters, those that turn the direction of text, and what begins a runner's command.
_OBEYED = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]|(?<=##)\\[")


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

    @property
    def raw(self) -> RawRecord:
        """The record as its provider parses it."""
        return RawRecord(self.ref, self.form, self.body, self.kind, self.date)


def paths(folder: Path) -> list[Path]:
    """The packs in a folder, by name; a link that leads out of it is none."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.glob("*.jsonl") if is_pack(path))


def load(path: Path, warn: Callable[[str], None]) -> list[Stored]:
    """The records of a pack. A line that is none is passed over, with a warning that names it."""
    records: list[Stored] = []
    bad = 0
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    records.append(_parse(line))
                except UNREADABLE as error:
                    bad += 1
                    if bad <= LINES_TOLD:
                        warn(f"{path}:{number}: not a record: {_reason(error)}")
    except OSError as error:
        warn(f"{path}: cannot be read: {error}")
    if bad > LINES_TOLD:
        warn(f"{path}: {bad - LINES_TOLD} more lines are not records")
    return records


def _reason(error: Exception) -> str:
    return f"it has no {error}" if isinstance(error, KeyError) else str(error)


def lines(records: Iterable[Stored]) -> Iterator[str]:
    """The lines of a pack of these records, sorted, each with its line ending.

    What an editor or a terminal would obey stands in JSON's escapes, and so do lone surrogates,
    which have no UTF-8.
    """
    for stored in sorted(records, key=lambda stored: (*stored[:2], stored.version)):
        line = json.dumps(_fields(stored), ensure_ascii=False)
        yield _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", line) + "\n"


def checked_time(moment: float) -> float:
    """A moment in unix seconds that a date can tell. Raises ValueError for any other."""
    if not 0 <= moment < LATEST:
        raise ValueError("fetched is no time")
    return moment


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


def _parse(line: bytes) -> Stored:
    found: object = json.loads(line)
    if not isinstance(found, dict):
        raise TypeError("not a JSON object")
    fields = cast("dict[str, Any]", found)
    provider = fields["provider"]
    if not isinstance(provider, str):
        raise TypeError("provider is text")
    return Stored(
        provider=provider,
        ref=PaperRef.parse(str(fields["paper"])),
        fetched=checked_time(_moment(fields["fetched"]).timestamp()),
        version=int(fields.get("version", 1)),
        handmade=fields.get("handmade") is True,
        **checked(fields),
    )


def _moment(text: str) -> datetime:
    """A moment in ISO form; one without a zone is in UTC, so that it is the same everywhere."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
