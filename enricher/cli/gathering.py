"""Reads notes, and asks for their papers, for the commands that tell of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from enricher.cli import options
from enricher.cli.options import EXIT_INCOMPLETE, say
from enricher.reports.plain import count, duration

if TYPE_CHECKING:
    from enricher.audit.interface import Finding
    from enricher.catalogue import Entry
    from enricher.fetch.policy import Refresh
    from enricher.fetch.site import Estimate
    from enricher.models import PaperRef
    from enricher.notes import Scanned
    from enricher.paper import Paper
    from enricher.plan import Plan
    from enricher.settings import Settings
    from enricher.writers.interface import WriteOptions


class Gathered(NamedTuple):
    """The works of some notes, what they were made of, and what went wrong."""

    entries: list[Entry]
    scanned: Scanned
    papers: dict[PaperRef, Paper]
    options: WriteOptions
    troubles: Plan
    findings: list[Finding]


def gather(
    paths: Sequence[Path],
    setting: Settings,
    home: Path | None,
    refresh: Refresh,
    *,
    silent: bool,
    audits: bool = False,
) -> Gathered:
    """Read notes and resolve their papers as `run` does; ``audits`` looks for what is wrong with
    their links, too. Writes nothing but the cache."""
    from enricher import auditing
    from enricher.catalogue import catalogue
    from enricher.cli.progress import progress
    from enricher.engine import Enricher
    from enricher.plan import Plan
    from enricher.resolve import Resolver

    with progress(silent=silent) as observer:
        resolver = Resolver(setting, refresh=refresh, observer=observer)
        with Enricher(settings=setting, resolver=resolver, home=home) as enricher:
            scanned = enricher.scan(paths, all_notes=audits)
            options.say_if_none(scanned.read, list(paths), setting)
            if not silent:
                announce(enricher.estimate(scanned))
            findings: list[Finding] = []
            if audits:
                audit = auditing.audit(enricher, scanned, auditing.chosen(setting))
                findings = audit.findings
                outcomes, papers = audit.plan.outcomes, audit.plan.papers
            else:
                outcomes, papers = enricher.papers(scanned.wanted)
            chosen = enricher.write_options()
            notices = [*resolver.warnings, *enricher.notices]
    troubles = Plan(outcomes=outcomes, notices=notices)
    entries = catalogue(scanned, outcomes, papers)
    return Gathered(entries, scanned, papers, chosen, troubles, findings)


def bibtex_of(gathered: Gathered, setting: Settings, home: Path | None) -> dict[str, str]:
    """The BibTeX entry of each paper, by its id, with the keys of `run --to bibtex`. Raises
    NoteError where the bibliography that has these keys cannot be read."""
    from enricher import files, text
    from enricher.builders import site_of
    from enricher.side_files import base_of, library_of
    from enricher.targets import outputs
    from enricher.writers import bibtex
    from enricher.writers.interface import SideFile

    site = site_of(gathered.scanned.root)
    [target] = outputs(["bibtex"], setting, site, home).targets
    library = library_of(gathered.scanned, gathered.papers, base_of(target, site))
    path = target.path
    raw = files.read(path) if path is not None and path.exists() else b""
    return bibtex.entry_texts(SideFile(str(path), text.decode(raw)), library, gathered.options)


def announce(estimate: Estimate) -> None:
    """Say how much is to be fetched, if anything is."""
    if estimate.calls:
        say(
            f"{count(estimate.papers, 'paper')} to fetch, about "
            f"{count(estimate.calls, 'request')}, {duration(estimate.seconds)}"
        )


def end(gathered: Gathered) -> None:
    """Name what could not be read or fetched, and end the command."""
    from enricher.reports.summary import troubles

    for line in troubles(gathered.troubles):
        say(line)
    options.end_unread(gathered.scanned.refused)
    if gathered.troubles.failed:
        raise typer.Exit(EXIT_INCOMPLETE)
