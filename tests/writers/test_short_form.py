"""Authors in short: family names, groups, particles, suffixes, scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.writers.short_form import authors, family_name
from tests.writers.samples import paper


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Renqian Luo", "Luo"),
        ("Quoc V. Le", "Le"),
        ("Luo, Renqian", "Luo"),
        ("Martin Luther King Jr.", "King"),
        ("Martin Luther King, Jr.", "King"),
        ("William Strunk III", "Strunk"),
        ("Laurens van der Maaten", "van der Maaten"),
        ("Luc Van Gool", "Van Gool"),
        ("Le Song", "Song"),
        ("Fernando de la Torre", "de la Torre"),
        ("Vincent Le Guen", "Le Guen"),
        ("Di Wu", "Wu"),
        ("Di He", "He"),
        ("Luo R.", "Luo"),
        ("Luo R. Q.", "Luo"),
        ("R. Luo", "Luo"),
        ("Sukanya", "Sukanya"),
        ("OpenAI", "OpenAI"),
        ("The ATLAS Collaboration", "The ATLAS Collaboration"),
        ("ATLAS Collaboration", "ATLAS Collaboration"),
        ("Gemini Team", "Gemini Team"),
        ("Meta AI", "Meta AI"),
        ("Haizhou Ai", "Ai"),
        ("Gijs van Engelenburg*", "van Engelenburg"),
        ("张三", "张三"),
        ("山田 太郎", "山田 太郎"),
        ("김 철수", "김 철수"),
        ("Yi Zhang (张毅)", "Yi Zhang (张毅)"),
        ("Yi Zhang (UCB)", "Zhang"),
        ("Jürgen  Müller", "Müller"),
        ("Anne-Marie O’Neill", "O’Neill"),
        ("Jr.", "Jr."),
        ("A. B.", "A. B."),
        (",", ","),
        (", X", ", X"),
        ("", ""),
        ("x " + "y" * 200, "y" * 79 + "…"),
    ],
)
def test_family_names(name: str, family: str) -> None:
    assert family_name(name) == family


@pytest.mark.parametrize(
    ("names", "short"),
    [
        ((), ""),
        (("Renqian Luo",), "Luo"),
        (("Renqian Luo", "Xu Tan"), "Luo and Tan"),
        (("Renqian Luo", "Xu Tan", "Rui Wang"), "Luo et al."),
        (("Renqian Luo", "et al."), "Luo et al."),
        (("Renqian Luo", "Xu Tan", "others"), "Luo et al."),
        (("  ", "others"), ""),
        (("OpenAI",), "OpenAI"),
        (("Gemini Team", "Rohan Anil", "x y"), "Gemini Team et al."),
    ],
)
def test_authors(names: tuple[str, ...], short: str) -> None:
    assert authors(paper("1803.02780", authors=names)) == short


@given(st.text(max_size=200))
def test_any_name_is_one_short_line(name: str) -> None:
    short = family_name(name)
    assert len(short) <= 80
    assert short == " ".join(short.split())
    assert bool(short) == bool(name.strip())
