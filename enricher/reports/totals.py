"""The counts of a plan, its last lines, so that they stay on a screen. All of them add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from enricher.change import Status
from enricher.plan import Plan
from enricher.reports.plain import count, wrapped
from enricher.writers.interface import Idle

UP_TO_DATE = "up to date"
WAITING = "waiting for papers that failed"


def totals(plan: Plan, *, written: bool, width: int | None = None) -> Iterator[str]:
    """What became of all papers and of all notes that were read."""
    if plan.requests:
        asked = ", ".join(f"{host} {number}" for host, number in sorted(plan.requests.items()))
        yield from wrapped(f"Requests: {asked}", width)
    ids, failed = _ids(plan), _failed(plan)
    works = {found.paper.id for found in plan.works}
    works |= {ids.get(name, name) for name in plan.settled_works}
    number = len(works | failed) + len(plan.missing)
    named = f"{count(plan.links, 'link')} to {count(number, 'paper')}"
    found = f"found {len(works - failed):,}, missing {len(plan.missing)}, failed {len(failed)}"
    yield from wrapped(f"{named}: {found}", width)
    verb = "changed" if written else "would change"
    counts = {verb: _number(plan, "changed"), **_unchanged(plan)}
    yield from wrapped(_notes(plan, counts, {verb, UP_TO_DATE}), width)


def headline(plan: Plan) -> str:
    """The news of a plan in a few words: ``3 papers published, 12 new``."""
    published, new = len({each.paper for each in plan.published}), len(plan.new)
    if published and new:
        return f"{count(published, 'paper')} published, {new:,} new"
    if published:
        return f"{count(published, 'paper')} published"
    if new:
        return count(new, "new paper")
    if plan.changed:
        return "Changes of papers' metadata"
    failed = _failed(plan)
    return f"{count(len(failed), 'paper')} not fetched" if failed else "No news of papers"


def _ids(plan: Plan) -> dict[str, str]:
    """The works by their names: one has several."""
    return {name: paper.id for name, paper in plan.by_name.items()}


def _failed(plan: Plan) -> set[str]:
    ids = _ids(plan)
    return {ids.get(str(paper.ref), str(paper.ref)) for paper in plan.failed}


def removal_totals(plan: Plan, *, width: int | None = None) -> Iterator[str]:
    """How many notes something was taken out of."""
    rest = _number(plan, "unchanged")
    counts = {"changed": _number(plan, "changed"), "with nothing to take out": rest}
    yield from wrapped(_notes(plan, counts, {"changed"}), width)


def _notes(plan: Plan, counts: dict[str, int], always: set[str]) -> str:
    counts = {**counts, "refused": _number(plan, "refused")}
    told = (f"{number:,} {what}" for what, number in counts.items() if number or what in always)
    return f"{count(plan.notes, 'note')} read: {', '.join(told)}"


def _number(plan: Plan, status: Status) -> int:
    return sum(change.status == status for change in plan.changes)


def _unchanged(plan: Plan) -> dict[str, int]:
    kinds: Counter[str] = Counter(
        change.idle or (WAITING if change.waits else UP_TO_DATE)
        for change in plan.changes
        if change.status == "unchanged"
    )
    kinds.update(idle or UP_TO_DATE for idle in plan.settled)
    # notes without any link are not even kept until there is a plan
    kinds[Idle.NO_LINKS] += plan.notes - len(plan.changes) - len(plan.settled)
    return {kind: kinds[kind] for kind in (UP_TO_DATE, WAITING, *Idle)}
