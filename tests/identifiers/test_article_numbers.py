"""The numbers of IEEE Xplore and of the ACM Digital Library, in the URLs that hold them."""

from __future__ import annotations

import time
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.identifiers import article_numbers
from enricher.identifiers.article_numbers import AcmNumber

XPLORE = "https://ieeexplore.ieee.org"
NUMBERS = st.integers(1, 99_999_999)


@given(number=NUMBERS, zeros=st.integers(0, 2))
def test_every_form_of_ieee_names_the_same_number(number: int, zeros: int) -> None:
    shown = "0" * zeros + str(number)
    for path in (
        f"document/{shown}",
        f"abstract/document/{shown}/",
        f"document/{shown}/authors#authors",
        f"stamp/stamp.jsp?tp=&arnumber={shown}",
        f"stampPDF/getPDF.jsp?arnumber={shown}",
        f"xpl/articleDetails.jsp?arnumber={shown}",
        f"xpl/freeabs_all.jsp?arnumber={shown}",
        f"xpls/abs_all.jsp?arnumber={shown}",
        f"iel7/1/2/{shown}.pdf",
        f"ielx7/1/2/{shown}.pdf?tp=&arnumber={number}",
    ):
        assert article_numbers.ieee(urlsplit(f"{XPLORE}/{path}")) == str(number)


@given(one=NUMBERS, other=NUMBERS)
def test_a_url_with_two_numbers_names_none(one: int, other: int) -> None:
    url = urlsplit(f"{XPLORE}/document/{one}?arnumber={other}")
    assert article_numbers.ieee(url) == (str(one) if one == other else None)


@given(number=NUMBERS, within=NUMBERS)
def test_acm_has_the_papers_number_last(number: int, within: int) -> None:
    page = "https://dl.acm.org/citation.cfm"
    assert article_numbers.acm(urlsplit(f"{page}?id={number}")) == AcmNumber(str(number))
    both = AcmNumber(str(number), str(within))
    for query in (
        f"id={within}.{number}",
        f"doid={within}.{number}&dl=ACM",
        f"CFID=1&id={within}.{number}",
        f"doid=10.1145/{within}.{number}",
    ):
        assert article_numbers.acm(urlsplit(f"{page}?{query}")) == both


@given(path=st.text(max_size=60), query=st.text(max_size=40))
def test_any_url_has_a_number_or_none(path: str, query: str) -> None:
    url = urlsplit(f"{XPLORE}/{quote(path)}?{query.replace('#', '')}")
    ieee, acm = article_numbers.ieee(url), article_numbers.acm(url)
    assert ieee is None or (ieee.isascii() and ieee.isdecimal() and ieee[0] != "0")
    assert acm is None or (acm.number.isascii() and acm.number.isdecimal())


@pytest.mark.timed
@pytest.mark.parametrize(
    "hostile",
    ["/document/" + "1" * 300_000, "/iel7" + "/1" * 150_000, "/x?" + "arnumber=1x&" * 30_000,
     "/citation.cfm?" + "id=1.2.3&" * 30_000, "/document/1?arnumber=" + " " * 300_000],
)  # fmt: skip
def test_hostile_urls_take_linear_time(hostile: str) -> None:
    url = urlsplit(f"{XPLORE}{hostile}")
    started = time.perf_counter()
    article_numbers.ieee(url)
    article_numbers.acm(url)
    assert time.perf_counter() - started < 1
