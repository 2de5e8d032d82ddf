"""Which item of a file is which paper.

The mark of an item of ours says so; else the same DOI, arXiv number or address does, else the same
title and first author. Works that enricher tells apart stay apart where only titles agree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from enricher import titles
from enricher.paper import Paper
from enricher.writers import names
from enricher.writers.cited import Cited, address, arxiv, doi
from enricher.writers.csl_json.array import Item
from enricher.writers.csl_json.fields import Fields
from enricher.writers.csl_json.strings import plain, without_tags


class Same(NamedTuple):
    """The place of a paper's item. ``by_mark`` is false for one that was not written for it."""

    place: int
    by_mark: bool


class Identities:
    """The items of a file by what tells of which paper they are. No item is two papers'."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._places: dict[str, list[int]] = {}
        self._given: set[int] = set()
        for place, item in enumerate(items):
            if item.paper:
                self._add(f"mark {item.paper}", place)
            for name in (*names_of(item.fields), *_title_names(item.fields)):
                self._add(name, place)

    def of(self, works: Sequence[Cited]) -> dict[str, Same | None]:
        """The items of papers, by the papers' ids; None for one whose item is another's as well.

        Papers that are not there have no item.
        """
        found: dict[str, Same | None] = {}
        for work in works:
            self._find(found, work, [f"mark {name}" for name in work.names], by_mark=True)
        for work in works:
            self._find(found, work, work.names)
        for work in works:
            self._find(found, work, _title_name_of_paper(work.paper), is_certain=False)
        return found

    def _find(
        self,
        found: dict[str, Same | None],
        work: Cited,
        names: Iterable[str],
        *,
        by_mark: bool = False,
        is_certain: bool = True,
    ) -> None:
        if work.paper.id in found:
            return
        places = sorted({place for name in names for place in self._places.get(name, ())})
        free = next((place for place in places if place not in self._given), None)
        if free is not None:
            self._given.add(free)
            found[work.paper.id] = Same(free, by_mark)
        elif places and is_certain:
            found[work.paper.id] = None

    def _add(self, name: str, place: int) -> None:
        self._places.setdefault(name, []).append(place)


def names_of(fields: Mapping[str, object]) -> set[str]:
    """Every ``source:id`` and address that an item tells of its paper."""
    texts = {name: str(value) for name, value in fields.items() if isinstance(value, str | int)}
    found = {doi(texts.get("DOI", "")), address(texts.get("URL", ""))}
    hints = (texts.get(name, "") for name in ("number", "archive", "publisher", "container-title"))
    if any("arxiv" in hint[:100].casefold() for hint in hints):
        found |= {arxiv(texts.get("number", "")), arxiv(texts.get("archive_location", ""))}
    notes = texts.get("note", "").splitlines()  # Zotero's field "Extra"
    found.update(arxiv(note) for note in notes if note[:5].casefold() == "arxiv")
    return found - {""}


def _title_name_of_paper(paper: Paper) -> Iterator[str]:
    title = titles.key(without_tags(plain(paper.title)))
    for author in paper.authors[:1]:
        parts = names.split(author)
        yield from _title_name(title, f"{parts.particle}{parts.family or parts.literal}")


def _title_names(fields: Mapping[str, object]) -> Iterator[str]:
    """The title with the first author's family name, in each way in which that may be split."""
    authors = fields.get("author")
    first = cast("list[object]", authors)[0] if isinstance(authors, list) and authors else None
    title = fields.get("title")
    if not isinstance(title, str) or not isinstance(first, dict):
        return
    parts = {part: str(value) for part, value in cast("Fields", first).items()}
    whole = names.split(parts.get("literal", ""))
    family = whole.family or whole.literal or parts.get("family", "")
    particle = whole.particle or parts.get("non-dropping-particle", parts.get("dropping-particle"))
    key = titles.key(without_tags(title))
    for author in {family, f"{particle or ''}{family}", f"{family}{parts.get('given', '')}"}:
        yield from _title_name(key, author)


def _title_name(title: str, author: str) -> Iterator[str]:
    letters = filter(str.isalnum, unicodedata.normalize("NFKD", author).casefold())
    name = "".join(letters)
    if title and name:
        yield f"title {title} {name}"
