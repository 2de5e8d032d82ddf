"""Records of one work become one paper; coherent, with provenance, and split or."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enricher.merge import merge
from enricher.models import Author, PaperRef, Record
from enricher.settings import Override

ARXIV = PaperRef("arxiv", "1803.02780")
NEURIPS = PaperRef("neurips", "2018/bdb3c278f45e6734c35733d24299d3f4")
PREPRINT = Record(
    ref=ARXIV,
    provider="arxiv",
    title="Transfer Learning with Neural AutoML",
    authors=(Author("Catherine Wong"), Author("Neil Houlsby")),
    type="preprint",
    year=2018,
    published="2018-03-07",
    arxiv="1803.02780",
    url="https://arxiv.org/abs/1803.02780",
    journal_ref="A journal 1",
    journal="A journal",
)
PUBLISHED = Record(
    ref=NEURIPS,
    provider="neurips",
    title="Transfer Learning with Neural AutoML",
    authors=(Author("Catherine Wong"), Author("Neil Houlsby")),
    type="conference",
    venue="NeurIPS 2018",
    year=2019,
    same_as=(ARXIV,),
)


def test_one_record_is_one_paper_with_provenance() -> None:
    paper = merge([PREPRINT])[ARXIV]
    assert paper.id == "arxiv:1803.02780"
    assert paper.authors == ("Catherine Wong", "Neil Houlsby")
    assert paper.same_as == ()
    assert paper.venue is None
    assert paper.provenance["title"] == "arxiv"
    assert set(paper.provenance) <= set(paper.dump())


@pytest.mark.parametrize("records", [[PREPRINT, PUBLISHED], [PUBLISHED, PREPRINT]])
def test_records_that_name_each_other_are_one_work(records: list[Record]) -> None:
    papers = merge(records)
    assert papers[ARXIV] is papers[NEURIPS]
    paper = papers[ARXIV]
    assert paper.id == str(records[0].ref)
    assert set(paper.ids) == {str(ARXIV), str(NEURIPS)}
    assert (paper.venue, paper.year, paper.type) == ("NeurIPS 2018", 2019, "conference")
    assert (paper.arxiv, paper.published) == ("1803.02780", "2018-03-07")


def test_the_publication_is_one_record_never_a_mix_of_two() -> None:
    paper = merge([PREPRINT, PUBLISHED])[ARXIV]
    assert paper.journal is None
    assert {paper.provenance[name] for name in ("venue", "year", "type")} == {"neurips"}


def test_a_shared_doi_joins() -> None:
    doi = "10.1000/1"
    papers = merge([replace(PREPRINT, doi=doi), replace(PUBLISHED, same_as=(), doi=doi)])
    assert papers[ARXIV] is papers[NEURIPS]


def test_an_empty_same_as_of_the_user_splits() -> None:
    papers = merge([PREPRINT, PUBLISHED], overrides={str(NEURIPS): Override(same_as=())})
    assert papers[ARXIV] is not papers[NEURIPS]


def test_names_with_accents_win_over_the_same_names_without() -> None:
    folded = replace(PUBLISHED, authors=(Author("Radomir Mech"),))
    accented = replace(PREPRINT, authors=(Author("Radomír Měch"),))
    paper = merge([folded, accented])[ARXIV]
    assert paper.authors == ("Radomír Měch",)
    assert paper.provenance["authors"] == "arxiv"


def test_other_names_do_not_win_for_their_accents() -> None:
    other = replace(PREPRINT, authors=(Author("Émile Zola"),))
    paper = merge([PUBLISHED, other])[ARXIV]
    assert paper.authors == ("Catherine Wong", "Neil Houlsby")


def test_a_title_of_the_user_is_read_as_one_of_a_server() -> None:
    override = Override(title=r"The  $k$-means of $\ell_2$ and K\"ahler")
    paper = merge([PREPRINT], overrides={str(ARXIV): override})[ARXIV]
    assert paper.title == "The k-means of ℓ₂ and Kähler"


def test_a_users_value_beats_any_other_and_says_so() -> None:
    override = Override(venue="NeurIPS 2018 (oral)", year=2018)
    paper = merge([PUBLISHED, PREPRINT], overrides={str(ARXIV): override})[NEURIPS]
    assert (paper.venue, paper.year) == ("NeurIPS 2018 (oral)", 2018)
    assert paper.provenance["venue"] == paper.provenance["year"] == "config"
    assert paper.provenance["title"] == "neurips"


@pytest.mark.parametrize(
    ("wish", "venue"),
    [
        ({"NeurIPS": "NIPS"}, "NIPS 2018"),
        ({"NeurIPS 2018": "NIPS'18"}, "NIPS'18"),
        ({"Neur": "X"}, "NeurIPS 2018"),
    ],
)
def test_venues_are_renamed_by_whole_names(wish: dict[str, str], venue: str) -> None:
    assert merge([PUBLISHED], venues=wish)[NEURIPS].venue == venue


def test_dump_has_no_empty_values() -> None:
    dumped = merge([PREPRINT])[ARXIV].dump()
    assert all(value not in (None, "", [], {}) for value in dumped.values())
    assert "venue" not in dumped


@pytest.mark.parametrize(
    ("venue", "type_", "booktitle"),
    [
        ("ICLR 2019", "conference", None),
        ("TPAMI 2020", "journal", None),
        ("A Meeting of Friends 2019", None, None),
        ("NIPS 2018", "conference", "Advances in Neural Information Processing Systems"),
        ("NeurIPS 2018", "conference", "Advances in Neural Information Processing Systems"),
    ],
)
def test_a_venue_of_the_user_leaves_nothing_of_another_publication(
    venue: str, type_: str | None, booktitle: str | None
) -> None:
    known = replace(
        PUBLISHED, booktitle="Advances in Neural Information Processing Systems", pages="1-9"
    )
    paper = merge([known], overrides={str(NEURIPS): Override(venue=venue)})[NEURIPS]
    assert (paper.venue, paper.type, paper.booktitle) == (venue, type_, booktitle)
    assert paper.pages == ("1-9" if booktitle else None)
    assert paper.provenance["venue"] == "config"
    assert set(paper.provenance) <= set(paper.dump())
