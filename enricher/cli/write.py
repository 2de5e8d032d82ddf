"""The commands that plan changes to notes: `run`, `check` and `remove`."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from enricher.cli import completion, options, telling
from enricher.cli.gathering import announce
from enricher.cli.options import EXIT_INCOMPLETE, EXIT_WOULD_CHANGE
from enricher.cli.telling import Format
from enricher.reports.plain import shell_word

if TYPE_CHECKING:
    from enricher.plan import Plan


To = Annotated[
    list[str] | None,
    typer.Option(
        metavar="WRITER[=FILE]",
        help="What to write (repeatable, default front-matter); `enricher writers` lists them. "
        "FILE is for those that write beside the notes; - is standard output.",
        show_default=False,
        autocompletion=completion.writers,
    ),
]
Diff = Annotated[bool, typer.Option("--diff", help="Also print the changes, as a unified diff.")]
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
        help="Write also where you left the managed key empty, or edited what was written before.",
    ),
]
FillMissing = Annotated[
    bool,
    typer.Option(
        "--fill-missing",
        help="Fill keys of yours that are there and empty (title, authors, venue, …) in notes "
        "that are about one paper.",
    ),
]
Summary = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="Tell what was done in a new FILE, too: Markdown (.md) or JSON (.json). Repeatable.",
        show_default=False,
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
        fill_missing: FillMissing = False,
        adopt: Adopt = False,
        exclude: options.Exclude = None,
        cache: options.Cache = None,
        offline: options.Offline = False,
        refresh: options.Refresh = False,
        refresh_all: options.RefreshAll = False,
        config: options.Config = None,
        format: As = Format.TEXT,
        summary: Summary = None,
        quiet: options.Quiet = False,
        verbose: options.Verbose = False,
    ) -> None:
        from enricher.cli.progress import progress
        from enricher.engine import Enricher
        from enricher.reports.next_steps import next_steps
        from enricher.resolve import Resolver

        setting = options.settings(
            config_file=config, cache=cache, offline=offline, exclude=exclude, to=to
        )
        asked = telling.How(format, diff, quiet, verbose, tuple(summary or ()))
        how = _how(setting.to, asked, writes=writes)
        with progress(silent=how.is_silent) as observer:
            resolver = Resolver(
                setting, refresh=options.refreshing(refresh, refresh_all), observer=observer
            )
            home = options.home(config)
            workers = os.cpu_count() or 1
            with Enricher(
                settings=setting, resolver=resolver, home=home, workers=workers
            ) as enricher:
                chosen = replace(
                    enricher.write_options(),
                    adopt=adopt,
                    fill_missing=fill_missing,
                    create_front_matter=create_front_matter,
                    replace_venues=refresh_all,
                )
                skips = output is None and not how.shows_all
                manifest = enricher.manifest(paths, chosen) if skips else None
                scanned = enricher.scan(paths, output=output, manifest=manifest)
                options.say_if_none(scanned.read, paths, setting)
                if not how.is_silent:
                    announce(enricher.estimate(scanned))
                plan = enricher.plan(scanned, output=output, options=chosen, manifest=manifest)
                if writes:
                    telling.carry_out(plan)
                if manifest is not None:
                    enricher.remember(manifest, scanned, plan)
        telling.tell(plan, how, written=writes)
        if writes and how.is_text:
            where = _where(config, output, exclude or [])
            telling.echo(next_steps(plan, paths, setting.to, where, width=how.width))
        telling.tell_totals(plan, how, written=writes)
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
    to: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WRITER",
            help="Whose text to take out (required, repeatable).",
            show_default=False,
            autocompletion=completion.writers,
        ),
    ] = None,
    diff: Diff = False,
    adopt: Annotated[
        bool, typer.Option("--adopt", help="Take out listings that you edited, too.")
    ] = False,
    exclude: options.Exclude = None,
    cache: options.Cache = None,
    config: options.Config = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Take everything of a writer out of the notes again, byte for byte.

    What stands beside links is known again by the papers in the cache. What looks like it and
    cannot be told from your own words stays, and is named.

    Exit codes: 0 all is out, 2 wrong usage, 3 something was left that may be yours, or some notes
    could not be done.
    """
    from enricher.engine import Enricher

    if not to:
        notes = " ".join(shell_word(str(path)) for path in paths)
        raise options.fail(
            "say with --to whose text is to be taken out, such as "
            f"`enricher remove {notes} --to front-matter`"
        )
    setting = options.settings(config_file=config, cache=cache, exclude=exclude, to=to)
    how = _how(setting.to, telling.How(Format.TEXT, diff, quiet, verbose), writes=False)
    with Enricher(settings=setting, home=options.home(config)) as enricher:
        chosen = replace(enricher.write_options(), adopt=adopt)
        plan = enricher.plan_removal(paths, to=setting.to, options=chosen)
    options.say_if_none(plan.notes, paths, setting)
    telling.carry_out(plan)
    telling.tell_removal(plan, how)
    _end(plan)


def _how(to: Sequence[str], how: telling.How, *, writes: bool) -> telling.How:
    """How to tell of a plan. Ends the command where its options do not go together."""
    if how.diff and how.format is not Format.TEXT:
        raise options.fail("--diff goes with --format text only")
    telling.refuse_summaries(how.summaries)
    printed = [name for name in to if name.endswith("=-")]
    if printed and not writes:
        raise options.fail(f"--to {printed[0]} goes with `run` only: nothing is kept there")
    if printed and (len(to) > 1 or how.diff or how.format is not Format.TEXT):
        raise options.fail(f"--to {printed[0]} takes standard output for itself alone")
    return replace(how, quiet=True) if printed else how


def _where(
    config: Path | None, output: Path | None, exclude: list[str]
) -> list[tuple[str, object]]:
    """The options of a command that say which notes it is about, and where."""
    named = (("--config", config), ("--output", output), *(("--exclude", glob) for glob in exclude))
    return [(name, value) for name, value in named if value is not None]


def _end(plan: Plan, otherwise: int = 0) -> None:
    is_done = not (plan.failed or plan.refused or plan.left)
    raise typer.Exit(otherwise if is_done else EXIT_INCOMPLETE)
