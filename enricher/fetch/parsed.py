"""Records as they were parsed, kept beside the raw ones: parsing is what takes longest.

A row counts for the very program that wrote it and for the very raw record that it was read from,
so that a mended parser needs no new fetch, as ever. All of it can be made anew: what stands in the
way of reading or keeping it costs time and nothing else, and nobody is told.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from enricher import files
from enricher.exchange import Provider, RawRecord
from enricher.fetch.busy import is_locked
from enricher.fetch.database_files import FILES, has_database
from enricher.fetch.disk import read_rows, write_rows
from enricher.fetch.planted import is_file, is_odd
from enricher.models import PaperRef, Record
from enricher.program import fingerprint

FOLDER: Final = "parsed"
PATIENCE = 1  # seconds for a locked database: to parse does not take much longer
NOTHING = "-"  # what a raw record that cannot be parsed holds

Marks = Mapping[PaperRef, str]


class ParsedRecords:
    """The parsed records of one cache folder, for runs that may change it.

    With ``read_only`` no file is created or changed, and neither is one in a folder that holds no
    database: there are packs alone in there, of somebody who commits them. ``program`` names the
    one that parses; ``patience`` are the seconds to wait for a locked database.
    """

    def __init__(
        self,
        folder: Path,
        *,
        read_only: bool = False,
        program: Callable[[], str] = fingerprint,
        patience: int = PATIENCE,
    ) -> None:
        self._folder = folder / FOLDER
        self._may_write = not read_only and has_database(folder)
        self._program = program
        self._patience = patience

    def records(self, provider: Provider, raw: Sequence[RawRecord]) -> dict[PaperRef, Record]:
        """What ``provider.parse`` makes of these raw records, which are of a paper each."""
        marks = {each.ref: f"{self._program()}-{_digest(*each[1:])}" for each in raw}
        found: dict[PaperRef, Record | None] = {}
        with suppress(OSError, sqlite3.Error):
            found.update(self._known(provider.name, marks))
        new = [each for each in raw if each.ref not in found]
        if new:
            parsed = provider.parse(new)
            made = {each.ref: parsed.get(each.ref) for each in new}
            self._keep(provider.name, marks, made)
            found |= made
        return {ref: record for ref in marks if (record := found[ref])}

    def _known(self, provider: str, marks: Marks) -> Iterator[tuple[PaperRef, Record | None]]:
        if not marks or is_odd(self._folder):
            return
        refs = {_key(provider, ref): ref for ref in marks}
        for key, value in read_rows(self._folder, list(refs), self._patience):
            ref = refs[key]
            mark, _, rest = (value or "").partition(" ")
            check, _, told = rest.partition(" ")
            if mark != marks[ref] or check != _digest(told):
                continue
            with suppress(ValidationError):
                record = None if told == NOTHING else _form().validate_json(told)
                if record is None or (record.ref == ref and _is_sound(record)):
                    yield ref, record

    def _keep(self, provider: str, marks: Marks, records: Mapping[PaperRef, Record | None]) -> None:
        """Keep these if that can be done at once; what is damaged is begun anew."""
        if not self._may_write or is_odd(self._folder):
            return
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            write_rows(self._folder, _rows(provider, marks, records), self._patience)
        except OSError:  # there is no place
            return
        except sqlite3.Error as error:
            if not is_locked(error):
                with suppress(OSError):
                    forget(self._folder.parent)


def forget(folder: Path) -> None:
    """Delete what was parsed of a cache folder's records, and nothing that a link leads to."""
    place = folder / FOLDER
    if is_odd(place):
        return
    for name in FILES:
        if is_file(place / name):
            (place / name).unlink()
    with suppress(OSError):  # files of somebody else stay, and so does their folder
        place.rmdir()


@cache
def _form() -> TypeAdapter[Record]:
    return TypeAdapter(Record)


def _rows(
    provider: str, marks: Marks, records: Mapping[PaperRef, Record | None]
) -> Iterator[tuple[str, str]]:
    for ref, record in records.items():
        with suppress(PydanticSerializationError):  # a text that has no UTF-8
            told = _told(record)
            yield _key(provider, ref), f"{marks[ref]} {_digest(told)} {told}"


def _told(record: Record | None) -> str:
    if record is None:
        return NOTHING
    return _form().dump_json(record, exclude_defaults=True).decode()


def _key(provider: str, ref: PaperRef) -> str:
    return f"{provider} {ref}"


def _digest(*texts: str) -> str:
    return files.digest("\0".join(texts).encode("utf-8", "surrogatepass"))


def _is_sound(record: Record) -> bool:
    """Whether its addresses are such as any page may link to: somebody may have planted it."""
    addresses = (url for url in (record.url, record.pdf) if url is not None)
    return all(url.startswith(("https://", "http://")) for url in addresses)
