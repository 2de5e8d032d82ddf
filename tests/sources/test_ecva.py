"""ECVA: pages, the listing of all years, and papers whose page and PDF have different numbers."""

from __future__ import annotations

import gzip
import html
import json
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Reply
from enricher.models import Author, PaperRef, Record, Wanted
from enricher.sources.ecva import SOURCE, calls, match, parse, read, smaller

FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "ecva"
SHARED = Path(__file__).parents[3] / "shared"
SITE = "https://www.ecva.net"
URBAN = PaperRef("ecva", "ECCV2022/3218")
URBAN_PDF = PaperRef("ecva", "ECCV2022/136680090")
HUMAN = PaperRef("ecva", "ECCV2020/787")
HUMAN_PDF = PaperRef("ecva", "ECCV2020/123540273")
LIGHT = PaperRef("ecva", "ECCV2018/Mohit_Gupta_A_Geometric_Perspective_ECCV_2018")


def call_for(*refs: PaperRef) -> Call:
    (call,) = calls([Wanted(ref) for ref in refs])
    assert call.refs == refs
    return call


def answer(call: Call, name: str, status: int = 200) -> Answer:
    body = (FOLDER / f"handmade_{name}.html").read_bytes()
    return read(call, Reply(status, call.url, {}, body))


def listed(*refs: PaperRef) -> dict[PaperRef, Record]:
    return dict(parse(answer(Call("", refs, "listing"), "listing").records))


# ---------------------------------------------------------------------------- what is asked for


@pytest.mark.parametrize(
    ("id_", "page"),
    [
        ("ECCV2020/787", "eccv_2020/papers_ECCV/html/787_ECCV_2020_paper.php"),
        ("ECCV2024/07943", "eccv_2024/papers_ECCV/html/7943_ECCV_2024_paper.php"),
        ("ECCV2024/12345", "eccv_2024/papers_ECCV/html/12345_ECCV_2024_paper.php"),
        (LIGHT.id, f"eccv_2018/papers_ECCV/html/{LIGHT.id.partition('/')[2]}_paper.php"),
    ],
)
def test_a_page_that_the_id_tells(id_: str, page: str) -> None:
    call = call_for(PaperRef("ecva", id_))
    assert (call.url, call.purpose) == (f"{SITE}/papers/{page}", "page")
    assert list(smaller(call, ())) == []


def test_the_number_of_a_pdf_is_looked_for_in_the_listing_with_all_others() -> None:
    call = call_for(HUMAN_PDF, URBAN)
    assert (call.url, call.purpose) == (f"{SITE}/papers.php", "listing")
    assert list(smaller(call, ())) == [call_for(URBAN)]


def test_many_papers_are_one_request() -> None:
    few = [Wanted(PaperRef("ecva", f"ECCV2020/{number}")) for number in range(1, 8)]
    assert {call.purpose for call in calls(few)} == {"page"}
    assert len(list(calls(few))) == 7
    assert len(list(calls([*few, Wanted(URBAN)]))) == 1


@pytest.mark.parametrize("id_", ["x", "ECCV2020", "ECCV2020/a b", "ECCV20/1", "ECCV2020/1/2"])
def test_what_is_no_papers_id_is_not_asked_for(id_: str) -> None:
    assert list(calls([Wanted(PaperRef("ecva", id_))])) == []


# --------------------------------------------------------------------------------- a page


def test_a_page_answers_for_the_number_of_its_pdf_too() -> None:
    records = parse(answer(call_for(URBAN), "page_2022").records)
    assert records[URBAN] == Record(
        ref=URBAN,
        provider="ecva",
        title="Capturing, Reconstructing, and Simulating: The UrbanScene3D Dataset",
        authors=(
            Author("Liqiang Lin"),
            Author("Yilin Liu"),
            Author("Yue Hu"),
            Author("Xingguang Yan"),
            Author("Ke Xie"),
            Author("Hui Huang"),
        ),
        type="conference",
        venue="ECCV 2022",
        booktitle="Proceedings of the European Conference on Computer Vision",
        year=2022,
        doi="10.1007/978-3-031-20074-8_6",
        url=f"{SITE}/papers/eccv_2022/papers_ECCV/html/3218_ECCV_2022_paper.php",
        pdf=f"{SITE}/papers/eccv_2022/papers_ECCV/papers/136680090.pdf",
        abstract="Made up: nothing of the paper stands here.",
        same_as=(URBAN_PDF,),
    )
    assert records[URBAN_PDF].same_as == (URBAN,)
    assert records[URBAN_PDF].url == records[URBAN].url
    assert len(records) == 2


def test_an_abstract_is_not_shared() -> None:
    raw, _ = answer(call_for(URBAN), "page_2022").records
    assert SOURCE.provider is not None
    assert "Made up" in raw.body
    assert "Made up" not in SOURCE.provider.without_abstract(raw)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_not_there(status: int) -> None:
    assert answer(call_for(URBAN), "captcha", status) == Answer(missing=(URBAN,))


@pytest.mark.parametrize("name", ["captcha", "page_cut_off", "listing"])
def test_what_is_no_whole_paper_page_is_an_error(name: str) -> None:
    with pytest.raises(ReplyError):
        answer(call_for(URBAN), name)


@pytest.mark.parametrize("status", [301, 403, 500])
def test_other_statuses_are_errors(status: int) -> None:
    with pytest.raises(ReplyError, match=str(status)):
        answer(call_for(URBAN), "page_2022", status)


# ---------------------------------------------------------------------------- the listing


def test_the_listing_knows_every_paper_by_both_of_its_names() -> None:
    records = listed(HUMAN_PDF)
    assert len(records) == 4 * 2 + 2  # but that whose link is broken
    page, pdf = records[HUMAN], records[HUMAN_PDF]
    assert page.title == pdf.title
    assert page.url == pdf.url == call_for(HUMAN).url
    assert pdf.pdf == f"{SITE}/papers/eccv_2020/papers_ECCV/papers/123540273.pdf"
    assert (page.same_as, pdf.same_as) == ((HUMAN_PDF,), (HUMAN,))
    assert {record.venue for record in records.values()} == {
        "ECCV 2018", "ECCV 2020", "ECCV 2022", "ECCV 2024",
    }  # fmt: skip


def test_names_are_those_of_people() -> None:
    records = listed()
    assert [author.name for author in records[HUMAN].authors] == [
        "Xiangyu Xu", "Hao Chen", "Francesc Moreno-Noguer", "László A. Jeni",
        "Fernando De la Torre",
    ]  # fmt: skip
    assert records[LIGHT].authors == (
        Author("Mohit Gupta", "Mohit", "Gupta"),
        Author("Nikhil Nakhate", "Nikhil", "Nakhate"),
    )
    quantum = records[PaperRef("ecva", "ECCV2024/37")]
    assert quantum.authors[0] == Author("Frances F Yang")
    assert records[PaperRef("ecva", "ECCV2024/00037")].authors == quantum.authors


def test_a_paper_of_2018_is_the_one_with_its_name_at_cvf() -> None:
    assert listed()[LIGHT].same_as == (PaperRef("cvf", LIGHT.id),)


def test_a_title_with_commas_has_no_quotation_marks_and_a_doi_no_blank() -> None:
    record = listed()[PaperRef("ecva", "ECCV2022/2087")]
    assert record.title.startswith("Fashionformer: A Simple, Effective")
    assert record.title.endswith("Recognition")
    assert record.doi == "10.1007/978-3-031-19836-6_31"
    assert record.pdf is not None
    assert record.pdf.endswith("/136970534.pdf")


def test_what_the_listing_lacks_is_asked_for_where_its_page_is_known() -> None:
    unknown = PaperRef("ecva", "ECCV2020/999999999")
    found = answer(Call("", (HUMAN, URBAN, unknown), "listing"), "listing")
    assert found.missing == (unknown,)
    assert found.next == (call_for(URBAN),)
    gone = answer(Call("", (URBAN, unknown), "listing"), "captcha", 404)
    assert gone == Answer(missing=(unknown,), next=(call_for(URBAN),))


@pytest.mark.parametrize("name", ["captcha", "page_2022", "listing_cut_off"])
def test_what_is_no_whole_listing_is_an_error(name: str) -> None:
    with pytest.raises(ReplyError):
        answer(Call("", (HUMAN,), "listing"), name)


@pytest.mark.timed
@pytest.mark.parametrize(
    "piece",
    ["<dt class=ptitle>", "<dt ", "</dl", "<dt class=ptitle><a href=x>", "a and b, ", "&amp;"],
)
def test_hostile_listings_take_linear_time(piece: str) -> None:
    start = time.perf_counter()
    text = f"<dt class=ptitle><a href=x>t</a></dt><dd>{piece * 20_000}</dd></dl>"
    with suppress(ReplyError):
        answered = read(Call("", (HUMAN,), "listing"), Reply(200, "", {}, text.encode()))
        assert parse(answered.records) == {}
    assert time.perf_counter() - start < 5


# ---------------------------------------------------------------------- known, not shipped

known = pytest.mark.skipif(not SHARED.exists(), reason="known facts are not beside this checkout")


def entry(fact: dict[str, Any]) -> str:
    """A paper in the shape of the site's listing."""
    page, pdf = (fact.get(name, "").replace(f"{SITE}/", "") for name in ("url", "pdf"))
    links = f"[<a href='{pdf}'>pdf</a>]" if pdf else ""
    if "doi" in fact:
        links += f'<div class="link2">[<a href="{fact["doi"]}">DOI</a>]</div>'
    return (
        f'<dt class="ptitle"><br>\n<a href={page}>\n{html.escape(fact["title"])}</a>\n</dt>'
        f"<dd>\n{html.escape(', '.join(fact['authors']))}</dd>\n<dd>{links}</dd>\n"
    )


def listing_of(facts: Sequence[dict[str, Any]]) -> bytes:
    years = ("".join(entry(f) for f in facts if f["year"] == year) for year in range(2018, 2025, 2))
    return "".join(f"<div><dl>{entries}</dl></div>" for entries in years).encode()


@known
def test_known_papers() -> None:
    """A listing made of what is known, in the site's shape, gives it back, by either name."""
    with gzip.open(SHARED / "truth" / "ecva.jsonl.gz", "rt", encoding="utf-8") as lines:
        facts = [fact for fact in map(json.loads, lines) if fact["url"].endswith(".php")]
    answered = read(Call("", (URBAN,), "listing"), Reply(200, "", {}, listing_of(facts)))
    records = parse(answered.records)
    compared = numbers = 0
    for fact in facts:
        found = match(urlsplit(fact["url"]))
        assert found is not None, fact["url"]
        (page,) = calls([Wanted(found.ref)])
        assert page.url == fact["url"]
        record = records[found.ref]
        assert record.url == fact["url"]
        assert titles.key(record.title) == titles.key(fact["title"])
        assert len(record.authors) == len(fact["authors"])
        names = [name.removeprefix("and ").rstrip("*⁴ ") for name in fact["authors"]]
        if not any(mark in name for name in names for mark in "†[("):
            assert [author.name for author in record.authors] == names
        assert (record.year, record.venue) == (fact["year"], f"ECCV {fact['year']}")
        if "pdf" in fact:
            other = match(urlsplit(fact["pdf"]))
            assert other is not None
            numbers += other != found
            assert records[other.ref].title == record.title
            assert records[other.ref].pdf == fact["pdf"]
        assert ("doi" in fact) == (record.doi is not None)
        compared += 1
    assert compared > 2_000
    assert numbers > 1_000
