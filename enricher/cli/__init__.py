"""The command line: arguments in, a plan out, an exit code. Nothing else is decided here."""

from __future__ import annotations

from typing import Annotated

import typer

from enricher import __version__
from enricher.cli.commands import Commands

app = typer.Typer(
    cls=Commands,
    name="enricher",
    help="Find the paper links in your notes, fetch titles, authors and venues, and write them "
    "back as metadata. Not one byte of your own text changes.",
    epilog="First steps, in the folder of a site or of notes: `enricher init --diff` shows what it "
    "needs and `enricher init` makes it; `enricher check .` tells what would change; "
    "`enricher run .` does it, and says how to take it out again.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"enricher {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    del version
