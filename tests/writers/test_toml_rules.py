"""What is ours and what is the user's in TOML: nothing that a user wrote is changed or lost."""

from __future__ import annotations

import tomllib

import pytest

from enricher import scan
from enricher.sources import all_sources
from enricher.writers.front_matter import WRITER
from enricher.writers.interface import Idle, Planned, WriteOptions
from tests.writers.samples import BODY, ONE, OPTIONS, document, papers, planned, remove, run
from tests.writers.toml_samples import ZOLA, content, table, toml, written

ADOPT = WriteOptions(adopt=True)
ADOPT_FOR_ZOLA = WriteOptions(adopt=True, profile=ZOLA.profile)


# Ownership


@pytest.mark.parametrize(
    "value",
    [
        ["papers = 3"],
        ['papers = "mine"'],
        ["papers = []"],
        ["papers = ['a', 'b']"],
        ["papers = {}"],
        ["papers.mine = 1"],
        ["Papers = 1"],
        ["[papers]", "id = 'arxiv:2004.01899'"],
        ["[papers.mine]", "a = 1"],
        ["[[papers]]", "title = 'x'"],
        ["[[papers]]", "id = 'not of the form'"],
        ["[[papers]]", "id = 7"],
        ["[[Papers]]", "id = 'arxiv:2004.01899'"],
        ["[[papers]]", "id = 'arxiv:2004.01899'", "[[papers]]", "title = 'x'"],
        ["papers = [{id = 'arxiv:2004.01899'}, 1]"],
    ],
)
def test_a_key_of_the_users_is_left_alone_and_named(value: list[str]) -> None:
    before = toml("a = 1", *value)
    plan = planned(before)
    assert (plan.edits, plan.idle) == ((), Idle.LEFT_ALONE)
    (told,) = plan.notices
    assert told.startswith("note.md:3: ")
    assert "'papers'" in told
    assert remove(before) == before
    assert planned(before.replace(BODY, "\nno links\n")).notices == ()
    assert not WRITER.own("note.md", before, OPTIONS)


@pytest.mark.parametrize("value", ["papers = []", " papers\t=  [ ]  "])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_adopting_takes_an_empty_list_out_and_adds_tables_below(value: str, newline: str) -> None:
    before = toml("a = 1", value, "b = 2", "[c]", "d = 3").replace("\n", newline)
    after = run(before, options=ADOPT)
    assert after == run(before.replace(value + newline, ""))
    assert planned(after, options=ADOPT).edits == ()
    assert planned(before, papers(), ADOPT) == Planned()


def test_adopting_keeps_comments_and_knows_zolas_table() -> None:
    before = toml("[extra]", "papers = [ # one", "  # two", "] # three", "b = 2")
    after = run(before, options=ADOPT_FOR_ZOLA)
    assert after.startswith("+++\n[extra]\n# one\n# two\n# three\nb = 2\n\n[[extra.papers]]\n")
    assert tomllib.loads(content(after))["extra"]["b"] == 2


@pytest.mark.parametrize("value", ["papers = 3", "papers = ['a']", "[[papers]]\na = 1"])
def test_adopting_never_overwrites_what_a_user_wrote(value: str) -> None:
    plan = planned(toml(value), options=ADOPT)
    assert plan.edits == ()
    assert "--adopt fills only an empty key" in plan.notices[0]


def test_a_note_that_opts_out_is_left_alone_and_can_be_cleared() -> None:
    before = toml("enricher = false", *table("2004.01899"))
    assert planned(before) == Planned(idle=Idle.OPTED_OUT)
    assert remove(before) == toml("enricher = false")


# What users add


def test_user_keys_and_comments_in_an_entry_stay_in_place() -> None:
    before = toml(
        "a = 1",
        "",
        "# the first",
        '  [[ "papers" ]] # head',
        "  mine = { read = [1, 2] }   # last week",
        "  \"id\"   = 'arxiv:2004.01899' # GATES",
        "  links = [ # as linked",
        '    "https://arxiv.org/abs/old", # old',
        "  ]   # links",
        '  notes = """',
        "[[papers]]",
        '# no comment"""',
        "  x.y = 1",
        "",
        "  year = 1999 # wrong",
        "  [papers.sub]",
        "  a = 1",
        "",
        "# after",
        "[tags]",
        body=ONE,
    )
    after = run(before)
    assert after == toml(
        "a = 1",
        "",
        "# the first",
        '  [[ "papers" ]] # head',
        "  mine = { read = [1, 2] }   # last week",
        '  url = "https://arxiv.org/abs/2004.01899"',
        "  \"id\"   = 'arxiv:2004.01899' # GATES",
        '  links = ["https://arxiv.org/abs/2004.01899"] # as linked # old   # links',
        '  title = "A Generic Graph-based: Encoding"',
        '  authors = ["Ann Lee", "Bo Li"]',
        '  notes = """',
        "[[papers]]",
        '# no comment"""',
        "  x.y = 1",
        "",
        "  year = 2020 # wrong",
        "  [papers.sub]",
        "  a = 1",
        "",
        "# after",
        "[tags]",
        body=ONE,
    )
    assert planned(after).edits == ()


def test_a_locked_entry_stays_as_it_is() -> None:
    before = written('title = "mine"', "year = 1", "locked = true")
    assert planned(before).edits == ()
    assert run(before.replace("true", "false")) != before
    assert run(before.replace("true", '"true"')) != before


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["mine = 1"], "holds your key 'mine'"),
        (["x.y = 1", "x.z = 2", "[papers.sub]"], "holds your keys 'x', 'sub'"),
        (["locked = true"], "is locked"),
        (["# !", "year = 2020"], "holds a comment"),
        (["year = 2020 # sure?"], "holds a comment"),
        (["authors = [", '"a", # !', "]"], "holds a comment"),
        (["year = 2020", "", "# no entry's"], None),
        (['venue = "#1"'], None),
    ],
)
def test_what_keeps_an_entry_is_told_as_it_is(more: list[str], why: str | None) -> None:
    before = written(*more, body="\nno links\n")
    for plan in (planned(before), WRITER.remove(document(before), {}, OPTIONS)):
        told = [f"note.md: the entry arxiv:2004.01899 stays, because it {why}"] if why else []
        assert list(plan.notices) == told
        assert (plan.edits == ()) == bool(why)


def test_comments_above_a_header_are_its_own_and_others_stay_where_they_are() -> None:
    one, two = table("1803.02780"), table("2004.01899")
    before = toml("a = 1", "# top", *one, "", "# between", "", "# above", *two[1:], body="\nx\n")
    after = toml("a = 1", "# top", "", "# between", "", "# above", *two[1:], body="\nx\n")
    assert run(before) == remove(before) == after
    assert run(after) == remove(after) == after


def test_removal_keeps_only_the_entries_that_hold_user_keys() -> None:
    mine = table("2004.01899", "mine = 1")
    before = toml("a = 1", *table("1803.02780"), *mine, "", "[b]", "c = 1")
    assert remove(before) == toml("a = 1", *mine, "", "[b]", "c = 1")


def test_the_urls_in_the_tables_are_no_links_of_the_note() -> None:
    for options in (OPTIONS, ZOLA):
        after = run(toml("a = 1"), options=options)
        gone = after.replace("https://arxiv.org/pdf/1803.02780.pdf)", ")")
        assert run(gone, options=options).count("id =") == 1
        assert run(after.replace(BODY, "\nx\n"), options=options) == toml("a = 1", body="\nx\n")


@pytest.mark.parametrize("options", [OPTIONS, ZOLA])
def test_a_scan_finds_the_users_links_alone(options: WriteOptions) -> None:
    before = toml('arxiv = "1803.02780"', "[links]", 'paper = "https://arxiv.org/abs/2004.01899"')
    after = run(before, options=options)
    own = WRITER.own("note.md", after, options)
    found = scan.scan("note.md", after, all_sources())
    users = [link for link in found if not any(a <= link.span.start < b for a, b in own)]
    assert len(found) > len(users)
    was = scan.scan("note.md", before, all_sources())
    assert [link.url for link in users] == [link.url for link in was]
