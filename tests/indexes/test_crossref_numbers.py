"""Crossref by the numbers of IEEE Xplore and of the ACM Digital Library: never a wrong paper."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Reply
from enricher.indexes.crossref import INDEX as CROSSREF
from enricher.indexes.crossref_numbers import INDEX, calls, parse, read, takes
from enricher.models import Author, PaperRef, Record, Wanted

FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "crossref-numbers"
SHARED = Path(__file__).parents[3] / "shared"
WIDGETS = PaperRef("ieee", "5308146")
WIDGETS_TITLE = "A review of the widget landscape and incompatibilities between widget engines"
WASM, WASM_TITLE = PaperRef("acm", "3062363"), "Bringing the web up to speed with WebAssembly"
SURVEY = PaperRef("acm", "3236009")


def call_for(ref: PaperRef, *texts: str, url: str = "") -> Call:
    (call,) = calls([Wanted(ref, (url,) if url else (), texts)])
    assert call.refs == (ref,)
    return call


def query(call: Call) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(call.url).query).items()}


def answer(call: Call, name: str, status: int = 200) -> Answer:
    body = (FOLDER / f"handmade_{name}").read_bytes()
    return read(call, Reply(status, call.url, {}, body))


# ------------------------------------------------------------------------------------- calls


def test_a_paper_of_ieee_is_searched_for_by_the_longest_text_of_its_links() -> None:
    call = call_for(WIDGETS, "[PDF]", f"**{WIDGETS_TITLE}**", "the widget review")
    asked = query(call)
    assert asked["query.bibliographic"] == WIDGETS_TITLE
    assert asked["filter"] == "member:263"
    assert {"DOI", "title", "author", "resource", "link"} <= {*asked["select"].split(",")}


@pytest.mark.parametrize(
    "text",
    ["", "pdf", "IEEE Xplore", "[1]", "https://ieeexplore.ieee.org/document/5308146", "x" * 99],
)
def test_without_a_title_there_is_nothing_to_look_for_at_ieee(text: str) -> None:
    assert not takes(Wanted(WIDGETS, (), (text,)))
    assert list(calls([Wanted(WIDGETS, (), (text,))])) == []


def test_what_is_known_of_a_paper_is_looked_for_too() -> None:
    known = Record(ref=WIDGETS, provider="x", title=WIDGETS_TITLE)
    (call,) = calls([Wanted(WIDGETS, record=known)])
    assert query(call)["query.bibliographic"] == WIDGETS_TITLE


def test_a_paper_of_acm_is_looked_up_by_its_dois_where_its_url_tells_both_numbers() -> None:
    url = "https://dl.acm.org/citation.cfm?id=3062341.3062363"
    assert query(call_for(WASM, WASM_TITLE, url=url))["filter"] == (
        "doi:10.1145/3062341.3062363,doi:10.1145/3062363"
    )


def test_a_paper_of_acm_is_searched_for_by_title_then_by_its_number_alone() -> None:
    search = call_for(SURVEY, "A survey of methods for explaining black box models")
    assert query(search)["filter"] == "prefix:10.1145"
    (lookup,) = answer(search, "none.json").next
    assert query(lookup)["filter"] == "doi:10.1145/3236009"
    assert lookup == call_for(SURVEY, "pdf")
    record = parse(answer(lookup, "acm_journal.json").records)[SURVEY]
    assert record.title == "A Survey of Methods for Explaining Black Box Models"
    assert (record.type, record.journal, record.year) == ("journal", "ACM Computing Surveys", 2018)


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=400)  # lone surrogates, too


@given(st.lists(ANY_TEXT, max_size=3), st.sampled_from([WIDGETS, WASM]))
def test_any_texts_make_a_url_or_none(texts: list[str], ref: PaperRef) -> None:
    want = Wanted(ref, (), tuple(texts))
    made = list(calls([want]))
    assert len(made) == takes(want)
    for call in made:
        assert len(call.url) < 8_000
        assert call.url.isascii()
        assert not set(call.url) & set(' <>"{}|\\^`#')


def test_bytes_that_are_no_text_are_left_out_of_a_title() -> None:
    call = call_for(WIDGETS, f"{WIDGETS_TITLE}\udce9")
    assert query(call)["query.bibliographic"] == WIDGETS_TITLE


# ----------------------------------------------------------------------------------- replies


def test_only_the_paper_with_the_number_is_taken() -> None:
    found = answer(call_for(WIDGETS, WIDGETS_TITLE), "ieee.json")
    assert found.missing == ()
    assert parse(found.records)[WIDGETS] == Record(
        ref=WIDGETS,
        provider="crossref",
        title=WIDGETS_TITLE,
        authors=(
            Author("Paco Mendes", "Paco", "Mendes"),
            Author("Marcos Caceres", "Marcos", "Caceres"),
            Author("Barry Dwolatzky", "Barry", "Dwolatzky"),
        ),
        type="conference",
        booktitle="AFRICON 2009",
        year=2009,
        doi="10.1109/afrcon.2009.5308146",
        url="https://doi.org/10.1109/afrcon.2009.5308146",
        pages="1-6",
        same_as=(PaperRef("doi", "10.1109/afrcon.2009.5308146"),),
    )


@pytest.mark.parametrize("number", ["5308145", "530814", "53081461", "364000", "2009", "1"])
def test_a_paper_of_the_same_title_and_another_number_is_missing(number: str) -> None:
    ref = PaperRef("ieee", number)
    assert answer(call_for(ref, WIDGETS_TITLE), "ieee.json") == Answer(missing=(ref,))


def test_the_address_of_a_file_tells_the_number_too() -> None:
    ref = PaperRef("ieee", "1203662")
    found = answer(call_for(ref, "Only its file tells the number"), "ieee_file_only.json")
    assert [raw.ref for raw in found.records] == [ref]


def test_two_papers_of_one_number_are_none() -> None:
    ref = PaperRef("ieee", "1203662")
    found = answer(call_for(ref, "The same number twice"), "ieee_twice.json")
    assert found == Answer(missing=(ref,))


def test_a_paper_of_acm_is_that_of_its_proceedings_not_of_the_journal_that_prints_it_again() -> (
    None
):
    record = parse(answer(call_for(WASM, WASM_TITLE), "acm.json").records)[WASM]
    assert (record.title, record.type) == (WASM_TITLE, "conference")
    assert record.doi == "10.1145/3062341.3062363"


def test_the_number_of_a_volume_is_no_papers() -> None:
    ref = PaperRef("acm", "3292500")
    assert answer(call_for(ref, "KDD"), "acm_volume.json") == Answer(missing=(ref,))


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/document/5308146/",
        "https://ieeexplore.ieee.org.example.org/document/5308146/",
        "https://ieeexplore.ieee.org/search?queryText=5308146",
        "https://[ieee.org/document/5308146",
        None,
    ],
)
def test_other_addresses_prove_nothing(url: str | None) -> None:
    def item(address: object) -> dict[str, Any]:
        message = json.loads((FOLDER / "handmade_ieee.json").read_bytes())["message"]
        return {**message["items"][1], "resource": {"primary": address}, "link": None}

    call = call_for(WIDGETS, WIDGETS_TITLE)
    for address in ({"URL": url}, url, None):
        body = json.dumps({"message": {"items": [item(address), 1, None]}}).encode()
        assert read(call, Reply(200, "", {}, body)) == Answer(missing=(WIDGETS,))


@pytest.mark.parametrize(("name", "status"), [("error.html", 503), ("error.html", 200)])
def test_what_is_no_message_is_an_error(name: str, status: int) -> None:
    with pytest.raises(ReplyError):
        answer(call_for(WIDGETS, WIDGETS_TITLE), name, status)


def test_it_takes_turns_with_crossref() -> None:
    assert INDEX.operator == CROSSREF.operator


# ---------------------------------------------------------------------- known, not shipped


@pytest.mark.skipif(not SHARED.exists(), reason="known facts are not beside this checkout")
def test_recorded_works_are_found_by_their_numbers_only() -> None:
    folder = SHARED / "recorded" / "crossref"
    found = 0
    for path in sorted(folder.glob("*.json")):
        if path.with_name(f"{path.name}.json").exists():
            body = path.read_bytes()
            for number in ("5308146", "1203662", "8119554", "2009", "26"):
                ref = PaperRef("ieee", number)
                try:
                    records = parse(
                        read(call_for(ref, "a title that is long enough"), _reply(body)).records
                    )
                except ReplyError:
                    continue
                found += len(records)
                assert all(number in (record.doi or "") for record in records.values())
    assert found >= 2


def _reply(body: bytes) -> Reply:
    return Reply(200, "", {}, body)
