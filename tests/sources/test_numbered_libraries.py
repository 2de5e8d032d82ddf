"""IEEE Xplore and the ACM Digital Library: ids that people type, and who answers for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.sources import acm, ieee


@given(st.text(max_size=30))
def test_folding_is_done_once(text: str) -> None:
    assert ieee.fold(ieee.fold(text)) == ieee.fold(text)
    assert acm.fold(acm.fold(text)) == acm.fold(text)


@pytest.mark.parametrize(
    ("typed", "id_"), [("08460737", "8460737"), ("8460737", "8460737"), ("0", "0"), ("x", "x")]
)
def test_file_names_of_ieee_have_zeros_before_the_number(typed: str, id_: str) -> None:
    assert ieee.fold(typed) == id_


@pytest.mark.parametrize(
    ("typed", "id_"), [("3292500.3330701", "3330701"), ("3330701", "3330701"), ("1.x", "1.x")]
)
def test_acms_proceedings_are_no_part_of_the_id(typed: str, id_: str) -> None:
    assert acm.fold(typed) == id_


def test_neither_site_is_asked() -> None:
    assert ieee.SOURCE.provider is None
    assert acm.SOURCE.provider is None
    assert ieee.SOURCE.answered_by == ("crossref-numbers",)
    assert acm.SOURCE.answered_by == ("semantic-scholar", "crossref-numbers")
