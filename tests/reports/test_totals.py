"""The counts of a plan add up, whatever became of its notes and papers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from enricher.change import Change, Place
from enricher.models import PaperRef
from enricher.paper import Failed, Found, Missing, Paper
from enricher.plan import Plan
from enricher.reports.summary import papers
from enricher.reports.totals import headline, removal_totals, totals
from enricher.writers.interface import Idle, Published

NOTE = Path("note.md")
changes = st.builds(
    Change,
    path=st.just(NOTE),
    status=st.sampled_from(["changed", "unchanged", "refused"]),
    target=st.just(NOTE),
    waits=st.booleans(),
    idle=st.none() | st.sampled_from(list(Idle)),
)


def numbers(line: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", line)]


@given(st.lists(changes, max_size=30), st.integers(0, 9), st.booleans())
def test_the_notes_add_up(made: list[Change], unlinked: int, written: bool) -> None:
    plan = Plan(changes=made, notes=len(made) + unlinked)
    total, *parts = numbers(list(totals(plan, written=written))[-1])
    assert total == sum(parts) == plan.notes


@given(st.lists(changes, max_size=30))
def test_the_notes_of_a_removal_add_up(made: list[Change]) -> None:
    total, *parts = numbers(list(removal_totals(Plan(changes=made, notes=len(made))))[-1])
    assert total == sum(parts) == len(made)


def test_kinds_without_a_note_are_not_told_but_what_was_asked_for_is() -> None:
    assert list(totals(Plan(), written=True)) == [
        "0 links to 0 papers: found 0, missing 0, failed 0",
        "0 notes read: 0 changed, 0 up to date",
    ]
    assert list(totals(Plan(), written=False))[-1] == "0 notes read: 0 would change, 0 up to date"
    assert list(removal_totals(Plan())) == ["0 notes read: 0 changed"]


def test_the_papers_add_up() -> None:
    refs = [PaperRef("arxiv", f"1803.0278{number}") for number in range(3)]
    plan = Plan(outcomes=[Missing(refs[0]), Failed(refs[1], "x"), Missing(refs[2])], links=5)
    plan.requests = {"b.example": 2, "a.example": 1}
    assert list(totals(plan, written=True))[:2] == [
        "Requests: a.example 1, b.example 2",
        "5 links to 3 papers: found 0, missing 2, failed 1",
    ]


def test_a_work_counts_once_whatever_its_names() -> None:
    refs = [PaperRef("arxiv", "1803.02780"), PaperRef("doi", "10.1/x"), PaperRef("cvf", "A/b")]
    work = Paper(id=str(refs[0]), title="x", same_as=(str(refs[1]), str(refs[2])))
    plan = Plan(outcomes=[Found(refs[0], work), Found(refs[1], work)], links=3)
    plan.papers = dict.fromkeys(refs, work)
    plan.settled_works = {str(refs[2]), "arxiv:1706.03762"}
    (told, _) = totals(plan, written=True)
    assert told == "3 links to 2 papers: found 2, missing 0, failed 0"
    plan.outcomes.append(Failed(refs[2], "x"))
    (told, _) = totals(plan, written=True)
    assert told == "3 links to 2 papers: found 1, missing 0, failed 1"


@pytest.mark.parametrize("width", [20, 40])
def test_a_narrow_terminal_gets_whole_words(width: int) -> None:
    plan = Plan(changes=[Change(NOTE, "unchanged", NOTE, idle=idle) for idle in Idle], notes=4)
    plan.outcomes = [Missing(PaperRef("arxiv", "1803.02780"))]
    plan.places = {PaperRef("arxiv", "1803.02780"): Place("notes/a long name.md", 12)}
    shown = [*papers(plan, width=width), *totals(plan, written=True, width=width)]
    whole = [*papers(plan), *totals(plan, written=True)]
    assert " ".join(shown).split() == " ".join(whole).split()
    assert all(len(line) <= width for line in shown if len(line.split()) > 1)


@given(st.text(), st.integers(40, 120))
def test_a_short_line_keeps_the_venue_and_loses_the_end_of_the_title(
    title: str, width: int
) -> None:
    ref = PaperRef("arxiv", "1803.02780")
    paper = Paper(id=str(ref), title=f"A {title} title", venue="ICML 2020")
    [line] = papers(Plan(outcomes=[Found(ref, paper)]), width=width)
    [whole] = papers(Plan(outcomes=[Found(ref, paper)]))
    assert cell_len(line) <= width
    assert " · ICML 2020" in line
    assert line == whole or not line.endswith("arxiv:1803.02780")


def test_a_hostile_place_is_made_safe() -> None:
    ref = PaperRef("arxiv", "1803.02780")
    plan = Plan(outcomes=[Missing(ref)], places={ref: "a\x1b[31m\n.md:1"})
    assert "\x1b" not in "".join(papers(plan))


def test_what_failed_is_the_headline_only_where_nothing_else_is_news() -> None:
    failed = Failed(PaperRef("arxiv", "1803.02780"), "x")
    assert headline(Plan()) == "No news of papers"
    assert headline(Plan(outcomes=[failed])) == "1 paper not fetched"
    changed = Change(NOTE, "changed", NOTE)
    assert headline(Plan(outcomes=[failed], changes=[changed])) == "Changes of papers' metadata"
    published = Published("arxiv:1803.02781", "preprint 2018", "NeurIPS 2018")
    assert headline(Plan(outcomes=[failed], published=[published])) == "1 paper published"
