"""Prints plans: results to standard output, troubles to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from enricher.cli.options import fail, say, width_of
from enricher.reports.plain import escaped

if TYPE_CHECKING:
    from enricher.plan import Plan


class Format(StrEnum):
    """How a plan is printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


@dataclass(frozen=True, slots=True)
class How:
    """How a command was asked to tell of its plan."""

    format: Format
    diff: bool
    quiet: bool
    verbose: bool
    summaries: tuple[Path, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether nothing is told while the work goes on."""
        return self.quiet or self.format is not Format.TEXT

    @property
    def is_text(self) -> bool:
        """Whether the plan is told in words."""
        return not (self.is_silent or self.diff)

    @property
    def shows_all(self) -> bool:
        """Whether every paper is told of, those of notes that need nothing too."""
        return self.verbose or self.format is Format.JSON or bool(self.summaries)

    @property
    def width(self) -> int | None:
        """The columns of the terminal that words are told to, None where it is none."""
        return width_of(sys.stdout)


def tell(plan: Plan, how: How, *, written: bool) -> None:
    """Print what a plan found and what becomes of the files, then its troubles."""
    _print_side_files(plan)
    if how.diff:
        print_diff(plan)
    if how.is_text:
        from enricher.reports.summary import notes, papers, side_files

        if how.verbose:
            echo([f"Site: {escaped(plan.site)}"])
        echo(papers(plan, verbose=how.verbose, width=how.width))
        echo(notes(plan, written=written, verbose=how.verbose))
        echo(side_files(plan, written=written))
    _print_for_programs(plan, how.format, written=written)
    _say_troubles(plan)
    _write_summaries(plan, how.summaries, written=written)


def carry_out(plan: Plan) -> None:
    """Write a plan; where that is interrupted, name what was written by then."""
    try:
        plan.write()
    except KeyboardInterrupt:
        from enricher.reports.summary import written

        for line in written(plan):
            say(line)
        raise


def tell_totals(plan: Plan, how: How, *, written: bool) -> None:
    """Print the counts of a plan."""
    if how.is_text:
        from enricher.reports.totals import totals

        echo(totals(plan, written=written, width=how.width))


def tell_removal(plan: Plan, how: How) -> None:
    """Print what was taken out."""
    from enricher.reports.summary import notes, side_files
    from enricher.reports.totals import removal_totals

    if how.diff:
        print_diff(plan)
    if how.is_text:
        echo(notes(plan, written=True, verbose=how.verbose))
        echo(side_files(plan, written=True))
    _say_troubles(plan)
    if how.is_text:
        echo(removal_totals(plan, width=how.width))


def echo(lines: Iterable[str]) -> None:
    """Print lines to standard output."""
    for line in lines:
        typer.echo(line)


def print_diff(plan: Plan) -> None:
    """The changes: as they are for programs, made safe for a terminal."""
    text = plan.diff()
    if sys.stdout.isatty():
        text = "\n".join(map(escaped, text.split("\n")))
    sys.stdout.write(text)  # typer's echo would take a note's own control sequences out


def _print_side_files(plan: Plan) -> None:
    """The side files that go to standard output: whole, as they would be written."""
    for text in plan.printed:
        safe = "\n".join(map(escaped, text.split("\n"))) if sys.stdout.isatty() else text
        sys.stdout.write(safe)


def _print_for_programs(plan: Plan, format: Format, *, written: bool) -> None:
    match format:
        case Format.TEXT:
            return
        case Format.JSON:
            from enricher.reports.plan_json import plan_json

            typer.echo(plan_json(plan))
        case Format.GITHUB:
            from enricher.reports.annotations import workflow_commands

            workspace = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
            echo(workflow_commands(plan, written=written, workspace=workspace))


def refuse_summaries(files: Sequence[Path]) -> None:
    """End the command where a summary could not be written: before anything else is."""
    for file in files:
        if file.suffix not in _SUMMARIES:
            raise fail(f"--summary {file}: name a file that ends in {' or '.join(_SUMMARIES)}")
        if os.path.lexists(file):
            raise fail(f"--summary {file}: there is such a file already; name a new one")


def _write_summaries(plan: Plan, files: Sequence[Path], *, written: bool) -> None:
    for file in files:
        text = _SUMMARIES[file.suffix](plan, written)
        try:
            with file.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        except OSError as error:
            raise fail(f"--summary {file}: cannot be written: {error.strerror}") from error


def _markdown(plan: Plan, written: bool) -> str:
    from enricher.reports.markdown import markdown

    return markdown(plan, written=written)


def _json(plan: Plan, _written: bool) -> str:
    from enricher.reports.plan_json import plan_json

    return plan_json(plan)


_SUMMARIES = {".md": _markdown, ".json": _json}


def _say_troubles(plan: Plan) -> None:
    """Name on standard error what could not be done."""
    from enricher.reports.summary import troubles

    for line in troubles(plan):
        say(line)
