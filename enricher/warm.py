"""Warm runs: notes that are as the last run left them are counted, and not read again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from enricher import __version__, files
from enricher.fetch.manifest import Known, Manifest
from enricher.fetch.policy import NEVER
from enricher.freshness import Freshness
from enricher.models import Link, PaperRef
from enricher.notes import Note, Scanned
from enricher.paper import Missing, Paper
from enricher.plan import Change, Place, Plan
from enricher.planning import paired
from enricher.resolve import Resolver
from enricher.settings import Settings
from enricher.targets import Outputs
from enricher.writers.interface import Idle, WriteOptions


def manifest_of(
    resolver: Resolver, settings: Settings, options: WriteOptions, outputs: Outputs
) -> Manifest | None:
    """The manifest for runs like this one; None where a run needs every paper of every note."""
    if outputs.targets or resolver.refreshes:
        return None
    apart = {"cache", "offline", "mailto", "deadline", "sources"}
    names = [writer.name for writer in outputs.writers]
    told = f"{__version__} {settings.model_dump_json(exclude=apart)} {options} {names}"
    return resolver.manifest(told)


def add_settled(made: Plan, scanned: Scanned) -> None:
    """Count what is known of the notes that were not read."""
    for path, known in scanned.settled:
        made.links += known.links
        made.settled.append(Idle(known.idle) if known.idle else None)
        made.settled_works.update(known.works)
        if known.is_crowded:
            made.crowded.append(path)
        if known.idle == Idle.NO_FRONT_MATTER:
            made.without_front_matter.append(path)
        for name, line in known.missing:
            _add_missing(made, PaperRef.parse(name), Place(str(path), line))


def _add_missing(made: Plan, ref: PaperRef, place: Place) -> None:
    if ref not in made.places:
        made.places[ref] = place
        made.outcomes.append(Missing(ref))


def remember(manifest: Manifest, scanned: Scanned, made: Plan, freshness: Freshness) -> None:
    """Keep what is known of the notes that are up to date now, and of those without links.

    A plan that was not carried out has changes that are none.
    """
    now = freshness.clock()
    for path, digest in scanned.bare.items():
        manifest.keep(path, digest, Known(idle=Idle.NO_LINKS), now=now)
    missing = {outcome.ref for outcome in made.missing}
    crowded = set(made.crowded)
    for note, change in paired(scanned, made):
        final = _digest(note, change)
        if final is None:
            continue
        works = {paper.id: paper for link in note.wanted if (paper := made.papers.get(link.ref))}
        names = _names(note.wanted, works.values())
        known = Known(
            len(note.wanted),
            tuple(works),
            tuple(_missing(note.wanted, missing)),
            tuple(map(str, names)),
            min(map(freshness.expires, names), default=NEVER),
            change.idle or "",
            note.path in crowded,
        )
        manifest.keep(note.path, final, known, now=now)
    manifest.save()


def _digest(note: Note, change: Change) -> str | None:
    """What tells the note as it is now, None where the next run has to read it."""
    is_partial = change.status == "refused" or change.in_part
    if is_partial or change.waits or change.has_notices:
        return None
    if change.status == "unchanged":
        return note.digest
    return files.digest(change.after) if change.after is not None else None


def _names(links: Iterable[Link], works: Iterable[Paper]) -> list[PaperRef]:
    """Every name under which something may have been asked for a note's papers."""
    names = [link.ref for link in links]
    for paper in works:
        names += map(PaperRef.parse, paper.ids)
        names += [PaperRef("arxiv", paper.arxiv)] if paper.arxiv else []
        names += [PaperRef("doi", paper.doi)] if paper.doi else []
    return list(dict.fromkeys(names))


def _missing(links: Iterable[Link], missing: Collection[PaperRef]) -> Iterator[tuple[str, int]]:
    told: set[PaperRef] = set()
    for link in links:
        if link.ref in missing and link.ref not in told:
            told.add(link.ref)
            yield str(link.ref), link.line
