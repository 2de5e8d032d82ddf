"""Crossref: batches, short pages, titles with markup, and what its fields mean."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Reply
from enricher.indexes.crossref import OTHERS, calls, parse, read, takes, without_abstract
from enricher.models import Author, PaperRef, Record, Wanted

FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "crossref"
SHARED = Path(__file__).parents[3] / "shared"

RESNET = PaperRef("doi", "10.1109/cvpr.2016.90")
XGBOOST = PaperRef("doi", "10.1145/2939672.2939785")
UNET = PaperRef("doi", "10.1007/978-3-319-24574-4_28")
IMAGENET = PaperRef("doi", "10.1007/s11263-015-0816-y")
PREPRINT = PaperRef("doi", "10.1101/2019.12.11.872580")
PUBLISHED = PaperRef("doi", "10.1371/journal.pone.9999999")
BATCH = (XGBOOST, UNET, IMAGENET, PREPRINT)
Json = dict[str, Any]


def call_for(*refs: PaperRef) -> Call:
    (call,) = calls([Wanted(ref) for ref in refs])
    return call


def answer(call: Call, name: str, status: int = 200) -> Answer:
    return read(call, Reply(status, call.url, {}, (FOLDER / f"handmade_{name}").read_bytes()))


def message(*items: Json, total: int | None = None) -> bytes:
    page = {"items": items, "total-results": len(items) if total is None else total}
    return json.dumps({"message": page}).encode()


def record(**fields: Any) -> Record:
    """The record of a paper with these fields, named with ``_`` for ``-``."""
    item = {name.replace("_", "-"): value for name, value in fields.items()}
    item = {"DOI": RESNET.id, "title": ["A Title"], "type": "proceedings-article", **item}
    reply = Reply(200, call_for(RESNET).url, {}, json.dumps({"message": item}).encode())
    return parse(read(call_for(RESNET), reply).records)[RESNET]


def day(*parts: int | None) -> Json:
    return {"date-parts": [list(parts)]}


# ---------------------------------------------------------------------------------- replies


def test_a_work() -> None:
    (raw,) = answer(call_for(RESNET), "work.json").records
    assert (raw.kind, raw.date) == ("published", "2016-06-01")
    assert "reference" not in raw.body
    assert parse([raw])[RESNET] == Record(
        ref=RESNET,
        provider="crossref",
        title="Deep Residual Learning for Image Recognition",
        authors=(
            Author("Kaiming He", "Kaiming", "He"),
            Author("Xiangyu Zhang", "Xiangyu", "Zhang"),
            Author("Shaoqing Ren", "Shaoqing", "Ren"),
            Author("Jian Sun", "Jian", "Sun"),
        ),
        type="conference",
        booktitle="2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)",
        year=2016,
        doi=RESNET.id,
        url="https://doi.org/10.1109/cvpr.2016.90",
        pages="770-778",
    )


def test_a_batch_is_read_by_doi() -> None:
    found = answer(call_for(*BATCH), "works.json")
    records = parse(found.records)
    assert set(records) == set(BATCH)
    assert found.missing == ()
    xgboost = records[XGBOOST]
    assert xgboost.title == "XGBoost: A Scalable Tree Boosting System"
    assert (xgboost.venue, xgboost.published) == ("KDD 2016", "2016-08-13")
    assert xgboost.same_as == (PaperRef("arxiv", "1603.02754"),)
    assert xgboost.arxiv == "1603.02754"
    unet = records[UNET]
    assert (unet.type, unet.venue, unet.year) == ("conference", "MICCAI 2015", 2015)
    assert unet.booktitle is not None
    assert unet.booktitle.startswith("Medical Image Computing")
    imagenet = records[IMAGENET]
    assert (imagenet.journal, imagenet.volume) == (
        "International Journal of Computer Vision",
        "115",
    )
    assert (imagenet.booktitle, imagenet.venue) == (None, None)
    assert (imagenet.year, imagenet.published) == (2015, "2015-04-11")
    assert imagenet.authors[-1] == Author("A Made-Up Consortium")


def test_a_posted_preprint() -> None:
    raw = next(raw for raw in answer(call_for(*BATCH), "works.json").records if raw.ref == PREPRINT)
    assert (raw.kind, raw.date) == ("preprint", "2019-12-12")
    made = parse([raw])[PREPRINT]
    assert made.title == "A made-up preprint on p53 & H₂O"
    assert made.authors == (Author("Ada Example Jr.", "Ada", "Example Jr."),)
    assert (made.type, made.same_as) == ("preprint", (PUBLISHED,))
    assert made.abstract == "Made up: nothing of a paper stands here."
    bare = raw._replace(body=without_abstract(raw))
    assert "Made up" not in bare.body
    assert parse([bare])[PREPRINT].abstract is None


def test_a_404_is_a_missing_paper_only_alone() -> None:
    assert answer(call_for(RESNET), "not_found.txt", 404) == Answer(missing=(RESNET,))
    with pytest.raises(ReplyError, match="404"):
        answer(call_for(*BATCH), "not_found.txt", 404)


def test_who_is_absent_from_a_whole_page_is_missing() -> None:
    call = call_for(*BATCH, RESNET)
    assert answer(call, "works.json").missing == (RESNET,)
    assert answer(call, "works_none.json").missing == call.refs


def test_a_short_page_is_not_believed() -> None:
    found = answer(call_for(*BATCH), "works_short_page.json")
    assert [raw.ref for raw in found.records] == [IMAGENET]
    assert found.missing == ()


def test_a_page_with_other_papers_is_not_believed() -> None:
    found = answer(call_for(RESNET, XGBOOST), "works.json")
    assert found.missing == ()
    assert XGBOOST in {raw.ref for raw in found.records}


def test_a_work_that_cannot_be_read_costs_no_other_one() -> None:
    broken = {"DOI": XGBOOST.id, "title": "no list"}
    body = message({"DOI": RESNET.id, "title": ["A Title"]}, broken)
    found = read(call_for(RESNET, XGBOOST), Reply(200, "", {}, body))
    assert [raw.ref for raw in found.records] == [RESNET]
    assert found.missing == ()


def test_what_has_no_title_is_no_paper() -> None:
    body = message({"DOI": RESNET.id, "title": ["A Title"]}, {"DOI": XGBOOST.id, "title": [" "]})
    found = read(call_for(RESNET, XGBOOST), Reply(200, "", {}, body))
    assert found.missing == (XGBOOST,)


@pytest.mark.parametrize("name", ["captcha.html", "work_cut_off.json", "not_found.txt"])
@pytest.mark.parametrize("refs", [(RESNET,), BATCH])
def test_what_is_no_whole_message_is_an_error(name: str, refs: Sequence[PaperRef]) -> None:
    with pytest.raises(ReplyError):
        answer(call_for(*refs), name)


def test_another_work_is_an_error() -> None:
    with pytest.raises(ReplyError, match="another work"):
        answer(call_for(XGBOOST), "work.json")


def test_a_replaced_doi_leads_to_the_one_in_its_place() -> None:
    old = PaperRef("doi", "10.1109/old.1")
    body = (FOLDER / "handmade_work.json").read_bytes()
    target = "https://api.crossref.org/works/10.1109%2FCVPR.2016.90"
    by_redirect = read(call_for(old), Reply(200, target, {}, body))
    item = {"DOI": RESNET.id, "title": ["A Title"], "aliases": ["10.1109/OLD.1"]}
    reply = Reply(200, call_for(old).url, {}, json.dumps({"message": item}).encode())
    for found in (by_redirect, read(call_for(old), reply)):
        made = parse(found.records)[old]
        assert made.doi == RESNET.id
        assert made.same_as == (RESNET,)


def test_a_refused_batch_is_asked_for_in_halves_and_a_refused_paper_is_rejected() -> None:
    found = answer(call_for(*BATCH), "validation_failure.json", 400)
    assert [call.refs for call in found.next] == [BATCH[:2], BATCH[2:]]
    (rejected,) = answer(call_for(RESNET), "validation_failure.json", 400).rejected
    assert rejected.ref == RESNET


@pytest.mark.parametrize("status", [301, 418])
def test_other_statuses_are_errors(status: int) -> None:
    with pytest.raises(ReplyError, match=str(status)):
        answer(call_for(*BATCH), "works.json", status)


# ------------------------------------------------------------------------------------- calls


def test_a_doi_with_a_comma_is_asked_for_alone() -> None:
    comma = PaperRef("doi", "10.1000/a,b")
    made = list(calls([Wanted(RESNET), Wanted(comma), Wanted(XGBOOST)]))
    assert [call.refs for call in made] == [(RESNET, XGBOOST), (comma,)]
    assert made[1].url == "https://api.crossref.org/works/10.1000%2Fa%2Cb"


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=130, unique=True), st.integers(1, 250))
def test_batches_keep_to_their_size_and_length(numbers: list[int], length: int) -> None:
    refs = [PaperRef("doi", f"10.1000/{'(' * length}{')' * length}{each}") for each in numbers]
    refs = [ref for ref in refs if takes(Wanted(ref))]
    made = list(calls([Wanted(ref) for ref in refs]))
    assert [ref for call in made for ref in call.refs] == refs
    assert all(len(call.refs) <= 50 and len(call.url) < 8_000 for call in made)


@pytest.mark.parametrize("prefix", sorted(OTHERS))
def test_papers_of_datacite_are_not_asked_for(prefix: str) -> None:
    assert not takes(Wanted(PaperRef("doi", f"{prefix}/x.1")))


@pytest.mark.parametrize("ref", [PaperRef("arxiv", "1603.02754"), PaperRef("doi", "nonsense")])
def test_what_is_no_doi_is_not_asked_for(ref: PaperRef) -> None:
    assert not takes(Wanted(ref))


# ------------------------------------------------------------------------------------ fields


@pytest.mark.parametrize(
    ("acronym", "start", "venue"),
    [
        ("WWW '18", 2018, "WWW 2018"),
        ("ESEC/FSE '18:", 2018, "ESEC/FSE 2018"),
        ("SC’18", 2018, "SC 2018"),
        ("IJCAI-2018", 2018, "IJCAI 2018"),
        ("ICSE-SEIP", 2018, "ICSE-SEIP 2018"),
        ("3DV 2018", 2018, "3DV 2018"),
        ("SIGMOD", None, "SIGMOD 2018"),
        ("IJCAI-2011", 2011, None),  # another year's event
        ("UIST '18 Adjunct: a sentence", 2018, None),
        ("", 2018, None),
        (None, 2018, None),
    ],
)
def test_the_venue_is_the_events_acronym(
    acronym: str | None, start: int | None, venue: str | None
) -> None:
    event = {"acronym": acronym, "start": day(start) if start else None}
    assert record(event=event, published=day(2018)).venue == venue


@pytest.mark.parametrize(
    ("crossref", "ours"),
    [
        ("journal-article", "journal"),
        ("proceedings-article", "conference"),
        ("posted-content", "preprint"),
        ("book-chapter", "book"),
        ("dissertation", "thesis"),
        ("report", "report"),
        ("dataset", None),
        (None, None),
    ],
)
def test_types(crossref: str | None, ours: str | None) -> None:
    assert record(type=crossref).type == ours


def test_a_workshop() -> None:
    assert record(container_title=["ICCV Workshops (ICCVW)"]).type == "workshop"


@pytest.mark.parametrize(
    ("dates", "year", "published"),
    [
        ({"published": day(2019, 11, 5), "published_print": day(2020, 1)}, 2020, "2019-11-05"),
        ({"issued": day(2019), "published_online": day(2019, 2, 3)}, 2019, "2019-02-03"),
        ({"issued": day(None)}, None, None),
        ({"issued": {"date-parts": []}}, None, None),
        ({"issued": day(2019, 13, 40)}, 2019, None),
        ({"issued": day(0), "published": day(2019, 2)}, 2019, None),
        ({}, None, None),
    ],
)
def test_dates(dates: Json, year: int | None, published: str | None) -> None:
    made = record(**dates)
    assert (made.year, made.published) == (year, published)


@pytest.mark.parametrize(
    ("page", "pages"),
    [
        ("770-778", "770-778"),
        ("770\u2013778", "770-778"),
        ("12 - 19", "12-19"),
        ("e33693", "e33693"),
        ("7-7", "7"),
        ("1-1", None),
        (None, None),
    ],
)
def test_pages(page: str | None, pages: str | None) -> None:
    assert record(page=page).pages == pages


def test_capitals_stay() -> None:
    assert record(title=["AN ALL CAPS TITLE"]).title == "AN ALL CAPS TITLE"


def test_a_journals_subtitle_is_left_out_for_it_may_be_a_running_head() -> None:
    made = record(type="journal-article", title=["A Title"], subtitle=["RUNNING HEAD"])
    assert made.title == "A Title"
    assert record(title=["A Title: Its Part"], subtitle=["Its part"]).title == "A Title: Its Part"
    assert record(title=["Why?"], subtitle=["Because"]).title == "Why? Because"


def test_names() -> None:
    people: list[Json] = [
        {"given": "Zoë", "family": "O&apos;Neil"},
        {"family": "Plato"},
        {"given": "Sumaryadi", "family": "-"},
        {"name": "ATLAS Collaboration"},
        {"given": " ", "family": None},
        {},
    ]
    assert record(author=people).authors == (
        Author("Zoë O'Neil", "Zoë", "O'Neil"),
        Author("Plato", "", "Plato"),
        Author("Sumaryadi"),
        Author("ATLAS Collaboration"),
    )


# ---------------------------------------------------------------------- known, not shipped

known = pytest.mark.skipif(not SHARED.exists(), reason="known facts are not beside this checkout")


def facts(name: str) -> list[Json]:
    with gzip.open(SHARED / "truth" / name, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def served(call: Call, papers: dict[str, Json]) -> Reply:
    """What a server with these works answers to a call."""
    query = parse_qs(urlsplit(call.url).query)
    if "filter" not in query:
        doi = call.refs[0].id
        found = {"message": papers[doi]} if doi in papers else None
        return Reply(200 if found else 404, call.url, {}, json.dumps(found).encode())
    asked = [each.removeprefix("doi:") for each in query["filter"][0].split(",")]
    assert int(query["rows"][0]) == len(asked)
    return Reply(200, call.url, {}, message(*(papers[doi] for doi in asked if doi in papers)))


@known
def test_known_papers_resolve() -> None:
    names = {row["id"]: row for row in facts("arxiv.jsonl.gz") if row.get("authors")}
    papers: dict[str, Json] = {}
    for row in facts("venues.jsonl.gz"):
        if row.get("doi") and row.get("year") and row["id"] in names:
            paper = names[row["id"]]
            papers[row["doi"].lower()] = {
                "DOI": row["doi"],
                "type": "proceedings-article",
                "title": [paper["title"].replace("&", "&amp;")],
                "author": [_parts(name) for name in paper["authors"] if name.strip()],
                "container-title": [row.get("booktitle") or "Proceedings"],
                "issued": day(int(row["year"])),
            }
    absent = PaperRef("doi", "10.99999/absent")
    refs = [PaperRef("doi", doi) for doi in papers]
    wanted = [Wanted(ref) for ref in (*refs, absent) if takes(Wanted(ref))]
    answers = [read(call, served(call, papers)) for call in calls(wanted)]
    assert [ref for each in answers for ref in each.missing] == [absent]
    records = parse([raw for each in answers for raw in each.records])
    assert len(records) == len(wanted) - 1 >= 20
    for ref, made in records.items():
        truth = papers[ref.id]
        assert titles.key(made.title) == titles.key(truth["title"][0].replace("&amp;", "&"))
        assert [a.name for a in made.authors] == [
            " ".join(filter(None, (each.get("given"), each["family"]))) for each in truth["author"]
        ]
        assert [made.year] == truth["issued"]["date-parts"][0]


def _parts(name: str) -> Json:
    given, _, family = " ".join(name.split()).rpartition(" ")
    return {"given": given, "family": family} if given else {"family": family}


@known
def test_recorded_works() -> None:
    seen = 0
    for path in sorted((SHARED / "recorded" / "crossref").glob("*.body.json")):
        body = path.read_bytes()
        found = json.loads(body).get("message") if body.startswith(b"{") else None
        if not isinstance(found, dict):
            continue
        items = found.get("items") or ([found] if "type" in found else [])
        items = [item for item in items if "DOI" in item]
        if items:
            seen += _compare(body, items, "items" in found)
    assert seen >= 140


def _compare(body: bytes, items: Iterable[Json], many: bool) -> int:
    papers = {item["DOI"].lower(): item for item in items}
    refs = tuple(PaperRef("doi", doi) for doi in papers)
    url = f"https://api.crossref.org/works/{refs[0].id}"
    found = read(Call(url, refs, "works" if many else "work"), Reply(200, url, {}, body))
    records = parse(found.records)
    for ref in refs:
        item = papers[ref.id]
        if not item.get("title"):
            assert ref not in records
            continue
        made = records[ref]
        assert made.doi == ref.id
        assert len(made.authors) == len(item.get("author", ()))
        assert bool(made.abstract) == bool(item.get("abstract"))
        years = [part[0] for part in item.get("issued", {}).get("date-parts", [[None]])]
        assert made.year is None or years == [None] or abs(made.year - years[0]) <= 2
        assert made.year is not None or years == [None]
    return len(records)
