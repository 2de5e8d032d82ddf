"""Indexes tell where preprints were published: asked in order, believed only where they fit."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from enricher.exchange import Provider, RawRecord
from enricher.fetch.news import Failure, Known, News, nothing_known
from enricher.fetch.packs import Stored
from enricher.fetch.policy import DAY
from enricher.fetch.site import Wishes
from enricher.lookups import LookedUp, look_up
from enricher.models import Author, PaperRef, Record
from enricher.resolve import Resolver
from enricher.settings import Settings
from enricher.settings.form import read as settings_of
from tests.fetch.toy import TOY

NOW = 1_700_000_000.0  # November 2023
ARXIV = PaperRef("arxiv", "2301.00001")
PREPRINT = Record(
    ref=ARXIV,
    provider="arxiv",
    title="A Study of Long Enough Titles",
    authors=(Author("Ada Lovelock"), Author("Grace Brewster")),
    type="preprint",
    year=2023,
    published="2023-01-02",
    arxiv="2301.00001",
)
CVPR = {
    "title": PREPRINT.title,
    "authors": ["Ada Lovelock", "G. Brewster"],
    "type": "conference",
    "booktitle": "Computer Vision and Pattern Recognition",
    "year": 2023,
}


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    return {row.ref: _record(row.ref, json.loads(row.body)) for row in raw}


def _record(ref: PaperRef, fields: dict[str, Any]) -> Record:
    authors = tuple(map(Author, fields.pop("authors")))
    return Record(ref=ref, provider="index", authors=authors, **fields)


def index(name: str, *sources: str) -> Provider:
    return replace(
        TOY, name=name, parse=parse, takes=lambda want: not sources or want.ref.source in sources
    )


FIRST, SECOND = index("first"), index("second")


class Answering:
    """A fetcher that answers from a table; a name that is not in it is down."""

    requests: Mapping[str, int] = {}
    notices = ()

    def __init__(self, known: Mapping[str, Any]) -> None:
        self._known = known
        self.asked: list[tuple[str, str]] = []

    def fetch(self, wishes: Wishes, known: Known = nothing_known) -> Generator[News]:
        for provider, wanted in wishes:
            for want in wanted:
                self.asked.append((provider.name, str(want.ref)))
                if provider.name not in self._known:
                    yield News([Failure(want.ref, "is down")])
                    continue
                fields = self._known[provider.name]
                kind, body = ("published", json.dumps(fields)) if fields else ("missing", "")
                yield News([Stored(provider.name, want.ref, "json", body, kind, "", NOW)])

    def left(self) -> Iterable[News]:
        return ()


def looked_up(
    folder: Path,
    known: Mapping[str, Any],
    *works: Sequence[Record],
    indexes: Sequence[Provider] = (FIRST, SECOND),
    now: float = NOW,
    settings: Settings | None = None,
) -> tuple[LookedUp, list[tuple[str, str]]]:
    fetcher = Answering(known)
    resolver = Resolver(
        settings or Settings(cache=folder),
        clock=lambda: now,
        new_fetcher=lambda _settings, _observer: fetcher,
        indexes={},
    )
    found = look_up(works or [[PREPRINT]], resolver, {each.name: each for each in indexes})
    resolver.close()
    return found, fetcher.asked


def test_the_first_index_that_knows_ends_the_search(tmp_path: Path) -> None:
    found, asked = looked_up(tmp_path, {"first": CVPR, "second": CVPR})
    assert [record.venue for record in found.records] == ["CVPR 2023"]
    assert asked == [("first", str(ARXIV))]


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Another Study of Quite Different Things"},
        {"authors": ["Some Body", "Else Where"]},
        {"year": 2021},
        {"year": 2029},
        {"booktitle": "CoRR"},
        {"type": "preprint"},
        {"doi": "10.48550/arxiv.2301.00001"},
    ],
    ids=str,
)
def test_what_does_not_fit_is_not_believed(tmp_path: Path, other: dict[str, Any]) -> None:
    found, asked = looked_up(tmp_path, {"first": {**CVPR, **other}, "second": None})
    assert found == LookedUp([], [])
    assert len(asked) == 2


def test_an_index_that_is_down_is_told_and_the_next_one_asked(tmp_path: Path) -> None:
    found, _ = looked_up(tmp_path, {"second": CVPR})
    assert len(found.records) == 1
    assert "first" in found.notices[0]
    assert "is down" in found.notices[0]


def test_published_works_are_not_asked_for(tmp_path: Path) -> None:
    page = replace(PREPRINT, ref=PaperRef("cvf", "x"), type="conference", venue="CVPR 2023")
    assert looked_up(tmp_path, {}, [PREPRINT, page]) == (LookedUp([], []), [])


def test_an_index_is_asked_under_a_name_that_it_takes(tmp_path: Path) -> None:
    work = [replace(PREPRINT, doi="10.1/x")]
    indexes = (index("papers", "arxiv"), index("dois", "doi"), index("acl", "acl"))
    _, asked = looked_up(tmp_path, dict.fromkeys(("papers", "dois", "acl")), work, indexes=indexes)
    assert asked == [("papers", str(ARXIV)), ("dois", "doi:10.1/x")]


def test_a_paper_that_another_site_names_is_asked_for_by_its_arxiv_id(tmp_path: Path) -> None:
    work = [replace(PREPRINT, ref=PaperRef("papers-with-code", "230100001"))]
    found, asked = looked_up(tmp_path, {"papers": CVPR}, work, indexes=(index("papers", "arxiv"),))
    assert asked == [("papers", str(ARXIV))]
    assert [record.ref for record in found.records] == [ARXIV]


def test_what_is_too_much_for_one_run_is_put_off_and_told(tmp_path: Path) -> None:
    works = [
        [replace(PREPRINT, ref=PaperRef("arxiv", f"2301.0000{number}"), arxiv=None)]
        for number in range(1, 6)
    ]
    slow = (replace(FIRST, papers_a_run=2),)
    asked = [looked_up(tmp_path, {"first": None}, *works, indexes=slow) for _ in range(4)]
    assert [len(names) for _, names in asked] == [2, 2, 1, 0]
    assert [len(found.notices) for found, _ in asked] == [1, 1, 0, 0]
    assert "3 more" in asked[0][0].notices[0]
    assert len({name for _, names in asked for name in names}) == 5


def test_preprints_are_asked_again_when_they_may_be_out_by_now(tmp_path: Path) -> None:
    unknown = {"first": None, "second": None}
    assert len(looked_up(tmp_path, unknown)[1]) == 2
    assert looked_up(tmp_path, unknown)[1] == []
    assert len(looked_up(tmp_path, unknown, now=NOW + 5 * DAY)[1]) == 0
    again, asked = looked_up(tmp_path, {"first": CVPR}, now=NOW + 7 * DAY)
    assert [record.venue for record in again.records] == ["CVPR 2023"]
    assert len(asked) == 1
    assert looked_up(tmp_path, {}, now=NOW + 700 * DAY)[1] == []


def test_old_preprints_are_asked_again_seldom(tmp_path: Path) -> None:
    old = [replace(PREPRINT, published="2015-01-02", year=2015)]
    unknown = {"first": None, "second": None}
    assert len(looked_up(tmp_path, unknown, old)[1]) == 2
    assert looked_up(tmp_path, unknown, old, now=NOW + 100 * DAY)[1] == []
    assert len(looked_up(tmp_path, unknown, old, now=NOW + 200 * DAY)[1]) == 2


KEYED = replace(index("openalex"), needs_key=True, key_parameter="api_key")


def with_key(folder: Path) -> Settings:
    return settings_of(
        {"cache": folder, "indexes": {"openalex": {"key": "s3cret-k3y"}}}, "the test"
    )


def test_an_index_that_needs_a_key_and_has_none_is_neither_asked_nor_told(tmp_path: Path) -> None:
    known = {"second": CVPR}
    found, asked = looked_up(tmp_path, known, indexes=(KEYED, SECOND))
    assert asked == [("second", str(ARXIV))]
    assert [record.venue for record in found.records] == ["CVPR 2023"]
    assert looked_up(tmp_path / "alone", {}, indexes=(KEYED,)) == (LookedUp([], []), [])


def test_with_a_key_it_is_asked_and_what_it_said_counts_later_without(tmp_path: Path) -> None:
    known = {"openalex": CVPR}
    settings = with_key(tmp_path)
    found, asked = looked_up(tmp_path, known, indexes=(KEYED,), settings=settings)
    assert asked == [("openalex", str(ARXIV))]
    later = looked_up(tmp_path, {}, indexes=(KEYED,), now=NOW + 700 * DAY)
    assert later == (found, [])
    assert [record.venue for record in found.records] == ["CVPR 2023"]


def test_what_is_too_old_is_asked_again_only_with_a_key(tmp_path: Path) -> None:
    known, much_later, settings = {"openalex": None}, NOW + 700 * DAY, with_key(tmp_path)
    assert len(looked_up(tmp_path, known, indexes=(KEYED,), settings=settings)[1]) == 1
    assert looked_up(tmp_path, {}, indexes=(KEYED,), now=much_later) == (LookedUp([], []), [])
    again = looked_up(tmp_path, known, indexes=(KEYED,), now=much_later, settings=settings)
    assert len(again[1]) == 1
