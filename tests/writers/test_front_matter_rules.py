"""What is ours and what is the user's: nothing that a user wrote is changed or lost."""

from __future__ import annotations

import pytest

from enricher.writers.front_matter import WRITER
from enricher.writers.interface import Idle, Planned, WriteOptions
from tests.writers.samples import ONE, document, entry, note, papers, planned, remove, run, written

ADOPT = WriteOptions(adopt=True)


# Ownership


@pytest.mark.parametrize(
    "value",
    [
        ["papers: 3"],
        ["papers: mine"],
        ["papers: []"],
        ["papers:"],
        ["papers: ~", "# later"],
        ["papers: [a, b]"],
        ["papers:", "  - a", "  - b"],
        ["papers:", "  title: x"],
        ["papers:", "  - title: x"],
        ["papers:", "  - id: not-of-the-form"],
        ["papers:", "  - id: 7"],
        ["papers:", "  - id: [a]"],
        ["papers:", *entry("2004.01899"), "  - title: one of mine"],
    ],
)
def test_a_key_of_the_users_is_left_alone_and_named(value: list[str]) -> None:
    before = note("title: x", *value, "after: 1")
    plan = planned(before)
    assert plan.edits == ()
    assert len(plan.notices) == 1
    assert plan.notices[0].startswith("note.md:3: ")
    assert "'papers'" in plan.notices[0]
    assert remove(before) == before


@pytest.mark.parametrize("value", ["papers: []", "papers:", "papers: null", "papers: ~"])
def test_adopting_fills_an_empty_key_where_it_stands(value: str) -> None:
    after = run(note("title: x", value, "after: 1"), options=ADOPT)
    assert after == run(note("title: x")).replace("---\n\n", "after: 1\n---\n\n")
    assert planned(after).edits == ()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("value", "head"),
    [
        (["papers: [] # to read"], ["papers: # to read"]),
        (["papers:    # to read"], ["papers: # to read"]),
        (["papers: [ # one", "  # two", "]"], ["papers: # one", "  # two"]),
    ],
)
def test_adopting_keeps_comments(value: list[str], head: list[str], newline: str) -> None:
    before = note("title: x", *value, "after: 1").replace("\n", newline)
    after = run(before, options=ADOPT)
    assert after.startswith(newline.join(("---", "title: x", *head, "  - id:")))
    assert newline.join(("year: 2020", "after: 1", "---", "")) in after
    assert planned(after).edits == ()
    for line in head:
        assert line.partition("#")[2] in remove(after)


VALUES = [
    ["papers: 3"],
    ["papers: mine"],
    ["papers: ''"],
    ["papers: {}"],
    ["papers: [a, b]"],
    ["papers:", "  - title: one of mine"],
    ["papers:", "  - title: A Generic Graph-based", "    url: https://arxiv.org/abs/2004.01899"],
    ["papers:", *entry("2004.01899"), "  - title: one of mine"],
]


@pytest.mark.parametrize("value", VALUES)
def test_adopting_never_overwrites_what_a_user_wrote_and_says_why(value: list[str]) -> None:
    plan = planned(note(*value), options=ADOPT)
    assert plan.edits == ()
    (told,) = plan.notices
    assert "--adopt fills only an empty key" in told
    assert "`key`" in told


@pytest.mark.parametrize("value", VALUES)
def test_adopting_is_not_advised_where_it_would_not_help(value: list[str]) -> None:
    (told,) = planned(note(*value)).notices
    assert "--adopt" not in told
    (told,) = planned(note("papers: []")).notices
    assert "--adopt fills it" in told


@pytest.mark.parametrize("more", [[], ["title: [never closed"]])
def test_a_note_that_opts_out_keeps_what_was_written_of_it(more: list[str]) -> None:
    before = note("enricher: Off", "papers:", *entry("2004.01899"), *more)
    assert planned(before) == Planned(idle=Idle.OPTED_OUT)
    assert planned(before.replace("Off", "On").replace("[never", "never")).edits


def test_a_note_that_opts_out_can_be_cleared() -> None:
    before = note("enricher: false", "papers:", *entry("2004.01899"))
    assert remove(before) == note("enricher: false")


def test_no_notice_where_there_is_nothing_to_write() -> None:
    assert planned(note("papers: 3", body="\nno links\n")).notices == ()


@pytest.mark.parametrize("id_", ["arxiv:1803.02780", "'arxiv:1803.02780'", '"arxiv:1803.02780"'])
def test_comments_and_quotes_do_not_decide_what_is_ours(id_: str) -> None:
    before = note("papers:", f"  - id: {id_}", body="\nno links\n")
    assert run(before) == note(body="\nno links\n")


# What users add


def test_user_keys_and_comments_in_an_entry_stay_in_place() -> None:
    before = note(
        "title: x",
        "papers: # my list",
        "  # the first",
        '  - id: "arxiv:2004.01899" # GATES',
        "    mine: {read:   yes}   # last week",
        '    links: ["https://arxiv.org/abs/old"]   # as linked',
        "    notes: |",
        "      two",
        "      lines",
        "",
        "    year: 1999 # wrong",
        "# after",
        "tags: [a]",
        body=ONE,
    )
    after = run(before)
    assert after == note(
        "title: x",
        "papers: # my list",
        "  # the first",
        '  - id: "arxiv:2004.01899" # GATES',
        '    url: "https://arxiv.org/abs/2004.01899"',
        "    mine: {read:   yes}   # last week",
        '    links: ["https://arxiv.org/abs/2004.01899"]   # as linked',
        '    title: "A Generic Graph-based: Encoding"',
        '    authors: ["Ann Lee", "Bo Li"]',
        "    notes: |",
        "      two",
        "      lines",
        "",
        "    year: 2020 # wrong",
        "# after",
        "tags: [a]",
        body=ONE,
    )
    assert planned(after).edits == ()


@pytest.mark.parametrize("lock", ["locked: true", "locked: True", "locked: yes", "locked: on"])
def test_a_locked_entry_stays_as_it_is(lock: str) -> None:
    before = written("title: mine", "year: 1", lock)
    assert planned(before).edits == ()
    assert run(before.replace(lock, "locked: false")) != before


@pytest.mark.parametrize(
    "line", ["mine: 1", "locked: true", "comment: good", "status: read", "url: x # sure?", "# !"]
)
def test_an_entry_that_holds_anything_of_the_users_is_never_dropped(line: str) -> None:
    before = written(line, "year: 2020", body="\nno links\n")
    plan = planned(before)
    assert plan.edits == ()
    assert len(plan.notices) == 1
    assert "arxiv:2004.01899" in plan.notices[0]
    assert remove(before) == before


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["mine: 1"], "holds your key 'mine'"),
        (["mine: 1", "my_own: 2"], "holds your keys 'mine', 'my_own'"),
        (["locked: true"], "is locked"),
        (["locked: false"], "holds your key 'locked'"),
        (["# !", "year: 2020"], "holds a comment"),
        (["year: 2020 # sure?"], "holds a comment"),
        (["year: 2020"], None),
        (["locked: yes", "mine: 1 # !"], "is locked and holds your key 'mine' and holds a comment"),
    ],
)
def test_what_keeps_an_entry_is_told_as_it_is(more: list[str], why: str | None) -> None:
    before = written(*more, body="\nno links\n")
    for plan in (planned(before), WRITER.remove(document(before), {}, WriteOptions())):
        told = [f"note.md: the entry arxiv:2004.01899 stays, because it {why}"] if why else []
        assert list(plan.notices) == told
        assert (plan.edits == ()) == bool(why)


def test_a_field_of_other_settings_is_no_key_of_the_users() -> None:
    before = written("abstract: x", body="\nno links\n")
    (told,) = planned(before).notices
    assert told.endswith("holds your key 'abstract'")
    chosen = WriteOptions(fields=("id", "links", "abstract"))
    assert planned(before, options=chosen).notices == ()


def test_removal_keeps_only_the_entries_that_hold_user_keys() -> None:
    mine = entry("2004.01899", "mine: 1")
    before = note("papers:", *entry("1803.02780"), *mine, "after: 1")
    assert remove(before) == note("papers:", *mine, "after: 1")
    assert remove(remove(before)) == remove(before)


def test_an_entry_without_link_goes_and_the_last_one_takes_the_key_along() -> None:
    before = note("a: 1", "papers:", *entry("1803.02780"), *entry("2004.01899"), "b: 2", body=ONE)
    after = run(before, papers())
    assert after == note("a: 1", "papers:", *entry("2004.01899"), "b: 2", body=ONE)
    gone = after.replace(ONE, "\n")
    assert run(gone, papers()) == note("a: 1", "b: 2", body="\n")


def test_comments_of_the_users_outlive_the_list() -> None:
    before = note("a: 1", "papers:   # mine", "  # first", *entry("2004.01899"), "  # last", "b: 2")
    assert remove(before) == note("a: 1", "# mine", "  # first", "  # last", "b: 2")


def test_the_urls_in_the_list_itself_are_no_links_of_the_note() -> None:
    after = run(note("a: 1"))
    assert run(after.replace("https://arxiv.org/pdf/1803.02780.pdf)", ")")).count("id:") == 1


def test_adopting_with_nothing_to_write_leaves_an_empty_key() -> None:
    assert planned(note("papers: []"), papers(), ADOPT).edits == ()
