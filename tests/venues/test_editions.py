"""Venues with their years, as texts name them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.venues.editions import editions

PIECES = st.sampled_from(
    [
        *("CVPR", "cvpr", "ICML", "NIPS", "Nature", "TPAMI", "CVPRW", "MM", "发表于", "に", "에서"),
        *("Conference on Machine Learning", "Proceedings of the", "34th", "Thirty-Sixth", "@"),
        *(
            "2017",
            "2019",
            "'19",
            "-20",
            "19",
            "(",
            ")",
            ",",
            ".",
            "|",
            "\n",
            "workshop",
            "in",
            "ü",
            "＠",
            "２０１９",
            "ＣＶＰＲ",
            "_",
        ),
    ]
)
TEXTS = st.text(max_size=60) | st.lists(PIECES, max_size=14).map(" ".join)


@given(TEXTS | st.lists(PIECES, max_size=14).map("".join))
def test_editions_stand_in_order_where_they_say(text: str) -> None:
    end = 0
    for edition in editions(text):
        start, stop = edition.span
        assert end <= start < stop <= len(text)
        assert edition.start <= start
        assert 1900 <= edition.year < 2100
        assert any(sign.isalpha() for sign in text[start:stop])
        end = stop


@pytest.mark.parametrize(
    ("text", "short", "year", "span"),
    [
        ("In ICML, 2017", "ICML", 2017, "ICML, 2017"),
        ("cvpr 2019", "CVPR", 2019, "cvpr 2019"),
        ("neurips'18", "NeurIPS", 2018, "neurips'18"),
        ("发表于CVPR2019的", "CVPR", 2019, "CVPR2019"),
        ("2017 CVPR", "CVPR", 2017, "2017 CVPR"),
        ("International Conference on Machine Learning (ICML), 2017", "ICML", 2017, ""),
        ("International Conference on Machine Learning (ICML 2017)", "ICML", 2017, ""),
        ("Proc. of the 34th International Conference on Machine Learning", "ICML", 2017, ""),
        ("TPAMI'18", "TPAMI", 2018, "TPAMI'18"),
        ("A _iccv 2019_", "ICCV", 2019, "iccv 2019"),
        ("A __ICCV2019__", "ICCV", 2019, "ICCV2019"),
        ("A @ICCV2019", "ICCV", 2019, "ICCV2019"),
        ("Ａ（ＩＣＣＶ ２０１９）", "ICCV", 2019, "ＩＣＣＶ ２０１９"),
        ("ＩＣＣＶ　２０１９", "ICCV", 2019, "ＩＣＣＶ　２０１９"),
    ],
)
def test_a_venue_and_its_year_are_one(text: str, short: str, year: int, span: str) -> None:
    (found,) = editions(text)
    assert (found.entry.short, found.year, found.is_main) == (short, year, True)
    assert text[slice(*found.span)] == (span or text)


@pytest.mark.parametrize(
    "text", ["CVPR", "date 2019", "my_iccv 2019", "in 2017 we were at CVPR", "12 CVPRs"]
)
def test_no_year_no_edition(text: str) -> None:
    assert not editions(text)


@pytest.mark.parametrize(
    "text", ["CVPR 2019 Workshop", "Workshop at CVPR 2019", "X @ CVPR 2019", "X@CVPR2019"]
)
def test_a_workshop_is_not_the_conference(text: str) -> None:
    assert [each.is_main for each in editions(text)] == [False]


def test_a_name_that_is_a_common_word_is_marked() -> None:
    assert [each.is_plain for each in editions("Nature 2015; CVPR 2019")] == [True, False]
