"""DataCite: batches, short pages, and what its fields mean."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Reply
from enricher.indexes.datacite import calls, parse, read, takes, without_abstract
from enricher.models import Author, PaperRef, Record, Wanted

FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "datacite"
RECORDED = Path(__file__).parents[3] / "shared" / "recorded" / "datacite"

LIPICS = PaperRef("doi", "10.4230/lipics.tqc.2013.93")
ZENODO = PaperRef("doi", "10.5281/zenodo.48440")
PREPRINT = PaperRef("doi", "10.57967/hf/0001")
ABSENT = PaperRef("doi", "10.5281/zenodo.1")
BATCH = (LIPICS, ZENODO, PREPRINT)
PREPRINT_TYPES = {"resourceTypeGeneral": "Preprint"}


def call_for(*refs: PaperRef) -> Call:
    (call,) = calls([Wanted(ref) for ref in refs])
    return call


def answer(call: Call, name: str, status: int = 200) -> Answer:
    return read(call, Reply(status, call.url, {}, (FOLDER / f"handmade_{name}").read_bytes()))


def record(**fields: Any) -> Record:
    """The record of a work with these attributes."""
    attributes = {"doi": ZENODO.id, "titles": [{"title": "A Title"}], **fields}
    body = json.dumps({"data": {"attributes": attributes}}).encode()
    return parse(read(call_for(ZENODO), Reply(200, "", {}, body)).records)[ZENODO]


def test_a_work() -> None:
    (raw,) = answer(call_for(LIPICS), "work.json").records
    assert (raw.kind, raw.date) == ("published", "2013-11-13")
    assert parse([raw])[LIPICS] == Record(
        ref=LIPICS,
        provider="datacite",
        title="The Minimum Size of Qubit Unextendible Product Bases",
        authors=(Author("Nathaniel Johnston", "Nathaniel", "Johnston"),),
        type="conference",
        booktitle="LIPIcs, Volume 22, TQC 2013",
        year=2013,
        published="2013-11-13",
        doi=LIPICS.id,
        url="https://doi.org/10.4230/lipics.tqc.2013.93",
        abstract="Made up: nothing of the paper stands here.",
        pages="93-105",
        volume="22",
    )
    bare = raw._replace(body=without_abstract(raw))
    assert "Made up" not in bare.body
    assert parse([bare])[LIPICS].abstract is None


def test_a_batch_is_read_by_doi() -> None:
    found = answer(call_for(*BATCH), "works.json")
    records = parse(found.records)
    assert set(records) == set(BATCH)
    assert found.missing == ()
    zenodo = records[ZENODO]
    assert zenodo.title.startswith("Analysis Tools")
    assert zenodo.authors == (
        Author("Kristian Garza", "Kristian", "Garza"),
        Author("A Made-Up Group, Its Department"),
        Author("Ada Example", "Ada", "Example"),
    )
    assert (zenodo.type, zenodo.year) == ("report", 2016)
    assert zenodo.abstract == "Two lines. One text."
    assert zenodo.same_as == (
        PaperRef("doi", "10.5281/zenodo.999999"),
        PaperRef("arxiv", "1603.02754"),
    )
    kinds = {raw.ref: (raw.kind, raw.date) for raw in found.records}
    assert kinds[PREPRINT] == ("preprint", "2023-11-09")


def test_who_is_absent_from_a_whole_page_is_missing_but_not_from_a_short_one() -> None:
    call = call_for(*BATCH, ABSENT)
    assert answer(call, "works.json").missing == (ABSENT,)
    assert answer(call, "works_short_page.json").missing == ()
    assert answer(call_for(ABSENT), "not_found.json", 404).missing == (ABSENT,)


@pytest.mark.parametrize("name", ["not_found.json", "works.json"])
def test_what_is_no_document_of_the_kind_is_an_error(name: str) -> None:
    with pytest.raises(ReplyError):
        answer(call_for(ZENODO), name)
    with pytest.raises(ReplyError):
        answer(call_for(*BATCH), "not_found.json")


@pytest.mark.parametrize("status", [301, 404, 418])
def test_other_statuses_are_errors_for_a_batch(status: int) -> None:
    with pytest.raises(ReplyError, match=str(status)):
        answer(call_for(*BATCH), "works.json", status)


def test_another_work_is_an_error() -> None:
    with pytest.raises(ReplyError, match="another work"):
        answer(call_for(ZENODO), "work.json")


def test_a_refused_batch_is_asked_for_in_halves_and_a_refused_paper_is_rejected() -> None:
    found = answer(call_for(*BATCH), "not_found.json", 400)
    assert [call.refs for call in found.next] == [BATCH[:1], BATCH[1:]]
    (rejected,) = answer(call_for(ZENODO), "not_found.json", 400).rejected
    assert rejected.ref == ZENODO


def test_a_batch_is_a_query_of_phrases() -> None:
    query = parse_qs(urlsplit(call_for(LIPICS, ZENODO).url).query)
    assert query["query"] == [f'doi:("{LIPICS.id}" OR "{ZENODO.id}")']
    assert query["page[size]"] == ["2"]


def test_only_what_has_a_doi_is_taken() -> None:
    assert takes(Wanted(ZENODO))
    assert takes(Wanted(PaperRef("doi", "10.1145/1.2")))
    assert takes(Wanted(PaperRef("arxiv", "1603.02754")))
    assert not takes(Wanted(PaperRef("arxiv", "nonsense")))
    assert not takes(Wanted(PaperRef("pmlr", "v80/bender18a")))
    assert not takes(Wanted(PaperRef("doi", "nonsense")))


@pytest.mark.parametrize(
    ("general", "own", "ours"),
    [
        ("JournalArticle", None, "journal"),
        ("ConferencePaper", "Paper", "conference"),
        ("Dissertation", "PhD thesis", "thesis"),
        ("Text", "Working paper", "preprint"),
        ("Dataset", "Dataset", None),
        (None, None, None),
    ],
)
def test_types(general: str | None, own: str | None, ours: str | None) -> None:
    made = record(types={"resourceTypeGeneral": general, "resourceType": own})
    assert made.type == ours


@pytest.mark.skipif(not RECORDED.exists(), reason="known facts are not beside this checkout")
def test_recorded_works() -> None:
    seen = 0
    for path in sorted(RECORDED.glob("*.body.json")):
        attributes = json.loads(path.read_bytes())["data"]["attributes"]
        ref = PaperRef("doi", attributes["doi"])
        made = parse(read(call_for(ref), Reply(200, "", {}, path.read_bytes())).records)[ref]
        assert made.title == attributes["titles"][0]["title"]
        expected = [f"{each['givenName']} {each['familyName']}" for each in attributes["creators"]]
        assert [author.name for author in made.authors] == expected
        assert (made.doi, made.year) == (ref.id, attributes["publicationYear"])
        assert made.abstract
        assert bool(made.arxiv) == ref.id.startswith("10.48550/")
        seen += 1
    assert seen >= 8


def test_papers_of_arxiv_are_asked_for_by_their_dois_and_keep_their_names() -> None:
    """Their records read as arXiv's own do: no DOI but a publisher's, and arXiv's own page."""
    refs = (PaperRef("arxiv", "1902.02534"), PaperRef("arxiv", "hep-th/9901001"), ZENODO)
    call = call_for(*refs)
    assert "10.48550/arxiv.hep-th/9901001" in parse_qs(urlsplit(call.url).query)["query"][0]
    works = [
        {"attributes": {"doi": doi, "titles": [{"title": title}], "types": PREPRINT_TYPES}}
        for doi, title in (
            ("10.48550/arXiv.hep-th/9901001", "Strings"),
            ("10.48550/arxiv.1902.02534", "Citations"),
        )
    ]
    body = json.dumps({"data": works, "meta": {"total": 2}}).encode()
    told = read(call, Reply(200, call.url, {}, body))
    assert told.missing == (ZENODO,)
    records = parse(told.records)
    assert {ref: record.title for ref, record in records.items()} == {
        refs[0]: "Citations",
        refs[1]: "Strings",
    }
    assert records[refs[1]].url == "https://arxiv.org/abs/hep-th/9901001"
    assert records[refs[1]].arxiv == "hep-th/9901001"
    assert records[refs[1]].doi is None
    (alone,) = read(
        call_for(refs[0]), Reply(200, "", {}, json.dumps({"data": works[1]}).encode())
    ).records
    assert alone.ref == refs[0]
    with pytest.raises(ReplyError, match="another work"):
        read(call_for(refs[1]), Reply(200, "", {}, json.dumps({"data": works[1]}).encode()))
