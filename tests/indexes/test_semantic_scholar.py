"""Semantic Scholar's index: batches, what a list says, and which of its fields are believed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.errors import ReplyError
from enricher.exchange import JSON, Answer, Call, Reply
from enricher.indexes.semantic_scholar import BATCH, INDEX, calls, parse, read, smaller, takes
from enricher.models import Author, PaperRef, Record, Wanted

FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "semantic-scholar"
SHARED = Path(__file__).parents[3] / "shared"
S2, ARXIV, DOI = "semantic-scholar", "arxiv", "doi"
ATTENTION = PaperRef(S2, "204e3073870fae3d05bcbc2f6a8e263d9b72e776")
UNKNOWN = PaperRef(S2, "f" * 40)
BERT = PaperRef(S2, "CorpusID:52967399")
POINTS = PaperRef(ARXIV, "1904.07850")
NAMES = {
    PaperRef(S2, "a" * 40): "a" * 40,
    PaperRef(S2, "CorpusID:1100384"): "CorpusId:1100384",
    PaperRef(ARXIV, "1904.07850"): "ARXIV:1904.07850",
    PaperRef(ARXIV, "hep-th/9711200"): "ARXIV:hep-th/9711200",
    PaperRef(DOI, "10.18653/v1/n18-3011"): "DOI:10.18653/v1/n18-3011",
    PaperRef("acl", "W12-3903"): "ACL:W12-3903",
    PaperRef("acl", "2020.acl-main.1"): "ACL:2020.acl-main.1",
    PaperRef("acm", "1298487"): "URL:https://dl.acm.org/citation.cfm?id=1298487",
}
NO_NAMES = [
    PaperRef(S2, "a" * 39), PaperRef(S2, "CorpusID:x"), PaperRef(ARXIV, "0112019"),
    PaperRef(DOI, "x"), PaperRef("acm", "J204"), PaperRef("ieee", "8460737"), PaperRef("cvf", "x"),
]  # fmt: skip


def call_for(*refs: PaperRef) -> Call:
    (call,) = calls([Wanted(ref) for ref in refs])
    assert call.refs == refs
    return call


def asked(call: Call) -> list[str]:
    assert call.content is not None
    assert call.content_type == JSON
    return json.loads(call.content)["ids"]


def answer(call: Call, body: str | bytes | object, status: int = 200) -> Answer:
    """What is read in a reply: bytes, a handmade one by its name, or JSON."""
    if isinstance(body, str):
        body = (FOLDER / f"handmade_{body}").read_bytes()
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read(call, Reply(status, call.url, {}, content))


def record_of(ref: PaperRef, body: str | bytes | object) -> Record:
    found = answer(call_for(ref), body)
    assert not found.missing
    return parse(found.records)[ref]


# ------------------------------------------------------------------------------------- calls


@pytest.mark.parametrize(("ref", "name"), NAMES.items(), ids=map(str, NAMES))
def test_a_paper_is_asked_for_as_the_manual_says(ref: PaperRef, name: str) -> None:
    assert takes(Wanted(ref))
    assert asked(call_for(ref)) == [name]


@pytest.mark.parametrize("ref", NO_NAMES, ids=map(str, NO_NAMES))
def test_what_has_no_name_there_is_not_asked_for(ref: PaperRef) -> None:
    assert not takes(Wanted(ref))
    assert list(calls([Wanted(ref), Wanted(POINTS)])) == [call_for(POINTS)]


@given(st.lists(st.sampled_from([*NAMES, *NO_NAMES]), max_size=30))
def test_every_paper_is_asked_for_once(refs: list[PaperRef]) -> None:
    made = list(calls([Wanted(ref) for ref in refs]))
    assert sorted(ref for call in made for ref in call.refs) == sorted({*refs} & NAMES.keys())
    assert all(asked(call) == [NAMES[ref] for ref in call.refs] for call in made)


def test_batches_and_their_halves() -> None:
    refs = [PaperRef(S2, f"{number:040x}") for number in range(BATCH + 1)]
    first, second = calls([Wanted(ref) for ref in refs])
    assert (first.refs, second.refs) == (tuple(refs[:BATCH]), (refs[-1],))
    halves = list(smaller(first, []))
    assert [ref for half in halves for ref in half.refs] == refs[:BATCH]
    assert [len(half.refs) for half in halves] == [BATCH // 2, BATCH // 2]
    assert [asked(half)[0] for half in halves] == [refs[0].id, refs[BATCH // 2].id]
    assert list(smaller(second, [])) == []


def test_addresses_are_asked_for_apart_from_ids() -> None:
    acm = PaperRef("acm", "1298487")
    made = calls([Wanted(acm), Wanted(POINTS)])
    assert [call.refs for call in made] == [(POINTS,), (acm,)]


# ----------------------------------------------------------------------------------- replies


def test_a_list_answers_by_place_and_null_is_missing() -> None:
    found = answer(call_for(ATTENTION, UNKNOWN, BERT, POINTS), "batch.json")
    assert found.missing == (UNKNOWN,)
    assert [(raw.ref, raw.kind, raw.date) for raw in found.records] == [
        (ATTENTION, "published", "2017-06-12"),
        (BERT, "published", "2018-10-11"),
        (POINTS, "preprint", "2019-04-16"),
    ]


@pytest.mark.parametrize("refs", [(ATTENTION,), (ATTENTION, UNKNOWN, BERT, POINTS, UNKNOWN)])
def test_a_list_of_another_length_answers_for_none(refs: tuple[PaperRef, ...]) -> None:
    call = call_for(*refs[:4])._replace(refs=refs)
    with pytest.raises(ReplyError, match=f"4 of {len(refs)} papers"):
        answer(call, "batch.json")


def test_a_list_in_another_order_is_refused_where_its_ids_tell() -> None:
    other = PaperRef(ARXIV, "1706.03762")
    rows = json.loads((FOLDER / "handmade_batch.json").read_bytes())
    with pytest.raises(ReplyError, match="other papers"):
        answer(call_for(POINTS, other), [rows[0], rows[3]])
    assert {raw.ref for raw in answer(call_for(POINTS, other), [rows[3], rows[0]]).records} == {
        POINTS,
        other,
    }


def test_one_paper_that_is_another_is_missing() -> None:
    rows = json.loads((FOLDER / "handmade_batch.json").read_bytes())
    found = answer(call_for(POINTS, BERT), [rows[0], rows[2]])
    assert found.missing == (POINTS,)
    assert [raw.ref for raw in found.records] == [BERT]


def test_acms_number_is_that_of_the_doi() -> None:
    chubby, other = PaperRef("acm", "1298487"), PaperRef("acm", "3330701")
    found = answer(call_for(chubby, other), "acm.json")
    assert found.missing == (other,)
    record = parse(found.records)[chubby]
    assert record.title.startswith("The Chubby Lock Service")
    assert record.booktitle == "USENIX Symposium on Operating Systems Design and Implementation"


def test_one_paper_alone_that_is_not_found_is_missing() -> None:
    assert answer(call_for(UNKNOWN), "not_found.json", 404) == Answer(missing=(UNKNOWN,))
    with pytest.raises(ReplyError, match="404"):
        answer(call_for(UNKNOWN, BERT), "not_found.json", 404)


def test_a_batch_of_which_nothing_is_known_is_missing() -> None:
    found = answer(call_for(UNKNOWN, BERT), "none_known.json", 400)
    assert found == Answer(missing=(UNKNOWN, BERT))


@pytest.mark.parametrize(
    ("name", "status", "why"),
    [
        ("unknown_fields.json", 400, r"400: Unrecognized or unsupported fields: \[colour\]"),
        ("too_many.json", 429, "429"),
        ("gateway.html", 504, "504"),
        ("gateway.html", 200, "no list"),
        ("not_found.json", 200, "no list"),
    ],
)
def test_anything_else_is_an_error(name: str, status: int, why: str) -> None:
    with pytest.raises(ReplyError, match=why):
        answer(call_for(UNKNOWN), name, status)


def test_an_item_that_is_no_paper_is_left_open() -> None:
    found = answer(call_for(UNKNOWN, ATTENTION), [{"title": "no id"}, {"paperId": ATTENTION.id}])
    assert found == Answer(missing=(ATTENTION,))  # known, without a title


FIELD = st.sampled_from(
    ["paperId", "title", "authors", "name", "year", "publicationDate", "venue", "publicationVenue",
     "type", "publicationTypes", "journal", "volume", "pages", "externalIds", "ArXiv", "DOI", "ACL"]
)  # fmt: skip
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELD, inner, max_size=4),
    max_leaves=20,
)


@given(st.lists(JSONS, min_size=1, max_size=2), st.sampled_from([*NAMES]))
def test_any_json_is_read_or_refused_and_parsed(items: list[object], ref: PaperRef) -> None:
    try:
        found = answer(call_for(ref), items)
    except ReplyError:
        return
    assert {raw.ref for raw in found.records} | {*found.missing} <= {ref}
    for record in parse(found.records).values():
        assert record.title
        assert all(author.name for author in record.authors)


# ----------------------------------------------------------------------------------- records


def test_a_paper_of_a_conference() -> None:
    found = answer(call_for(ATTENTION, UNKNOWN, BERT, POINTS), "batch.json")
    assert parse(found.records)[ATTENTION] == Record(
        ref=ATTENTION,
        provider=S2,
        title="Attention is All you Need",
        authors=(
            Author("Ashish Vaswani"),
            Author("Noam M. Shazeer"),
            Author("Niki Parmar"),
            Author("Jakob Uszkoreit"),
            Author("Llion Jones"),
            Author("Aidan N. Gomez"),
            Author("Lukasz Kaiser"),
            Author("I. Polosukhin"),
        ),
        type="conference",
        booktitle="Neural Information Processing Systems",
        year=2017,
        published="2017-06-12",
        arxiv="1706.03762",
        url=f"https://www.semanticscholar.org/paper/{ATTENTION.id}",
        pages="5998-6008",
        same_as=(PaperRef(ARXIV, "1706.03762"),),
    )


def test_the_date_of_another_year_is_the_preprints() -> None:
    found = answer(call_for(ATTENTION, UNKNOWN, BERT, POINTS), "batch.json")
    bert = parse(found.records)[BERT]
    assert (bert.year, bert.published, bert.pages) == (2019, None, "4171-4186")
    assert bert.doi == "10.18653/v1/n19-1423"
    assert bert.same_as == (
        PaperRef(ARXIV, "1810.04805"),
        PaperRef(DOI, "10.18653/v1/n19-1423"),
        PaperRef("acl", "N19-1423"),
        PaperRef(S2, "df2b0e26d0599ce3e70df8a9da02e51594e0e992"),
    )


def test_arxiv_is_no_venue() -> None:
    found = answer(call_for(ATTENTION, UNKNOWN, BERT, POINTS), "batch.json")
    points = parse(found.records)[POINTS]
    assert (points.type, points.booktitle, points.journal) == ("preprint", None, None)
    assert (points.volume, points.pages, points.doi) == (None, None, None)
    assert (points.arxiv, points.url, points.same_as) == ("1904.07850", None, ())
    assert points.authors[2] == Author("Philipp Krähenbühl")


def test_a_mixed_record_is_no_publication() -> None:
    ref = PaperRef(ARXIV, "2210.02414")
    (raw,) = answer(call_for(ref), "mixed.json").records
    record = parse([raw])[ref]
    assert raw.kind == "preprint"
    assert (record.type, record.booktitle, record.doi) == ("preprint", None, None)
    assert record.title == "GLM-130B: An Open Bilingual Pre-trained Model"
    assert record.year == 2022
    # With the year of the conference it is one.
    (mixed,) = json.loads((FOLDER / "handmade_mixed.json").read_bytes())
    record = record_of(ref, [{**mixed, "year": 2023}])
    assert record.booktitle == "International Conference on Learning Representations"
    assert (record.type, record.year, record.doi) == ("conference", 2023, None)


def test_a_paper_of_a_journal() -> None:
    ref = PaperRef(DOI, "10.1038/s41586-021-03819-2")
    record = record_of(ref, "journal.json")
    assert (record.type, record.journal, record.booktitle) == ("journal", "Nature", None)
    assert (record.volume, record.pages) == ("596", "583-589")
    assert record.published == "2021-07-15"
    assert record.same_as == ()


def test_a_paper_of_which_little_is_known() -> None:
    record = record_of(UNKNOWN, "sparse.json")
    assert (record.type, record.booktitle, record.year, record.published) == (
        "preprint", None, None, None,
    )  # fmt: skip
    assert record.authors == (Author("Gabriel Goh"),)
    assert record.same_as == (PaperRef(S2, "3" * 40),)  # the paper that took its place


BOTH = ["JournalArticle", "Conference"]
DISTILL = {"name": "Distill", "volume": "2"}


def known(name: str, type_: str) -> dict[str, str]:
    return {"id": "x", "name": name, "type": type_}


@pytest.mark.parametrize(
    ("told", "type_", "field"),
    [
        ({"publicationVenue": known("Neural Computation", "journal")}, "journal", "journal"),
        ({"publicationVenue": known("SIGGRAPH", "conference")}, "conference", "booktitle"),
        ({"venue": "ICLR"}, "conference", "booktitle"),
        ({"venue": "ICLR (Poster)"}, None, "booktitle"),
        ({"venue": "BlackboxNLP@EMNLP", "publicationTypes": BOTH}, "workshop", "booktitle"),
        ({"venue": "Computer Vision", "publicationTypes": BOTH}, "conference", "booktitle"),
        ({"venue": "IEEE Transactions on Robotics"}, "journal", "journal"),
        ({"venue": "Science", "journal": {"volume": "362"}}, "journal", "journal"),
        ({"publicationTypes": BOTH[:1], "journal": DISTILL}, "journal", "journal"),
        ({"venue": "Springer", "publicationTypes": ["Book"]}, "book", "booktitle"),
    ],
)
def test_what_it_appeared_in(told: dict[str, Any], type_: str | None, field: str) -> None:
    record = record_of(UNKNOWN, [{"paperId": "1", "title": "A Title", "year": 2018, **told}])
    assert record.type == type_
    assert getattr(record, field)
    assert record.venue is None
    assert (record.journal is None) == (field == "booktitle")


@pytest.mark.parametrize(
    "told",
    [
        {"venue": "bioRxiv"}, {"venue": "arXiv (Cornell University)"}, {"venue": "CoRR"},
        {"venue": "SSRN Electronic Journal"}, {"publicationVenue": {"name": "arXiv.org"}},
        {"venue": "ERN: Credit Risk", "externalIds": {"DOI": "10.2139/ssrn.2250500"}},
        {"venue": "ICLR", "externalIds": {"ArXiv": "1412.6980", "DBLP": "journals/corr/KingmaB14"}},
    ],
)  # fmt: skip
def test_no_venues(told: dict[str, Any]) -> None:
    found = answer(call_for(UNKNOWN), [{"paperId": "1", "title": "Title", "year": 2014, **told}])
    assert [raw.kind for raw in found.records] == ["preprint"]
    record = parse(found.records)[UNKNOWN]
    assert (record.type, record.booktitle, record.journal) == ("preprint", None, None)


def test_manners() -> None:
    assert INDEX.operator.interval >= 1.5
    assert INDEX.batch == BATCH <= 500


# ---------------------------------------------------------------------- known, not shipped

RECORDED = sorted((SHARED / "recorded" / "semanticscholar").glob("*.body.json"))


@pytest.mark.skipif(not RECORDED, reason="the recorded replies are not beside this checkout")
def test_recorded_replies() -> None:
    read_well = 0
    for path in RECORDED:
        told = json.loads(path.with_name(f"{path.name}.json").read_bytes())
        ids = json.loads(told["request_body"])["ids"] if told.get("request_body") else ["one"]
        refs = tuple(PaperRef(S2, id_) for id_ in ids)
        call = Call(told["url"], refs, "batch")
        try:
            found = read(call, Reply(told["status"], told["url"], {}, path.read_bytes()))
        except ReplyError:
            continue
        read_well += 1
        assert {*found.missing} | {raw.ref for raw in found.records} == {*refs}
        records = parse(found.records)
        assert records.keys() == {raw.ref for raw in found.records}
        # SSRN, from which two of the recorded papers are, is a preprint server.
        assert {record.type for record in records.values()} <= {"preprint"}
    assert read_well >= 4


def as_sent(fact: dict[str, Any], venue: dict[str, Any] | None, number: int) -> dict[str, Any]:
    """A fact in the shape of the service's answers."""
    name = (venue or {}).get("booktitle") or "arXiv.org"
    return {
        "paperId": f"{number:040x}",
        "externalIds": {"ArXiv": fact["id"], "CorpusId": number},
        "publicationVenue": {"id": "x", "name": name, "type": "conference" if venue else None},
        "title": fact["title"],
        "venue": name,
        "year": int((venue or {}).get("year") or fact["published"][:4]),
        "publicationTypes": ["JournalArticle"],
        "publicationDate": fact["published"][:10],
        "journal": {"name": "ArXiv", "volume": f"abs/{fact['id']}"},
        "authors": [{"authorId": "1", "name": name} for name in fact["authors"]],
    }


@pytest.mark.skipif(not SHARED.exists(), reason="known facts are not beside this checkout")
def test_known_papers_in_the_shape_of_the_service() -> None:
    def facts(name: str) -> list[dict[str, Any]]:
        with gzip.open(SHARED / "truth" / name, "rt", encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    venues = {each["id"]: each for each in facts("venues.jsonl.gz") if each.get("booktitle")}
    whole = [
        fact
        for fact in facts("arxiv.jsonl.gz")
        if fact.get("title") and fact.get("authors") and fact.get("published")
    ]
    (known := [fact for fact in whole if fact["id"] in venues][:100]).extend(whole[:100])
    known = list({fact["id"]: fact for fact in known}.values())
    refs = [PaperRef(S2, f"CorpusID:{number}") for number in range(1, len(known) + 1)]
    sent = [as_sent(fact, venues.get(fact["id"]), at) for at, fact in enumerate(known, 1)]
    (call,) = calls([Wanted(ref) for ref in refs])
    records = parse(answer(call, sent).records)
    assert len(records) == len(known) >= 100
    for ref, fact, item in zip(refs, known, sent, strict=True):
        record = records[ref]
        assert (
            record.title == " ".join(fact["title"].split())
            or "$" in fact["title"]
            or "\\" in (fact["title"])
        )
        assert [author.name for author in record.authors] == [
            " ".join(name.split()) for name in fact["authors"]
        ]
        assert record.year == item["year"]
        assert record.booktitle == (
            venues[fact["id"]]["booktitle"] if fact["id"] in venues else None
        )
        assert record.same_as[0] == PaperRef(ARXIV, fact["id"])
