"""Who is asked for a paper, in which order, and what becomes of it: law 10 over many providers."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.errors import CacheError
from enricher.exchange import Provider, Source
from enricher.fetch.cache import RecordCache
from enricher.fetch.news import Failure, Known, News, nothing_known
from enricher.fetch.packs import Stored
from enricher.fetch.policy import Refresh
from enricher.fetch.site import Site, Wishes
from enricher.fetching import sites
from enricher.models import PaperRef, Wanted
from enricher.packing import packed
from enricher.resolution import Resolution
from enricher.resolve import NOT_CACHED, Resolver
from enricher.routes import Question, aliases, questions
from enricher.settings import Settings
from enricher.settings.form import read as settings_of
from tests.fetch.toy import TOY

NOW = 1_700_000_000.0
FIRST = replace(TOY, name="first")
SECOND = replace(TOY, name="second", takes=lambda want: not want.ref.id.startswith("only-first"))
INDEXES = {"first": FIRST, "second": SECOND}


def source(
    name: str, provider: Provider | None = None, *answered_by: str, stand_ins: tuple[str, ...] = ()
) -> Source:
    return Source(
        name=name,
        title=name,
        hosts=(f"{name}.example",),
        forms=(f"{name}.example/x",),
        match=lambda _url: None,
        provider=provider,
        answered_by=answered_by,
        stand_ins=stand_ins,
        alias=lambda ref: PaperRef("own", ref.id[3:]) if ref.id.startswith("is-") else None,
    )


SOURCES = {
    "own": source("own", TOY, "first"),
    "led": source("led", None, "first", "second", "unknown"),
    "lost": source("lost"),
    "hard": source("hard", TOY, stand_ins=("first", "second", "unknown")),
}

# What each provider says of a paper: its title, "-" for missing, "!" for no answer.
Said = dict[tuple[str, str], str]


class Answering:
    """A fetcher that answers from a table, and remembers who was asked for what."""

    def __init__(self, known: Said) -> None:
        self._known = known
        self.asked: list[tuple[str, str]] = []
        self.refs: list[tuple[str, PaperRef]] = []
        self.requests = {"toy.example": 1}
        self.notices: list[str] = []

    def fetch(self, wishes: Wishes, known: Known = nothing_known) -> Generator[News]:
        for provider, wanted in wishes:
            for want in wanted:
                self.asked.append((provider.name, want.ref.id))
                self.refs.append((provider.name, want.ref))
                said = self._known.get((provider.name, want.ref.id), "-")
                if said == "!":
                    yield News([Failure(want.ref, f"{provider.name} is down")])
                else:
                    kind = "missing" if said == "-" else "published"
                    yield News([Stored(provider.name, want.ref, "line", said, kind, "", NOW)])

    def left(self) -> Iterable[News]:
        return ()


def resolver(folder: Path, known: Said, *, offline: bool = False) -> tuple[Resolver, Answering]:
    fetcher = Answering(known)
    made = Resolver(
        Settings(cache=folder, offline=offline),
        clock=lambda: NOW,
        new_fetcher=lambda _settings, _observer: fetcher,
        indexes=INDEXES,
    )
    return made, fetcher


def resolve(folder: Path, known: Said, *refs: PaperRef) -> tuple[Resolution, Answering]:
    made, fetcher = resolver(folder, known)
    found = made.resolve([Wanted(ref, (str(ref),)) for ref in refs], SOURCES)
    made.close()
    return found, fetcher


LED = PaperRef("led", "a")
OWN = PaperRef("own", "a")


@pytest.mark.parametrize(
    ("known", "title", "asked"),
    [
        ({("first", "a"): "one", ("second", "a"): "two"}, "one", ["first"]),
        ({("second", "a"): "two"}, "two", ["first", "second"]),
        ({("first", "a"): "!", ("second", "a"): "two"}, "two", ["first", "second"]),
    ],
)
def test_indexes_are_asked_in_order_until_one_knows(
    tmp_path: Path, known: Said, title: str, asked: list[str]
) -> None:
    found, fetcher = resolve(tmp_path, known, LED)
    assert found.records[LED].title == title
    assert not found.failed
    assert not found.missing
    assert [name for name, _ in fetcher.asked] == asked


def test_all_missing_is_missing_and_one_that_could_not_be_asked_is_failed(tmp_path: Path) -> None:
    assert resolve(tmp_path, {}, LED)[0].missing == {LED}
    failed, _ = resolve(tmp_path / "other", {("first", "a"): "!"}, LED)
    assert failed.failed == {LED: "first is down"}
    assert not failed.missing


def test_an_index_is_not_asked_for_what_it_cannot_know(tmp_path: Path) -> None:
    found, fetcher = resolve(tmp_path, {}, PaperRef("led", "only-first"))
    assert fetcher.asked == [("first", "only-first")]
    assert found.missing == {PaperRef("led", "only-first")}


HARD = PaperRef("hard", "a")


@pytest.mark.parametrize(
    ("known", "asked", "title"),
    [
        ({("toy", "a"): "own", ("first", "a"): "one"}, ["toy"], "own"),
        (
            {("first", "a"): "one"},
            ["toy"],
            None,
        ),  # who says that there is no such paper is believed
        ({("toy", "a"): "!", ("first", "a"): "one"}, ["toy", "first"], "one"),
        ({("toy", "a"): "!", ("second", "a"): "two"}, ["toy", "first", "second"], "two"),
        ({("toy", "a"): "!", ("first", "a"): "!"}, ["toy", "first", "second"], None),
    ],
)
def test_stand_ins_are_asked_only_for_what_could_not_be_asked(
    tmp_path: Path, known: Said, asked: list[str], title: str | None
) -> None:
    found, fetcher = resolve(tmp_path, known, HARD)
    assert [name for name, _ in fetcher.asked] == asked
    was_down = known.get(("toy", "a")) == "!"
    if title is not None:
        assert found.records[HARD].title == title
        assert not found.failed
        assert found.stood_in == ({HARD: "toy is down"} if was_down else {})
    else:
        assert found.failed == ({HARD: "toy is down"} if was_down else {})
        assert found.missing == (set() if was_down else {HARD})


def test_what_a_stand_in_said_is_kept_and_its_source_is_asked_again(tmp_path: Path) -> None:
    resolve(tmp_path, {("toy", "a"): "!", ("first", "a"): "one"}, HARD)
    found, fetcher = resolve(tmp_path, {("toy", "a"): "!"}, HARD)
    assert (found.records[HARD].title, fetcher.asked) == ("one", [("toy", "a")])
    made, _ = resolver(tmp_path, {}, offline=True)
    offline = made.resolve([Wanted(HARD)], SOURCES)
    assert offline.records[HARD].title == "one"
    assert (offline.failed, offline.stood_in) == ({}, {})
    rows = packed([Wanted(HARD)], SOURCES, made, abstracts=True)
    assert [row.provider for row in rows] == ["first"]
    found, _ = resolve(tmp_path, {("toy", "a"): "own"}, HARD)
    assert (found.records[HARD].title, found.stood_in) == ("own", {})


def test_a_paper_that_nobody_answers_for_is_missing(tmp_path: Path) -> None:
    found, fetcher = resolve(tmp_path, {}, PaperRef("lost", "a"))
    assert found.missing == {PaperRef("lost", "a")}
    assert fetcher.asked == []


def test_a_second_run_asks_nobody(tmp_path: Path) -> None:
    known = {("second", "a"): "two"}
    refs = (LED, PaperRef("led", "absent"), PaperRef("own", "b"))
    first, _ = resolve(tmp_path, known, *refs)
    second, fetcher = resolve(tmp_path, {}, *refs)
    assert fetcher.asked == []
    assert (second.records, second.missing, second.failed) == (
        first.records, first.missing, first.failed,
    )  # fmt: skip


def test_what_is_missing_by_its_bare_id_is_asked_for_again(tmp_path: Path) -> None:
    """Some sites know a paper by its URL only: a typed id proves nothing for a note's link."""
    made, _ = resolver(tmp_path, {})
    assert made.resolve([Wanted(OWN)], SOURCES).missing == {OWN}
    made.close()
    found, fetcher = resolve(tmp_path, {("toy", "a"): "own"}, OWN)
    assert found.records[OWN].title == "own"
    assert fetcher.asked == [("toy", "a")]


def test_offline_every_provider_of_a_paper_may_have_it_in_the_cache(tmp_path: Path) -> None:
    resolve(tmp_path, {("second", "a"): "two"}, LED)
    made, fetcher = resolver(tmp_path, {}, offline=True)
    found = made.resolve([Wanted(LED), Wanted(PaperRef("led", "new"))], SOURCES)
    assert found.records.keys() == {LED}
    assert found.failed == {PaperRef("led", "new"): NOT_CACHED}
    assert fetcher.asked == []


def test_a_pack_holds_what_any_provider_said(tmp_path: Path) -> None:
    resolve(tmp_path, {("second", "a"): "two"}, LED)
    made, _ = resolver(tmp_path, {})
    rows = packed([Wanted(LED)], SOURCES, made, abstracts=True)
    assert [(row.provider, row.kind) for row in rows] == [
        ("first", "missing"), ("second", "published"),
    ]  # fmt: skip


ALIAS = PaperRef("lost", "is-a")


@pytest.mark.parametrize("refs", [(ALIAS,), (ALIAS, OWN), (OWN, ALIAS)])
def test_an_alias_has_what_became_of_the_paper_that_it_is(
    tmp_path: Path, refs: tuple[PaperRef, ...]
) -> None:
    found, fetcher = resolve(tmp_path / "found", {("toy", "a"): "own"}, *refs)
    assert found.records[ALIAS].title == "own"
    assert found.records[ALIAS].same_as == (OWN,)
    assert fetcher.asked == [("toy", "a")]
    assert resolve(tmp_path / "none", {}, *refs)[0].missing >= {ALIAS}
    failed, _ = resolve(tmp_path / "down", {("toy", "a"): "!", ("first", "a"): "!"}, *refs)
    assert failed.failed[ALIAS] == "toy is down"


answers = st.sampled_from(["title", "-", "!"])
names = st.sampled_from(["a", "b", "only-first", "is-a", "is-b"])


@given(
    refs=st.lists(st.builds(PaperRef, st.sampled_from(sorted(SOURCES)), names), unique=True),
    known=st.dictionaries(st.tuples(st.sampled_from(["toy", "first", "second"]), names), answers),
)
def test_every_paper_ends_as_found_missing_or_failed(
    tmp_path_factory: pytest.TempPathFactory, refs: list[PaperRef], known: Said
) -> None:
    found, fetcher = resolve(tmp_path_factory.mktemp("cache"), known, *refs)
    for ref in refs:
        ends = [ref in found.records, ref in found.missing, ref in found.failed]
        assert ends.count(True) == 1
    assert len(fetcher.refs) == len(set(fetcher.refs))


def test_questions_are_put_only_to_known_sources() -> None:
    stranger = Wanted(PaperRef("stranger", "a"))
    assert questions([stranger], SOURCES, INDEXES) == {}
    assert aliases([stranger], SOURCES) == {}
    assert questions([Wanted(LED)], SOURCES, {})[LED] == Question(Wanted(LED), [])


class Interrupted(Answering):
    """The user stops the run when the first answer is taken; another one has come by then."""

    def fetch(self, wishes: Wishes, known: Known = nothing_known) -> Generator[News]:
        yield next(super().fetch(wishes))
        raise KeyboardInterrupt

    def left(self) -> Iterable[News]:
        return [News([Stored("toy", PaperRef("own", "b"), "line", "b", "published", "", NOW)])]


def test_what_came_before_an_interrupt_is_kept(tmp_path: Path) -> None:
    fetcher = Interrupted({("toy", "a"): "a"})
    made = Resolver(
        Settings(cache=tmp_path),
        clock=lambda: NOW,
        new_fetcher=lambda _settings, _observer: fetcher,
        indexes=INDEXES,
    )
    wanted = [Wanted(PaperRef("own", name)) for name in "ab"]
    with pytest.raises(KeyboardInterrupt):
        made.resolve(wanted, SOURCES)
    made.close()
    found, again = resolve(tmp_path, {}, *(want.ref for want in wanted))
    assert found.records.keys() == {want.ref for want in wanted}
    assert again.asked == []


def test_what_came_is_kept_before_more_is_asked(tmp_path: Path) -> None:
    """A run that is killed loses one answer at most, and other runs find what this one fetched."""
    held: list[int] = []
    refs = [PaperRef("own", name) for name in "abcd"]

    class Looking(Answering):
        def fetch(self, wishes: Wishes, known: Known = nothing_known) -> Generator[News]:
            for news in super().fetch(wishes):
                yield news
                held.append(len(RecordCache(tmp_path, read_only=True).read("toy", refs, 1)))

    made = Resolver(
        Settings(cache=tmp_path),
        clock=lambda: NOW,
        new_fetcher=lambda _settings, _observer: Looking({("toy", name): name for name in "abcd"}),
        indexes=INDEXES,
    )
    made.resolve([Wanted(ref) for ref in refs], SOURCES)
    made.close()
    assert held == [1, 2, 3, 4]


class Waiting(Answering):
    """Another run has its turn first: it keeps one of the papers."""

    def __init__(self, folder: Path, known: Said) -> None:
        super().__init__(known)
        self._folder = folder

    def fetch(self, wishes: Wishes, known: Known = nothing_known) -> Generator[News]:
        other = RecordCache(self._folder)
        other.write([Stored("toy", PaperRef("own", "a"), "line", "new", "preprint", "", NOW + 1)])
        other.close()
        [(provider, wanted)] = wishes
        rows = list(known(provider, [want.ref for want in wanted]))
        yield News(rows, is_kept=True)
        told = {row.ref for row in rows}
        yield from super().fetch([(provider, [each for each in wanted if each.ref not in told])])


@pytest.mark.parametrize("refresh", Refresh)
def test_only_what_came_since_the_cache_was_read_is_known(tmp_path: Path, refresh: Refresh) -> None:
    """Also where all is to be asked for again: what others asked for just now is that."""
    refs = [PaperRef("own", name) for name in "ab"]
    old = 1e9  # too old for a preprint
    cache = RecordCache(tmp_path)
    cache.write([Stored("toy", ref, "line", "old", "preprint", "", old) for ref in refs])
    cache.close()
    fetcher = Waiting(tmp_path, {("toy", "a"): "asked", ("toy", "b"): "asked"})
    made = Resolver(
        Settings(cache=tmp_path),
        refresh=refresh,
        clock=lambda: NOW,
        new_fetcher=lambda _settings, _observer: fetcher,
        indexes=INDEXES,
    )
    found = made.resolve([Wanted(ref, (str(ref),)) for ref in refs], SOURCES)
    made.close()
    assert {ref.id: record.title for ref, record in found.records.items()} == {
        "a": "new",
        "b": "asked",
    }
    assert fetcher.asked == [("toy", "b")]


def test_nobody_is_asked_for_what_could_not_be_kept(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.db"
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "cache.db").symlink_to(elsewhere)  # the cache writes to no such file
    made, fetcher = resolver(tmp_path / "cache", {("toy", "a"): "own"})
    with pytest.raises(CacheError, match="symbolic link"):
        made.resolve([Wanted(OWN)], SOURCES)
    made.close()
    assert fetcher.asked == []


def test_nothing_to_ask_needs_no_place_to_keep_it(tmp_path: Path) -> None:
    made, _ = resolver(tmp_path / "cache", {})
    assert made.resolve([], SOURCES) == Resolution()
    made.close()
    assert not (tmp_path / "cache").exists()


# ----------------------------------------------------------------------------------- settings


def test_a_source_that_is_an_index_too_has_the_settings_of_both() -> None:
    address = "http://127.0.0.1:1"
    settings = settings_of(
        {
            "sources": {
                "arxiv": {"interval": 9},
                "semantic-scholar": {"base_url": address, "interval": 0, "batch": 7},
            },
            "indexes": {
                "semantic-scholar": {"key": "s3cret-k3y", "batch": 5},
                "dblp": {"interval": 8},
            },
        },
        "the test",
    )
    made = sites(settings)
    assert made["arxiv"] == Site(interval=9)
    assert made["dblp"] == Site(interval=8)
    scholar = made["semantic-scholar"]
    assert (scholar.base_url, scholar.interval, scholar.batch) == (address, 0, 5)
    assert scholar.key is not None
    assert scholar.key.value == "s3cret-k3y"
