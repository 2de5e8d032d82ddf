"""The command `list`: the papers of some notes as a table."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from enricher.cli import gathering, options
from enricher.cli.options import say
from enricher.reports.plain import escaped

if TYPE_CHECKING:
    from enricher.catalogue import Entry


class ListFormat(StrEnum):
    """How papers are listed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    BIBTEX = "bibtex"


def list_papers(
    paths: options.Paths,
    sort: Annotated[
        str,
        typer.Option(
            metavar="KEYS",
            help="title, authors, venue, year, id, status or notes; - is for descending.",
        ),
    ] = "-year,title",
    format: Annotated[ListFormat, typer.Option(help="How to print them.")] = ListFormat.TEXT,
    exclude: options.Exclude = None,
    cache: options.Cache = None,
    offline: options.Offline = False,
    refresh: options.Refresh = False,
    refresh_all: options.RefreshAll = False,
    config: options.Config = None,
    quiet: options.Quiet = False,
) -> None:
    """List the papers of your notes. Where the output is no terminal, nothing is cut, and tabs
    stand between the columns."""
    from enricher.catalogue import ordered
    from enricher.reports.catalogue_table import totals

    ordered((), sort)  # before anything is fetched: the keys may be wrong
    setting = options.settings(config_file=config, cache=cache, offline=offline, exclude=exclude)
    home = options.home(config)
    gathered = gathering.gather(
        paths,
        setting,
        home,
        options.refreshing(refresh, refresh_all),
        silent=quiet or format is not ListFormat.TEXT,
    )
    entries = ordered(gathered.entries, sort)
    cites = format is ListFormat.BIBTEX
    bibtex = gathering.bibtex_of(gathered, setting, home) if cites else {}
    for line in _lines(entries, bibtex, format):
        typer.echo(line)
    if format is ListFormat.TEXT and not quiet and gathered.scanned.read:
        say(totals(entries))
    gathering.end(gathered)


def _lines(entries: list[Entry], bibtex: dict[str, str], format: ListFormat) -> Iterable[str]:
    from enricher.reports import catalogue_data, catalogue_table

    match format:
        case ListFormat.TEXT:
            width = options.width_of(sys.stdout)
            if width is None:
                return catalogue_table.tabbed(entries)
            wants = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
            return catalogue_table.table(entries, width=width, colour=wants)
        case ListFormat.JSON:
            return [catalogue_data.catalogue_json(entries)]
        case ListFormat.CSV:
            return catalogue_data.catalogue_csv(entries)
        case ListFormat.BIBTEX:
            found = (bibtex.get(entry.paper.id, "") for entry in entries if entry.paper)
            text = "\n\n".join(filter(None, found))
            return [escaped(line) for line in text.split("\n")] if text else []
