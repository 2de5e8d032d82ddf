"""Readings tell every difference between two texts but the titles of their links."""

from __future__ import annotations

import pytest

from enricher.links.reading import reading

NOTE = "文 [a](b) ![c](d) [e] \udcff\n\n    [f](g)\n\n[e]: h\n"


def test_titles_are_apart() -> None:
    titled = NOTE.replace("(b)", "(b 't')").replace("(d)", '(d "&#34;")').replace(" h", " h (u)")
    assert reading(NOTE).rest == reading(titled).rest
    assert list(reading(NOTE).titles) == [2, 9]
    assert reading(titled).titles == {2: "t", 13: '"'}
    assert list(reading(titled).definitions.values()) == ["u"]
    assert titled.startswith("[e]:", next(iter(reading(titled).definitions)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[a]", "[A]"), ("(b)", "(B)"), ("文", "- 文"), ("(d)", "(d 't"), (": h", ": H"),
        ("[e]:", "[E1]:"),
    ],
)  # fmt: skip
def test_all_else_is_told(old: str, new: str) -> None:
    assert reading(NOTE).rest != reading(NOTE.replace(old, new, 1)).rest


def test_indented_code_may_be_an_admonitions() -> None:
    assert reading(NOTE).rest == reading(NOTE.replace("(g)", "(g 't')")).rest
    assert reading(NOTE).rest != reading(NOTE.replace("    [f]", "[f]")).rest
