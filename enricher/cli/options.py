"""The options that commands share, and the settings and engine that they make."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from enricher import config
from enricher.fetch import policy
from enricher.reports.plain import printable
from enricher.settings import Settings

if TYPE_CHECKING:
    from enricher.plan import Change

EXIT_WOULD_CHANGE = 1
EXIT_USAGE = 2
EXIT_INCOMPLETE = 3

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH...",
        help="Notes, or folders of notes.",
        show_default=False,
        readable=False,  # else one that is not would end the command before any other is done
    ),
]
Cache = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="The folder of fetched records.", show_default=False),
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Ask no server: use what the cache holds, of any age.")
]
Refresh = Annotated[
    bool, typer.Option("--refresh", help="Ask again for preprints: they may be published now.")
]
RefreshAll = Annotated[bool, typer.Option("--refresh-all", help="Ask again for every paper.")]
Config = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Settings file instead of the one found.", show_default=False
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(metavar="GLOB", help="Leave these notes out (repeatable).", show_default=False),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print only what went wrong.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="List everything.")]


def settings(
    *,
    config_file: Path | None = None,
    cache: Path | None = None,
    offline: bool = False,
    exclude: list[str] | None = None,
    to: list[str] | None = None,
) -> Settings:
    """The settings of this command. An option that was not given changes nothing."""
    options: dict[str, Any] = {
        "cache": cache,
        "offline": offline or None,
        "to": tuple(to) if to else None,
    }
    found = config.load(
        file=config_file, folder=Path.cwd(), environment=os.environ, options=options
    )
    if exclude:
        found = found.model_copy(update={"exclude": (*found.exclude, *exclude)})
    return found


def say(line: str) -> None:
    """Print a line for people, to standard error."""
    typer.echo(line, err=True)


def say_if_none(notes: int, paths: list[Path], setting: Settings) -> None:
    """Say so where there are no notes: the user may have named another folder than was meant."""
    if not notes:
        places = printable(", ".join(map(str, paths)))
        endings = " ".join(setting.include)
        say(f"no notes found: none of {places} holds a file that ends in {endings}")


def fail(message: str) -> typer.Exit:
    """The end of a command that was called wrongly."""
    say(f"enricher: {printable(message)}")
    return typer.Exit(EXIT_USAGE)


def end_unread(refused: Sequence[Change]) -> None:
    """Name the notes that could not be read, and end the command so where there are any."""
    for change in refused:
        say(f"not read: {printable(change.place)}: {printable(change.why)}")
    if refused:
        raise typer.Exit(EXIT_INCOMPLETE)


def refreshing(preprints: bool, everything: bool) -> policy.Refresh:
    """What is asked for again."""
    if everything:
        return policy.Refresh.ALL
    return policy.Refresh.PREPRINTS if preprints else policy.Refresh.NONE
