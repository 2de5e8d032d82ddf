"""The commands that a user may want to run after a run: they do what they say when pasted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from enricher.plan import Plan
from enricher.reports.plain import count, shell_word, wrapped


def next_steps(
    plan: Plan,
    paths: Sequence[Path],
    to: Sequence[str],
    where: Sequence[tuple[str, object]],
    *,
    width: int | None = None,
) -> Iterator[str]:
    """What to do about notes without front matter, and how to undo what was written.

    ``to`` are the writers of the run; ``where`` its options that name files or folders. Commands
    stand on lines of their own and are never broken.
    """
    notes = " ".join(shell_word(str(path)) for path in paths)
    options = "".join(f" {name} {shell_word(str(value))}" for name, value in where)
    again = f"  enricher run {notes}{options}"
    chosen = {name.partition("=")[0] for name in to}
    if plan.without_front_matter:
        number = len(plan.without_front_matter)
        told = f"{count(number, 'note')} with papers but no front matter: nothing was written there"
        if not {"venue", "data"} <= chosen:
            told += ". To show venues in the text, or to keep a data file:"
        yield from wrapped(told, width)
        yield from (f"{again} --to {name}" for name in ("venue", "data") if name not in chosen)
        yield "To give them front matter:"
        yield f"{again} --create-front-matter"
    if plan.crowded and "data" not in chosen:
        told = f"{count(len(plan.crowded), 'note')} with a long list of papers in front matter"
        yield from wrapped(f"{told}. A data file keeps notes short:", width)
        yield f"{again} --to data"
    unmarked = sum(change.is_unmarked for change in plan.changes)
    if unmarked:
        told = f"{count(unmarked, 'note')} without markers for a listing"
        yield from wrapped(f"{told}. It goes between these two lines, where you put them:", width)
        yield "  <!-- enricher:begin -->"
        yield "  <!-- enricher:end -->"
    if any(change.after is not None for change in plan.changed) and "--output" not in dict(where):
        writers = " ".join(f"--to {shell_word(name)}" for name in dict.fromkeys(to))
        yield "To take it out again:"
        yield f"  enricher remove {notes}{options} {writers}"
