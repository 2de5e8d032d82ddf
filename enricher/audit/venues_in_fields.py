"""Where the entries of a bibliography say that their papers appeared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enricher import venues
from enricher.audit.interface import Entry, Subject
from enricher.links.anatomy import Anatomy
from enricher.models import Span
from enricher.venues.editions import Edition, editions

_YEAR = re.compile(r"(?:19|20)\d\d")
_BRACES = str.maketrans("", "", "{}\\")
# Each field that names a venue, and where its value begins
_FIELDS = {
    name: re.compile(rf"\b{name}\s{{0,9}}=\s{{0,9}}", re.IGNORECASE)
    for name in ("booktitle", "journal", "journaltitle", "eventtitle")
}


def told_in_fields(subject: Subject) -> Iterator[tuple[Anatomy, list[Edition]]]:
    """For each link of a bibliography the venue and the year of its entry."""
    number = 0
    for anatomy in subject.anatomies:
        place = anatomy.link.span.start
        while number + 1 < len(subject.entries) and subject.entries[number].span.end <= place:
            number += 1
        entry = subject.entries[number]
        is_inside = entry.span.start <= place < entry.span.end
        yield anatomy, list(_told(subject.text, entry)) if is_inside else []


def _told(text: str, entry: Entry) -> Iterator[Edition]:
    for name, begin in _FIELDS.items():
        raw = entry.fields.get(name, "")
        value = " ".join(raw.translate(_BRACES).split())
        known = venues.short_name(value) if value else None
        field = begin.search(text, *entry.span) if known else None
        if known is None or field is None:
            continue
        year = _YEAR.match(entry.fields.get("year", "") or entry.fields.get("date", ""))
        written = f"{known.short} {year[0]}" if year else ""
        start = max(text.find(raw, field.end(), entry.span.end), field.end())
        span = Span(start, start + len(raw))
        for each in (editions(value) or editions(written))[:1]:
            is_main = each.is_main and known.is_main
            yield each._replace(span=span, start=start, is_main=is_main, is_dated_apart=True)
