"""The library as the README shows it: plans and their outcomes; no network."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import enricher
from enricher import Enricher, Plan, enrich
from enricher.errors import CacheError, ConfigError
from enricher.notes import Scanned
from enricher.paper import Failed, Found, Missing
from enricher.resolve import Resolver
from enricher.settings import Settings
from enricher.settings.form import read as settings_of
from tests import handmade_pack
from tests.handmade_pack import ABSENT, FETCHED, KNOWN, UNKNOWN, note, ref


@pytest.fixture(scope="module", name="cache")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handmade_pack.make(tmp_path_factory.mktemp("cache"))


@pytest.fixture(name="posts")
def _posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of notes below the current one."""
    folder = tmp_path / "_posts"
    folder.mkdir()
    (folder / "a.md").write_text(note(*KNOWN, ABSENT))
    (folder / "b.md").write_text(note("1803.02780", UNKNOWN))
    (folder / "c.md").write_text("no link\n")
    for name in ("ENRICHER_CACHE", "ENRICHER_OFFLINE", "ENRICHER_MAILTO"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return folder


# ------------------------------------------------------------------------------------- enrich


def test_the_public_names_are_these() -> None:
    assert sorted(enricher.__all__) == [
        "Author", "Change", "Enricher", "Failed", "Found", "Link", "Missing", "Note", "Page",
        "Paper", "PaperRef", "Plan", "Reader", "enrich",
    ]  # fmt: skip
    assert all(getattr(enricher, name).__name__ == name for name in enricher.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = enricher.nothing


def test_a_plan_tells_everything_and_writes_only_when_told(posts: Path, cache: Path) -> None:
    before = {path: path.read_bytes() for path in posts.iterdir()}
    plan = enrich(["_posts"], to=["front-matter"], cache=cache, offline=True)
    assert {path: path.read_bytes() for path in posts.iterdir()} == before
    assert [found.ref for found in plan.found] == [ref(paper) for paper in KNOWN]
    assert plan.missing == [Missing(ref(ABSENT))]
    assert [(failed.ref, "offline" in failed.why) for failed in plan.failed] == [
        (ref(UNKNOWN), True)
    ]
    assert [change.path.name for change in plan.changed] == ["a.md", "b.md"]
    assert plan.diff().startswith("--- a/_posts/a.md\n+++ b/_posts/a.md\n")
    assert plan.requests == {}
    assert plan.notes == 3
    plan.write()
    assert [change.path.name for change in plan.changed] == ["a.md", "b.md"]
    for change in plan.changed:
        assert change.path.read_bytes() == change.after != change.before
    assert not enrich(["_posts"], cache=cache, offline=True).changed


def test_the_readmes_loop_over_failures_works(posts: Path, cache: Path) -> None:
    plan = enrich(["_posts"], cache=cache, offline=True)
    assert [f"{failed.ref} {failed.why}" for failed in plan.failed] == [
        f"arxiv:{UNKNOWN} not in the cache, and this run is offline"
    ]


def test_paths_may_be_strings_or_paths_and_files(posts: Path, cache: Path) -> None:
    def diff(path: str | Path) -> str:
        return enrich([path], cache=cache, offline=True).diff()

    assert diff("_posts/a.md") == diff(posts / "a.md") != ""


def test_output_takes_a_string_too(posts: Path, cache: Path) -> None:
    before = (posts / "a.md").read_bytes()
    plan = enrich(["_posts"], cache=str(cache), offline=True, output="out")
    plan.write()
    assert (posts / "a.md").read_bytes() == before
    assert b"papers:" in (posts.parent / "out" / "a.md").read_bytes()


def test_nothing_is_made_in_the_cache_folder(posts: Path, cache: Path) -> None:
    enrich(["_posts"], cache=cache, offline=True)
    assert [path.name for path in cache.iterdir()] == ["handmade.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"paths": ["nowhere"]}, ConfigError),
        ({"paths": ["_posts"], "to": ["nothing"]}, ConfigError),
        ({"paths": ["_posts/a.md"], "output": "_posts"}, ConfigError),
        ({"paths": ["_posts"], "cache": "_posts/a.md"}, CacheError),
    ],
)
def test_wrong_arguments_raise(posts: Path, arguments: dict[str, object], error: type) -> None:
    with pytest.raises(error):
        enrich(**{"offline": True, **arguments})


def test_one_bad_note_does_not_stop_the_others(posts: Path, cache: Path) -> None:
    (posts / "bad.md").write_text("---\na: [\n---\nhttps://arxiv.org/abs/1803.02780\n")
    plan = enrich(["_posts"], cache=cache, offline=True)
    [refused] = plan.refused
    assert refused.path == Path("_posts/bad.md")
    assert refused.why
    assert refused.place.startswith("_posts/bad.md:")
    assert len(plan.changed) == 2


def test_writing_twice_does_no_harm(posts: Path, cache: Path) -> None:
    plan = enrich(["_posts"], cache=cache, offline=True)
    plan.write()
    written = (posts / "a.md").read_bytes()
    plan.write()
    assert (posts / "a.md").read_bytes() == written
    assert plan.refused == []


# -------------------------------------------------------------------------- count in, count out


@given(
    ids=st.lists(st.sampled_from([*KNOWN, ABSENT, UNKNOWN, "hep-th/9901001"]), max_size=12),
    disabled=st.booleans(),
)
def test_every_paper_has_one_outcome_and_every_note_one_change(
    cache: Path, tmp_path_factory: pytest.TempPathFactory, ids: list[str], disabled: bool
) -> None:
    sources: dict[str, dict[str, bool]] = {"arxiv": {"enabled": False}} if disabled else {}
    settings = settings_of({"cache": cache, "offline": True, "sources": sources}, "the test")
    with Enricher(settings=settings) as engine:
        folder = tmp_path_factory.mktemp("notes")
        scanned = Scanned(folder)
        for number, paper in enumerate(ids):
            path = folder / f"{number}.md"
            path.write_text(note(paper), encoding="utf-8")
            scanned.notes.append(engine.read(str(path), path.read_bytes()))
        plan = engine.plan(scanned)
    asked = set() if disabled else {ref(paper) for paper in ids}
    assert Counter(outcome.ref for outcome in plan.outcomes) == Counter(asked)
    assert len(plan.found) + len(plan.missing) + len(plan.failed) == len(asked)
    assert {outcome.ref: type(outcome) for outcome in plan.outcomes} == {
        each: kind_of(each.id) for each in asked
    }
    assert len(plan.changes) == len(ids)
    assert set(plan.papers) == {each for each in asked if each.id in KNOWN}


def kind_of(paper: str) -> type:
    return Found if paper in KNOWN else Missing if paper == ABSENT else Failed


def test_an_estimate_counts_the_requests_that_the_settings_make(tmp_path: Path) -> None:
    settings = settings_of(
        {"cache": tmp_path / "none", "sources": {"arxiv": {"batch": 1}}}, "the test"
    )
    with Enricher(settings=settings) as engine:
        scanned = Scanned(tmp_path, notes=[engine.read("a.md", note(*KNOWN, ABSENT).encode())])
        estimate = engine.estimate(scanned)
    assert estimate.papers == 3
    assert estimate.calls == 3
    assert estimate.seconds >= 2 * 3


def test_the_resolver_may_be_given(cache: Path) -> None:
    """Tests and builders hand in a clock; an old record is old by that clock."""
    settings = Settings(cache=cache)
    late = Resolver(settings, clock=lambda: FETCHED + 10 * 365 * 86_400)
    early = Resolver(settings, clock=lambda: FETCHED + 60)

    def to_ask(resolver: Resolver) -> dict[str, int]:
        with Enricher(settings=settings, resolver=resolver) as engine:
            scanned = Scanned(
                Path.cwd(), notes=[engine.read("a.md", note(*KNOWN, ABSENT).encode())]
            )
            wishes = resolver.to_ask(scanned.wanted, engine.sources)
        return {source.name: len(wanted) for source, wanted in wishes}

    assert to_ask(early) == {}
    assert to_ask(late) == {"arxiv": 3}


def test_an_empty_plan_is_empty() -> None:
    plan = Plan()
    plan.write()
    assert plan.diff() == ""
    assert plan.outcomes == plan.changed == plan.refused == []
