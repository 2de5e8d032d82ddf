"""Which records are of one work: ids first, then title with authors; the user's word before all."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import titles
from enricher.models import Author, PaperRef, Record
from enricher.works import MOST_ALIKE, share_authors, works

TRUTH = Path(__file__).parents[2] / "shared" / "truth"
TITLE = "Transfer Learning with Neural AutoML"


def record(ref: str, title: str = TITLE, *names: str, **values: Any) -> Record:
    found = PaperRef.parse(ref)
    authors = tuple(map(Author, names or ("Catherine Wong", "Neil Houlsby")))
    return Record(ref=found, provider=found.source, title=title, authors=authors, **values)


def groups(*records: Record, **same_as: tuple[str, ...]) -> list[list[str]]:
    return [[str(each.ref) for each in work] for work in works(records, same_as)]


PREPRINT = record("arxiv:1803.02780", year=2018)
PUBLISHED = record("neurips:2018/bdb3c278f45e6734c35733d24299d3f4", year=2018)
APART = [[str(PREPRINT.ref)], [str(PUBLISHED.ref)]]
TOGETHER = [[str(PREPRINT.ref), str(PUBLISHED.ref)]]


@pytest.mark.parametrize(
    "other",
    [
        replace(PUBLISHED, authors=(), same_as=(PREPRINT.ref,)),
        replace(PUBLISHED, authors=(), arxiv="1803.02780"),
        replace(PUBLISHED, title="TRANSFER LEARNING with Neural Auto-ML"),
        replace(PUBLISHED, authors=(Author("C. Wong"), Author("N. Houlsby"), Author("X"))),
        replace(PUBLISHED, authors=(Author("Wong Catherine"),)),
        replace(PUBLISHED, year=None),
        replace(PUBLISHED, year=2024),
    ],
)
def test_one_work(other: Record) -> None:
    assert groups(PREPRINT, other) == TOGETHER


@pytest.mark.parametrize(
    "other",
    [
        replace(PUBLISHED, authors=()),  # a title alone never joins
        replace(PUBLISHED, authors=(Author("Ann Lee"), Author("Neil Armstrong"))),
        replace(PUBLISHED, title="Transfer Learning with Neural AutoML II"),
        replace(PUBLISHED, title="Transfer Learning without Neural AutoML"),
        replace(PUBLISHED, year=2025),
    ],
)
def test_two_works(other: Record) -> None:
    assert groups(PREPRINT, other) == APART


def test_two_papers_of_one_source_are_two_works() -> None:
    other = record("arxiv:1901.00001", year=2018)
    assert len(groups(PREPRINT, other)) == 2
    # and no third record makes them one
    assert len(groups(PREPRINT, other, PUBLISHED)) == 2
    assert len(groups(PUBLISHED, PREPRINT, other)) == 2


def short(title: str, one: Record = PREPRINT, other: Record = PUBLISHED) -> list[list[str]]:
    return groups(replace(one, title=title), replace(other, title=title))


@pytest.mark.parametrize("title", ["Mask R-CNN", "Deep Sets", "Fast R-CNN"])
def test_a_short_title_joins_a_preprint_and_what_the_same_authors_printed(title: str) -> None:
    assert short(title) == TOGETHER
    assert short(title, other=replace(PUBLISHED, year=2020)) == TOGETHER
    initials = (Author("C. Wong"), Author("N. Houlsby"))
    assert short(title, other=replace(PUBLISHED, authors=initials)) == TOGETHER


@pytest.mark.parametrize(
    "other",
    [
        replace(PUBLISHED, authors=PUBLISHED.authors[:1]),
        replace(PUBLISHED, authors=PUBLISHED.authors[::-1]),
        replace(PUBLISHED, authors=(*PUBLISHED.authors, Author("Ann Lee"))),
        replace(PUBLISHED, year=2021),
    ],
)
def test_a_short_title_joins_nothing_less_sure(other: Record) -> None:
    assert short("Mask R-CNN", other=other) == APART


def test_a_short_title_says_too_little_of_what_no_preprint_is() -> None:
    article = record("doi:10.1/x", year=2018)
    assert len(short("Mask R-CNN", article, PUBLISHED)) == 2
    nobody = replace(PREPRINT, authors=()), replace(PUBLISHED, authors=())
    assert len(short("Mask R-CNN", *nobody)) == 2


@pytest.mark.parametrize("title", ["Editorial", "Rejoinder", "DISCUSSION", "X+Y", ""])
def test_titles_that_name_no_work_join_nothing(title: str) -> None:
    assert short(title) == APART


def test_a_shared_doi_joins_what_titles_would_not() -> None:
    one, other = replace(PREPRINT, doi="10.1/x", title="A"), replace(PUBLISHED, doi="10.1/x")
    assert groups(one, other) == TOGETHER


def test_the_users_word_counts_before_all() -> None:
    joined = replace(PUBLISHED, same_as=(PREPRINT.ref,), arxiv="1803.02780")
    for settled in (PREPRINT, joined):
        assert groups(PREPRINT, joined, **{str(settled.ref): ()}) == APART
    stranger = record("doi:10.1/x", "Another Title Altogether", "Ann Lee")
    assert groups(PREPRINT, stranger, **{str(stranger.ref): (str(PREPRINT.ref),)}) == [
        [str(PREPRINT.ref), str(stranger.ref)]
    ]


def test_a_title_of_very_many_is_no_name() -> None:
    many = [record(f"s{number}:x") for number in range(MOST_ALIKE + 1)]
    assert len(works(many, {})) == len(many)
    assert len(works(many[1:], {})) == 1


NAMES = st.text(st.characters(categories=("L", "Zs", "P")), max_size=12).map(Author)


@given(st.lists(NAMES, max_size=5), st.lists(NAMES, max_size=5))
def test_common_authors_know_no_order(one: list[Author], other: list[Author]) -> None:
    assert share_authors(one, other) == share_authors(other, one) or len(one) == len(other)
    assert not share_authors(one, [])
    if any(any(map(str.isalpha, name.name)) for name in one):
        letters = [name for name in one if any(map(str.isalpha, name.name))]
        assert share_authors(letters, letters)


SOURCES = st.sampled_from(["arxiv", "cvf", "doi", "neurips"])
RECORDS = st.lists(
    st.builds(
        lambda source, number, title, same: replace(
            record(f"{source}:{number}", f"A long enough title {title}"),
            same_as=(PaperRef("arxiv", str(same)),) if same else (),
        ),
        SOURCES,
        st.integers(1, 4),
        st.integers(1, 3),
        st.integers(0, 4),
    ),
    max_size=12,
    unique_by=lambda each: each.ref,
)


@given(RECORDS)
def test_every_record_is_in_one_work_and_order_stays(records: list[Record]) -> None:
    found = works(records, {})
    flat = [each.ref for work in found for each in work]
    assert sorted(flat) == sorted(each.ref for each in records)
    position = {each.ref: number for number, each in enumerate(records)}
    for work in found:
        assert [position[each.ref] for each in work] == sorted(position[each.ref] for each in work)
    assert [position[work[0].ref] for work in found] == sorted(position[w[0].ref] for w in found)


# ---------------------------------------------------------------------- known, not shipped


def facts(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(TRUTH / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@pytest.mark.skipif(not TRUTH.exists(), reason="the known facts are not beside this checkout")
def test_joins_of_known_works() -> None:
    """arXiv's records and those of proceedings: same works join, different ones never."""
    preprints = {fact["id"]: fact for fact in facts("arxiv.jsonl.gz") if fact.get("authors")}
    printed = {
        fact["url"]: fact
        for name in ("cvf", "neurips", "pmlr", "openreview")
        for fact in facts(f"{name}.jsonl.gz")
        if fact.get("authors")
    }
    pairs: list[tuple[Record, Record]] = []
    for fact in facts("venues.jsonl.gz"):
        for listed in fact.get("listed", ()):
            page, preprint = printed.get(listed.get("url", "")), preprints.get(fact["id"])
            if page and preprint:
                one = record(f"arxiv:{fact['id']}", preprint["title"], *preprint["authors"])
                pairs.append((one, record(f"cvf:{fact['id']}", page["title"], *page["authors"])))
    assert len(pairs) >= 200
    missed = [pair for pair in pairs if len(works(pair, {})) != 1]
    assert len(missed) <= 0.02 * len(pairs)

    neighbours = sorted(pairs, key=lambda pair: titles.key(pair[0].title))
    different = [
        (one, other) for (one, _), (_, other) in pairwise(neighbours) if one.title != other.title
    ]
    different += [
        (one, other)
        for (one, first), (_, other) in zip(pairs, pairs[7:], strict=False)
        if first.ref != other.ref
    ]
    different = [
        pair for pair in different if titles.key(pair[0].title) != titles.key(pair[1].title)
    ]
    assert len(different) >= 500
    assert [pair for pair in different if len(works(pair, {})) != 2] == []
