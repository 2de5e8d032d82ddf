"""What writers make of the files that they keep beside the notes."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from enricher import files, text
from enricher.builders import Site
from enricher.change import Change
from enricher.errors import EditError, NoteError
from enricher.models import Link, PaperRef
from enricher.notes import Scanned
from enricher.paper import Paper
from enricher.plan import Plan
from enricher.planning import refuse, tell
from enricher.targets import Target
from enricher.writers.interface import Library, Planned, SideFile, WriteOptions

Act = Callable[[SideFile], Planned]

_DATA = frozenset({".json", ".yml", ".yaml", ".toml", ".csv", ".tsv"})


def base_of(target: Target, site: Site | None) -> Path:
    """The folder that paths in a side file are relative to: that of the site's pages, else its
    own."""
    if site is not None:
        return site.pages.absolute()
    return target.path.absolute().parent if target.path else Path.cwd()


def _name(path: Path, base: Path) -> str:
    return Path(os.path.relpath(path.absolute(), base)).as_posix()


def library_of(scanned: Scanned, papers: Mapping[PaperRef, Paper], base: Path) -> Library:
    """The papers of all notes, whose paths are relative to a folder."""
    given = [_name(path, base) for path in scanned.given]

    def covers(name: str) -> bool:
        is_given = any(Path(name).is_relative_to(path) for path in given)
        return is_given and not (base / name).exists()

    notes: dict[str, tuple[Link, ...]] = {_name(path, base): () for path in scanned.bare}
    notes |= {_name(note.path, base): note.wanted for note in scanned.notes}
    return Library(notes, papers, covers)


def updating(target: Target, library: Library, options: WriteOptions) -> Act:
    """The action that brings a side file up to date."""
    return lambda file: target.writer.plan(file, library, options)


def removing(target: Target, options: WriteOptions) -> Act:
    """The action that takes everything of its writer out of a side file."""
    return lambda file: target.writer.remove(file, options)


def plan_side_file(made: Plan, target: Target, act: Act, base: Path, copy: Path | None) -> None:
    """Add to a plan what an action makes of a side file, or of its copy in an output folder.

    It is deleted where nothing is left once something was taken out; what goes to standard output
    is made from nothing.
    """
    if target.path is None:
        planned = act(SideFile("standard output", ""))
        tell(made, planned)
        made.printed.append(text.apply("", planned.edits))
        return
    change = Change(target.path, "unchanged", copy or target.path)
    made.side_files.append(change)
    made.roots = (*made.roots, change.target.absolute().parent)
    fill = partial(_fill, change, target, act, base, made.roots)
    if (filled := fill()) is not None:
        tell(made, filled)
    change.again = fill


def _fill(
    change: Change, target: Target, act: Act, base: Path, roots: Sequence[Path]
) -> Planned | None:
    """Plan a change of a side file; None where it is refused."""
    change.status = "unchanged"
    try:
        if target.writer.is_known_by_stem and not change.target.exists():
            _refuse_hiding(change.target)
        old = _read(change.path)
        change.before = _read(change.target)
        content = text.decode(old or b"")
        planned = act(SideFile(_name(change.path, base), content))
        after = text.encode(text.apply(content, planned.edits))
        change.after = after or (None if planned.edits else old)
        if change.after != change.before:
            files.refuse_unwritable(change.target, roots)
            change.status = "changed"
            missing = [folder for folder in change.target.parents if not folder.exists()]
            change.new_folder = missing[-1] if missing else None
    except (NoteError, EditError) as error:
        refuse(change, error)
        return None
    return planned


def _refuse_hiding(path: Path) -> None:
    """Raise NoteError for a new file of data that would hide one of the user's: Jekyll, Hugo and
    Eleventy know ``papers.json`` and ``papers.yml`` by the same name."""
    if path.suffix not in _DATA:
        return
    for suffix in _DATA - {path.suffix}:
        other = path.with_suffix(suffix)
        if other.exists():
            raise NoteError(
                str(path),
                f"would hide {other.name} beside it from the site",
                hint=f"name another file: =FILE, such as {path.with_stem(f'{path.stem}-of-notes')}",
            )


def copy_of(target: Target, output: Path | None, root: Path) -> Path | None:
    """Where a side file belongs in an output folder, where there is one."""
    if output is None or target.path is None:
        return None
    absolute = target.path.absolute()
    return output / (absolute.relative_to(root) if absolute.is_relative_to(root) else absolute.name)


def _read(path: Path) -> bytes | None:
    return files.read(path) if path.exists() else None
