"""A page that many papers are looked for in is fetched once for all of them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import httpx
from hypothesis import given
from hypothesis import strategies as st

from enricher.exchange import Answer, Call, RawRecord, Reply, no_smaller
from enricher.fetch.fetcher import Fetcher
from enricher.fetch.inquiry import LARGEST_SHARED, Failure
from enricher.fetch.packs import Stored
from enricher.fetch.site import estimate
from enricher.models import PaperRef, Wanted
from enricher.sources import neurips
from tests.fetch.conftest import FakeTime
from tests.fetch.toy import BASE_URL, TOY, told_by, wanted

YEARS = 4
FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "neurips"


def library(call: Call, reply: Reply) -> Answer:
    """Papers without pages: they are looked for in the listings of years, from one of their own on.

    "y2-a" begins at year 2; a listing holds the names that it was asked to hold.
    """
    if call.purpose == "page":
        (ref,) = call.refs
        return Answer(next=(listing(int(ref.id[1]), ref),))
    held = reply.body.decode().split()
    year = int(call.url[-1])
    pairs = list(zip(call.refs, call.seeks, strict=True))
    absent = [ref for ref, title in pairs if title not in held]
    then = (year + 1) % YEARS
    return Answer(
        records=tuple(RawRecord(ref, "line", title) for ref, title in pairs if title in held),
        missing=tuple(ref for ref in absent if then == int(ref.id[1])),
        next=tuple(listing(then, ref) for ref in absent if then != int(ref.id[1])),
    )


def listing(year: int, ref: PaperRef) -> Call:
    return Call(f"{BASE_URL}/{year}", (ref,), "listing", seeks=(f"title-{ref.id}",))


def page_calls(papers: Sequence[Wanted]) -> list[Call]:
    return [Call(f"{BASE_URL}/page/{want.ref.id}", (want.ref,), "page") for want in papers]


LIBRARY = replace(TOY, calls=page_calls, read=library, smaller=no_smaller)


def run(act: Callable[[httpx.Request], httpx.Response]) -> Fetcher:
    clock = FakeTime()
    return Fetcher(
        "test",
        clock=clock,
        sleep=clock.sleep,
        chance=random.Random(1),  # noqa: S311 - no secret
        transport=httpx.MockTransport(act),
    )


def fetched(
    names: Sequence[str], held: dict[int, list[str]], filling: str = ""
) -> tuple[dict[str, str], Counter[str]]:
    """What became of the papers, and how often each URL was asked for."""
    asked: Counter[str] = Counter()

    def act(request: httpx.Request) -> httpx.Response:
        asked[request.url.path] += 1
        year = request.url.path[1:]
        found = held.get(int(year), []) if year.isdigit() else []
        return httpx.Response(200, text=" ".join([filling, *(f"title-{name}" for name in found)]))

    results = list(told_by(run(act).fetch([(LIBRARY, wanted(*names))])))
    told = {
        result.ref.id: result.why if isinstance(result, Failure) else result.kind
        for result in results
    }
    assert len(results) == len(told)
    return told, asked


papers = st.from_regex("y[0-3]-[a-h]", fullmatch=True)


@given(
    names=st.lists(papers, unique=True, max_size=12),
    held=st.dictionaries(st.integers(0, YEARS - 1), st.lists(papers, max_size=8)),
)
def test_no_listing_is_asked_for_twice(names: list[str], held: dict[int, list[str]]) -> None:
    told, asked = fetched(names, held)
    everywhere = {name for found in held.values() for name in found}
    assert told == {name: "published" if name in everywhere else "missing" for name in names}
    assert all(number == 1 for number in asked.values())
    assert len(asked) <= len(names) + YEARS


def test_more_papers_than_the_same_call_may_be_made_for() -> None:
    """All of them look in all years, each from another one on: later ones find the pages kept."""
    names = [f"y{number % YEARS}-{number}" for number in range(40)]
    told, asked = fetched(names, {})
    assert set(told.values()) == {"missing"}
    assert asked.total() == 40 + YEARS


def test_a_listing_that_fails_fails_all_who_looked_in_it() -> None:
    asked: list[str] = []

    def act(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(500 if request.url.path == "/0" else 200)

    results = list(told_by(run(act).fetch([(LIBRARY, wanted("y0-a", "y0-b"))])))
    assert all(isinstance(result, Failure) and "HTTP 500" in result.why for result in results)
    assert len(results) == 2
    assert asked.count("/0") == 4


def test_no_more_than_some_megabytes_are_kept() -> None:
    """Of four large pages two: the others are asked for again."""
    names = [f"y{number}-a" for number in range(YEARS)]
    told, asked = fetched(names, {}, filling="-" * (LARGEST_SHARED // 2 - 1000))
    assert set(told.values()) == {"missing"}
    assert max(asked.values()) == 2


# ---------------------------------------------------------------------------------- at a source


def test_numbers_that_do_not_resolve_cost_a_page_each_and_every_year_once() -> None:
    """Numbers of 2018 and 2019, of which only some are in a listing."""
    provider = neurips.SOURCE.provider
    assert provider is not None
    names = {
        "8464": "channel-gating-neural-networks",
        "8749": "mixmatch-a-holistic-approach-to-semi-supervised-learning",
        "8290": "a-title-of-no-paper",
        "8300": "another-title-of-no-paper",
    }
    asked: Counter[str] = Counter()

    def act(request: httpx.Request) -> httpx.Response:
        asked[request.url.path] += 1
        if request.url.path == "/paper_files/paper/2019":
            body = (FOLDER / "handmade_listing_2019.html").read_bytes()
            return httpx.Response(200, content=body)
        return httpx.Response(404)

    papers_ = [
        Wanted(
            PaperRef("neurips", f"legacy/{number}"), (f"{neurips.BASE_URL}/paper/{number}-{slug}",)
        )
        for number, slug in names.items()
    ]
    told = {
        result.ref.id: result.kind if isinstance(result, Stored) else result.why
        for result in told_by(run(act).fetch([(provider, papers_)]))
        if result.ref.id.startswith("legacy/")
    }
    assert told == {
        "legacy/8464": "published",
        "legacy/8749": "published",
        "legacy/8290": "missing",
        "legacy/8300": "missing",
    }
    assert set(asked.values()) == {1}
    assert asked.total() <= 4 + 4
    assert estimate([(provider, papers_)], {}).calls == 8
