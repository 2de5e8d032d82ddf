"""OpenAlex: what it is asked, which works are the papers, and where these appeared, if at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.appearances import is_publication, placed
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, RawRecord, Rejected, Reply
from enricher.indexes.openalex import INDEX, calls, parse, read, smaller, takes
from enricher.models import Author, PaperRef, Record, Wanted

FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "openalex"
SHARED = Path(__file__).parents[3] / "shared"
MYTHOS, SAFETY = PaperRef("arxiv", "1606.03490"), PaperRef("arxiv", "2404.14082")
HAQ, ATTENTION = PaperRef("arxiv", "1811.08886"), PaperRef("arxiv", "1706.03762")
CVPR = PaperRef("doi", "10.1109/cvpr.2019.00881")
UNKNOWN = PaperRef("arxiv", "1901.00001")


def call_for(*refs: PaperRef) -> Call:
    (call,) = calls([Wanted(ref) for ref in refs])
    return call


def query(call: Call) -> dict[str, list[str]]:
    return parse_qs(urlsplit(call.url).query, strict_parsing=True)


def body(name: str) -> bytes:
    return (FOLDER / f"handmade_{name}").read_bytes()


def answer(name: str, *refs: PaperRef, status: int = 200) -> Answer:
    call = call_for(*refs)
    return read(call, Reply(status, call.url, {}, body(name)))


def record(name: str, ref: PaperRef) -> Record:
    return parse(answer(name, ref).records)[ref]


def changed(change: Callable[[dict[str, Any]], object]) -> Record:
    """What the CVPR paper's work tells when something in it is another."""
    work = next(
        each for each in json.loads(body("works.json"))["results"] if "HAQ" in each["title"]
    )
    change(work)
    reply = json.dumps({"meta": {"count": 1}, "results": [work]}).encode()
    call = call_for(HAQ)
    return parse(read(call, Reply(200, call.url, {}, reply)).records)[HAQ]


# ------------------------------------------------------------------------------------- calls


def test_dois_are_asked_for_by_doi_and_arxiv_papers_by_their_addresses() -> None:
    dois, arxiv = calls([Wanted(HAQ), Wanted(CVPR), Wanted(MYTHOS), Wanted(HAQ)])
    assert dois.refs == (CVPR,)
    assert query(dois)["filter"] == ["doi:10.1109/cvpr.2019.00881"]
    assert arxiv.refs == (HAQ, MYTHOS)
    field, _, values = query(arxiv)["filter"][0].partition(":")
    assert field == "locations.landing_page_url"
    assert values.split("|") == [
        "http://arxiv.org/abs/1811.08886",
        "https://arxiv.org/abs/1811.08886",
        "https://doi.org/10.48550/arxiv.1811.08886",
        "http://arxiv.org/abs/1606.03490",
        "https://arxiv.org/abs/1606.03490",
        "https://doi.org/10.48550/arxiv.1606.03490",
    ]
    assert query(arxiv)["per_page"] == ["100"]
    assert "locations" in query(arxiv)["select"][0].split(",")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arxiv:hep-th/9901001", True),
        ("arxiv:1811.08886v2", False),
        ("arxiv:nothing", False),
        ("doi:10.1145/3233231", True),
        ("doi:10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2", True),
        ("doi:10.48550/arxiv.1811.08886", False),  # it is arXiv's, and asked for as such
        ("doi:10.1145/a,b", False),
        ("doi:10.1145/a|b", False),
        ("doi:10.1145/a&b", False),
        ("doi:nothing", False),
        ("cvf:CVPR2019/x", False),
    ],
)
def test_only_what_can_stand_in_a_filter_is_taken(text: str, expected: bool) -> None:
    want = Wanted(PaperRef.parse(text))
    assert takes(want) is expected
    assert [call.refs for call in calls([want])] == ([(want.ref,)] if expected else [])


def test_a_filter_holds_no_more_values_than_are_allowed() -> None:
    wanted = [Wanted(PaperRef("arxiv", f"1901.{number:05}")) for number in range(1, 200)]
    wanted += [Wanted(PaperRef("doi", f"10.1145/{'x' * 200}.{number}")) for number in range(120)]
    made = list(calls(wanted))
    assert sorted(ref for call in made for ref in call.refs) == sorted(want.ref for want in wanted)
    for call in made:
        values = query(call)["filter"][0].split("|")
        assert len(values) <= 100
        assert len({ref.source for ref in call.refs}) == 1
        assert len(call.url) < 8_000
    assert [len(call.refs) for call in made if call.refs[0].source == "arxiv"] == [30] * 6 + [19]


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_whatever_a_doi_holds_stays_one_value(suffix: str) -> None:
    ref = PaperRef("doi", f"10.1145/{suffix}")
    for call in calls([Wanted(ref)]):
        assert query(call)["filter"] == [f"doi:{ref.id}"]
        assert not set(ref.id) & set(',|&" ')


def test_a_key_is_needed() -> None:
    assert (INDEX.key_parameter, INDEX.key_header, INDEX.needs_key) == ("api_key", "", True)


# ----------------------------------------------------------------------------------- replies


def test_works_are_known_by_their_doi_and_by_their_copies() -> None:
    found = answer("works.json", ATTENTION, HAQ, SAFETY, MYTHOS)
    assert [raw.ref for raw in found.records] == [ATTENTION, HAQ, SAFETY, MYTHOS]
    assert [raw.kind for raw in found.records] == [
        "preprint",
        "published",
        "preprint",
        "published",
    ]
    assert found.missing == ()
    assert found.records[1].date == "2019-06-01"
    by_doi = answer("works.json", CVPR)
    assert [raw.ref for raw in by_doi.records] == [CVPR]


def test_absent_from_a_whole_page_is_missing_and_from_another_page_not() -> None:
    assert answer("works_none.json", HAQ, MYTHOS) == Answer(missing=(HAQ, MYTHOS))
    short = answer("works_short_page.json", HAQ, MYTHOS)
    assert ([raw.ref for raw in short.records], short.missing) == ([HAQ], ())
    whole = answer("works_of_one_paper.json", HAQ, MYTHOS)
    assert ([raw.ref for raw in whole.records], whole.missing) == ([HAQ], (MYTHOS,))
    assert answer("works.json", UNKNOWN) == Answer()  # other works than asked for prove nothing


def test_a_refused_batch_is_halved() -> None:
    halves = answer("bad_request.json", HAQ, MYTHOS, SAFETY, status=400).next
    assert [call.refs for call in halves] == [(HAQ,), (MYTHOS, SAFETY)]
    assert list(smaller(call_for(HAQ, MYTHOS, SAFETY), [])) == list(halves)
    assert answer("bad_request.json", HAQ, status=400) == Answer(
        rejected=(Rejected(HAQ, "OpenAlex does not take this id"),)
    )


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (200, b"<html>wait</html>", "no page of works"),
        (200, b'{"results": []}', "no page of works"),
        (200, b"[]", "no page of works"),
        (418, b"", "418"),
        (404, b"{}", "404"),
    ],
)
def test_anything_else_is_an_error(status: int, body: bytes, why: str) -> None:
    call = call_for(HAQ, MYTHOS)
    with pytest.raises(ReplyError, match=why):
        read(call, Reply(status, call.url, {}, body))


# ----------------------------------------------------------------------------------- records


def test_a_paper_of_a_conference() -> None:
    assert record("works.json", HAQ) == Record(
        ref=HAQ,
        provider="openalex",
        title="HAQ: Hardware-Aware Automated Quantization With Mixed Precision",
        authors=(
            Author("Kuan Wang"),
            Author("Zhijian Liu"),
            Author("Yujun Lin"),
            Author("Ji Lin"),
            Author("Song Han"),
        ),
        type="conference",
        booktitle="2019 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)",
        year=2019,
        doi="10.1109/cvpr.2019.00881",
        pages="8604-8612",
        same_as=(CVPR,),
    )
    assert placed(record("works.json", HAQ)).venue == "CVPR 2019"


def test_a_paper_of_a_journal() -> None:
    mythos = record("works.json", MYTHOS)
    assert (mythos.type, mythos.journal, mythos.booktitle) == (
        "journal",
        "Communications of the ACM",
        None,
    )
    assert (mythos.year, mythos.volume, mythos.pages) == (2018, "61", "36-43")


@pytest.mark.parametrize("ref", [SAFETY, ATTENTION])
def test_repositories_and_preprint_servers_are_no_venues(ref: PaperRef) -> None:
    found = record("works.json", ref)
    assert (found.type, found.booktitle, found.journal, found.doi) == ("preprint", None, None, None)
    assert found.same_as == ()
    assert not is_publication(placed(found))


def test_of_several_works_a_publication_is_taken_and_a_workshop_last() -> None:
    assert record("works_of_one_paper.json", HAQ).doi == "10.1109/cvpr.2019.00881"
    (raw,) = answer("works_of_one_paper.json", HAQ).records
    assert len(json.loads(raw.body)) == 3
    assert (raw.kind, raw.date) == ("published", "2019-06-01")


def place(**fields: object) -> Callable[[dict[str, Any]], object]:
    return lambda work: work["primary_location"].update(fields)


def source(name: str, type_: str) -> dict[str, str]:
    return {"display_name": name, "type": type_}


@pytest.mark.parametrize(
    "change",
    [
        place(version="submittedVersion"),
        place(version=None),
        place(raw_type="posted-content"),
        place(raw_type="peer-review"),
        place(raw_type=None),
        place(raw_source_name=None),
        place(source=source("arXiv (Cornell University)", "repository")),
        place(landing_page_url="https://doi.org/10.1109/another.1"),
        place(landing_page_url="https://dblp.org/rec/conf/cvpr/x"),
        place(landing_page_url=None),
        lambda work: work.update(doi="https://doi.org/10.48550/arxiv.1811.08886"),
        lambda work: work.update(doi=None),
        lambda work: work.update(primary_location=None),
        lambda work: work.update(publication_year=2015),
        lambda work: work["locations"].append(
            {"landing_page_url": "https://arxiv.org/abs/1901.00001v2"}
        ),
    ],
)
def test_what_is_not_sure_is_no_publication(change: Callable[[dict[str, Any]], object]) -> None:
    found = changed(change)
    assert (found.type, found.booktitle, found.journal, found.doi) == ("preprint", None, None, None)
    assert found.pages is None


def test_the_year_in_the_name_of_proceedings_is_theirs() -> None:
    assert changed(lambda work: work.update(publication_year=2020)).year == 2019
    name = "Proceedings of the AAAI Conference on Artificial Intelligence"
    aaai = changed(place(raw_source_name=name, raw_type="journal-article"))
    assert (aaai.year, placed(aaai).venue) == (2019, "AAAI 2019")


def test_names_come_without_markup_and_fall_back_to_the_sources() -> None:
    assert changed(place(raw_source_name="Networks &amp; Media")).booktitle == "Networks & Media"
    named = place(raw_source_name="", source=source("A Conference", "conference"))
    assert changed(named).booktitle == "A Conference"
    assert changed(place(raw_source_name="CVPR Workshops")).type == "workshop"


def test_a_record_of_another_form_is_left_out() -> None:
    (raw,) = answer("works.json", HAQ).records
    assert (
        parse([raw._replace(form="work"), raw._replace(body="[]"), RawRecord(HAQ, "works", "{")])
        == {}
    )


# ---------------------------------------------------------------------- known, not shipped

RECORDED = SHARED / "recorded" / "openalex"


@pytest.mark.skipif(not SHARED.exists(), reason="the recorded replies are not beside this checkout")
def test_recorded_works() -> None:
    told: dict[str, str] = {}
    for path in sorted(RECORDED.glob("*.body.json")):
        work = json.loads(path.read_bytes())
        ref = PaperRef("doi", work["doi"].removeprefix("https://doi.org/").lower())
        if not takes(Wanted(ref)):
            continue
        reply = json.dumps({"meta": {"count": 1}, "results": [work]}).encode()
        call = call_for(ref)
        found = read(call, Reply(200, call.url, {}, reply))
        assert [raw.ref for raw in found.records] + list(found.missing) == [ref]
        for each in parse(found.records).values():
            told[ref.id] = f"{each.type} {each.booktitle or each.journal} {each.year} {each.pages}"
    sigmod = "Proceedings of the 2021 International Conference on Management of Data"
    assert told["10.1145/3448016.3452841"] == f"conference {sigmod} 2021 1386-1399"
    assert told["10.1038/hdy.2013.26"] == "journal Heredity 2013 122-130"
    assert told["10.1101/097196"] == "preprint None 2016 None"  # bioRxiv
    assert told["10.53731/ybhah-9jy85"] == "preprint None 2023 None"  # a blog
    assert len(told) > 15
