"""The command `report`: the papers of some notes as one HTML page."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from enricher.cli import gathering, options, telling

if TYPE_CHECKING:
    from enricher.cli.gathering import Gathered
    from enricher.reports.page.rows import HrefOf
    from enricher.settings import Settings

STDOUT = Path("-")
_WEB = re.compile(r"https?://[^\s/]+", re.IGNORECASE)


def report(
    paths: options.Paths,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The page; - is standard output.")
    ] = Path("report.html"),
    notes_at: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="Where the files of this folder are shown on the web, as "
            "https://github.com/me/notes/blob/main: notes and lines are linked there.",
        ),
    ] = "",
    title: Annotated[str, typer.Option(metavar="TEXT", help="What the page is called.")] = "Papers",
    force: Annotated[
        bool, typer.Option("--force", help="Replace FILE though it is no report of enricher's.")
    ] = False,
    audit: Annotated[
        bool, typer.Option(help="Show what `enricher audit` finds, too.", show_default=True)
    ] = True,
    exclude: options.Exclude = None,
    cache: options.Cache = None,
    offline: options.Offline = False,
    refresh: options.Refresh = False,
    refresh_all: options.RefreshAll = False,
    config: options.Config = None,
    quiet: options.Quiet = False,
) -> None:
    """Make one HTML page of the papers of your notes, to search, sort, filter and export.

    The page needs no network and no other file. It replaces a report that was made before, and no
    other file. Notes are not changed.
    """
    if notes_at and not _WEB.match(notes_at):
        raise options.fail(f"--notes-at {notes_at}: an address that begins with https:// is wanted")
    before = None if output == STDOUT else _before(output, force=force)
    setting = options.settings(config_file=config, cache=cache, offline=offline, exclude=exclude)
    home = options.home(config)
    gathered = gathering.gather(
        paths,
        setting,
        home,
        options.refreshing(refresh, refresh_all),
        silent=quiet or output == STDOUT,
        audits=audit,
    )
    href_of = _relative_to(Path() if output == STDOUT else output.parent)
    if notes_at:
        href_of = _shown_at(notes_at, href_of)
    text = _page(gathered, _bibtex(gathered, setting, home), title, href_of)
    if output == STDOUT:
        sys.stdout.write(text)
    else:
        _write(output, before, text.encode(), quiet=quiet)
        if not quiet and gathered.scanned.read:
            from enricher.reports.catalogue_table import totals

            typer.echo(totals(gathered.entries))
    gathering.end(gathered)


def _bibtex(gathered: Gathered, setting: Settings, home: Path | None) -> dict[str, str]:
    """What the page exports: nothing where it could have other keys than the bibliography."""
    from enricher.errors import NoteError

    try:
        return gathering.bibtex_of(gathered, setting, home)
    except NoteError as error:
        why = f"{error.path}: {error.why}"
        gathered.troubles.notices.append(f"no BibTeX, for its file is not read: {why}")
        return {}


def _page(gathered: Gathered, bibtex: dict[str, str], title: str, href_of: HrefOf) -> str:
    from enricher.reports.page import Finding, page

    findings = [
        Finding(each.code, each.message, each.path, each.line, str(each.ref or ""))
        for each in gathered.findings
    ]
    return page(
        gathered.entries,
        bibtex=bibtex,
        href_of=href_of,
        title=title,
        findings=findings,
    )


def _relative_to(folder: Path) -> HrefOf:
    """The addresses of notes on a page in a folder."""
    start = folder.absolute()

    def href_of(note: str) -> str:
        path = os.path.relpath(Path(note).absolute(), start)
        return quote(os.fsencode(Path(path).as_posix()))

    return href_of


def _shown_at(url: str, elsewhere: HrefOf) -> HrefOf:
    """The addresses of notes on a site that shows the files of the current folder; notes that are
    not in there have those that they have ``elsewhere``."""
    within = _relative_to(Path())

    def href_of(note: str) -> str:
        path = within(note)
        return elsewhere(note) if path.startswith("../") else f"{url.rstrip('/')}/{path}"

    return href_of


def _before(output: Path, *, force: bool) -> bytes | None:
    """What a report replaces. Ends the command where that is a file of the user's."""
    from enricher import files, text
    from enricher.errors import NoteError
    from enricher.notes import is_report

    if not os.path.lexists(output):
        return None
    try:
        before = files.read(output)
    except NoteError as error:
        raise options.fail(f"{output}: {error.why}") from error
    if before and not force and not is_report(text.decode(before)):
        raise options.fail(
            f"{output} is no report of enricher's; name another file with -o, or say --force"
        )
    return before


def _write(output: Path, before: bytes | None, after: bytes, *, quiet: bool) -> None:
    from enricher.change import Change
    from enricher.plan import Plan
    from enricher.reports.summary import side_files

    change = Change(output, "unchanged", output, before, after)
    change.status = "unchanged" if before == after else "changed"
    plan = Plan(side_files=[change], roots=(output.absolute().parent,))
    plan.write()
    if plan.refused:
        raise options.fail(f"{output}: {change.why}")
    if not quiet:
        telling.echo(side_files(plan, written=True))
