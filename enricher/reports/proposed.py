"""What `enricher init` made, what is left to do by hand, and how to undo it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from enricher.plan import Plan
from enricher.proposal import SETTINGS, Proposal
from enricher.reports.plain import printable, shell_word, wrapped
from enricher.writers import named
from enricher.writers.interface import SideWriter


def proposed(
    plan: Plan,
    made: Proposal,
    *,
    name: str,
    left: Sequence[Path],
    folders: Sequence[Path],
    notes: Path,
    written: bool,
    settings: str = SETTINGS,
    width: int | None = None,
) -> Iterator[str]:
    """A proposal for the site ``name``, as it was or, not ``written``, would be carried out.

    ``left`` are the files that were there already, ``folders`` those that are new with the files
    in them, the innermost first; ``settings`` is the file that holds them.
    """
    yield f"Site: {printable(name)}"
    for change in plan.changed:
        yield f"{'Written' if written else 'Would write'}: {printable(str(change.target))}"
    for path in left:
        yield f"Left as it is: {printable(str(path))}"
    for paste in made.pastes:
        yield from wrapped(f"Paste into {paste.where}:", width)
        yield from (f"  {line}" for line in paste.lines)
    yield from wrapped(_what(made, name, settings), width)
    if not made.writers and made.creates:
        told = "So the workflow has nothing to propose. For that, change the line of `to` in"
        yield from wrapped(f"{told} {settings} to:", width)
        yield '  to = ["front-matter"]'
    yield "Then:"
    yield from _next(made, shell_word(str(notes)))
    if written and plan.changed:
        if made.writers:
            to = " ".join(f"--to {writer}" for writer in made.writers)
            yield "To take out what runs have written, before you undo this:"
            yield f"  enricher remove {shell_word(str(notes))} {to}"
        yield "To undo this:"
        yield f"  rm {' '.join(shell_word(str(change.target)) for change in plan.changed)}"
        if folders:
            yield f"  rmdir {' '.join(shell_word(str(folder)) for folder in folders)}"


def _what(made: Proposal, name: str, settings: str) -> str:
    """What runs with these settings write."""
    writers = [writer for each in made.writers if (writer := named(each)) is not None]
    if not writers:
        shows = (
            f": {name} shows the papers of each page while it builds" if made.pack_setting else ""
        )
        return f"Runs change no note{shows} (`to` in {settings})."
    is_beside = all(isinstance(writer, SideWriter) for writer in writers)
    stay = "; notes stay as they are" if is_beside else ""
    titles = ", and ".join(writer.title for writer in writers)
    told = f"Runs write {titles}{stay} (`to` in {settings}; `enricher writers` lists all)."
    if made.creates and "front-matter" in made.writers:
        told += " The workflow gives notes without front matter one (`create-front-matter`)."
    return told


def _next(made: Proposal, folder: str) -> Iterator[str]:
    if made.writers:
        yield f"  enricher check {folder} --diff    # fetch, and show what would change"
        yield f"  enricher run {folder}"
    else:
        yield f"  enricher run {folder}    # fetch what the pages need"
    if made.pack_setting:
        setting = made.pack_setting
        yield f"  # for builds elsewhere: a pack to commit, with `{setting}` in the settings"
        yield f"  mkdir -p cache && enricher cache export cache/papers.jsonl {folder}"
