"""Lines on a narrow terminal: broken or cut between words, and nothing is lost or too wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from enricher.reports.plain import fitted, wrapped

words = st.text(st.sampled_from("abé標 "), max_size=80).map(lambda text: " ".join(text.split()))
lines = st.tuples(st.integers(0, 4), words.filter(bool)).map(lambda pair: " " * pair[0] + pair[1])


@given(lines, st.integers(10, 60))
def test_wrapping_keeps_every_word_whole_and_in_order(line: str, width: int) -> None:
    parts = wrapped(line, width)
    assert " ".join(parts).split() == line.split()
    for part in parts:
        assert cell_len(part) <= width or len(part.split()) == 1


@given(lines, st.integers(10, 60))
def test_what_fits_stays_as_it_is(line: str, width: int) -> None:
    if cell_len(line) <= width:
        assert wrapped(line, width) == [line]
        assert fitted(line, width) == line
    assert wrapped(line, None) == [line]
    assert fitted(line, None) == line


@given(lines, st.integers(10, 60))
def test_what_is_cut_fits_and_begins_the_same(line: str, width: int) -> None:
    cut = fitted(line, width)
    assert cell_len(cut) <= width
    assert line.startswith(cut.removesuffix("…"))


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("  one two three four", "  one two three…"),
        ("  one two threefour", "  one two…"),
        ("  onetwothreefourfive", "  onetwothreefo…"),
        ("  one, 標標標標標標標標", "  one, 標標標標…"),
    ],
)
def test_a_cut_falls_between_words_where_it_can(line: str, cut: str) -> None:
    assert fitted(line, 16) == cut


def test_wrapped_lines_hang_below_the_first() -> None:
    assert wrapped("  a line of words", 10) == ["  a line", "    of", "    words"]
