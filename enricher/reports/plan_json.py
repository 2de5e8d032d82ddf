"""A plan as one JSON object, for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import assert_never

from enricher.change import Change
from enricher.paper import Failed, Found, Missing, Outcome
from enricher.plan import Plan
from enricher.reports.plain import obeyed_by_none
from enricher.reports.totals import headline


def plan_json(plan: Plan) -> str:
    """The plan in the form of the README's section on ``--format json``."""
    works = {paper.id: paper.dump() for paper in plan.papers.values()}
    text = json.dumps(
        {
            "papers": works,
            "outcomes": [_outcome(outcome) for outcome in plan.outcomes],
            "changes": [
                {"path": str(change.path), "status": change.status}
                | ({"why": change.why or change.idle} if change.why or change.idle else {})
                | ({"line": change.line} if change.line else {})
                for change in _changes(plan)
            ],
            "published": [each._asdict() for each in plan.published],
            "new": [paper.id for paper in plan.new],
            "requests": plan.requests,
            "headline": headline(plan),
        },
        indent=2,
    )
    return obeyed_by_none(text)


def _changes(plan: Plan) -> Iterator[Change]:
    """What becomes of each file, each followed by what single writers refused of it."""
    for change in plan.all_changes:
        yield from (change, *change.in_part)


def _outcome(outcome: Outcome) -> dict[str, str]:
    match outcome:
        case Found(ref, paper):
            return {"paper": str(ref), "status": "found", "work": paper.id}
        case Missing(ref):
            return {"paper": str(ref), "status": "missing"}
        case Failed(ref, why):
            return {"paper": str(ref), "status": "failed", "why": why}
    assert_never(outcome)
