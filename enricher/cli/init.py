"""The command `init`: what a site needs for enricher, proposed and written."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from enricher.cli import options
from enricher.cli.options import EXIT_INCOMPLETE, say
from enricher.reports.plain import printable


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The site, or any folder of notes.")
    ] = Path(),
    diff: Annotated[
        bool, typer.Option("--diff", help="Print what would be made, and make nothing.")
    ] = False,
    github_action: Annotated[
        bool, typer.Option("--github-action", help="Also a workflow that runs every week.")
    ] = False,
) -> None:
    """Propose settings, a template and a workflow for this site. Files that exist stay."""
    from enricher import config
    from enricher.builders import site_of
    from enricher.change import Change
    from enricher.plan import Plan
    from enricher.proposal import SETTINGS, proposal
    from enricher.reports.proposed import proposed
    from enricher.targets import shown

    if not folder.is_dir():
        raise options.fail(f"there is no folder {folder}")
    site = site_of(folder)
    root = site.root if site else folder
    kept = _settings_in(root)
    to = config.load(file=kept, folder=root, environment={}).to if kept else None
    made = proposal(site, workflow=github_action, files_of=_files_of, to=to)
    places = {shown(root / file.path): file.text.encode() for file in made.files}
    left = [path for path in places if path.exists()]
    left += [shown(kept)] if kept else []
    folders = _absent(path for path in places if path not in left)
    changes = [
        Change(path, "changed", path, None, text)
        for path, text in places.items()
        if path not in left
    ]
    plan = Plan(side_files=changes, roots=(root,))
    if diff:
        typer.echo(plan.diff(), nl=False)
    else:
        plan.write()
    pages = shown(site.pages) if site and made.pack_setting else folder
    told = proposed(
        plan,
        made,
        name=site.builder if site else "a folder of notes",
        left=left,
        folders=folders,
        notes=pages if pages.is_dir() else folder,
        written=not diff,
        settings=kept.name if kept else SETTINGS,
        width=options.width_of(sys.stdout),
    )
    for line in told:
        typer.echo(line)
    for change in plan.refused:
        say(f"not written: {printable(str(change.place))}: {printable(change.why)}")
    if github_action and not (root / ".git").exists():
        say(
            f"GitHub reads workflows from the root of a repository only, and {root} is none: move "
            ".github there, and name this folder as `working-directory` in the step"
        )
    if plan.refused:
        raise typer.Exit(EXIT_INCOMPLETE)


def _absent(files: Iterable[Path]) -> list[Path]:
    """The folders that are to be made for files, the innermost first."""
    absent = {folder for file in files for folder in file.parents if not folder.exists()}
    return sorted(absent, key=lambda folder: len(folder.parts), reverse=True)


def _settings_in(root: Path) -> Path | None:
    """The file of settings that is there. Those in pyproject.toml would be hidden by a file of
    their own."""
    if (root / "enricher.toml").is_file():
        return root / "enricher.toml"
    try:
        table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return root / "pyproject.toml" if "enricher" in table.get("tool", {}) else None


def _files_of(folder: str) -> dict[str, str]:
    """The files in a folder of the package's integrations, by their places in it."""
    top = Path(str(resources.files("enricher"))) / "integrations" / folder
    files = sorted(path for path in top.rglob("*") if path.is_file())
    return {path.relative_to(top).as_posix(): path.read_text("utf-8") for path in files}
