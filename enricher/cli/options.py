"""The options that commands share, and the settings and engine that they make."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from enricher.reports.plain import printable, wrapped

if TYPE_CHECKING:
    from enricher.change import Change
    from enricher.fetch import policy
    from enricher.settings import Settings

EXIT_WOULD_CHANGE = 1
EXIT_USAGE = 2
EXIT_INCOMPLETE = 3

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH",
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
    from enricher import config

    options: dict[str, Any] = {
        "cache": cache,
        "offline": offline or None,
        "to": tuple(to) if to else None,
    }
    found = config.load(
        file=config_file, folder=Path.cwd(), environment=os.environ, options=options
    )
    if exclude:
        found = config.checked(found, {"exclude": (*found.exclude, *exclude)})
    return found


def home(config_file: Path | None) -> Path | None:
    """The folder of the settings, if any, for side files that no site has a place for."""
    from enricher import config

    return config.home(file=config_file, folder=Path.cwd())


def say(line: str) -> None:
    """Print a line for people, to standard error."""
    for part in wrapped(line, width_of(sys.stderr)):
        typer.echo(part, err=True)


def width_of(stream: TextIO) -> int | None:
    """The columns of the terminal that a stream is, None where it is none."""
    return shutil.get_terminal_size().columns if stream.isatty() else None


def say_if_none(notes: int, paths: list[Path], setting: Settings) -> None:
    """Say so where there are no notes: the user may have named another folder than was meant."""
    if notes:
        return
    from enricher import files

    places = printable(", ".join(map(str, paths)))
    left_out = len(files.discover(paths, setting.include)) if setting.exclude else 0
    if left_out:
        globs = printable(" ".join(setting.exclude))
        say(f"no notes left: all {left_out} in {places} are left out by exclude: {globs}")
        return
    endings = " ".join(setting.include)
    say(
        f"no notes found: none of {places} holds a file that ends in {endings}; "
        "those that are hidden or that git ignores do not count"
    )


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
    from enricher.fetch.policy import Refresh

    if everything:
        return Refresh.ALL
    return Refresh.PREPRINTS if preprints else Refresh.NONE
