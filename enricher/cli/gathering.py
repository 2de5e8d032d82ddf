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
    from enricher.catalogue import Entry
    from enricher.fetch.policy import Refresh
    from enricher.fetch.site import Estimate
    from enricher.notes import Scanned
    from enricher.plan import Plan
    from enricher.settings import Settings


class Gathered(NamedTuple):
    """The works of some notes, the BibTeX of those that are known, and what went wrong."""

    entries: list[Entry]
    bibtex: dict[str, str]
    scanned: Scanned
    troubles: Plan


def gather(
    paths: Sequence[Path], setting: Settings, home: Path, refresh: Refresh, *, silent: bool
) -> Gathered:
    """Read notes and resolve their papers as `run` does. Writes nothing but the cache."""
    from enricher.builders import site_of
    from enricher.catalogue import catalogue, citations
    from enricher.cli.progress import progress
    from enricher.engine import Enricher
    from enricher.errors import NoteError
    from enricher.plan import Plan
    from enricher.resolve import Resolver

    with progress(silent=silent) as observer:
        resolver = Resolver(setting, refresh=refresh, observer=observer)
        with Enricher(settings=setting, resolver=resolver, home=home) as enricher:
            scanned = enricher.scan(paths)
            options.say_if_none(scanned.read, list(paths), setting)
            if not silent:
                announce(enricher.estimate(scanned))
            outcomes, papers = enricher.papers(scanned.wanted)
            chosen = enricher.write_options()
            notices = [*resolver.warnings, *enricher.notices]
    try:
        site = site_of(scanned.root)
        cited = citations(scanned, papers, settings=setting, options=chosen, site=site, home=home)
    except NoteError as error:
        cited = {}
        notices.append(f"no BibTeX, for its file is not read: {error.path}: {error.why}")
    troubles = Plan(outcomes=outcomes, notices=notices)
    return Gathered(catalogue(scanned, outcomes, papers), cited, scanned, troubles)


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
