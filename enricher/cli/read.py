"""The commands that only tell: `links`, `show`, `sources` and `writers`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from enricher.cli import options
from enricher.cli.options import EXIT_INCOMPLETE, say
from enricher.reports.plain import printable

if TYPE_CHECKING:
    from enricher.paper import Paper


class LinksFormat(StrEnum):
    """How links are printed."""

    TABLE = "table"
    JSONL = "jsonl"


class ShowFormat(StrEnum):
    """How a paper is printed."""

    YAML = "yaml"
    JSON = "json"
    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"


def links(
    paths: options.Paths,
    exclude: options.Exclude = None,
    config: options.Config = None,
    format: Annotated[LinksFormat, typer.Option(help="How to print them.")] = LinksFormat.TABLE,
) -> None:
    """List every link to a paper and where it stands. Fetches nothing."""
    from enricher.engine import Enricher
    from enricher.reports import link_list

    setting = options.settings(config_file=config, exclude=exclude)
    with Enricher(settings=setting) as enricher:
        scanned = enricher.scan(paths)
    options.say_if_none(scanned.read, paths, setting)
    found = ((str(note.path), link) for note in scanned.notes for link in note.links)
    printed = link_list.table(found) if format is LinksFormat.TABLE else link_list.json_lines(found)
    for line in printed:
        typer.echo(line)
    options.end_unread(scanned.refused)


def show(
    refs: Annotated[
        list[str], typer.Argument(metavar="REF...", help="A URL, or an id: arxiv:1803.02780.")
    ],
    cache: options.Cache = None,
    offline: options.Offline = False,
    refresh_all: options.RefreshAll = False,
    config: options.Config = None,
    format: Annotated[ShowFormat, typer.Option(help="How to print it.")] = ShowFormat.YAML,
) -> None:
    """Show what is known of papers."""
    from enricher.cli.progress import progress
    from enricher.engine import Enricher
    from enricher.plan import Plan
    from enricher.reports.summary import troubles
    from enricher.resolve import Resolver

    setting = options.settings(config_file=config, cache=cache, offline=offline)
    with progress(silent=False) as observer:
        resolver = Resolver(
            setting, refresh=options.refreshing(False, refresh_all), observer=observer
        )
        with Enricher(settings=setting, resolver=resolver) as enricher:
            outcomes, works = enricher.papers([enricher.named(text) for text in refs])
            notices = [*resolver.warnings, *enricher.notices]
    known = list({paper.id: paper for paper in works.values()}.values())
    if known:
        typer.echo(_shown(known, format).rstrip("\n"))
    plan = Plan(outcomes=outcomes, notices=notices)
    for paper in plan.missing:
        say(f"missing: {printable(str(paper.ref))}: its source does not have it")
    for line in troubles(plan):
        say(line)
    if plan.failed:
        raise typer.Exit(EXIT_INCOMPLETE)


def _shown(papers: Sequence[Paper], format: ShowFormat) -> str:
    """Papers in a form, safe for a terminal."""
    from enricher.reports.papers import papers_json, papers_yaml, printed_json
    from enricher.reports.plain import escaped

    match format:
        case ShowFormat.YAML:
            return papers_yaml(papers)
        case ShowFormat.JSON:
            return papers_json(papers)
        case ShowFormat.BIBTEX:
            from enricher.writers.bibtex import entries

            shown = entries(papers)
        case ShowFormat.CSL_JSON:
            from enricher.writers.csl_json import items

            return printed_json(items(papers))
    return "\n".join(map(escaped, shown.split("\n")))


def sources() -> None:
    """Print the table of sources: which links are recognised, and how politely they are asked."""
    from enricher.reports.papers import sources_table
    from enricher.sources import all_sources

    for line in sources_table(all_sources().values()):
        typer.echo(line)


def writers() -> None:
    """Print the table of writers."""
    from enricher.reports.papers import writers_table
    from enricher.writers import all_writers

    for line in writers_table(all_writers().values()):
        typer.echo(line)
