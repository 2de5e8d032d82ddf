"""The ``citation_*`` tags of a page's head, which Google Scholar asks of publishers (its page
"Inclusion Guidelines for Webmasters"), read once for all sites that have them.

A page is kept as its tags alone, one ``<meta>`` a line: that is a page, too, and reads the same.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser

from enricher.exchange import RawRecord
from enricher.models import Author
from enricher.titles import clean, fold

Tags = Mapping[str, tuple[str, ...]]

ABSTRACT = "citation_abstract"
PRINTED = "citation_authors"  # an old tag of the same use: all names in one line
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_SUFFIX = re.compile(r"(?:jr|sr)\.?|[ivx]{2,4}", re.IGNORECASE)


def decode(body: bytes) -> str:
    """The text of a page: UTF-8, else what browsers take for Latin-1 (WHATWG Encoding, 4.2)."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def read(page: LexborHTMLParser) -> dict[str, tuple[str, ...]]:
    """The tags by name, in lower case; empty ones and those of other vocabularies are left out."""
    tags: dict[str, list[str]] = {}
    for node in page.css("meta[name][content]"):
        name = (node.attributes.get("name") or "").lower()
        content = fold(node.attributes.get("content") or "")
        if content and name.startswith("citation_"):
            tags.setdefault(name, []).append(content)
    return {name: tuple(values) for name, values in tags.items()}


def write(tags: Tags) -> str:
    """A page that holds these tags and nothing else, one a line."""
    return "".join(
        f'<meta name="{name}" content="{html.escape(value)}">\n'
        for name, values in tags.items()
        for value in values
    )


def without_abstract(raw: RawRecord) -> str:
    """A record's page, as `write` makes it, without its abstract. Listings have none."""
    lines = raw.body.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(f'<meta name="{ABSTRACT}"'))


def first(tags: Tags, name: str) -> str | None:
    """The first value of a tag, if there is one."""
    return tags.get(name, (None,))[0]


def authors(tags: Tags) -> tuple[Author, ...]:
    """The authors as printed; sites give them as "Family, Given" or as "Given Family".

    Where the page's own line of names was kept (`PRINTED`), its names are the richer ones.
    """
    named = tuple(author(name) for name in tags.get("citation_author", ()))
    printed = (first(tags, PRINTED) or "").split(",")
    if len(printed) != len(named):
        return named
    return tuple(map(_as_printed, map(clean, printed), named))


def author(name: str) -> Author:
    """One author, of "Family, Given", "Family, Jr., Given" or "Given Family"."""
    parts = [part for part in clean(name).split(", ") if part]
    match parts:
        case [family, suffix, given] if _SUFFIX.fullmatch(suffix):
            return Author(f"{given} {family} {suffix}", given, f"{family} {suffix}")
        case [family, given]:
            return Author(f"{given} {family}", given, family)
        case _:
            return Author(clean(name))


def _as_printed(printed: str, named: Author) -> Author:
    """The same author with the parts of the printed name, if it ends in the same family name."""
    if printed == named.name:
        return named
    if named.family and printed.endswith(f" {named.family}"):
        return Author(printed, printed.removesuffix(named.family).rstrip(), named.family)
    return Author(printed) if printed else named


def year(tags: Tags) -> int | None:
    """The year of publication."""
    for name in ("citation_publication_date", "citation_date", "citation_year"):
        found = _YEAR.search(first(tags, name) or "")
        if found:
            return int(found[0])
    return None


def pages(tags: Tags) -> str | None:
    """The range of pages, "4145-4155"."""
    start, end = first(tags, "citation_firstpage"), first(tags, "citation_lastpage")
    return f"{start}-{end}" if start and end and start != end else start
