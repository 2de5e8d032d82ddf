"""Takes out again what writers left in notes, whatever the settings say by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Literal

from enricher import side_files
from enricher.answers import answers
from enricher.builders import for_site, site_of
from enricher.models import PaperRef
from enricher.notes import Scanned, common_root
from enricher.paper import Missing, Paper
from enricher.plan import Plan
from enricher.planning import plan_of
from enricher.reading import Reader, scanned, sources_of
from enricher.resolve import Resolver
from enricher.settings import Settings
from enricher.targets import Outputs
from enricher.writers.interface import Document, Planned, WriteOptions, Writer


def removal_of(
    given: Sequence[Path],
    outputs: Outputs,
    resolver: Resolver,
    settings: Settings,
    options: WriteOptions,
) -> Plan:
    """What taking everything of these writers out of the notes would change. Fetches nothing.

    Links count that were switched off since they were written to: in a note that opted out, of a
    source that was disabled, of a paper that was mapped to none.
    """
    site = site_of(common_root(given))
    chosen = for_site(options, site)
    everything = _everything(settings)
    found = scanned(
        Reader(everything, options, switched_off=True), given, all_notes=True, apart=outputs.paths
    )
    papers: Mapping[PaperRef, Paper] = {}
    if any(writer.knows_by_papers for writer in outputs.writers):
        papers = _look_up(found, resolver, everything)

    def remove(writer: Writer, document: Document) -> Planned:
        return writer.remove(document, papers, chosen)

    plan = plan_of(found, outputs.writers, remove)
    for target in outputs.targets:
        if target.path is not None and not target.path.exists():
            plan.notices.append(f"{target.path}: no such file; name the one that is: WRITER=FILE")
            continue
        base = side_files.base_of(target, site)
        act = side_files.removing(target, chosen)
        side_files.plan_side_file(plan, target, act, base, None)
    return plan


def _everything(settings: Settings) -> Settings:
    """The settings with every source enabled, and no URL left alone."""
    mapped: dict[str, str | Literal[False]] = {
        url: paper for url, paper in settings.links.items() if paper
    }
    return replace(settings, sources={}, links=mapped, offline=True)


def _look_up(found: Scanned, resolver: Resolver, settings: Settings) -> Mapping[PaperRef, Paper]:
    """The works that the cache knows. Links to what their source does not have count no more:
    nothing was ever written beside them."""
    with closing(resolver.of_cache(settings)) as cached:
        known = answers(found.wanted, sources_of(settings), cached, settings)
    missing = {outcome.ref for outcome in known.outcomes if isinstance(outcome, Missing)}
    found.notes = [
        note._replace(wanted=tuple(link for link in note.wanted if link.ref not in missing))
        for note in found.notes
    ]
    return known.papers
