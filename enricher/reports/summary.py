"""A plan as text: what was found, what became of the notes, and what failed and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from enricher.paper import Found, Paper
from enricher.plan import Plan
from enricher.reports.plain import count, fitted, printable, shell_word, wrapped

_LEAST_TITLE = 24  # columns of a terminal
SHOWN = 12  # papers and notes listed in full before the rest is only counted


def papers(plan: Plan, *, verbose: bool = False, width: int | None = None) -> Iterator[str]:
    """The papers of a plan. ``width`` is that of a terminal, where there is one."""
    lines = [_paper_line(outcome, width) for outcome in plan.works]
    yield from _shortened(lines, "paper", verbose=verbose)
    if plan.missing:
        yield from wrapped("Not known to their sources:", width)
        places = ((paper.ref, plan.places.get(paper.ref, "")) for paper in plan.missing)
        lines = [
            f"  {printable(str(ref))}  {printable(str(place))}".rstrip() for ref, place in places
        ]
        yield from _wrapped(_shortened(lines, "paper", verbose=verbose), width)
    if plan.published:
        verb = "is" if len(plan.published) == 1 else "are"
        told = f"{count(len(plan.published), 'paper')} {verb} now published:"
        yield from wrapped(told, width)
        news = [f"  {printable(each.now)}  {printable(each.paper)}" for each in plan.published]
        yield from _wrapped(_shortened(news, "paper", verbose=verbose), width)


def notes(plan: Plan, *, written: bool, verbose: bool = False) -> Iterator[str]:
    """The notes that changed or, not ``written``, would change."""
    changed = [change for change in plan.changes if change.status == "changed"]
    if changed:
        yield "Changed:" if written else "Would change:"
    yield from _shortened(
        [f"  {printable(str(change.target))}" for change in changed], "note", verbose=verbose
    )


def written(plan: Plan) -> Iterator[str]:
    """The files that were written before a run was interrupted."""
    number, left = len(plan.written), len(plan.changed) - len(plan.written)
    yield f"{count(number, 'file')} written before the interrupt, {left:,} left as they were"
    yield from (f"  {printable(str(change.target))}" for change in plan.written)


def side_files(plan: Plan, *, written: bool) -> Iterator[str]:
    """What becomes of the files beside the notes: their places are told though nothing changes."""
    for change in plan.side_files:
        match change.status:
            case "refused":
                continue
            case "unchanged":
                verb = "Up to date"
            case "changed" if change.after is None:
                verb = "Deleted" if written else "Would delete"
            case "changed":
                verb = "Written" if written else "Would write"
        folder = f" (the folder {change.new_folder} is new)" if change.new_folder else ""
        yield f"{verb}: {printable(f'{change.target}{folder}')}"
        if change.empty_folder:
            place = shell_word(str(change.empty_folder))
            yield f"Its folder is empty now, and stays, for it may be yours: rmdir {place}"


def troubles(plan: Plan) -> Iterator[str]:
    """Every paper that failed and every note that was refused, by name, for standard error."""
    for paper in plan.failed:
        yield f"failed: {printable(f'{paper.ref}: {paper.why}')}"
    for change in plan.refused:
        hint = f" ({printable(change.hint)})" if change.hint else ""
        yield f"not written: {printable(change.place)}: {printable(change.why)}{hint}"
    for left in plan.left:
        yield f"not removed: {printable(left)}"
    for notice in plan.notices:
        yield f"note: {printable(notice)}"
    yield from _hints(plan)


def _paper_line(outcome: Found, width: int | None) -> str:
    """A paper on one line. Where room is short its id goes, then the end of its title: the venue
    is what a run is for."""
    from rich.cells import cell_len

    title, appeared = f"  {printable(outcome.paper.title)}", _appeared(outcome.paper)
    line = f"{title}{appeared}  {printable(str(outcome.ref))}"
    if width is None or cell_len(line) <= width:
        return line
    room = width - cell_len(appeared)
    if room < _LEAST_TITLE:
        return fitted(title + appeared, width)
    return fitted(title, room) + appeared


def _appeared(paper: Paper) -> str:
    authors = f"{paper.authors[0]} et al." if len(paper.authors) > 1 else "".join(paper.authors)
    where = paper.venue or (f"preprint, {paper.year}" if paper.year else "")
    return "".join(f" · {printable(part)}" for part in (authors, where) if part)


def _shortened(lines: list[str], noun: str, *, verbose: bool) -> Iterator[str]:
    shown = lines if verbose or len(lines) <= SHOWN + 1 else lines[:SHOWN]
    yield from shown
    if len(lines) > len(shown):
        yield f"  … and {count(len(lines) - len(shown), 'more ' + noun)} (-v shows all)"


def _wrapped(lines: Iterable[str], width: int | None) -> Iterator[str]:
    for line in lines:
        yield from wrapped(line, width)


def _hints(plan: Plan) -> Iterable[str]:
    """One hint for all failures of a kind."""
    if any("offline" in paper.why for paper in plan.failed):
        yield "hint: run once without --offline, or bring a cache or a pack that knows these papers"
    elif plan.failed:
        yield (
            f"hint: what was found is kept; run again later to ask for the "
            f"{count(len(plan.failed), 'paper')} left"
        )
