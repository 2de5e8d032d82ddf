"""Names in parts: BibTeX's rules, groups whole, and no letter lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.writers.names import Name, split

PERSONS = {
    "Yann LeCun": ("Yann", "", "LeCun", ""),
    "Ludwig van Beethoven": ("Ludwig", "van", "Beethoven", ""),
    "Charles Louis Xavier Joseph de la Vallée Poussin": (
        *("Charles Louis Xavier Joseph", "de la", "Vallée Poussin", ""),
    ),
    "Juan de la Cruz García": ("Juan", "de la", "Cruz García", ""),
    "Artur d'Avila Garcez": ("Artur", "d'Avila", "Garcez", ""),
    "Alexandre d'Aspremont": ("Alexandre", "", "d'Aspremont", ""),
    "Gerard 't Hooft": ("Gerard", "'t", "Hooft", ""),
    "C.G. Van de Walle": ("C.G.", "Van de", "Walle", ""),
    "Thanh Van Tran": ("Thanh Van", "", "Tran", ""),
    "José Ortega y Gasset": ("José", "", "Ortega y Gasset", ""),
    "Alceu de Souza Britto Jr.": ("Alceu", "de", "Souza Britto", "Jr."),
    "Alceu de S. Britto Jr.": ("Alceu de S.", "", "Britto", "Jr."),
    "Hal Daumé III": ("Hal", "", "Daumé", "III"),
    "Frederick A Matsen IV": ("Frederick A", "", "Matsen", "IV"),
    "Sanjeev Arora, Jr.": ("Sanjeev", "", "Arora", "Jr."),
    "McKay, John W., Jr.": ("John W.", "", "McKay", "Jr."),
    "McKay, Jr., John W.": ("John W.", "", "McKay", "Jr."),
    "van der Berg, Jan": ("Jan", "van der", "Berg", ""),
    "García Márquez, Gabriel": ("Gabriel", "", "García Márquez", ""),
    "Xiaodong He 0002": ("Xiaodong", "", "He", ""),
    "Ziheng Xi": ("Ziheng", "", "Xi", ""),
    "xue wang": ("xue", "", "wang", ""),
    "Fei xiao": ("Fei", "", "xiao", ""),
    "William d. Nothwang": ("William d.", "", "Nothwang", ""),
    "The Anh Han": ("The Anh", "", "Han", ""),
    "M.Nyk": ("M.", "", "Nyk", ""),
    "Michael R.Lyu": ("Michael R.", "", "Lyu", ""),
    "Jill-Jênn  Vie\n": ("Jill-Jênn", "", "Vie", ""),
    "Ольга Петрова": ("Ольга", "", "Петрова", ""),
}
WHOLE = [
    "OpenAI",
    "Mistral AI",
    "Google DeepMind Team",
    "Planck Collaboration",
    "the MAXI team",
    "Teresa Maria Montaruli for the IceCube Collaboration",
    "H1 Collaboration",
    "The University of Tokyo",
    "Mausam",
    "Jr.",
    "Neymar Jr.",
    "王小明",
    "王 小明",
    "김 철수",
    "Leena Giri G",
    "Prathosh A. P.",
    "van Gogh",
    "et al.",
    "Samuel L. Smith and Quoc V. Le",
    "Siyi Du, Shaoming Zheng, Yinsong Wang, Wenjia Bai",
    "Taesung Park Alexei A. Efros Richard Zhang Jun-Yan Zhu",
    "Zhaoyang (Alex) Huang",
    "Robert Wagner (1)",
    "Micha\\'el Mathieu",
    "a, , b",
    ",",
    "",
]


@pytest.mark.parametrize(("printed", "parts"), PERSONS.items())
def test_persons(printed: str, parts: tuple[str, ...]) -> None:
    assert split(printed) == Name(*parts)


@pytest.mark.parametrize("printed", WHOLE)
def test_what_stays_whole(printed: str) -> None:
    assert split(printed) == Name(literal=printed)


@pytest.mark.parametrize("printed", ["{H1 Collaboration}", "{Barnes and Noble}", "{王小明}"])
def test_braces_hold_a_name_together(printed: str) -> None:
    assert split(printed) == Name(literal=printed[1:-1])


WORDS = st.sampled_from(
    [
        *("Ann", "Bo", "van", "de", "la", "y", "Jr.", "III", ",", "Team", "The", "0002", "{X}"),
        *("{", "}", "S.", "d'A", "王", "Ł", "ß", "'t", "X,Y", "AI", "\\", "\ud800"),
    ]
)


def letters(text: str) -> list[str]:
    """What of a name must not be lost."""
    return sorted(letter for letter in texts.twin(text) if letter not in ",{}" and letter.strip())


@given(st.lists(WORDS | st.text(max_size=6), max_size=12).map(" ".join))
def test_nothing_of_a_name_is_lost(printed: str) -> None:
    name = split(printed)
    kept = "".join(name)
    dropped = letters(printed)
    for letter in letters(kept):
        dropped.remove(letter)
    assert all("0" <= letter <= "9" for letter in dropped)
    assert len(dropped) in {0, 4}
    assert bool(name.literal) != bool(name.given and name.family) or not printed.strip()
    assert texts.twin(kept) == kept


@pytest.mark.timed
@pytest.mark.parametrize("part", ["A", "A. ", "a ", ", ", "{", "A.B", "van de ", "- ", "\u0301"])
def test_a_name_of_any_length_takes_linear_time(part: str) -> None:
    start = time.perf_counter()
    split(part * 100_000)
    assert time.perf_counter() - start < 1
