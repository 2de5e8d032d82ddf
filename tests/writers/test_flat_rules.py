"""Flat lists over time: no flapping, what is the user's stays, and either profile becomes the
other."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
import yaml

from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import PaperRef
from enricher.paper import Paper
from enricher.writers.front_matter import WRITER, FrontMatterSettings
from enricher.writers.interface import Idle, Profile, Published, WriteOptions
from tests.writers.samples import (
    BODY,
    GATES,
    KNOWN,
    NEURAL,
    ONE,
    OPTIONS,
    TWO,
    document,
    entry,
    note,
    paper,
    papers,
    planned,
    remove,
    run,
)
from tests.writers.yaml_samples import FLAT, content, saved_by_obsidian, values

ADOPT = WriteOptions(profile=Profile.FLAT, adopt=True)
REPLACE = WriteOptions(profile=Profile.FLAT, replace_venues=True)
PREPRINT = paper("2004.01899", year=2020)
ECCV = paper("2004.01899", venue="ECCV 2020", year=2020, doi="10.1/eccv", type="conference")
ICML = paper("2004.01899", venue="ICML 2021", year=2021, doi="10.1/icml", type="conference")
MINE = ICML.model_copy(update={"provenance": {"venue": "config"}})


# No flapping


@pytest.mark.parametrize(
    "text", [run(note(), options=FLAT), saved_by_obsidian(run(note(), options=FLAT))]
)
def test_papers_without_a_record_keep_what_is_written_of_them(text: str) -> None:
    assert planned(text, {}, FLAT).edits == ()
    assert planned(text, papers(GATES), FLAT).edits == ()
    assert planned(text, papers(NEURAL), FLAT).edits == ()


@pytest.mark.parametrize(
    ("first", "then", "options", "result"),
    [
        (PREPRINT, ECCV, FLAT, ECCV),
        (ECCV, PREPRINT, FLAT, ECCV),
        (ECCV, ICML, FLAT, ECCV),
        (ECCV, ICML, REPLACE, ICML),
        (ECCV, PREPRINT, REPLACE, ECCV),
        (ECCV, MINE, FLAT, MINE),
    ],
)
def test_a_written_venue_changes_only_from_none_or_on_demand(
    first: Paper, then: Paper, options: WriteOptions, result: Paper
) -> None:
    before = note("a: 1", body=ONE)
    after = run(run(before, papers(first), FLAT), papers(then), options)
    assert values(after) == values(run(before, papers(result), FLAT))


def test_a_preprint_that_has_a_venue_now_is_news() -> None:
    before = run(note(body=ONE), papers(PREPRINT), FLAT)
    news = [Published("arxiv:2004.01899", "preprint 2020", "ECCV 2020")]
    assert list(planned(before, papers(ECCV), FLAT).published) == news
    assert planned(run(before, papers(ECCV), FLAT), papers(ECCV), FLAT).published == ()


def test_papers_stand_in_the_order_of_their_first_links_and_go_with_the_last() -> None:
    both = run(note("a: 1"), options=FLAT)
    swapped = both.replace(
        BODY, "\nhttps://arxiv.org/abs/2004.01899 https://arxiv.org/abs/1803.02780\n"
    )
    assert values(run(swapped, options=FLAT))["paper_years"] == [2020, 2018]
    one = run(both.replace(BODY, ONE), options=FLAT)
    assert one == run(note("a: 1", body=ONE), options=FLAT)
    assert run(one.replace(ONE, "\nnone\n"), options=FLAT) == note("a: 1", body="\nnone\n")


def test_other_ids_of_a_work_are_remembered_so_that_a_failed_run_does_not_part_them() -> None:
    joined = NEURAL.model_copy(update={"same_as": ("arxiv:2004.01899",)})
    known = dict.fromkeys(KNOWN, joined)
    before = run(note(body=TWO), known, FLAT)
    assert values(before)["papers"] == ["arxiv:1803.02780"]
    assert values(before)["paper_same_as"] == ["arxiv:1803.02780 arxiv:2004.01899"]
    failed = {ref: work for ref, work in known.items() if ref.id == "2004.01899"}
    for some in (failed, {}, known):
        assert planned(before, some, FLAT).edits == ()
    assert values(run(before, KNOWN, FLAT)) == values(run(note(body=TWO), KNOWN, FLAT))


def test_a_list_that_lost_an_item_is_made_anew_and_names_no_wrong_paper() -> None:
    before = run(note("a: 1"), options=FLAT)
    lost = before.replace('  - "Transfer Learning with Neural AutoML"\n', "")
    assert run(lost, options=FLAT) == before
    assert values(run(lost, {}, FLAT))["paper_titles"] == ["unknown", "unknown"]
    emptied = before.replace(
        'paper_venues:\n  - "NeurIPS 2018"\n  - "unknown"\n', "paper_venues:\n"
    )
    assert run(emptied, options=FLAT) == before


def test_more_authors_than_are_wanted_are_counted() -> None:
    many = paper("2004.01899", authors=("A", "B", "C", "D"))
    few = WriteOptions(profile=Profile.FLAT, max_authors=2)
    before = run(note(body=ONE), papers(many), few)
    assert values(before)["paper_authors"] == ["A, B and 2 more"]
    assert planned(before, {}, few).edits == ()
    assert values(run(before, papers(many), FLAT))["paper_authors"] == ["A, B, C, D"]
    nested = yaml.safe_load(content(run(before, {}, OPTIONS)))["papers"][0]
    assert (nested["authors"], nested["more_authors"]) == (["A", "B"], 2)


def test_the_fields_and_the_key_are_those_of_the_settings() -> None:
    options = WriteOptions(profile=Profile.FLAT, key="reading", fields=("id", "venue", "pages"))
    known = papers(NEURAL.model_copy(update={"pages": "1-9"}), GATES)
    after = run(note(), known, options)
    assert list(values(after)) == ["reading", "reading_venues", "reading_pages", "reading_titles"]
    assert WRITER.own("n.md", after, options)
    assert remove(after, options) == note()


# Form


def test_a_list_in_one_line_stays_in_one_line() -> None:
    front = (
        'papers: ["arxiv:2004.01899"]  # mine',
        "paper_titles: [Old]",
        "paper_venues:  [ECCV 2020] # x",
    )
    after = run(note(*front, body=ONE), papers(ICML), REPLACE)
    assert 'papers: ["arxiv:2004.01899"]  # mine\n' in after
    assert 'paper_titles: ["Paper 2004.01899"]\n' in after
    assert 'paper_venues:  ["ICML 2021"] # x\n' in after


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_comments_stay(newline: str) -> None:
    front = (
        *("papers: # one", "- arxiv:2004.01899 # two", "# three"),
        *("paper_titles: [ # four", "  Old ] # five", "paper_authors: [X] # six"),
    )
    before = note(*front, body=ONE).replace("\n", newline)
    for after in (
        run(before, papers(ICML), FLAT),
        run(before.replace("Old", "Older"), papers(ICML, NEURAL), FLAT),
        remove(before, FLAT),
        run(before, papers(ICML)),
    ):
        for word in ("one", "two", "three", "four", "five", "six"):
            assert f"# {word}{newline}" in after
    after = run(before, papers(ICML), FLAT)
    assert planned(after, papers(ICML), FLAT).edits == ()


# Whose it is


@pytest.mark.parametrize(
    ("front", "line", "key"),
    [
        (["papers: mine"], 3, "papers"),
        (["papers: []"], 3, "papers"),
        (["papers:", "  - mine"], 3, "papers"),
        (["papers: [arxiv:1803.02780]"], 3, "papers"),
        (["papers: [arxiv:1803.02780, 7]", "paper_titles: [x, y]"], 3, "papers"),
        (["paper_titles: [x]"], 3, "paper_titles"),
        (["paper_venues: x"], 3, "paper_venues"),
        (["papers: [arxiv:1803.02780]", "paper_titles: [x]", "paper_venues: x"], 5, "paper_venues"),
    ],
)
def test_a_key_of_the_users_is_left_alone_and_named(front: list[str], line: int, key: str) -> None:
    before = note("title: x", *front)
    plan = planned(before, options=FLAT)
    assert (plan.edits, plan.idle) == ((), Idle.LEFT_ALONE)
    (told,) = plan.notices
    assert told.startswith(f"note.md:{line}: the key '{key}'")
    assert planned(before, {}, FLAT).notices == ()


def test_lists_that_are_tied_to_others_are_refused_or_left_alone() -> None:
    with pytest.raises(NoteError, match="anchor"):
        planned(note("papers: &x [arxiv:1803.02780]", "paper_titles: [x]", "z: *x"), options=FLAT)
    plan = planned(
        note("papers: [arxiv:1803.02780]", "paper_titles: &x [x]", "z: *x"), options=FLAT
    )
    assert (plan.edits, plan.idle) == ((), Idle.LEFT_ALONE)


@pytest.mark.parametrize("options", [FLAT, OPTIONS], ids=["flat", "nested"])
def test_keys_that_are_no_texts_are_the_users(options: WriteOptions) -> None:
    before = note("? - papers", ": x", "? [paper_titles]", "? {a: b}", "7: y", "~: z", body=ONE)
    after = run(before, options=options)
    assert after != before
    assert remove(after, options) == before


@pytest.mark.parametrize("value", ["papers: []", "papers:", "papers: ~", "papers: # c"])
def test_adopting_fills_an_empty_key_where_it_stands(value: str) -> None:
    after = run(note("title: x", value, "after: 1"), options=ADOPT)
    assert list(values(after))[:2] == ["title", "papers"]
    assert list(values(after))[-1] == "after"
    assert planned(after, options=FLAT).edits == ()


def test_urls_and_ids_in_our_lists_are_no_links_of_the_users() -> None:
    after = saved_by_obsidian(
        run(note("url: https://arxiv.org/abs/2004.01899", body="\n"), options=FLAT)
    )
    assert "- arxiv:2004.01899" in after
    assert [link.url for link in document(after).links] == ["https://arxiv.org/abs/2004.01899"]
    gone = after.replace("url: https://arxiv.org/abs/2004.01899\n", "")
    assert "papers" not in run(gone, options=FLAT)


# From one profile to the other


@pytest.mark.parametrize(
    "form", [str, lambda text: text.replace("\n", "\r\n"), lambda t: texts.BOM + t]
)
@pytest.mark.parametrize("known", [KNOWN, papers(GATES), {}])
def test_either_profile_becomes_the_other(
    form: Callable[[str], str], known: dict[PaperRef, Paper]
) -> None:
    before = form(note("title: x", "z: 1"))
    nested, flat = run(before), run(before, options=FLAT)
    assert run(nested, known, FLAT) == flat
    assert run(flat, known) == nested
    assert planned(flat, known, FLAT).edits == ()
    assert remove(run(nested, known, FLAT)) == before


def test_comments_below_an_entry_stay_where_it_becomes_flat() -> None:
    gone, stays = entry("1803.02780"), entry("2004.01899")
    before = note("papers: # one", *gone, "  # two", *stays, "  # three", "z: 1", body=ONE)
    after = run(before, options=FLAT)
    assert values(after)["papers"] == ["arxiv:2004.01899"]
    for word in ("one", "two", "three"):
        assert f"# {word}\n" in after


def test_the_other_profile_takes_the_place_of_the_list() -> None:
    flat = run(note("title: x"), options=FLAT).replace("---\n\n#", "after: 1\n---\n\n#")
    assert list(values(run(flat))) == ["title", "papers", "after"]
    assert list(values(run(run(flat), options=FLAT)))[-1] == "after"


def test_a_venue_that_is_written_counts_in_the_other_profile_too() -> None:
    nested = run(note(body=ONE), papers(ECCV))
    assert values(run(nested, papers(ICML), FLAT))["paper_venues"] == ["ECCV 2020"]
    flat = run(note(body=ONE), papers(PREPRINT), FLAT)
    assert planned(flat, papers(ECCV)).published


@pytest.mark.parametrize("mine", ["my_note: read it", "locked: true", "year: 2020 # or so"])
def test_a_nested_list_with_something_of_the_users_stays_nested(mine: str) -> None:
    before = note("papers:", *entry("2004.01899", mine), body=ONE)
    plan = planned(before, options=FLAT)
    assert (plan.edits, plan.idle) == ((), Idle.LEFT_ALONE)
    assert "the entry arxiv:2004.01899 stays" in plan.notices[0]
    assert "flat lists have no place for that" in plan.notices[0]


def test_the_setting_of_the_writer_beats_the_profile_of_the_site() -> None:
    set_flat = WriteOptions(writers=(FrontMatterSettings(profile=Profile.FLAT),))
    assert run(note(), options=set_flat) == run(note(), options=FLAT)
    set_nested = WriteOptions(
        profile=Profile.FLAT, writers=(FrontMatterSettings(profile=Profile.NESTED),)
    )
    assert run(note(), options=set_nested) == run(note())


# Hostile notes

_MANY = {
    "items": lambda n: (f"papers: [{', '.join(_ids(n))}]", f"paper_titles: [{'x, ' * n}]"),
    "comments": lambda n: (
        "papers:",
        *(f"- {id_} # &a *b" for id_ in _ids(n)),
        "paper_titles: [x]",
    ),
    "empty keys": lambda n: (*(f"k{number}: ''" for number in range(n)), "title: ''"),
    "one key": lambda n: ("title: ''",) * n,
    "aliases": lambda n: ("a: &x ''", *(f"k{number}: *x" for number in range(n))),
    "memories": lambda n: (
        *("papers: [arxiv:2004.01899]", "paper_titles: [x]", "paper_filled:"),
        *(f"- 'arxiv:2004.01899 title as k{number}:'" for number in range(n)),
        *(f"k{number}: x" for number in range(n)),
    ),
}


def _ids(times: int) -> list[str]:
    return [f"arxiv:2004.{10000 + number}" for number in range(times)]


@pytest.mark.timed
@pytest.mark.parametrize("options", [FLAT, OPTIONS], ids=["flat", "nested"])
@pytest.mark.parametrize("many", _MANY.values(), ids=_MANY)
def test_time_grows_with_the_length_of_a_note_alone(
    many: Callable[[int], tuple[str, ...]], options: WriteOptions
) -> None:
    filling = replace(options, fill_missing=True)

    def spent(times: int) -> float:
        text = note(*many(times), body=ONE)
        begin = time.process_time()
        planned(text, options=filling)
        return time.process_time() - begin

    short, long = min(spent(500), spent(500)), min(spent(4000), spent(4000))
    assert long < 24 * short + 0.1, "8 times as long; 64 times would be the square"
