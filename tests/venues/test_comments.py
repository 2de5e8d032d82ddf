"""Comments: a venue only where one is surely told, with the year that stands beside it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.venues import Publication, from_comment
from tests.venues.real_texts import TEXTS

PIECES = st.sampled_from(
    [
        *(
            "Accepted",
            "accepted to",
            "to appear in",
            "submitted to",
            "under review at",
            "our",
            "the",
        ),
        *("CVPR", "ICLR", "NIPS", "NeurIPS", "IEEE TPAMI", "Phys. Rev. Lett.", "Nature", "CVPRW"),
        *("Conference on Robot Learning", "Proceedings of the", "36th", "Thirty-Sixth", "workshop"),
        *("2017", "2019", "2020", "'19", "-20", "1066", "9999", "(oral)", "@", "(", ")", "code"),
        *(",", ".", ";", ":", "/", "&", "-", "8 pages", "http://a.b/CVPR2019", "arXiv:1901.00001"),
    ]
)
COMMENTS = st.text(max_size=60) | st.lists(PIECES, max_size=14).map(" ".join)
YEARS = st.none() | st.integers(1991, 2040)


@given(COMMENTS, YEARS)
def test_never_raises_and_keeps_the_year_in_bounds(comment: str, published: int | None) -> None:
    found = from_comment(comment, published_year=published)
    if found is None or found.year is None:
        return
    assert found.venue.count(str(found.year)) == 1
    assert 1900 <= found.year < 2100
    if published is not None:
        assert published - 1 <= found.year <= published + 5


@given(
    COMMENTS, YEARS, st.sampled_from(["Submitted to ", "Under review at ", "Extends our paper at "])
)
def test_a_hope_is_never_a_venue(comment: str, published: int | None, hope: str) -> None:
    first = comment.replace(".", " ").replace(";", " ").replace("!", " ")
    assert from_comment(hope + first, published_year=published) is None


@pytest.mark.parametrize(("comment", "published", "venue"), TEXTS["published"])
def test_real_comments_that_tell_a_venue(comment: str, published: int, venue: str) -> None:
    found = from_comment(comment, published_year=published)
    assert found is not None
    assert found.venue == venue


@pytest.mark.parametrize(("comment", "published"), TEXTS["not_published"])
def test_real_comments_that_tell_none(comment: str, published: int) -> None:
    assert from_comment(comment, published_year=published) is None


@pytest.mark.parametrize(
    ("comment", "venue", "track"),
    [
        ("Accepted to CVPR 2019 (oral)", "CVPR 2019", "oral"),
        ("ICLR 2020 camera ready", "ICLR 2020", ""),
        ("NeurIPS 2019 Workshop on Machine Learning", "NeurIPS 2019 Workshop", ""),
        ("Spotlight, Some New Topic @ ICLR 2020", "ICLR 2020 Workshop", "spotlight"),
        ("To appear in Proceedings of ICML 2019", "ICML 2019", ""),
        ("IEEE TPAMI", "TPAMI", ""),
        ("Accepted to CVPR", "CVPR", ""),
        ("8 pages. Phys. Rev. Lett. 122, 010401 (2019)", "Phys. Rev. Lett. 2019", ""),
        ("Accepted by NIPS 2019", "NeurIPS 2019", ""),
        ("36th International Conference on Machine Learning", "ICML 2019", ""),
        ("The Thirty-Third AAAI Conference on Artificial Intelligence", "AAAI 2019", ""),
        ("AAAI-19", "AAAI 2019", ""),
        ("CVPRW 2019", "CVPR 2019 Workshop", ""),
        ("Findings of EMNLP 2020", "EMNLP 2020 Findings", "findings"),
        ("Accepted by ICML 2019. An early version was at a NeurIPS 2018 workshop", "ICML 2019", ""),
        ("In Proc. of the IEEE Conf. on Decision and Control, 2019", "CDC 2019", ""),
        ("To appear in Proceedings of the IEEE/CVF ICCV 2019", "ICCV 2019", ""),
    ],
)
def test_forms(comment: str, venue: str, track: str) -> None:
    found = from_comment(comment, published_year=2019)
    assert found is not None
    assert (found.venue, found.track) == (venue, track)


@pytest.mark.parametrize(
    "comment",
    [
        "extends our ICCV 2017 paper",
        "Code of the CVPR 2018 paper",
        "the code of the CVPR 2018 paper",
        "Accepted to CVPR 2031",  # too late for a preprint of 2019
        "CVPR 2011",
        "Accepted at MOSS, ICML 2019",  # a workshop that says not that it is one
        "ICML 2019 MOSS",
        "Spotlight at 'Learning for the Climate', ICLR 2020",
        "Accepted at the Workshop on Foo, co-located with ICML 2019 and CVPR 2019",
        "2019 IEEE Conference on Artificial Intelligence",  # not the journal of this name
        "Accepted by Nature Climate Change",
        "Accepted to SIGIR-XY 2019",
        "Accepted to MM4Med 2019",
        "Pattern Recognition, Neural Networks, Fuzzy Logic",
        "Computer Vision and Pattern Recognition",
        "PhD thesis. Parts were accepted to CVPR 2019",
        "Withdrawn. The paper was accepted to CVPR 2019",
        "CVPR 2019 challenge, 2nd place",
        "8 pages, CVPR 2019 style",
        "https://cvpr2019.thecvf.com",
    ],
)
def test_what_is_doubtful_is_no_venue(comment: str) -> None:
    assert from_comment(comment, published_year=2019) is None


def test_the_parts_of_a_publication() -> None:
    conference = from_comment("CVPR 2019", published_year=2019)
    workshop = from_comment("CVPR 2019 Workshop on Faces", published_year=2019)
    journal = from_comment("Accepted by IEEE Trans. Image Process. (2019)", published_year=2019)
    assert conference == Publication(
        "CVPR 2019",
        "conference",
        booktitle="IEEE/CVF Conference on Computer Vision and Pattern Recognition",
        year=2019,
    )
    assert workshop == Publication("CVPR 2019 Workshop", "workshop", year=2019)
    assert journal == Publication(
        "TIP 2019", "journal", journal="IEEE Transactions on Image Processing", year=2019
    )
    assert (conference.is_main, workshop.is_main, journal.is_main) == (True, False, True)


@pytest.mark.timed
@pytest.mark.parametrize(
    "piece",
    [
        "CVPR ",
        "accepted ",
        "(",
        "2019",
        "Proceedings of the ",
        "Phys. Rev. ",
        "submit",
        "@",
        "36th ",
    ],
)
def test_hostile_comments_take_no_time(piece: str) -> None:
    start = time.perf_counter()
    from_comment(piece * 100_000, published_year=2019)
    assert time.perf_counter() - start < 1.0
