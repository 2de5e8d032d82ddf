"""The commands that plan changes to notes: `run`, `check` and `remove`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from enricher.cli import options
from enricher.cli.options import EXIT_INCOMPLETE, EXIT_WOULD_CHANGE, say
from enricher.reports.plain import escaped

if TYPE_CHECKING:
    from enricher.fetch.site import Estimate
    from enricher.plan import Plan


class Format(StrEnum):
    """How a plan is printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


To = Annotated[
    list[str] | None,
    typer.Option(
        metavar="WRITER",
        help="What to write (repeatable, default front-matter); `enricher writers` lists them.",
        show_default=False,
    ),
]
Diff = Annotated[bool, typer.Option("--diff", help="Print the changes as a unified diff.")]
Output = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Write changed copies there and leave the notes alone.",
        show_default=False,
    ),
]
CreateFrontMatter = Annotated[
    bool, typer.Option("--create-front-matter", help="Give notes without front matter one.")
]
Adopt = Annotated[
    bool,
    typer.Option(
        "--adopt",
        help="Fill the managed key where you left it empty, too. What you wrote there yourself "
        "is always left alone.",
    ),
]
As = Annotated[Format, typer.Option("--format", help="How to print the result.")]


def _planning_command(*, writes: bool, doc: str) -> Callable[..., None]:
    """`run` and `check` are one command but for the writing, so that they always agree."""

    def command(
        paths: options.Paths,
        to: To = None,
        diff: Diff = False,
        output: Output = None,
        create_front_matter: CreateFrontMatter = False,
        adopt: Adopt = False,
        exclude: options.Exclude = None,
        cache: options.Cache = None,
        offline: options.Offline = False,
        refresh: options.Refresh = False,
        refresh_all: options.RefreshAll = False,
        config: options.Config = None,
        format: As = Format.TEXT,
        quiet: options.Quiet = False,
        verbose: options.Verbose = False,
    ) -> None:
        from enricher.cli.progress import progress
        from enricher.engine import Enricher
        from enricher.reports.next_steps import next_steps
        from enricher.reports.totals import totals
        from enricher.resolve import Resolver

        if diff and format is not Format.TEXT:
            raise options.fail("--diff goes with --format text only")
        setting = options.settings(
            config_file=config, cache=cache, offline=offline, exclude=exclude, to=to
        )
        silent = quiet or format is not Format.TEXT
        with progress(silent=silent) as observer:
            resolver = Resolver(
                setting, refresh=options.refreshing(refresh, refresh_all), observer=observer
            )
            with Enricher(settings=setting, resolver=resolver) as enricher:
                scanned = enricher.scan(paths, output=output)
                options.say_if_none(scanned.read, paths, setting)
                if not silent:
                    _announce(enricher.estimate(scanned))
                plan = enricher.plan(
                    scanned,
                    output=output,
                    options=replace(
                        enricher.write_options(),
                        adopt=adopt,
                        create_front_matter=create_front_matter,
                        replace_venues=refresh_all,
                    ),
                )
        if writes:
            plan.write()
        if diff:
            _print_diff(plan)
        if format is Format.TEXT and not quiet and not diff:
            _print_papers_and_notes(plan, writes=writes, verbose=verbose)
        _print_for_programs(plan, format, writes=writes)
        _say_troubles(plan)
        if format is Format.TEXT and not quiet and not diff:
            width = options.width_of(sys.stdout)
            if writes:
                where = _where(config, output, exclude or [])
                _echo(next_steps(plan, paths, setting.to, where, width=width))
            _echo(totals(plan, written=writes, width=width))
        _end(plan, otherwise=0 if writes or not plan.changed else EXIT_WOULD_CHANGE)

    command.__doc__ = doc
    return command


run = _planning_command(
    writes=True,
    doc="""Find the papers that notes link to and write their metadata into the notes.

    Exit codes: 0 all well, 2 wrong usage, 3 some papers or notes could not be done.
    """,
)
check = _planning_command(
    writes=False,
    doc="""Tell what `run` would change, and write no note.

    Exit codes: 0 nothing to do, 1 `run` would change a note, 2 wrong usage, 3 some papers or
    notes could not be done.
    """,
)


def remove(
    paths: options.Paths,
    to: Annotated[list[str], typer.Option(metavar="WRITER", help="Whose text to take out.")],
    diff: Diff = False,
    exclude: options.Exclude = None,
    config: options.Config = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Take everything of a writer out of the notes again, byte for byte."""
    from enricher.engine import Enricher
    from enricher.reports.summary import notes
    from enricher.reports.totals import removal_totals

    setting = options.settings(config_file=config, exclude=exclude, to=to)
    with Enricher(settings=setting) as enricher:
        scanned = enricher.scan(paths, all_notes=True)
        plan = enricher.plan_removal(scanned, to=setting.to)
    options.say_if_none(scanned.read, paths, setting)
    plan.write()
    if diff:
        _print_diff(plan)
    if not (quiet or diff):
        _echo(notes(plan, written=True, verbose=verbose))
    _say_troubles(plan)
    if not (quiet or diff):
        _echo(removal_totals(plan, width=options.width_of(sys.stdout)))
    _end(plan)


def _print_diff(plan: Plan) -> None:
    """The changes: as they are for programs, made safe for a terminal."""
    text = plan.diff()
    if sys.stdout.isatty():
        text = "\n".join(map(escaped, text.split("\n")))
    sys.stdout.write(text)  # typer's echo would take a note's own control sequences out


def _print_papers_and_notes(plan: Plan, *, writes: bool, verbose: bool) -> None:
    from enricher.reports.summary import notes, papers

    _echo(papers(plan, verbose=verbose, width=options.width_of(sys.stdout)))
    _echo(notes(plan, written=writes, verbose=verbose))


def _where(
    config: Path | None, output: Path | None, exclude: list[str]
) -> list[tuple[str, object]]:
    """The options of a command that say which notes it is about, and where."""
    named = (("--config", config), ("--output", output), *(("--exclude", glob) for glob in exclude))
    return [(name, value) for name, value in named if value is not None]


def _print_for_programs(plan: Plan, format: Format, *, writes: bool) -> None:
    match format:
        case Format.TEXT:
            return
        case Format.JSON:
            from enricher.reports.plan_json import plan_json

            typer.echo(plan_json(plan))
        case Format.GITHUB:
            from enricher.reports.annotations import workflow_commands

            _echo(workflow_commands(plan, written=writes))


def _announce(estimate: Estimate) -> None:
    from enricher.reports.plain import count, duration

    if estimate.calls:
        say(
            f"{count(estimate.papers, 'paper')} to fetch, about "
            f"{count(estimate.calls, 'request')}, {duration(estimate.seconds)}"
        )


def _echo(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def _say_troubles(plan: Plan) -> None:
    """Name on standard error what could not be done."""
    from enricher.reports.summary import troubles

    for line in troubles(plan):
        say(line)


def _end(plan: Plan, otherwise: int = 0) -> None:
    raise typer.Exit(EXIT_INCOMPLETE if plan.failed or plan.refused else otherwise)
