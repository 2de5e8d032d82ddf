"""What a record's own words tell of its publication, and which other record may speak for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.appearances import accepted, is_main, is_publication, placed
from enricher.models import Author, PaperRef, Record

PREPRINT = Record(
    ref=PaperRef("arxiv", "1811.08886"),
    provider="arxiv",
    title="HAQ: Hardware-Aware Automated Quantization with Mixed Precision",
    authors=(Author("Kuan Wang"), Author("Zhijian Liu"), Author("Song Han")),
    type="preprint",
    year=2018,
    published="2018-11-21",
    arxiv="1811.08886",
)
PRINTED = Record(
    ref=PREPRINT.ref,
    provider="index",
    title="HAQ: Hardware-Aware Automated Quantization With Mixed Precision.",
    authors=(Author("K. Wang"), Author("Z. Liu"), Author("S. Han")),
    type="conference",
    booktitle="2019 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)",
    year=2019,
    doi="10.1109/cvpr.2019.00881",
)


@pytest.mark.parametrize(
    ("text", "venue", "type_", "year"),
    [
        ({"comment": "Accepted to CVPR 2019 (oral)"}, "CVPR 2019", "conference", 2019),
        ({"comment": "12 pages"}, None, "preprint", 2018),
        ({"comment": "Submitted to CVPR 2019"}, None, "preprint", 2018),
        (
            {"journal_ref": "Phys. Rev. Lett. 122, 010401 (2019)"},
            "Phys. Rev. Lett. 2019", "journal", 2019,
        ),
        ({"comment": "ICLR 2019 Workshop"}, "ICLR 2019 Workshop", "workshop", 2019),
        ({"comment": "CVPR 2019", "status": "withdrawn"}, None, "preprint", 2018),
    ],
)  # fmt: skip
def test_arxivs_own_text_tells_the_venue(
    text: dict[str, Any], venue: str | None, type_: str, year: int
) -> None:
    record = placed(replace(PREPRINT, **text))
    assert (record.venue, record.type, record.year) == (venue, type_, year)


def test_the_earlier_main_venue_wins_and_takes_no_doi_of_the_other() -> None:
    """A conference paper that grew into an article: arXiv's DOI is the article's."""
    both = replace(
        PREPRINT,
        comment="CVPR 2019",
        journal_ref="IEEE Trans. Pattern Anal. Mach. Intell. 43 (2021) 1-10",
        doi="10.1109/tpami.2021.1",
    )
    record = placed(both)
    assert (record.venue, record.doi) == ("CVPR 2019", None)
    assert placed(replace(both, comment=None)).doi == "10.1109/tpami.2021.1"
    assert placed(replace(both, journal_ref=None)).doi == "10.1109/tpami.2021.1"


def test_long_names_get_their_short_one() -> None:
    assert placed(PRINTED).venue == "CVPR 2019"
    assert placed(replace(PRINTED, booktitle="Proceedings of Nothing Known")).venue is None
    assert placed(replace(PRINTED, venue="CVPR'19")).venue == "CVPR'19"


def test_a_short_name_in_the_place_of_the_long_one_gives_way() -> None:
    assert len(placed(replace(PRINTED, booktitle="CVPR")).booktitle or "") > 20
    assert placed(PRINTED).booktitle == PRINTED.booktitle


def test_a_fitting_record_is_accepted() -> None:
    assert accepted(PREPRINT, placed(PRINTED))
    assert is_main(placed(PRINTED))
    assert not is_publication(PREPRINT)


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Hardware-Aware Pruning"},
        {"authors": (Author("Ada Lovelace"),)},
        {"authors": ()},
        {"year": 2025},
        {"year": 2016},
        {"booktitle": "arXiv.org"},
        {"type": "preprint"},
        {"doi": "10.48550/arXiv.1811.08886", "year": 2018},
    ],
    ids=str,
)
def test_any_doubt_refuses(other: dict[str, Any]) -> None:
    assert not accepted(PREPRINT, placed(replace(PRINTED, **other)))


@given(comment=st.text(max_size=200), journal_ref=st.text(max_size=200))
def test_no_text_breaks_it_and_a_second_reading_changes_nothing(
    comment: str, journal_ref: str
) -> None:
    record = placed(replace(PREPRINT, comment=comment or None, journal_ref=journal_ref or None))
    assert placed(record) == record
    assert record.venue is None or record.type != "preprint"
