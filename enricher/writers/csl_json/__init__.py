"""The papers of all notes as a bibliography in CSL-JSON, for pandoc, Quarto and Zotero.

The file may be the user's own: items are added behind theirs, and only those that say that they
are ours, and that no hand has changed, are ever written again. An item stays when the links to its
paper go, for texts may cite it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from enricher import text as texts
from enricher.paper import Paper
from enricher.writers import citekeys
from enricher.writers.cited import Cited, cited
from enricher.writers.csl_json import edits as spans
from enricher.writers.csl_json.array import Item, parse
from enricher.writers.csl_json.fields import Fields, fields_of
from enricher.writers.csl_json.identity import Identities, Same, names_of
from enricher.writers.csl_json.mark import checksum, marked
from enricher.writers.csl_json.updates import appears, news_of, updated
from enricher.writers.interface import (
    Library,
    Planned,
    Published,
    SideFile,
    SideFileSettings,
    SideWriter,
    WriteOptions,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CslJsonSettings(SideFileSettings):
    """``[writers.csl-json]``."""


def plan(file: SideFile, library: Library, options: WriteOptions) -> Planned:
    """The edits that bring the file up to date."""
    links = (link for note in library.notes.values() for link in note)
    works = cited(links, library.papers)
    if not works:
        return Planned()
    array = parse(file.path, file.text)
    found = Identities(array.items).of(works)
    changes: dict[int, Fields] = {}
    kept: list[tuple[Item, str]] = []
    published: list[Published] = []
    for work in works:
        same = found.get(work.paper.id)
        if same is None:
            continue
        item = array.items[same.place]
        fields = _wanted(item, same, work.paper, options)
        if item.is_ours and fields:
            changes[same.place] = fields
            published += news_of(item.paper, item.fields, fields, work.paper)
        elif fields:
            kept.append((item, f", though {_differing(item, fields)} would change"))
    taken = {item.key.casefold() for item in array.items}
    fresh = _fresh([work for work in works if work.paper.id not in found], taken)
    items = list(fresh.values())
    edits = (*spans.changed(file.text, array, changes), *spans.added(file.text, array, items))
    meant = (changes.get(place, item) for place, item in enumerate(array.items))
    spans.verify(file.path, file.text, edits, [*meant, *items])
    return Planned(edits, _stays(file, kept), tuple(published), added=tuple(fresh))


def remove(file: SideFile, _options: WriteOptions) -> Planned:
    """The edits that take all items of ours out; those that were edited by hand stay."""
    array = parse(file.path, file.text)
    places = frozenset(place for place, item in enumerate(array.items) if item.is_ours)
    edits = tuple(spans.without(file.text, array, places))
    rest = [item for place, item in enumerate(array.items) if place not in places]
    spans.verify(file.path, file.text, edits, rest)
    return Planned(edits, _stays(file, [(item, "") for item in rest if item.mark]))


def items(papers: Iterable[Paper]) -> str:
    """A bibliography of papers as a text of its own, ``[]`` of none. It marks nothing as ours."""
    keys: set[str] = set()
    works = {paper.id: paper for paper in papers}.values()
    return spans.whole([{"id": _key(work, keys), **fields_of(work)} for work in works], "\n")


def _wanted(item: Item, same: Same, paper: Paper, options: WriteOptions) -> Fields | None:
    """What an item of ours should say instead; None where it says so, or has no need to.

    One that was written for another reference changes only when its preprint is published. For
    one that was edited by hand it is what would be written, were it not.
    """
    if item.mark is None:
        return None
    known = fields_of(paper)
    written = {name: value for name, value in item.fields.items() if name != "custom"}
    if not same.by_mark and not (item.is_ours and appears(written, known)):
        return None
    if checksum({"id": item.fields["id"], **known}) == item.mark.checksum:
        return None
    fields = updated(written, known, paper, options)
    return marked(fields, item.mark.paper) if fields != written else None


def _fresh(works: Iterable[Cited], keys: set[str]) -> dict[str, Fields]:
    """The items of papers that have none, by the paper's id, with keys that nobody has."""
    fresh: dict[str, Fields] = {}
    names: set[str] = set()
    for work in works:
        if names.isdisjoint(work.names):
            fields = fields_of(work.paper)
            names |= names_of(fields)
            id_ = work.paper.id
            fresh[id_] = marked({"id": _key(work.paper, keys), **fields}, id_)
    return fresh


def _key(paper: Paper, taken: set[str]) -> str:
    """A key that is not taken; it is from then on."""
    key = citekeys.fresh(paper, taken)
    taken.add(key)
    return key


def _differing(item: Item, fields: Fields) -> str:
    names = (name for name in (*fields, *item.fields) if name != "custom")
    differing = (name for name in names if fields.get(name) != item.fields.get(name))
    return ", ".join(dict.fromkeys(differing))


def _stays(file: SideFile, kept: Sequence[tuple[Item, str]]) -> tuple[str, ...]:
    """What to tell of items that a hand has changed, each with what would have become of it."""
    if not kept:
        return ()
    lines = texts.LineIndex(file.text)
    return tuple(
        f"{file.path}:{lines.position(item.span.start)[0]}: the item {item.key!r} stays as it is, "
        f"because it was edited by hand{more}"
        for item, more in kept
    )


WRITER: Final = SideWriter(
    name="csl-json",
    title="a bibliography in CSL-JSON, for pandoc, Quarto and Zotero",
    file="references.json",
    endings=(".json",),
    plan=plan,
    remove=remove,
    settings=CslJsonSettings,
)
