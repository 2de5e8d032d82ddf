"""CVF: pages and listings, where a paper's page may be, and what a reply is worth."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Reply
from enricher.models import Author, PaperRef, Record, Wanted
from enricher.sources.cvf import LISTING_FROM, calls, read, smaller
from enricher.sources.cvf.ids import match
from enricher.sources.cvf.records import parse

FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "cvf"
SHARED = Path(__file__).parents[3] / "shared"
SITE = "https://openaccess.thecvf.com"
HAQ = PaperRef(
    "cvf",
    "CVPR2019/Wang_HAQ_Hardware-Aware_Automated_Quantization_With_Mixed_Precision_CVPR_2019",
)
MOCO = PaperRef(
    "cvf",
    "CVPR2020/He_Momentum_Contrast_for_Unsupervised_Visual_Representation_Learning_CVPR_2020",
)
CONVNEXT = PaperRef(
    "cvf",
    "CVPR2023/Woo_ConvNeXt_V2_Co-Designing_and_Scaling_ConvNets_With_Masked_Autoencoders_CVPR_2023",
)


def page_of(ref: PaperRef, *urls: str) -> Call:
    (call,) = calls([Wanted(ref, urls)])
    assert call.purpose == "page"
    return call


def answer(call: Call, name: str, status: int = 200) -> Answer:
    body = (FOLDER / f"handmade_{name}.html").read_bytes()
    return read(call, Reply(status, call.url, {}, body))


def listing(conference: str, *refs: PaperRef, purpose: str = "listing") -> Call:
    return Call(f"{SITE}/{conference}?day=all", refs, purpose)


def record_of(found: Answer, ref: PaperRef) -> Record:
    return parse(found.records)[ref]


# ---------------------------------------------------------------------------------- pages


def test_a_page() -> None:
    found = answer(page_of(HAQ), "page_2019")
    folder = f"{SITE}/content_CVPR_2019"
    stem = HAQ.id.partition("/")[2]
    assert record_of(found, HAQ) == Record(
        ref=HAQ,
        provider="cvf",
        title="HAQ: Hardware-Aware Automated Quantization With Mixed Precision",
        authors=(
            Author("Kuan Wang", "Kuan", "Wang"),
            Author("Zhijian Liu", "Zhijian", "Liu"),
            Author("Yujun Lin", "Yujun", "Lin"),
            Author("Ji Lin", "Ji", "Lin"),
            Author("Song Han", "Song", "Han"),
        ),
        type="conference",
        venue="CVPR 2019",
        booktitle="Proceedings of the IEEE/CVF Conference on Computer Vision and "
        "Pattern Recognition",
        year=2019,
        arxiv="1811.08886",
        url=f"{folder}/html/{stem}_paper.html",
        pdf=f"{folder}/papers/{stem}_paper.pdf",
        abstract="Made up: nothing of the paper stands here.",
        pages="8612-8620",
    )


def test_a_page_is_kept_as_its_tags() -> None:
    (raw,) = answer(page_of(HAQ), "page_2019").records
    assert raw.kind == "published"
    assert all(line.startswith('<meta name="citation_') for line in raw.body.splitlines())


@pytest.mark.parametrize("name", ["captcha", "page_cut_off"])
def test_what_is_no_whole_paper_page_is_an_error(name: str) -> None:
    with pytest.raises(ReplyError):
        answer(page_of(HAQ), name)


@pytest.mark.parametrize(("name", "status"), [("frame_without_paper", 200), ("captcha", 404)])
def test_a_paper_that_is_not_there_is_missing(name: str, status: int) -> None:
    found = answer(page_of(CONVNEXT), name, status)
    assert found == Answer(missing=(CONVNEXT,))


@pytest.mark.parametrize("status", [301, 400, 418])
def test_other_statuses_are_errors(status: int) -> None:
    with pytest.raises(ReplyError, match=str(status)):
        answer(page_of(HAQ), "page_2019", status)


@pytest.mark.parametrize(
    ("id_", "pages"),
    [
        ("CVPR2021/X_Y", ["content/CVPR2021/html/X_Y_paper.html"]),
        ("CVPR2022W/WAD/X", ["content/CVPR2022W/WAD/html/X_paper.html"]),
        (
            "CVPR2018/X_Y",
            ["content_cvpr_2018/html/X_Y_paper.html", "content_CVPR_2018/html/X_Y_paper.html"],
        ),
        (
            "WACV2020/X",
            ["content_WACV_2020/html/X_paper.html", "content_wacv_2020/html/X_paper.html"],
        ),
        ("CVPR2019W/A%20B/X", ["content_CVPRW_2019/html/A%20B/X_paper.html"]),
        ("ECCV2018W/11129/X", ["content_ECCVW_2018/html/11129/X_paper.html"]),
        (
            "CVPR2018W/w14/X",
            [
                "content_cvpr_2018_workshops/w14/html/X_paper.html",
                "content_CVPR_2018_workshops/w14/html/X_paper.html",
                "content_cvpr_workshops_2018/w14/html/X_paper.html",
            ],
        ),
    ],
)
def test_where_a_page_may_be(id_: str, pages: list[str]) -> None:
    """Each place is asked for in turn, and all of them name the same paper."""
    ref = PaperRef("cvf", id_)
    waiting, asked = [page_of(ref)], []
    while waiting:
        call = waiting.pop()
        if call.purpose == "page":
            asked.append(call.url)
        waiting += read(call, Reply(404, call.url, {}, b"")).next
    assert asked == [f"{SITE}/{page}" for page in pages]
    assert {found.ref for url in asked if (found := match(urlsplit(url)))} == {ref}


# ------------------------------------------------------------------------------- listings


@pytest.mark.parametrize("conference", ["CVPR2019", "CVPR2019W/NTIRE"])
@pytest.mark.parametrize("number", [LISTING_FROM - 1, LISTING_FROM])
def test_many_papers_of_one_conference_are_one_call(conference: str, number: int) -> None:
    refs = [PaperRef("cvf", f"{conference}/X_{i}_CVPR_2019") for i in range(number)]
    made = list(calls([Wanted(ref) for ref in refs]))
    if number < LISTING_FROM or "W" in conference:
        assert [call.purpose for call in made] == ["page"] * number
    else:
        assert made == [Call(f"{SITE}/CVPR2019?day=all", tuple(refs), "listing")]


def test_every_paper_of_a_listing_is_kept() -> None:
    found = answer(listing("CVPR2020", MOCO), "listing_2020")
    records = parse(found.records)
    assert len(records) == 2
    assert found.next == ()
    moco = records[MOCO]
    assert moco.title == "Momentum Contrast for Unsupervised Visual Representation Learning"
    assert [author.name for author in moco.authors] == [
        "Kaiming He", "Haoqi Fan", "Yuxin Wu", "Saining Xie", "Ross Girshick",
    ]  # fmt: skip
    assert moco.authors[0] == Author("Kaiming He", "Kaiming", "He")
    assert (moco.arxiv, moco.pages, moco.venue) == ("1911.05722", None, "CVPR 2020")
    assert moco.url == f"{SITE}/content_CVPR_2020/html/{MOCO.id.partition('/')[2]}_paper.html"


def test_a_later_listing() -> None:
    found = answer(listing("CVPR2023", CONVNEXT), "listing_2023")
    convnext, other = parse(found.records).values()
    assert convnext.pages == "16133-16142"
    assert convnext.authors[5] == Author("In So Kweon", "In So", "Kweon")
    assert other.title == "A Name With Accents & an Ampersand: O(n²)"
    assert [author.name for author in other.authors] == ["Radomír Měch", "Laurens van der Maaten"]
    assert other.authors[1].family == "van der Maaten"


def test_a_listing_and_a_page_agree_on_the_booktitle() -> None:
    listed = record_of(answer(listing("CVPR2020"), "listing_2020"), MOCO)
    assert listed.booktitle == record_of(answer(page_of(HAQ), "page_2019"), HAQ).booktitle


def test_what_a_listing_lacks_is_asked_for_by_page() -> None:
    absent = PaperRef("cvf", "CVPR2020/X_Absent_CVPR_2020")
    found = answer(listing("CVPR2020", MOCO, absent), "listing_2020")
    assert [call.refs for call in found.next] == [(absent,)]


def test_a_listing_of_days_or_none_leads_to_the_pages() -> None:
    call = listing("CVPR2019", HAQ)
    (page,) = answer(call, "listing_of_days").next
    assert page == page_of(HAQ)
    (page,) = answer(call, "captcha", 404).next
    assert page == page_of(HAQ)
    assert list(smaller(call, [Wanted(HAQ)])) == [page_of(HAQ)]
    assert list(smaller(page_of(HAQ), [Wanted(HAQ)])) == []


def test_a_listing_that_was_cut_off_is_an_error() -> None:
    with pytest.raises(ReplyError, match="cut off"):
        answer(listing("CVPR2023", CONVNEXT), "listing_cut_off")


def test_a_supplement_is_found_by_the_words_of_its_name() -> None:
    """From 2019 on a supplement has three words of the title, where its paper has all."""
    name = "Woo_ConvNeXt_V2_Co-Designing_CVPR_2023_supplemental.pdf"
    url = f"{SITE}/content/CVPR2023/supplemental/{name}"
    found = match(urlsplit(url))
    assert found is not None
    page = page_of(found.ref, url)
    (search,) = read(page, Reply(404, page.url, {}, b"")).next
    assert search.url == f"{SITE}/CVPR2023?day=all"
    assert search.seeks == (found.ref.id.partition("/")[2],)
    answered = answer(search, "listing_2023")
    record = record_of(answered, found.ref)
    assert record.title.startswith("ConvNeXt V2")
    assert record.same_as == (CONVNEXT,)
    assert record.url is not None
    assert record.url.endswith(f"{CONVNEXT.id.partition('/')[2]}_paper.html")
    unknown = PaperRef("cvf", "CVPR2023/Woo_Another_Paper_CVPR_2023")
    both = answer(search._replace(refs=(unknown, found.ref), seeks=("", "")), "listing_2023")
    assert both.missing == (unknown,)
    assert record_of(both, found.ref) == record
    assert answer(search, "captcha", 404).missing == (found.ref,)


# ---------------------------------------------------------------------- known, not shipped


@pytest.mark.skipif(not SHARED.exists(), reason="the recorded replies are not beside this checkout")
def test_the_saved_listing_of_2020() -> None:
    body = (SHARED / "recorded" / "cvf" / "listing_CVPR2020_saved.html").read_bytes()
    found = read(listing("CVPR2020"), Reply(200, "", {}, body))
    records = parse(found.records)
    assert len(records) == 1466
    assert all(record.authors for record in records.values())
    with gzip.open(SHARED / "truth" / "cvf.jsonl.gz", "rt", encoding="utf-8") as lines:
        facts = [fact for fact in map(json.loads, lines) if "/content_CVPR_2020/" in fact["url"]]
    for fact in facts:
        ref = match(urlsplit(fact["url"]))
        assert ref is not None
        record = records[ref.ref]
        assert (record.url, record.pdf) == (fact["url"], fact["pdf"])
        assert titles.similar(record.title, fact["title"])
        assert len(record.authors) == len(fact["authors"])
    assert len(facts) > 500


@pytest.mark.skipif(not SHARED.exists(), reason="the known facts are not beside this checkout")
def test_every_known_page_is_the_one_that_is_asked_for() -> None:
    known = 0
    with gzip.open(SHARED / "truth" / "cvf.jsonl.gz", "rt", encoding="utf-8") as lines:
        for fact in map(json.loads, lines):
            page = urlsplit(fact["url"])
            found = match(page)
            assert found is not None
            assert found == match(urlsplit(fact.get("pdf", fact["url"])))
            assert urlsplit(page_of(found.ref).url).path == page.path
            known += 1
    assert known > 16_000
