"""A plan as text: what was found, what failed and why, what changed, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from enricher.paper import Found, Paper
from enricher.plan import Plan
from enricher.reports.plain import count, fitted, printable

SHOWN = 12  # papers and notes listed in full before the rest is only counted


def summary(plan: Plan, *, verbose: bool = False, width: int | None = None) -> Iterator[str]:
    """The lines that say what a run found. ``width`` is that of a terminal, where there is one."""
    found, missing, failed = plan.found, plan.missing, plan.failed
    yield f"{count(plan.notes, 'note')} read, {count(plan.links, 'link')} to " + count(
        len(plan.outcomes), "paper"
    )
    yield f"  found {len(found)}, missing {len(missing)}, failed {len(failed)}"
    lines = [_paper_line(outcome) for outcome in found]
    yield from _shortened([fitted(line, width) for line in lines], "paper", verbose=verbose)
    if missing:
        yield "Not known to their sources:"
        yield from _shortened([f"  {paper.ref}" for paper in missing], "paper", verbose=verbose)
    if plan.published:
        verb = "is" if len(plan.published) == 1 else "are"
        yield f"{count(len(plan.published), 'paper')} {verb} now published:"
        news = [f"  {printable(each.now)}  {each.paper}" for each in plan.published]
        yield from _shortened(news, "paper", verbose=verbose)
    if plan.requests:
        asked = ", ".join(f"{host} {number}" for host, number in sorted(plan.requests.items()))
        yield f"Requests: {asked}"


def changes(plan: Plan, *, written: bool, verbose: bool = False) -> Iterator[str]:
    """The lines that say which notes changed or, not ``written``, would change."""
    verb = "changed" if written else "would change"
    rest = [change for change in plan.changes if change.status == "unchanged"]
    waiting = sum(change.waits for change in rest)
    told = f", {count(waiting, 'note')} left as it was for want of papers that failed"
    yield (
        f"{count(len(plan.changed), 'note')} {verb}, {len(rest) - waiting} up to date"
        f"{told if waiting else ''}"
    )
    yield from _shortened(
        [f"  {printable(str(change.target))}" for change in plan.changed], "note", verbose=verbose
    )


def troubles(plan: Plan) -> Iterator[str]:
    """Every paper that failed and every note that was refused, by name, for standard error."""
    for paper in plan.failed:
        yield f"failed: {paper.ref}: {printable(paper.why)}"
    for change in plan.refused:
        yield f"not written: {printable(change.place)}: {printable(change.why)}"
    for notice in plan.notices:
        yield f"note: {printable(notice)}"
    yield from _hints(plan)


def _paper_line(outcome: Found) -> str:
    paper = outcome.paper
    return f"  {printable(paper.title)}{_appeared(paper)}  {outcome.ref}"


def _appeared(paper: Paper) -> str:
    authors = f"{paper.authors[0]} et al." if len(paper.authors) > 1 else "".join(paper.authors)
    where = paper.venue or (f"preprint, {paper.year}" if paper.year else "")
    return "".join(f" · {printable(part)}" for part in (authors, where) if part)


def _shortened(lines: list[str], noun: str, *, verbose: bool) -> Iterator[str]:
    shown = lines if verbose or len(lines) <= SHOWN + 1 else lines[:SHOWN]
    yield from shown
    if len(lines) > len(shown):
        yield f"  … and {count(len(lines) - len(shown), 'more ' + noun)} (-v shows all)"


def _hints(plan: Plan) -> Iterable[str]:
    """One hint for all failures of a kind."""
    if any("offline" in paper.why for paper in plan.failed):
        yield "hint: run once without --offline, or bring a cache or a pack that knows these papers"
    elif plan.failed:
        yield (
            f"hint: what was found is kept; run again later to ask for the "
            f"{count(len(plan.failed), 'paper')} left"
        )
