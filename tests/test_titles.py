"""Titles: LaTeX becomes Unicode where it is understood, all else stays; near titles are one."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.titles import clean, fold, key, similar

PIECES = st.sampled_from(
    [
        *("\\", "{", "}", "$", "^", "_", "%", "&", "~", "#", "--", "``", " ", "a", "N", "é", "好"),
        *(
            "\\alpha",
            "\\'",
            '\\"',
            "\\H",
            "\\hat",
            "\\sqrt",
            "\\frac",
            "\\mathbb",
            "\\emph",
            "\\it",
        ),
        *(
            "\\begin{x}",
            "\\end{x}",
            "\\(",
            "\\)",
            "\\[",
            "\\]",
            "\\verb",
            "\\input",
            "\\\\",
            "[",
            "]",
        ),
        *("\\text", "\\left(", "\\newcommand", "\\item", "\\cite", "\\%", "\\$", "\\i", "circ"),
    ]
)
TITLES = st.text(max_size=60) | st.lists(PIECES, max_size=30).map("".join)


@given(TITLES)
def test_never_raises_and_leaves_no_white_space_to_fold(title: str) -> None:
    cleaned = clean(title)
    assert cleaned == fold(cleaned)
    key(title)


@given(st.text(st.characters(exclude_characters="\\$"), max_size=80))
def test_without_latex_only_white_space_changes(title: str) -> None:
    assert clean(title) == fold(title)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        # accents, as arXiv's manual documents them
        (r"K\"{a}hler", "Kähler"),
        (r"L\'evy flights", "Lévy flights"),
        (r"\"Uber", "Über"),
        (r"Erd\H{o}s--R\'{e}nyi", "Erdős--Rényi"),
        (r"\v{C}ech", "Čech"),
        (r"\c{c}", "ç"),
        (r"W\~{a}o", "Wão"),
        (r"na\"\i ve", "naïve"),
        (r"na{\"\i}ve", "naïve"),
        (r"Stra\ss e", "Straße"),
        (r"\AA ngstr\"om", "Ångström"),
        (r"\'{\^e}", "ế"),
        # formulas
        ("S$^2$-MLP", "S²-MLP"),
        ("RL$^2$: Fast", "RL²: Fast"),
        (r"$\ell_1$ norms", "ℓ₁ norms"),
        ("$^3$Helium", "³Helium"),
        ("CO$_2$", "CO₂"),
        ("Top-$K$ and $k$-means", "Top-K and k-means"),
        ("A$AP and $k$-means", "A$AP and k-means"),
        ("$δ$ Scorpii", "δ Scorpii"),
        (r"$\mathrm{CO}_2$", "CO₂"),
        (r"${\rm H}_2{\rm O}$", "H₂O"),
        (r"$\mathbb{R}^n$", "ℝⁿ"),
        (r"$\epsilon$-greedy", "ϵ-greedy"),
        (r"$\alpha$-$\beta$-Net", "α-β-Net"),
        (r"$\Lambda$CDM", "ΛCDM"),
        (r"$\nu\bar{\nu}$ channel", "νν̅ channel"),
        (r"$x \leq 3$", "x ≤ 3"),
        (r"$\tilde{O}(\sqrt{T})$", "Õ(√T)"),
        (r"$\sqrt{s+1}$", "√(s+1)"),
        ("$x_{t-1}$ and $x_{T-1}$", "xₜ₋₁ and x_{T-1}"),
        ("10$^{-3}$", "10⁻³"),
        ("$e^+e^-$", "e⁺e⁻"),
        # running text
        (r"an \alpha particle", "an α particle"),
        (r"\bar{\nu}\nu channel", "ν̅ν channel"),
        (r"50% of \emph{this}", "50% of this"),
        (r"R\&D at \$5, 50\%", "R&D at $5, 50%"),
        (r"{\it in vivo} {\"o}", "in vivo ö"),
        (r"10 \times 10", "10 × 10"),
        (r"a -- b~c ``d'' \'e", "a -- b~c ``d'' é"),
        ("A title\n  on two lines ", "A title on two lines"),
    ],
)
def test_what_is_understood(title: str, expected: str) -> None:
    assert clean(title) == expected


@pytest.mark.parametrize(
    "title",
    [
        "0",
        "cost $5 and $6",
        "from $5 to ${6}",
        "A$AP and Ke$ha",
        "$AP$ and $5$",
        "snake_case and 2^n {BERT} ~ 50%",
        r"\foo{bar} baz",
        r"\foo{50%} $5",
        r"A $\foo_2$ b",
        r"$\frac{1}{2}$-X",
        r"$\sqrt[3]{x}$",
        r"\input{/etc/passwd}",
        r"\cite{knuth} on this",
        "$mathcal{G}$-softmax",
        "400$^circ$C",
        r"\hat{abc}",
        "a \\",
        "\\",
        r"unbalanced \emph{x",
    ],
)
def test_what_stays_as_it_was_written(title: str) -> None:
    assert clean(title) == title


def test_an_unknown_macro_does_not_stop_the_others() -> None:
    assert clean(r"K\"{a}hler \foo{\"o} and $\bar_2$, $\ell_2$") == (
        r"Kähler \foo{\"o} and $\bar_2$, ℓ₂"
    )


@pytest.mark.timed
@pytest.mark.parametrize(
    "piece",
    [
        "\\'",
        "{",
        "\\sqrt{",
        "\\sqrt[",
        "\\hat{",
        "\\frac{",
        "$",
        "$x_",
        "\\(",
        "\\verb",
        "\\begin{a}",
    ],
)
def test_hostile_titles_take_little_time(piece: str) -> None:
    closing = {"{": "}", "[": "]"}.get(piece[-1], "")
    clean("\\alpha")
    for count in (20, 80, 300, 100_000):
        for title in (piece * count, piece * count + "x" + closing * count):
            start = time.perf_counter()
            clean(title)
            assert time.perf_counter() - start < 1, (piece, count)


# --- keys


@given(st.text(max_size=40))
def test_a_key_ignores_case_and_form_and_is_stable(title: str) -> None:
    assert key(key(title)) == key(title)
    assert key(unicodedata.normalize("NFD", title)) == key(unicodedata.normalize("NFC", title))
    assert not any(char.isspace() for char in key(title))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Schema-Variable", "Schema Variable"),
        ("Pre-training: A Survey.", "pretraining — a survey"),
        ("“Quoted” titles", "'Quoted' Titles"),
        (r"K\"{a}hler", "Kähler"),
        ("S$^2$-MLP", "S²-MLP"),
        ("S$^2$-MLP", "S2-MLP"),
        (r"$\ell_1$", "ℓ₁"),
        ("ﬁne-grained", "Fine Grained"),
        ("STRASSE", "Straße"),
    ],
)
def test_equal_keys(one: str, other: str) -> None:
    assert key(one) == key(other)
    assert similar(one, other)


def test_a_plus_tells_names_apart() -> None:
    assert len({key("UNet"), key("UNet+"), key("UNet++")}) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Attention Is All You Need", "Attention Is All You Need."),
        (
            "DetNAS: Backbone Search for Object Detection",
            "DetNAS: Backbone Search for Object Detections",
        ),
    ],
)
def test_titles_that_are_one(one: str, other: str) -> None:
    assert similar(one, other)
    assert similar(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", ""),
        ("???", "!!!"),
        ("", "A"),
        ("Attention", "Attention Is All You Need"),
        ("Segment Anything", "Segment Anything in High Quality"),
        ("Deep Residual Learning for Image Recognition", "Wide Residual Networks"),
        ("Privacy", "Piracy"),
    ],
)
def test_titles_that_are_two(one: str, other: str) -> None:
    assert not similar(one, other)
    assert not similar(other, one)
