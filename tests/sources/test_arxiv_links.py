"""Which URLs are arXiv papers: the table of forms, and laws that hold for all ids."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.models import Match, PaperRef
from enricher.sources.arxiv import SOURCE, match

TABLE = Path(__file__).parents[2] / "fixtures" / "urls" / "arxiv.toml"
ROWS: list[dict[str, Any]] = tomllib.loads(TABLE.read_text("utf-8"))["url"]
IDS = st.from_regex(r"(1[5-9]|2[0-5])(0[1-9]|1[0-2])\.[0-9]{4}[1-9]", fullmatch=True) | (
    st.from_regex(r"(hep-th|math|cs|q-bio)/9[2-9](0[1-9]|1[0-2])[0-9]{2}[1-9]", fullmatch=True)
)


@pytest.mark.parametrize("row", ROWS, ids=[row["url"] for row in ROWS])
def test_table(row: dict[str, Any]) -> None:
    paper = row["paper"]
    expected = Match(PaperRef.parse(paper), row.get("version")) if paper else None
    assert match(urlsplit(row["url"])) == expected


def test_the_table_names_no_url_twice_and_has_both_kinds() -> None:
    assert len({row["url"] for row in ROWS}) == len(ROWS)
    assert len([row for row in ROWS if row["paper"]]) >= 45
    assert len([row for row in ROWS if not row["paper"]]) >= 20


def test_every_host_of_a_paper_is_one_of_the_source() -> None:
    hosts = {urlsplit(row["url"]).hostname or "" for row in ROWS if row["paper"]}
    for host in hosts:
        assert any(host == site or host.endswith(f".{site}") for site in SOURCE.hosts), host


@given(
    paper=IDS,
    version=st.none() | st.integers(1, 99),
    host=st.sampled_from(["arxiv.org", "www.arxiv.org", "de.arxiv.org", "ar5iv.labs.arxiv.org"]),
    verb=st.sampled_from(["abs/", "pdf/", "html/", "e-print/", "abs//", ""]),
    tail=st.sampled_from(["", ".pdf", "/", ".", ")", "?a=b", "#x", ",", ";jsession=1", "%20x"]),
)
def test_all_forms_name_the_same_paper(
    paper: str, version: int | None, host: str, verb: str, tail: str
) -> None:
    asked = paper if version is None else f"{paper}v{version}"
    expected = Match(PaperRef("arxiv", paper), version)
    assert match(urlsplit(f"https://{host}/{verb}{asked}{tail}")) == expected
    assert match(urlsplit(f"http://{host.upper()}/{verb}{quote(asked, safe='')}{tail}")) == expected


@given(path=st.text(max_size=60), host=st.sampled_from(SOURCE.hosts))
def test_random_paths_never_raise(path: str, host: str) -> None:
    found = match(urlsplit(f"https://{host}/{quote(path)}"))
    assert found is None or found.ref.source == "arxiv"


@pytest.mark.timed
@pytest.mark.parametrize("piece", ["/", "%20", "/cs", "arXiv:", "%E2%80%8B", "1803.", "/http:"])
def test_hostile_paths_take_linear_time(piece: str) -> None:
    start = time.perf_counter()
    match(urlsplit("https://arxiv.org/abs/" + piece * 100_000))
    assert time.perf_counter() - start < 1
