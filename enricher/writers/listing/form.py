"""What the attributes of a marker ask for: the form of one listing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from enricher.errors import NoteError
from enricher.writers.listing.markers import HINT, Marker

# each column with its heading
COLUMNS: Mapping[str, str] = {
    "title": "Title",
    "authors": "Authors",
    "venue": "Venue",
    "year": "Year",
    "type": "Type",
    "links": "Links",
    "arxiv": "arXiv",
    "doi": "DOI",
    "url": "Page",
    "pdf": "PDF",
}
STYLES: Mapping[str, tuple[str, ...]] = {
    "list": ("title", "authors", "venue"),
    "table": ("title", "authors", "venue", "year"),
}
LINK = "link"  # the order of the first links in the note
LETTER = "letter"  # the first letter of the title
GROUPS = ("venue", "year", "type", LETTER)
SCOPES = ("note", "all")
MOST_AUTHORS = 3

_ATTRIBUTE = re.compile(r"[ \t]*([a-z-]{1,40})[ \t]*=[ \t]*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=]+))")


class Key(NamedTuple):
    """What to sort or to group by."""

    name: str
    descending: bool = False


class Form(NamedTuple):
    """The form of one listing; ``lists_all`` asks for the papers of the whole run."""

    style: str
    columns: tuple[str, ...]
    sort: tuple[Key, ...]
    group: Key | None
    max_authors: int
    lists_all: bool

    @property
    def group_by(self) -> str:
        """What the rows are grouped by; empty where they are not."""
        return self.group.name if self.group else ""


def form_of(path: str, marker: Marker) -> Form:
    """The form that a marker asks for. Raises NoteError, with what is known, for any other."""
    try:
        return _form(_attributes(marker.attributes))
    except ValueError as error:
        raise NoteError(path, str(error), line=marker.line, hint=HINT) from None


def _form(given: dict[str, str]) -> Form:
    style = _one_of("style", given.pop("style", "list"), tuple(STYLES))
    lists_all = _one_of("papers", given.pop("papers", "note"), SCOPES) == "all"
    columns = _names("columns", given.pop("columns", ",".join(STYLES[style])), tuple(COLUMNS))
    if "title" not in columns:
        raise ValueError("`columns` need the title: a row is known by its link")
    orders = tuple(COLUMNS) if lists_all else (LINK, *COLUMNS)
    sort = _keys("sort", given.pop("sort", "title" if lists_all else LINK), orders)
    group = _keys("group", given.pop("group"), GROUPS) if "group" in given else ()
    if len(group) > 1:
        raise ValueError("`group` takes one column")
    authors = given.pop("authors", str(MOST_AUTHORS))
    if not re.fullmatch(r"[1-9][0-9]{0,5}", authors):
        raise ValueError(f"`authors` takes a number of authors, at least 1, not {authors[:40]!r}")
    if given:
        known = "style, columns, sort, group, authors, papers"
        raise ValueError(f"unknown attribute {next(iter(given))!r} (known: {known})")
    return Form(style, columns, sort, group[0] if group else None, int(authors), lists_all)


def _attributes(written: str) -> dict[str, str]:
    """The attributes by name. They are written as in HTML."""
    given: dict[str, str] = {}
    at, end = 0, len(written.rstrip())
    while at < end:
        found = _ATTRIBUTE.match(written, at, end)
        if found is None or (at and found[0][0] not in " \t"):
            rest = written[at:end].strip()[:40]
            raise ValueError(f'attributes are written as name="value", not {rest!r}')
        name = found[1]
        if name in given:
            raise ValueError(f"the attribute {name!r} stands twice")
        given[name] = found[found.lastindex or 1].strip()
        at = found.end()
    return given


def _one_of(name: str, value: str, known: Sequence[str]) -> str:
    if value not in known:
        raise ValueError(f"unknown {name} {value[:40]!r} (known: {', '.join(known)})")
    return value


def _names(name: str, value: str, known: Sequence[str]) -> tuple[str, ...]:
    names = tuple(_one_of(f"`{name}`", part.strip(), known) for part in value.split(","))
    if len(set(names)) < len(names):
        raise ValueError(f"`{name}` names a column twice: {value[:40]!r}")
    return names


def _keys(name: str, value: str, known: Sequence[str]) -> tuple[Key, ...]:
    parts = [part.strip() for part in value.split(",")]
    names = _names(name, ",".join(part.removeprefix("-") for part in parts), known)
    return tuple(Key(each, part.startswith("-")) for each, part in zip(names, parts, strict=True))
