"""The command `audit`: what is wrong with the links of notes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from enricher.cli import completion, options, telling
from enricher.cli.options import EXIT_INCOMPLETE, EXIT_WOULD_CHANGE, say
from enricher.cli.telling import Format

if TYPE_CHECKING:
    from enricher.audit.interface import Finding
    from enricher.auditing import Audit

Select = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CODE,...",
        help="Look for these kinds only (repeatable); `all` is every kind.",
        show_default=False,
        autocompletion=completion.kinds,
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CODE,...",
        help="Do not look for these kinds.",
        show_default=False,
        autocompletion=completion.kinds,
    ),
]
Fix = Annotated[bool, typer.Option("--fix", help="Write the proposals that are certain.")]
Diff = Annotated[
    bool, typer.Option("--diff", help="Print what --fix would write as a diff, and write nothing.")
]


def audit(
    paths: options.Paths,
    select: Select = None,
    ignore: Ignore = None,
    fix: Fix = False,
    diff: Diff = False,
    exclude: options.Exclude = None,
    cache: options.Cache = None,
    offline: options.Offline = False,
    refresh: options.Refresh = False,
    refresh_all: options.RefreshAll = False,
    config: options.Config = None,
    format: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TEXT,
    quiet: options.Quiet = False,
) -> None:
    """Find links that are wrong: another paper, no paper, a dead site, a venue that is not so.

    A comment on the line or the one before, `<!-- enricher:ignore CODE -->`, leaves it alone.

    Exit codes: 0 nothing found, 1 findings, 2 wrong usage, 3 some papers or notes could not be
    checked.
    """
    from enricher import auditing
    from enricher.cli.progress import progress
    from enricher.engine import Enricher
    from enricher.resolve import Resolver

    if diff and format is not Format.TEXT:
        raise options.fail("--diff goes with --format text only")
    setting = options.settings(config_file=config, cache=cache, offline=offline, exclude=exclude)
    kinds = auditing.chosen(setting, _codes(select), _codes(ignore))
    with progress(silent=quiet or format is not Format.TEXT) as observer:
        resolver = Resolver(
            setting, refresh=options.refreshing(refresh, refresh_all), observer=observer
        )
        with Enricher(settings=setting, resolver=resolver, workers=os.cpu_count() or 1) as enricher:
            scanned = enricher.scan(paths, all_notes=True)
            options.say_if_none(scanned.read, paths, setting)
            made = auditing.audit(enricher, scanned, kinds)
    writes = fix and not diff
    if writes:
        made.plan.write()
    _tell(made, format, diff=diff, writes=writes, quiet=quiet)
    left = len(made.findings) - (len(made.fixable) if writes else 0)
    if made.plan.failed or made.plan.refused:
        raise typer.Exit(EXIT_INCOMPLETE)
    raise typer.Exit(EXIT_WOULD_CHANGE if left else 0)


def _codes(given: Iterable[str] | None) -> list[str]:
    return [code.strip() for text in given or () for code in text.split(",") if code.strip()]


def _tell(made: Audit, format: Format, *, diff: bool, writes: bool, quiet: bool) -> None:
    from enricher.reports import findings

    fixed: list[Finding] = made.fixable if writes else []
    match format:
        case Format.JSON:
            typer.echo(findings.findings_json(made, fixed=fixed))
        case Format.GITHUB:
            workspace = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
            telling.echo(findings.findings_commands(made, workspace))
        case Format.TEXT if diff:
            telling.print_diff(made.plan)
        case Format.TEXT:
            width = options.width_of(sys.stdout)
            shown = [each for each in made.findings if each not in set(fixed)]
            telling.echo(findings.lines(shown, width=width, colour=_is_coloured()))
    for line in findings.troubles(made):
        say(line)
    if format is Format.TEXT and not (diff or quiet):
        width = options.width_of(sys.stdout)
        telling.echo(findings.totals(made, fixed=len(fixed), width=width))


def _is_coloured() -> bool:
    """Whether standard output shows colours (no-color.org)."""
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not is_plain
