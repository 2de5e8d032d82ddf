"""No flapping: what a run does not know stays as it is written, and news are told."""

from __future__ import annotations

import pytest

from enricher.models import PaperRef
from enricher.writers.interface import Published, WriteOptions
from tests.writers.listing_samples import begin, note, planned, remove, run, titles
from tests.writers.samples import paper, papers

REFRESH = WriteOptions(replace_venues=True)
NUMBERS = [f"2001.0000{n}" for n in range(1, 6)]
WORKS = [
    paper(number, title=title, year=year, venue=venue, type="conference" if venue else "preprint")
    for number, title, year, venue in zip(
        NUMBERS,
        ["E", "D", "C", "B", "A"],
        [2018, 2020, 2019, 2018, 2020],
        ["ICML 2018", None, "AAAI 2019", "ICML 2018", "NeurIPS 2020"],
        strict=True,
    )
]
KNOWN = papers(*WORKS)
BODY = "".join(f"https://arxiv.org/pdf/{number}.pdf\n" for number in NUMBERS) + "\n"
FORMS = {
    "list": begin(),
    "table": begin(style="table"),
    "by title": begin(sort="title"),
    "newest first": begin(style="table", sort="-year,title"),
    "by hidden venue": begin(columns="title", group="venue", sort="year"),
    "by hidden year": begin(columns="title,authors", group="-year", sort="title"),
    "by hidden type": begin(style="table", columns="title", group="type"),
    "by letter": begin(group="letter"),
    "all": begin(papers="all", style="table", sort="-year"),
}


def without(*numbers: str) -> dict:
    return {ref: work for ref, work in KNOWN.items() if ref.id not in numbers}


@pytest.mark.parametrize("marker", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("gone", [NUMBERS[:1], NUMBERS[1:4], NUMBERS[3:], NUMBERS])
def test_papers_without_a_record_keep_their_rows_and_places(gone: list[str], marker: str) -> None:
    after = run(note(marker, body=BODY), KNOWN)
    assert len(titles(after)) >= 5
    assert planned(after, without(*gone)).edits == ()


@pytest.mark.parametrize("marker", FORMS.values(), ids=FORMS)
def test_an_index_that_does_not_answer_takes_no_venue_away(marker: str) -> None:
    after = run(note(marker, body=BODY), KNOWN)
    offline = papers(
        *(w.model_copy(update={"venue": None, "type": "preprint", "year": 2017}) for w in WORKS)
    )
    told = run(after, offline)
    if ("year" not in marker and "type" not in marker and "venue" in marker) or marker == begin():
        assert titles(told) == titles(after)
    assert run(told, KNOWN) == after


def test_a_new_paper_without_a_record_gets_no_row() -> None:
    after = run(note(body=BODY), without(NUMBERS[2]))
    assert titles(after) == ["E", "D", "B", "A"]
    assert planned(after, without(NUMBERS[2])).edits == ()
    assert titles(run(after, KNOWN)) == ["E", "D", "C", "B", "A"]


def test_a_paper_whose_link_is_gone_goes() -> None:
    after = run(note(body=BODY), KNOWN)
    fewer = after.replace(f"https://arxiv.org/pdf/{NUMBERS[2]}.pdf\n", "", 1)
    assert titles(run(fewer, KNOWN)) == titles(run(fewer, {})) == ["E", "D", "B", "A"]
    none = note(body="").join(("", ""))
    assert run(after.removeprefix(BODY), KNOWN) == none


def test_rows_of_a_whole_run_stay_for_papers_that_another_run_does_not_cover() -> None:
    page = note(begin(papers="all"), body="")
    after = run(page, papers(*WORKS[:3]))
    assert titles(after) == ["C", "D", "E"]
    more = run(after, papers(*WORKS[3:]))
    assert titles(more) == ["A", "B", "C", "D", "E"] or set(titles(more)) == set("ABCDE")
    assert planned(more, papers(*WORKS[3:])).edits == ()
    assert titles(run(more, KNOWN)) == ["A", "B", "C", "D", "E"]
    assert planned(more, {}).edits == ()
    assert remove(more) == page


def test_a_run_over_other_notes_does_not_forget_ids() -> None:
    page = note(begin(papers="all"), body="")
    work = WORKS[0].model_copy(update={"same_as": ("openreview:x",)})
    both = {PaperRef.parse(work.id): work, PaperRef("openreview", "x"): work}
    after = run(page, both)
    assert '"arxiv:2001.00001 openreview:x"' in after
    for ref in both:
        assert planned(after, {ref: work}).edits == ()
    alone = work.model_copy(update={"id": "openreview:x", "same_as": ()})
    assert planned(after, {PaperRef("openreview", "x"): alone}).edits == ()


def test_two_rows_that_turn_out_to_be_one_work_become_one() -> None:
    other = paper(NUMBERS[1], title="D")
    joined = WORKS[0].model_copy(update={"same_as": (other.id,)})
    known = {PaperRef.parse(WORKS[0].id): joined, PaperRef.parse(other.id): joined}
    for marker in (begin(), begin(papers="all")):
        apart = run(note(marker, body=BODY), papers(WORKS[0], other))
        assert len(titles(apart)) == 2
        after = run(apart, known)
        assert titles(after) == ["E"]
        assert planned(after, papers(WORKS[0])).edits == ()  # the other one failed
        assert planned(after, {PaperRef.parse(other.id): joined}).edits == ()
        assert planned(after, {}).edits == ()


def test_one_row_that_turns_out_to_be_two_works_becomes_two() -> None:
    other = PaperRef.parse(WORKS[1].id)
    joined = WORKS[0].model_copy(update={"same_as": (str(other),)})
    together = run(note(body=BODY), {PaperRef.parse(joined.id): joined, other: joined})
    assert titles(together) == ["E"]
    apart = run(together, papers(*WORKS[:2]))
    assert apart == run(note(body=BODY), papers(*WORKS[:2]))


def test_a_venue_comes_and_is_told() -> None:
    for marker, was in ((begin(), "preprint 2020"), (begin(style="table"), "preprint 2020")):
        after = run(note(marker, body=BODY), KNOWN)
        published = WORKS[1].model_copy(
            update={"venue": "ICLR 2021", "type": "conference", "year": 2021}
        )
        made = planned(after, KNOWN | papers(published))
        assert made.published == (Published("arxiv:2001.00002", was, "ICLR 2021"),)
        [edit] = made.edits
        changed = set(edit.new.split("\n")) - set(edit.old.split("\n"))
        assert len(changed) == 2  # the row and the checksum
        assert "_ICLR 2021_" in edit.new


def test_a_written_venue_changes_on_demand_only() -> None:
    for marker in (begin(), begin(style="table"), begin(columns="title", group="venue")):
        after = run(note(marker, body=BODY), KNOWN)
        other = WORKS[0].model_copy(update={"venue": "ICLR 2018", "title": "Other", "year": 2017})
        known = KNOWN | papers(other)
        assert planned(after, known).edits == ()
        assert "ICLR 2018" in run(after, known, REFRESH)
        by_user = KNOWN | papers(other.model_copy(update={"provenance": {"venue": "config"}}))
        assert "ICLR 2018" in run(after, by_user)
        assert "Other" in run(after, by_user)
        nothing = KNOWN | papers(WORKS[0].model_copy(update={"venue": None}))
        assert planned(after, nothing, REFRESH).edits == ()


@pytest.mark.parametrize(("field", "value", "was"), [("title", "Mine", "E"), ("year", 1999, 2018)])
def test_an_override_counts_though_the_venue_is_withheld(
    field: str, value: object, was: object
) -> None:
    after = run(note(begin(style="table"), body=BODY), KNOWN)
    values = {"venue": None, "title": "Other", "year": 2017, "provenance": {field: "config"}}
    told = run(after, KNOWN | papers(WORKS[0].model_copy(update={**values, field: value})))
    [row] = [line for line in after.split("\n") if "[E](" in line]
    expected = row.replace(f"[{was}]", f"[{value}]").replace(f"| {was} |", f"| {value} |")
    assert expected != row
    assert [line for line in told.split("\n") if "2001.00001 " in line] == [expected]


def test_a_cell_that_is_not_known_this_time_stays() -> None:
    marker = begin(style="table", columns="title,year,doi,pdf")
    full = papers(WORKS[1].model_copy(update={"doi": "10.1/x", "pdf": "https://a.b/c"}))
    after = run(note(marker, body=BODY), full)
    assert "10.1/x" in after
    bare = papers(WORKS[1].model_copy(update={"year": None}))
    assert planned(after, bare).edits == ()


def test_another_form_keeps_what_is_known_of_a_paper_without_a_record() -> None:
    bullets = run(note(body=BODY), KNOWN)
    table = run(bullets.replace(begin(), begin(style="table")), {})
    link = '[E](https://arxiv.org/abs/2001.00001 "arxiv:2001.00001")'
    assert f"| {link} | Ann Lee, Bo Li | _ICML 2018_ |  |\n" in table
    assert run(table.replace(begin(style="table"), begin()), {}) == bullets
    assert titles(run(table, KNOWN)) == titles(bullets)


def test_grouping_anew_without_records_reads_what_the_rows_tell() -> None:
    by_venue = run(note(begin(group="venue"), body=BODY), KNOWN)
    by_year = run(by_venue.replace('"venue"', '"year"'), {})
    assert (
        titles(by_year) == ["**Others**", *sorted("EDCBA", key="ECBAD".index)]
        or len(titles(by_year)) == 6
    )
    assert titles(run(by_year, KNOWN))[0] == "**2018**"


def test_what_headings_tell_is_kept_up_to_date_though_they_are_the_same() -> None:
    bare = papers(paper(NUMBERS[0]))
    by_venue = run(note(begin(group="venue"), body=BODY), bare)
    by_year = run(by_venue.replace('"venue"', '"year"'), bare)
    assert by_year == run(note(begin(group="year"), body=BODY), bare)
