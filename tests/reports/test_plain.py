"""What is printed cannot command a terminal, and counts read as people write them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.reports.plain import count, duration, printable


@given(st.text(st.characters()))
def test_no_control_character_survives(text: str) -> None:
    shown = printable(text)
    assert not any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} for letter in shown)
    shown.encode("utf-8")


@pytest.mark.parametrize("text", ["a b", "論文 · Měch", "🧪"])
def test_plain_text_stays(text: str) -> None:
    assert printable(text) == text


def test_a_title_cannot_colour_the_terminal_or_turn_its_text_around() -> None:
    assert "\x1b" not in printable("\x1b[31mred")
    assert "\u202e" not in printable("\u202eabc")


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 papers"), (1, "1 paper"), (1480, "1,480 papers")]
)
def test_count(number: int, told: str) -> None:
    assert count(number, "paper") == told


@pytest.mark.parametrize(
    ("seconds", "told"), [(0, "under a minute"), (118, "about 2 min"), (7300, "about 2 h")]
)
def test_duration(seconds: float, told: str) -> None:
    assert duration(seconds) == told
