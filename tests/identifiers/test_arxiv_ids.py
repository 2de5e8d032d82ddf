"""The grammar of arXiv ids: what arXiv issues is read and spelled one way, typos are no papers."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.identifiers.arxiv_ids import (
    ARCHIVES,
    ArxivId,
    fault,
    from_doi,
    is_archive,
    leading,
    parse,
)

MONTHS = st.integers(1, 12).map("{:02}".format)
FOUR_DIGITS = st.builds(
    "{:02}{}.{:04}".format, st.integers(8, 14), MONTHS, st.integers(1, 9_999)
)  # 2008 to 2014
FIVE_DIGITS = st.builds("{:02}{}.{:05}".format, st.integers(15, 68), MONTHS, st.integers(1, 99_999))
OLD = st.builds(
    "{}/{}{}{:03}".format,
    st.sampled_from(sorted(ARCHIVES)),
    st.sampled_from(["92", "93", "99", "00", "06"]),
    MONTHS,
    st.integers(1, 999),
)
IDS = FOUR_DIGITS | FIVE_DIGITS | OLD
VERSIONS = st.none() | st.integers(1, 9_999)


def spelled(paper: str, version: int | None) -> str:
    return paper if version is None else f"{paper}v{version}"


@given(paper=IDS, version=VERSIONS)
def test_every_id_is_read_back(paper: str, version: int | None) -> None:
    assert parse(spelled(paper, version)) == ArxivId(paper, version)


@given(paper=IDS, version=VERSIONS)
def test_case_cue_and_class_make_no_difference(paper: str, version: int | None) -> None:
    text = spelled(paper, version)
    assert parse(text.upper()) == ArxivId(paper, version)
    for around in ("arXiv:{}", "arXiv: {}", "ARXIV:{} [cs.CV]", "arXiv preprint {}", " {}\n"):
        assert parse(around.format(text)) == ArxivId(paper, version), around


@given(paper=IDS, version=VERSIONS)
def test_the_doi_of_every_id_is_read(paper: str, version: int | None) -> None:
    assert from_doi(f"10.48550/arXiv.{spelled(paper, version)}") == ArxivId(paper, version)
    assert from_doi(f"10.48550/ARXIV.{paper}") == ArxivId(paper)
    assert from_doi(f"10.1000/arXiv.{paper}") is None


@given(paper=FIVE_DIGITS | OLD, after=st.sampled_from("0aZ"))
def test_no_letter_or_digit_may_follow(paper: str, after: str) -> None:
    assert leading(paper + after) is None
    assert parse(paper + after) is None


@given(paper=IDS, after=st.sampled_from([".pdf", "/", ")", "，好", "这", " x", "#S1", "."]))
def test_what_else_follows_is_left(paper: str, after: str) -> None:
    assert leading(paper + after) == (ArxivId(paper), len(paper))


@given(st.text() | st.text("0123456789.v/achep-tTh:[] ", max_size=20))
def test_random_text_never_raises_and_what_is_read_reads_the_same(text: str) -> None:
    found = parse(text)
    from_doi(text)
    if found is not None:
        assert parse(found.id) == ArxivId(found.id)


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("1803.02780", ArxivId("1803.02780")),
        ("arXiv:1803.02780", ArxivId("1803.02780")),
        ("arXiv:1803.02780v2 [cs.CV]", ArxivId("1803.02780", 2)),
        ("arXiv preprint 1803.02780", ArxivId("1803.02780")),
        ("arXiv preprint arXiv:1803.02780", ArxivId("1803.02780")),
        ("hep-th/9305059", ArxivId("hep-th/9305059")),
        ("math.GT/0309136v1", ArxivId("math/0309136", 1)),
        ("cond-mat.mes-hall/0702001", ArxivId("cond-mat/0702001")),
        ("q-bio.CB/0601001", ArxivId("q-bio/0601001")),
        ("solv-int/9901001", ArxivId("solv-int/9901001")),
        ("0704.0001", ArxivId("0704.0001")),
        ("1412.9999", ArxivId("1412.9999")),
        ("1501.00001", ArxivId("1501.00001")),
        ("hep-lat/9107001", ArxivId("hep-lat/9107001")),
        ("math/0703456", ArxivId("math/0703456")),
    ],
)
def test_ids(text: str, paper: ArxivId) -> None:
    assert parse(text) == paper


@pytest.mark.parametrize(
    "text",
    [
        *("", "arXiv", "arXiv:", "abc", "v2", "0.0", "１８０３.０２７８０"),
        "2107.1048",  # cut off: five digits since 2015
        "0808.05394",  # four digits until 2014
        "1803.027801",
        "180.02780",
        *("1813.02780", "1800.02780", "5678.9012", "2023.12345"),  # no such month
        *("0703.0001", "9901.0001"),  # the new style began in April 2007
        *("hep-th/0704001", "hep-th/9106001", "hep-th/9913001"),
        *("0000.0000", "1803.00000", "hep-th/9305000"),
        *("hep-th/930505", "hep-th/93050590", "hepth/9305059", "2017/1118", "0112019"),
        *("1803.02780v0", "1803.02780v02", "1803.02780v", "1803.02780v12345"),
        *("1803.02780 and more", "1803.02780.", "cond—mat/0709123", "hep-th 9305059"),
    ],
)
def test_what_is_no_id(text: str) -> None:
    assert parse(text) is None


def test_archives_with_and_without_a_class() -> None:
    assert all(map(is_archive, ["cs", "cs.CV", "cond-mat.mes-hall", "eess.SY", "HEP-TH"]))
    assert not any(map(is_archive, ["", "68T05", "I.2.6", "abs", "cs.CV.x", "hepth"]))


@pytest.mark.timed
@pytest.mark.parametrize("piece", ["arXiv:", "1803.", "0", "a-", "cs.", " ", "v1", "[cs"])
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(count: int) -> float:
        text = piece * count
        start = time.perf_counter()
        parse(text), leading(text), is_archive(text), from_doi(text), fault(text)
        return time.perf_counter() - start

    seconds(1_000)
    assert seconds(200_000) < 0.5


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{4}\.[0-9]{1,7}|[a-z-]{2,8}/[0-9]{5,8}"))
def test_an_id_has_no_fault_and_a_fault_is_no_id(text: str) -> None:
    assert not (leading(text) and fault(text))


@pytest.mark.parametrize("text", ["", "abc", "2504.", "cs/", "list/recent", "1234", "a1803.1"])
def test_what_looks_like_no_id_has_no_fault(text: str) -> None:
    assert fault(text) == ""
