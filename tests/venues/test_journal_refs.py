"""Journal references: the venue, its year, the volume and the pages."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.venues import Publication, from_journal_ref
from tests.venues.real_texts import TEXTS

PIECES = st.sampled_from(
    [
        *(
            "Phys. Rev. Lett.",
            "Proc.",
            "J.",
            "Nature",
            "CVPR",
            "Journal of X",
            "arXiv",
            "LNCS",
            "eds.",
        ),
        *(
            "122",
            "010401",
            "(2019)",
            "2019",
            "9999",
            "vol.",
            "no. 3",
            "pp.",
            "1-10",
            "(3)",
            "L1--L9",
        ),
        *(",", ":", ";", ".", "(", ")", '"', "in ", "Workshop"),
    ]
)
REFERENCES = st.text(max_size=80) | st.lists(PIECES, max_size=12).map(" ".join)


@given(REFERENCES, st.none() | st.integers(1991, 2040))
def test_never_raises_and_keeps_the_year_in_bounds(text: str, published: int | None) -> None:
    found = from_journal_ref(text, published_year=published)
    if found is not None:
        assert found.venue
        assert found.year is None or 1800 <= found.year <= (published or 2085) + 15


@pytest.mark.parametrize(("text", "published", "venue", "volume", "pages"), TEXTS["references"])
def test_real_references(text: str, published: int, venue: str, volume: str, pages: str) -> None:
    found = from_journal_ref(text, published_year=published)
    assert ((found.venue, found.volume, found.pages) if found else ("", "", "")) == (
        venue,
        volume,
        pages,
    )


@pytest.mark.parametrize(
    ("text", "venue", "kind", "pages"),
    [
        ("Proceedings of the 36th International Conference on Machine Learning, PMLR 97:1-10, 2019",
         "ICML 2019", "conference", ""),
        ("Proceedings of the 36th International Conference on Machine Learning", "ICML 2019",
         "conference", ""),
        ("2019 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR), pp. 1-10",
         "CVPR 2019", "conference", "1-10"),
        ("ICCV Workshops, 2019, pp. 10-19", "ICCV 2019 Workshop", "workshop", "10-19"),
        ("Proc. 2018 IEEE Symposium on Something Rare (SR'2018), pp.6-15", "SR 2018", "conference",
         "6-15"),
        ("J. Mach. Learn. Res. 18:1-43, 2017", "JMLR 2017", "journal", "1-43"),
        ("PLoS ONE 14(2): e0212356 (2019)", "PLOS ONE 2019", "journal", "e0212356"),
        ("Corrosion Science 3 (2019) 1-2", "Corrosion Science 2019", "journal", "1-2"),
    ],
)  # fmt: skip
def test_forms(text: str, venue: str, kind: str, pages: str) -> None:
    found = from_journal_ref(text, published_year=2018)
    assert found is not None
    assert (found.venue, found.type, found.pages) == (venue, kind, pages)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "arXiv:1901.00001",
        "CoRR abs/1901.00001 (2019)",
        "Lecture Notes in Computer Science, vol 11205, 2018",
        'A. Author, "A Title", Journal of Things 3 (2019)',
        "Submitted to Journal of Things",
        "12345",
    ],
)
def test_what_names_no_venue(text: str) -> None:
    assert from_journal_ref(text, published_year=2018) is None


def test_an_unknown_journal_keeps_its_name() -> None:
    assert from_journal_ref("Annals of Rare Things, vol. 3, 12-34 (2019)", published_year=2018) == (
        Publication(
            "Annals of Rare Things 2019",
            "journal",
            journal="Annals of Rare Things",
            year=2019,
            volume="3",
            pages="12-34",
        )
    )


@pytest.mark.timed
@pytest.mark.parametrize(
    "piece", ["Phys. Rev. ", "1-", "(2019", "vol. ", "A", ", ", "J. Phys. A 4"]
)
def test_hostile_references_take_no_time(piece: str) -> None:
    start = time.perf_counter()
    from_journal_ref(piece * 100_000, published_year=2019)
    assert time.perf_counter() - start < 1.0


@pytest.mark.parametrize("text", ["ANIPS(2013)", "ANIPS 2013", "ANIPS 26 (2013), 1-9"])
def test_an_old_short_name_of_neurips(text: str) -> None:
    found = from_journal_ref(text, published_year=2013)
    assert found
    assert (found.venue, found.type) == ("NeurIPS 2013", "conference")
