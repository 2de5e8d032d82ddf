"""NeurIPS: pages in both author orders, numbers that redirect and numbers that do not."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Reply
from enricher.models import Author, PaperRef, Record, Wanted
from enricher.sources.neurips import calls, read
from enricher.sources.neurips.ids import match
from enricher.sources.neurips.records import parse

FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "neurips"
SHARED = Path(__file__).parents[3] / "shared"
SITE = "https://papers.nips.cc"
HASHES = f"{SITE}/paper_files/paper"
GATING = PaperRef("neurips", "2019/68b1fbe7f16e4ae3024973f12f3cb313")
GATING_NUMBER = PaperRef("neurips", "legacy/8464")
GATING_URL = "http://papers.nips.cc/paper/8464-channel-gating-neural-networks.pdf"
QLORA = PaperRef("neurips", "2023/1feb87871436031bdc0f2beaa62a049b")


def page_of(ref: PaperRef, *urls: str) -> Call:
    (call,) = calls([Wanted(ref, urls)])
    assert call.purpose == "page"
    return call


def answer(call: Call, name: str, status: int = 200) -> Answer:
    body = (FOLDER / f"handmade_{name}.html").read_bytes()
    return read(call, Reply(status, call.url, {}, body))


def places(call: Call) -> Iterator[str]:
    """Every URL that is asked for while the server says 404."""
    waiting = [call]
    while waiting:
        call = waiting.pop()
        yield call.url
        waiting += read(call, Reply(404, call.url, {}, b"")).next


# ---------------------------------------------------------------------------------- pages


def test_a_page() -> None:
    found = answer(page_of(GATING), "page_2019")
    hexadecimal = GATING.id.partition("/")[2]
    assert parse(found.records)[GATING] == Record(
        ref=GATING,
        provider="neurips",
        title="Channel Gating Neural Networks",
        authors=(
            Author("Weizhe Hua", "Weizhe", "Hua"),
            Author("Yuan Zhou", "Yuan", "Zhou"),
            Author("Christopher M De Sa", "Christopher M", "De Sa"),
            Author("Zhiru Zhang", "Zhiru", "Zhang"),
            Author("G. Edward Suh", "G. Edward", "Suh"),
        ),
        type="conference",
        venue="NeurIPS 2019",
        booktitle="Advances in Neural Information Processing Systems",
        year=2019,
        url=f"{HASHES}/2019/hash/{hexadecimal}-Abstract.html",
        pdf=f"https://proceedings.neurips.cc/paper_files/paper/2019/file/{hexadecimal}-Paper.pdf",
        abstract="Made up: nothing of the paper stands here.",
        volume="32",
    )


def test_the_names_that_a_page_prints_are_richer_than_its_tags() -> None:
    damage = PaperRef("neurips", "1989/6c9882bbac1c7093bd25041881277658")
    record = parse(answer(page_of(damage), "page_1989").records)[damage]
    assert record.authors == (
        Author("Yann LeCun", "Yann", "LeCun"),
        Author("John S. Denker", "John S.", "Denker"),
        Author("Sara A. Solla", "Sara A.", "Solla"),
    )


def test_a_page_of_2020_with_names_in_the_other_order() -> None:
    slug = "learner-aware-teaching-inverse-reinforcement-learning-with-preferences-and-constraints"
    ref = PaperRef("neurips", "legacy/8668")
    found = answer(page_of(ref, f"http://papers.nips.cc/paper/8668-{slug}"), "page_2020_numbered")
    record = parse(found.records)[ref]
    assert record.authors[0] == Author("Sebastian Tschiatschek")
    assert len(record.authors) == 5
    assert (record.year, record.pages, record.venue) == (2019, "4145-4155", "NeurIPS 2019")
    assert record.url == f"{SITE}/paper/8668-{slug}"
    assert record.same_as == ()


def test_a_number_redirects_and_answers_for_both_names() -> None:
    call = page_of(GATING_NUMBER, GATING_URL)
    assert call.url == f"{SITE}/paper/8464-channel-gating-neural-networks"
    records = parse(answer(call, "page_2019").records)
    assert records[GATING_NUMBER].same_as == (GATING,)
    assert records[GATING].same_as == ()
    assert records[GATING_NUMBER].url == records[GATING].url


@pytest.mark.parametrize("name", ["captcha", "page_cut_off", "listing_2019"])
def test_what_is_no_whole_paper_page_is_an_error(name: str) -> None:
    with pytest.raises(ReplyError):
        answer(page_of(GATING), name)


@pytest.mark.parametrize("status", [301, 400, 418])
def test_other_statuses_are_errors(status: int) -> None:
    with pytest.raises(ReplyError, match=str(status)):
        answer(page_of(GATING), "page_2019", status)


# ---------------------------------------------------------------------------- where pages are


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("{0}/2023/file/{1}-Paper-Conference.pdf", "{0}/2023/hash/{1}-Abstract-Conference.html"),
        (
            "{0}/2023/file/{1}-Paper-Datasets_and_Benchmarks.pdf",
            "{0}/2023/hash/{1}-Abstract-Datasets_and_Benchmarks.html",
        ),
        (
            "{0}/2023/file/{1}-Supplemental-Conference.zip",
            "{0}/2023/hash/{1}-Abstract-Conference.html",
        ),
        ("{0}/2023/hash/{1}-Abstract.html", "{0}/2023/hash/{1}-Abstract.html"),
        (
            "https://datasets-benchmarks-proceedings.neurips.cc/paper/2023/hash/{1}-Abstract-round2.html",
            "https://datasets-benchmarks-proceedings.neurips.cc/paper/2023/hash/{1}-Abstract-round2.html",
        ),
        ("{0}/2023/file/{1}", "{0}/2023/hash/{1}-Abstract-Conference.html"),
    ],
)
def test_the_notes_url_tells_the_track(url: str, page: str) -> None:
    name = QLORA.id.partition("/")[2]
    assert page_of(QLORA, url.format(HASHES, name)).url == page.format(HASHES, name)


def test_without_a_url_every_track_is_tried_once() -> None:
    start = f"{HASHES}/2023/hash/{QLORA.id.partition('/')[2]}-Abstract"
    assert list(places(page_of(QLORA))) == [
        f"{start}-Conference.html",
        f"{start}-Datasets_and_Benchmarks.html",
        f"{start}-Datasets_and_Benchmarks_Track.html",
        f"{start}.html",
    ]


def test_an_old_paper_has_one_likely_page() -> None:
    start = f"{HASHES}/2019/hash/{GATING.id.partition('/')[2]}-Abstract"
    assert page_of(GATING).url == f"{start}.html"


def test_a_page_of_another_track_is_the_papers_url() -> None:
    record = parse(answer(page_of(QLORA), "page_2023").records)[QLORA]
    assert record.url is not None
    assert record.url.endswith("-Abstract-Conference.html")


# ------------------------------------------------------------------- numbers and listings


def test_a_number_that_does_not_redirect_is_looked_for_in_the_years_listing() -> None:
    page = page_of(GATING_NUMBER, GATING_URL)
    (search,) = read(page, Reply(404, page.url, {}, b"")).next
    assert search.url == f"{HASHES}/2019"
    assert search.seeks == ("channel-gating-neural-networks",)
    found = answer(search, "listing_2019")
    records = parse(found.records)
    assert records[GATING_NUMBER].title == "Channel Gating Neural Networks"
    assert records[GATING_NUMBER].same_as == (GATING,)
    assert records[GATING_NUMBER].authors[4] == Author("G. Edward Suh")
    assert (
        records[GATING].url == f"{HASHES}/2019/hash/68b1fbe7f16e4ae3024973f12f3cb313-Abstract.html"
    )
    assert len(records) == 3  # an entry without authors is left to its page


def test_one_listing_answers_for_all_who_look_in_it() -> None:
    mixing, wrong = PaperRef("neurips", "legacy/8749"), PaperRef("neurips", "legacy/8465")
    titles_ = (
        "channel-gating-neural-networks",
        "mixmatch-a-holistic-approach-to-semi-supervised-learning",
        "a-title-of-no-paper",
    )
    refs = (GATING_NUMBER, mixing, wrong)
    found = answer(Call(f"{HASHES}/2019", refs, "listing", seeks=titles_), "listing_2019")
    records = parse(found.records)
    assert records[GATING_NUMBER].title == "Channel Gating Neural Networks"
    assert records[mixing].authors[0] == Author("David Berthelot")
    assert found.missing == ()
    (elsewhere,) = found.next
    assert (elsewhere.refs, elsewhere.seeks) == ((wrong,), titles_[2:])
    assert elsewhere.url.startswith(HASHES)


def test_a_title_that_no_listing_has_is_missing_in_the_end() -> None:
    wrong = PaperRef("neurips", "legacy/8465")
    page = page_of(wrong, "https://papers.nips.cc/paper/8465-a-title-of-no-paper")
    waiting, listings, missing = [page], 0, []
    while waiting:
        call = waiting.pop()
        if call.purpose == "page":
            found = read(call, Reply(404, call.url, {}, b""))
        else:
            listings += 1
            found = answer(call, "listing_2019")
        waiting += found.next
        missing += found.missing
    assert missing == [wrong]
    assert 1 <= listings <= 3


def test_without_a_title_there_is_nothing_to_look_for() -> None:
    page = page_of(GATING_NUMBER)
    assert page.url == f"{SITE}/paper/8464"
    assert read(page, Reply(404, page.url, {}, b"")) == Answer(missing=(GATING_NUMBER,))


def test_a_later_listing() -> None:
    title = "qlora-efficient-finetuning-of-quantized-llms"
    call = Call(f"{HASHES}/2023", (QLORA,), "listing", seeks=(title,))
    record = parse(answer(call, "listing_2023").records)[QLORA]
    assert [author.name for author in record.authors][:2] == ["Tim Dettmers", "Artidoro Pagnoni"]
    assert record.url is not None
    assert record.url.endswith("-Abstract-Conference.html")


def test_a_listing_that_was_cut_off_is_an_error() -> None:
    call = Call(f"{HASHES}/2019", (GATING_NUMBER,), "listing", seeks=("x",))
    with pytest.raises(ReplyError, match="cut off"):
        answer(call, "listing_cut_off")


# ---------------------------------------------------------------------- known, not shipped

known = pytest.mark.skipif(not SHARED.exists(), reason="known facts are not beside this checkout")


def facts(name: str) -> list[dict[str, Any]]:
    with gzip.open(SHARED / "truth" / name, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@known
def test_recorded_pages() -> None:
    folder = SHARED / "recorded" / "neurips"
    for path, first in (
        ("hash_1988_006f52e9_abstract.html", Author("Michael Paulin", "Michael", "Paulin")),
        ("legacy_8668_2020-09.html", Author("Sebastian Tschiatschek")),
    ):
        call = Call("", (PaperRef("neurips", "legacy/1"),), "page")
        found = read(call, Reply(200, "", {}, (folder / path).read_bytes()))
        record = parse(found.records)[call.refs[0]]
        assert record.authors[0] == first
        assert record.title
        assert record.year


@known
def test_the_first_page_asked_for_is_the_known_one() -> None:
    for fact in facts("neurips.jsonl.gz"):
        found = match(urlsplit(fact["url"]))
        assert found is not None
        if fact.get("pdf"):
            assert match(urlsplit(fact["pdf"])) == found
            assert page_of(found.ref, fact["pdf"]).url == fact["url"]


@known
def test_known_numbers_are_looked_for_in_their_year() -> None:
    for fact in facts("neurips_legacy.jsonl.gz"):
        found = match(urlsplit(fact["legacy_url"]))
        assert found is not None
        page = page_of(found.ref, fact["legacy_url"])
        (search,) = read(page, Reply(404, page.url, {}, b"")).next
        assert search.url.endswith(f"/{fact['year']}")


@pytest.mark.parametrize(
    ("slug", "is_believed"),
    [
        ("channel-gating-neural-networks", True),
        ("channel-gating", True),
        ("Channel-Gating_Neural-Nets", True),
        ("gating", True),
        ("networks-of-spiking-neurons-learn-in-hindsight", False),
        ("attention-is-all-you-need", False),
        ("", True),
    ],
)
def test_a_number_that_leads_to_another_paper_than_its_title_says_is_not_believed(
    slug: str, is_believed: bool
) -> None:
    call = page_of(GATING_NUMBER, f"{SITE}/paper/8464-{slug}" if slug else f"{SITE}/paper/8464")
    found = answer(call, "page_2019")
    assert GATING in parse(found.records)
    assert (GATING_NUMBER in parse(found.records)) is is_believed
    if not is_believed:  # the years' listings are looked at for that title
        (after,) = found.next
        assert after.purpose == "listing"
        assert after.seeks == (slug,)
