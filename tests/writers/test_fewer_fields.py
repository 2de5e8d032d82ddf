"""Fewer fields in the settings than when a list was written: what enricher wrote of the others
goes, what a user wrote stays."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.writers.interface import DEFAULT_FIELDS, Profile, WriteOptions
from tests.writers import data_samples as data
from tests.writers.samples import NEURAL, TWO, note, paper, papers, remove, run
from tests.writers.toml_samples import toml

WIDE = WriteOptions(fields=(*DEFAULT_FIELDS, "type", "abstract", "categories", "published"))
FULL = NEURAL.model_copy(
    update={
        "type": "conference",
        "abstract": "No # comment.",
        "categories": ("cs.LG", "cs.CL"),
        "published": "2018-03-07",
        "authors": tuple(f"Author {number}" for number in range(30)),
        "doi": "10.1/x",
    }
)
PLAIN = paper("2004.01899", year=2020)
KNOWN = papers(FULL, PLAIN)
NARROW = [
    fields
    for number in (1, 2, 5, len(DEFAULT_FIELDS))
    for fields in combinations(WIDE.fields, number)
    if "id" in fields
][::7]
TEXTS = {
    "YAML": (note("title: x", "a: 1 # mine", body=TWO), Profile.NESTED),
    "TOML": (toml('title = "x"', "[after]", "b = 2", body=TWO), Profile.NESTED),
    "Zola": (toml('title = "x"', "[extra]", "b = 2", body=TWO), Profile.EXTRA),
    "flat": (note("title: x", "a: 1 # mine", body=TWO), Profile.FLAT),
}


def by_list(text: str) -> list[str]:
    """The lists of a flat note, in whatever order they stand."""
    return sorted(re.split(r"\n(?! )", text))


@pytest.mark.parametrize("style", TEXTS)
def test_a_list_becomes_the_one_that_fewer_fields_write(style: str) -> None:
    before, profile = TEXTS[style]
    wide = replace(WIDE, profile=profile)
    written = run(before, KNOWN, wide)
    for fields in NARROW:
        narrow = replace(wide, fields=fields)
        after = run(written, KNOWN, narrow)
        fresh = run(before, KNOWN, narrow)
        assert after == fresh or (style == "flat" and by_list(after) == by_list(fresh))
        assert run(after, KNOWN, narrow) == after
        assert remove(after, narrow) == before


OF_PUBLICATION = ("title", "venue", "year", "type", "doi")
TRADED = st.lists(st.sampled_from(OF_PUBLICATION), min_size=1, unique=True).map(
    lambda names: ("id", "links", *names)
)


@given(style=st.sampled_from(["YAML", "TOML", "Zola"]), was=TRADED, now=TRADED)
def test_fields_that_are_traded_come_at_once(
    style: str, was: tuple[str, ...], now: tuple[str, ...]
) -> None:
    before, profile = TEXTS[style]
    wide = replace(WIDE, profile=profile)
    after = run(run(before, KNOWN, replace(wide, fields=was)), KNOWN, replace(wide, fields=now))
    assert run(after, KNOWN, replace(wide, fields=now)) == after
    fresh = run(before, KNOWN, replace(wide, fields=now))
    assert sorted(after.splitlines()) == sorted(fresh.splitlines())


@pytest.mark.parametrize("path", [data.JSON, data.YAML])
def test_a_data_file_becomes_the_one_that_fewer_fields_write(path: str) -> None:
    written = data.run("", data.NOTES, KNOWN, WIDE, path)
    for fields in NARROW:
        narrow = replace(WIDE, fields=fields)
        after = data.run(written, data.NOTES, KNOWN, narrow, path)
        assert after == data.run("", data.NOTES, KNOWN, narrow, path)
        assert data.run(after, data.NOTES, KNOWN, narrow, path) == after


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('title: "Paper 2004.01899"', 'title: "Mine"'),
        ("year: 2020", "year: 1999"),
        ('authors: ["Ann Lee", "Bo Li"]', 'authors: ["Bo Li", "Ann Lee"]'),
        ('    title: "Paper 2004.01899"\n', '    title: "Paper 2004.01899"\n    status: "read"\n'),
    ],
)
def test_what_a_user_wrote_into_an_entry_stays(was: str, now: str) -> None:
    before = run(note(body=TWO), papers(PLAIN))
    assert was in before
    after = run(before.replace(was, now), papers(PLAIN), WriteOptions(fields=("id", "url")))
    assert now.strip().splitlines()[-1] in after


@given(st.permutations(("title", "year", "authors", "id")), st.sampled_from(["YAML", "TOML"]))
def test_comments_of_the_fields_that_go_stay_and_can_be_read(order: list[str], style: str) -> None:
    before, _ = TEXTS[style]
    written = run(before, papers(PLAIN), WriteOptions(fields=tuple(order)))
    for was, now in {
        "2020": "2020 # b",
        '"Bo Li"]': '"Bo Li" # c\n      # d\n    ] # e\n\n    # f',
        'title: "Paper': 'title: # g\n        "Paper',
        'Paper 2004.01899"': 'Paper 2004.01899" # h',
        'id: "arxiv:2004.01899"': 'id: !!str # i\n        "arxiv:2004.01899"',
    }.items():
        written = written.replace(was, now)
    after = run(written, papers(PLAIN), WriteOptions(fields=("id",)))
    assert "Paper" not in after
    assert "Bo Li" not in after
    for letter in "abcdefghi":
        assert after.count(f"# {letter}") == written.count(f"# {letter}")
    assert run(after, papers(PLAIN), WriteOptions(fields=("id",))) == after


def test_a_comment_at_a_first_field_that_goes_stands_below_the_next() -> None:
    fields = ("title", "year", "id", "url")
    before = run(note(body=TWO), papers(PLAIN), WriteOptions(fields=fields))
    mine = before.replace("year: 2020\n", "year: 2020 # mine\n\n    # and mine\n")
    after = run(mine, papers(PLAIN), WriteOptions(fields=("id",)))
    assert '  - id: "arxiv:2004.01899"\n    # mine\n\n    # and mine\n---' in after


def test_a_locked_entry_keeps_all() -> None:
    before = run(note(body=TWO), papers(PLAIN)).replace(
        "year: 2020\n", "year: 2020\n    locked: true\n"
    )
    assert run(before, papers(PLAIN), WriteOptions(fields=("id",))) == before


def test_a_paper_that_is_not_known_now_keeps_all() -> None:
    before = run(note(body=TWO), papers(PLAIN))
    assert run(before, {}, WriteOptions(fields=("id",))) == before


def test_what_fills_a_key_of_the_users_stays() -> None:
    options = WriteOptions(fill_missing=True)
    before = note("title:", "year:", body="\nhttps://arxiv.org/abs/2004.01899\n")
    filled = run(before, papers(PLAIN), options)
    narrow = replace(options, fields=("id", "url"))
    after = run(filled, papers(PLAIN), narrow)
    assert "authors:" not in after
    assert run(after, papers(PLAIN), narrow) == after
    assert remove(after, narrow) == before
