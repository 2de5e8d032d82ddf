"""All records of one work become one paper, each field with the provider that it came from.

`enricher.works` says which records are of one work. The fields that say where a work appeared come
from one record together, so that no arXiv journal reference stands beside a conference's DOI.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from enricher import titles
from enricher.appearances import is_arxivs, is_main, is_publication
from enricher.models import Author, PaperRef, Record
from enricher.paper import Paper
from enricher.venues import short_name
from enricher.works import works

PUBLICATION = ("type", "venue", "booktitle", "journal", "year", "doi", "pages", "volume")
EITHER = (
    "title", "published", "updated", "arxiv", "url", "pdf", "abstract", "categories", "comment",
    "journal_ref", "status", "superseded_by",
)  # fmt: skip


class UserValues(Protocol):
    """A user's override of one paper; None means not set."""

    @property
    def same_as(self) -> tuple[str, ...] | None: ...
    @property
    def wishes(self) -> dict[str, Any]: ...


def merge(
    records: Sequence[Record],
    found: Sequence[Record] = (),
    *,
    overrides: Mapping[str, UserValues] | None = None,
    venues: Mapping[str, str] | None = None,
) -> dict[PaperRef, Paper]:
    """The paper of each record's reference; references of one work share one paper.

    A work's id is that of its first record. ``found`` are records that indexes gave for these
    works; they speak of the publication only. ``overrides`` and ``venues`` are the user's settings
    of these names.
    """
    overrides = overrides or {}
    papers: dict[PaperRef, Paper] = {}
    looked_up = frozenset(map(id, found))  # to tell records by what they hold takes far longer
    for work in works([*records, *found], settled(overrides)):
        paper = _override(_rename(_paper(work, looked_up), venues or {}), overrides)
        papers |= dict.fromkeys((record.ref for record in work), paper)
    return papers


def settled(overrides: Mapping[str, UserValues]) -> dict[str, tuple[str, ...]]:
    """The user's own words on which papers are one work."""
    return {id_: values.same_as for id_, values in overrides.items() if values.same_as is not None}


def _paper(work: Sequence[Record], looked_up: frozenset[int]) -> Paper:
    own = [record for record in work if id(record) not in looked_up] or work
    publication, ranked = work[0], own
    if len(work) > 1:
        publication = min(work, key=lambda record: (*_rank(record, looked_up), not record.doi))
        # Of one publication's records, the site's own has the page that is open to all.
        ranked = sorted(
            own, key=lambda each: (*_rank(each, looked_up), each.provider != each.ref.source)
        )
    values: dict[str, Any] = {"id": str(own[0].ref)}
    provenance: dict[str, str] = {}

    def take(name: str, record: Record) -> None:
        value = getattr(record, name)
        if name not in values and value not in (None, "", ()):
            values[name] = str(value) if isinstance(value, PaperRef) else value
            provenance[name] = record.provider

    for name in PUBLICATION:
        take(name, publication)
    for record in ranked:
        for name in EITHER:
            take(name, record)
    authors = _richest(ranked)
    if authors.authors:
        values["authors"] = tuple(author.name for author in authors.authors)
        provenance["authors"] = authors.provider
    values["same_as"] = _other_names(work, values)
    return Paper(**values, provenance=provenance)


def _rank(record: Record, looked_up: frozenset[int]) -> tuple[bool, bool, bool, int]:
    """The least is the publication to tell of: what the user links before what arXiv's comments
    and indexes say, and the earliest main one first."""
    told = id(record) in looked_up or record.provider == "arxiv"
    return not is_publication(record), not is_main(record), told, record.year or 9999


def _other_names(work: Sequence[Record], values: Mapping[str, Any]) -> tuple[str, ...]:
    refs = [str(record.ref) for record in work]
    named = [str(ref) for record in work for ref in record.same_as]
    dois = [f"doi:{record.doi}" for record in work if record.doi and not is_arxivs(record.doi)]
    taken = {values["id"], f"doi:{values.get('doi')}"}
    return tuple(dict.fromkeys(name for name in (*refs, *named, *dois) if name not in taken))


def _richest(ranked: Sequence[Record]) -> Record:
    """The record whose author names to print: the first that has any, or the same names with
    the accents that the first one lost."""
    if len(ranked) == 1:
        return ranked[0]
    first = next((record for record in ranked if record.authors), ranked[0])
    plain = _folded(first.authors)
    same = [record for record in ranked if record.authors and _folded(record.authors) == plain]
    return max(same, key=_accents, default=first)


def _folded(authors: Sequence[Author]) -> list[str]:
    names = (unicodedata.normalize("NFKD", author.name) for author in authors)
    return [
        "".join(letter for letter in name if not unicodedata.combining(letter)).casefold()
        for name in names
    ]


def _accents(record: Record) -> int:
    return sum(not letter.isascii() for author in record.authors for letter in author.name)


def _rename(paper: Paper, venues: Mapping[str, str]) -> Paper:
    for name, wish in venues.items():
        if paper.venue and (paper.venue == name or paper.venue.startswith(f"{name} ")):
            renamed = wish + paper.venue.removeprefix(name)
            provenance = {**paper.provenance, "venue": "config"}
            return paper.model_copy(update={"venue": renamed, "provenance": provenance})
    return paper


def _override(paper: Paper, overrides: Mapping[str, UserValues]) -> Paper:
    for id_ in paper.ids:
        if id_ in overrides:
            wishes = overrides[id_].wishes
            if "title" in wishes:
                wishes["title"] = titles.clean(wishes["title"])
            provenance = paper.provenance | dict.fromkeys(wishes, "config")
            other = _elsewhere(wishes["venue"]) if _is_other_venue(paper, wishes) else {}
            values = {**other, **wishes}
            unknown = {name for name, value in values.items() if value is None}
            values["provenance"] = {
                name: told for name, told in provenance.items() if name not in unknown
            }
            paper = paper.model_copy(update=values)
    return paper


def _is_other_venue(paper: Paper, wishes: Mapping[str, Any]) -> bool:
    """Whether a user names another venue, not the same one in other words."""
    if "venue" not in wishes or wishes["venue"] == paper.venue:
        return False
    users, fetched = map(short_name, (wishes["venue"], paper.venue or ""))
    return users is None or fetched is None or users.short != fetched.short


def _elsewhere(venue: str) -> dict[str, Any]:
    """What follows from a venue that the user names in place of a fetched one: no record speaks of
    that publication, so none of its long names and pages are known."""
    known = short_name(venue)
    unknown: dict[str, Any] = dict.fromkeys(("booktitle", "journal", "pages", "volume"))
    return {**unknown, "type": known.publication(None).type if known else None}
