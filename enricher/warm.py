"""Warm runs: notes that are as the last run left them are counted, and not read again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from enricher import company, files
from enricher.change import Change, Place
from enricher.fetch.manifest import Known, Manifest
from enricher.fetch.policy import NEVER
from enricher.freshness import Freshness
from enricher.models import Link, PaperRef
from enricher.notes import Note, Scanned
from enricher.paper import Missing
from enricher.plan import Plan
from enricher.planning import paired
from enricher.program import fingerprint
from enricher.resolve import Resolver
from enricher.settings import Settings
from enricher.targets import Outputs
from enricher.writers.interface import Idle, WriteOptions


def manifest_of(
    resolver: Resolver, settings: Settings, options: WriteOptions, outputs: Outputs
) -> Manifest | None:
    """The manifest for runs like this one; None where a run needs every paper of every note."""
    tells_of_all = any(writer.tells_of_all for writer in outputs.writers)
    if outputs.targets or tells_of_all or resolver.refreshes:
        return None
    alike = replace(settings, cache=None, offline=False, mailto="", deadline=0, sources={})
    names = [writer.name for writer in outputs.writers]
    off = sorted(name for name, each in settings.sources.items() if not each.enabled)
    told = f"{fingerprint()} {off} {alike} {options} {names}"
    return resolver.manifest(told)


def add_settled(made: Plan, scanned: Scanned) -> None:
    """Count what is known of the notes that were not read."""
    lines: set[str] = set()
    for path, known in scanned.settled:
        made.links += known.links
        made.settled.append(known.idle or None)
        lines.update(known.papers)
        if known.is_crowded:
            made.crowded.append(path)
        if known.idle == Idle.NO_FRONT_MATTER:
            made.without_front_matter.append(path)
        for name, line in known.missing:
            _add_missing(made, PaperRef.parse(name), Place(str(path), line))
    made.settled_works.update(filter(None, map(company.work_of, lines)))


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
    for refused in scanned.refused:
        manifest.drop(refused.path)
    is_whole = True
    missing = {outcome.ref for outcome in made.missing}
    crowded = set(made.crowded)
    for note, change in paired(scanned, made):
        final = _digest(note, change)
        if final is None:
            manifest.drop(note.path)
            is_whole &= not note.wanted
            continue
        refs = dict.fromkeys(str(link.ref) for link in note.wanted)
        bounds = [made.bounds[ref] for ref in refs]
        names = {name for each in bounds for name in each.names}
        known = Known(
            len(note.wanted),
            tuple(each.line for each in bounds),
            tuple(_missing(note.wanted, missing)),
            min(map(freshness.expires, names), default=NEVER),
            change.idle or "",
            note.path in crowded,
        )
        manifest.keep(note.path, final, known, now=now)
    if is_whole:
        manifest.keep_run(scanned.found)
    manifest.save()


def _digest(note: Note, change: Change) -> str | None:
    """What tells the note as it is now, None where the next run has to read it."""
    is_partial = change.status == "refused" or change.in_part
    if is_partial or change.waits or change.has_notices:
        return None
    if change.status == "unchanged":
        return note.digest
    return files.digest(change.after) if change.after is not None else None


def _missing(links: Iterable[Link], missing: Collection[PaperRef]) -> Iterator[tuple[str, int]]:
    told: set[PaperRef] = set()
    for link in links:
        if link.ref in missing and link.ref not in told:
            told.add(link.ref)
            yield str(link.ref), link.line
