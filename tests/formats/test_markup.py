"""Titles and abstracts with markup become text; what only looks like markup stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.formats import markup


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("<i>p</i>-value &amp; <b>more</b>", "p-value & more"),
        ("&lt;i&gt;p&lt;/i&gt;-value", "p-value"),
        ("AT&amp;amp;T", "AT&T"),
        ("caf&eacute; &#8211; &#x2013;", "café – –"),
        ("H<sub>2</sub>O, x<sup>n</sup>", "H₂O, xⁿ"),
        ("N<sub>max</sub>", "Nmax"),
        ("The role of\n   <scp>AI</scp>\n   in science", "The role of AI in science"),
        (
            '<mml:math xmlns:mml="x"><mml:mi>k</mml:mi></mml:math>-means',
            "k-means",
        ),
        ('<tex-math notation="LaTeX">$k$ </tex-math>-means', "k-means"),
        ("<tex-math>$\\alpha_2$</tex-math>", "α₂"),
        ("a<br/>b", "a b"),
        ("p < 0.05 > q, a<b, List<T>", "p < 0.05 > q, a<b, List<T>"),
        ("&parameters; & more", "&parameters; & more"),
        ("", ""),
    ],
)  # fmt: skip
def test_text(marked: str, text: str) -> None:
    assert markup.text(marked) == text


def test_an_abstract_loses_its_heading_alone() -> None:
    jats = "<jats:title>Abstract</jats:title><jats:p>One.</jats:p><jats:p>Two &lt; 3.</jats:p>"
    assert markup.abstract(jats) == "One. Two < 3."
    assert (
        markup.abstract("<jats:title>Background</jats:title><jats:p>X</jats:p>") == "Background X"
    )


@given(st.text(st.characters(exclude_characters="<>&$\\"), max_size=80))
def test_plain_text_is_only_folded(plain: str) -> None:
    assert markup.text(plain) == " ".join(plain.split())


@given(st.text("<>/&;#ibsup12 =\"'$x", max_size=80))
def test_any_text_is_read(marked: str) -> None:
    assert markup.abstract(marked) == " ".join(markup.abstract(marked).split())


@pytest.mark.timed
@pytest.mark.parametrize(
    "piece", ["<i ", "<jats:", "&#", "<sub>1", "<tex-math>$", "<title>", "&lt;"]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        markup.abstract(piece * times)
        return time.process_time() - start

    seconds(1)
    short, long = (min(seconds(times) for _ in range(3)) for times in (10_000, 40_000))
    assert long < 12 * short + 0.05
