"""A plan as workflow commands: GitHub's limits and escapes, places as in the checkout."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from enricher.change import Change, Place
from enricher.models import PaperRef
from enricher.paper import Failed, Missing, Paper
from enricher.plan import Plan
from enricher.reports.annotations import MOST, workflow_commands
from enricher.writers.interface import Published

HERE = Path.cwd()
FORM = re.compile(r"::(error|warning|notice)(?: (?:[a-z]+=[^,:\r\n]*)(?:,[a-z]+=[^,:\r\n]*)*)?::.*")
texts = st.text(st.characters(), max_size=12) | st.sampled_from(
    ["::error::x", "a\n::set-output", "%0A"]
)


def told(plan: Plan, workspace: Path = HERE, *, written: bool = True) -> list[str]:
    return list(workflow_commands(plan, written=written, workspace=workspace))


def full(texts: list[str]) -> Plan:
    """A plan that has every kind of trouble and of news for each text."""
    plan = Plan()
    for number, text in enumerate(texts):
        path = Path(f"notes/{text}".replace("\0", ""))
        ref = PaperRef("arxiv", f"1803.{number:05}")
        plan.places[ref] = Place(str(path), number + 1, 3)
        plan.outcomes += [Failed(ref, text), Missing(ref)]
        plan.changes.append(Change(path, "refused", path, why=text, line=number + 1))
        plan.changes.append(Change(path, "changed", path))
        plan.papers[ref] = Paper(id=str(ref), title=text)
        plan.published.append(Published(str(ref), "preprint", text))
    return plan


@given(st.lists(texts, max_size=2 * MOST))
def test_every_line_is_one_command_and_none_is_planted(texts: list[str]) -> None:
    lines = told(full(texts))
    assert all(FORM.fullmatch(line) for line in lines)


@given(st.integers(0, 4 * MOST))
def test_no_kind_has_more_than_github_keeps_and_the_rest_is_counted(number: int) -> None:
    lines = told(full(["x"] * number))
    for kind, all_of_them in (("error", number), ("warning", 2 * number), ("notice", 2 * number)):
        mine = [line for line in lines if line.startswith(f"::{kind} ")]
        assert len(mine) == min(all_of_them, MOST)
        counted = sum(int(found[1]) for line in mine if (found := re.search(r"::(\d+) more", line)))
        assert len(mine) + counted - (counted > 0) == all_of_them


def test_places_are_told_from_the_root_of_the_checkout() -> None:
    ref = PaperRef("arxiv", "1803.02780")
    plan = Plan(outcomes=[Failed(ref, "HTTP 503")], places={ref: Place("notes/a,b:c.md", 7, 12)})
    file = f"{HERE.name}/notes/a%2Cb%3Ac.md"
    assert told(plan, HERE.parent) == [
        f"::warning file={file},line=7,col=12,title=Not fetched::arxiv:1803.02780: HTTP 503"
    ]


def test_a_check_tells_what_would_change() -> None:
    path = Path("a.md")
    plan = Plan(changes=[Change(path, "changed", path)])
    assert told(plan, written=False) == [
        "::notice file=a.md,title=Would change::Its papers are not up to date"
    ]
    assert told(plan) == ["::notice file=a.md,title=Changed::Its papers were brought up to date"]
