"""What `enricher init` made, what is left to do by hand, and how to undo it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from enricher.plan import Plan
from enricher.proposal import Proposal
from enricher.reports.plain import printable, shell_word


def proposed(
    plan: Plan,
    made: Proposal,
    *,
    name: str,
    left: Sequence[Path],
    notes: Path,
    written: bool,
) -> Iterator[str]:
    """A proposal for the site ``name``, as it was or, not ``written``, would be carried out.

    ``left`` are the files that were there already.
    """
    yield f"Site: {printable(name)}"
    for change in plan.changed:
        yield f"{'Written' if written else 'Would write'}: {printable(str(change.target))}"
    for path in left:
        yield f"Left as it is: {printable(str(path))}"
    for paste in made.pastes:
        yield f"Paste into {paste.where}:"
        yield from (f"  {line}" for line in paste.lines)
    folder = shell_word(str(notes))
    yield "Then:"
    yield f"  enricher check {folder} --diff    # fetch, and show what would change"
    yield f"  enricher run {folder}"
    if made.reads_cache:
        yield "  # what builds elsewhere read, once it is committed (`cache: cache` in mkdocs.yml):"
        yield f"  mkdir -p cache && enricher cache export cache/papers.jsonl {folder}"
    if written and plan.changed:
        yield "To undo this:"
        yield f"  rm {' '.join(shell_word(str(change.target)) for change in plan.changed)}"
