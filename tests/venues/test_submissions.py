"""What a submission's fields say: states are no venues, and names are short."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.venues.submissions import Publication, Submission, publication

BOOK = "@inproceedings{{\nx,\nbooktitle={{{}}},\nyear={{2018}}\n}}"


CONFERENCE, WORKSHOP, JOURNAL = "conference", "workshop", "journal"
TRACK = "NeurIPS.cc/2023/Track/Datasets_and_Benchmarks"


@pytest.mark.parametrize(
    ("venue", "group", "kind", "short"),
    [
        ("ICLR 2024 poster", "ICLR.cc/2024/Conference", CONFERENCE, "ICLR 2024"),
        ("NeurIPS 2023 spotlight", "NeurIPS.cc/2023/Conference", CONFERENCE, "NeurIPS 2023"),
        ("NeurIPS 2021 Poster", "", CONFERENCE, "NeurIPS 2021"),
        ("ICLR 2023 notable top 5%", "ICLR.cc/2023/Conference", CONFERENCE, "ICLR 2023"),
        ("ICML 2025 spotlightposter", "ICML.cc/2025/Conference", CONFERENCE, "ICML 2025"),
        ("EMNLP 2023 Main", "EMNLP/2023/Conference", CONFERENCE, "EMNLP 2023"),
        ("EMNLP 2023 Findings", "EMNLP/2023/Conference", CONFERENCE, "Findings of EMNLP 2023"),
        ("COLM", "colmweb.org/COLM/2024/Conference", CONFERENCE, "COLM 2024"),
        ("NeurIPS 2023 Datasets and Benchmarks Poster", TRACK, CONFERENCE, "NeurIPS 2023"),
        ("MFM-EAI@ICML2024", "ICML.cc/2024/Workshop/MFM-EAI", WORKSHOP, "ICML 2024 Workshop"),
        ("MFM-EAI@ICML2024 Poster", "", WORKSHOP, "ICML 2024 Workshop"),
        ("R0-FoMo", "NeurIPS.cc/2023/Workshop/R0-FoMo", WORKSHOP, "NeurIPS 2023 Workshop"),
        ("NeurIPS 2022 Workshop TSRML", "", WORKSHOP, "NeurIPS 2022 Workshop"),
        ("CVPR 2022", "dblp.org/conf/CVPR/2022", CONFERENCE, "CVPR 2022"),
        ("Accepted by TMLR", "TMLR", JOURNAL, "TMLR"),
    ],
)
def test_venues(venue: str, group: str, kind: str, short: str) -> None:
    found = publication(Submission(venue, group))
    assert found is not None
    assert (found.type, found.venue) == (kind, short)


def test_nothing_is_told_by_nothing() -> None:
    assert publication(Submission()) is None


@pytest.mark.parametrize(
    ("venue", "group"),
    [
        ("Submitted to ICLR 2023", "ICLR.cc/2023/Conference"),
        ("Submitted to TMLR", "TMLR/Submitted"),
        ("ICLR 2022 Submitted", ""),
        ("Under review for TMLR", "TMLR/Under_Review"),
        ("Decision pending for TMLR", "TMLR/Decision_Pending"),
        ("TMLR Assigning AE", "TMLR/Assigning_AE"),
        ("Rejected by TMLR", "TMLR/Rejected"),
        ("Desk rejected by TMLR", "TMLR/Desk_Rejected"),
        ("Retracted by Authors", "TMLR/Retracted_Acceptance"),
        ("Withdrawn by Authors", "TMLR/Withdrawn_Submission"),
        (
            "ICLR 2024 Conference Withdrawn Submission",
            "ICLR.cc/2024/Conference/Withdrawn_Submission",
        ),
        ("ICLR 2024", "ICLR.cc/2024/Conference/Rejected_Submission"),
        ("ICLR 2024", "ICLR.cc/2024/Conference/Desk_Rejected_Submission"),
        ("ICLR 2024", "ICLR.cc/2024/Conference/Submission"),
        ("ACL ARR 2024 June", "aclweb.org/ACL/ARR/2024/June"),
        ("CoRR 2021", "dblp.org/journals/CORR/2021"),
        ("Arxiv", ""),
    ],
)
def test_states_and_preprints_are_no_venues(venue: str, group: str) -> None:
    bibtex = BOOK.format("International Conference on Learning Representations")
    assert publication(Submission(venue, group)) is None
    assert publication(Submission(venue, group, bibtex=bibtex)) is None


@pytest.mark.parametrize("venue", ["ICLR 2018 Conference Blind Submission", ""])
def test_old_notes_tell_of_acceptance_in_their_bibtex_only(venue: str) -> None:
    name = "International Conference on Learning Representations"
    invitation = "ICLR.cc/2018/Conference/-/Blind_Submission"
    submission = Submission(venue, invitation=invitation, bibtex=BOOK.format(name))
    assert publication(submission) == Publication("conference", "ICLR 2018", 2018, name)
    for bibtex in ("", "@misc{\nx,\nyear={2018}\n}", BOOK.format(f"Submitted to {name}")):
        assert publication(submission._replace(bibtex=bibtex)) is None


def test_a_note_in_the_bibtex_is_a_state_too() -> None:
    bibtex = "@article{\nx,\njournal={Submitted to T},\nyear={2023},\nnote={Withdrawn}\n}"
    assert publication(Submission("TMLR", "TMLR", bibtex=bibtex)) is None
    accepted = "@article{\nx,\njournal={Transactions on \\& of {ML}},\nyear={2023},\nnote={}\n}"
    found = publication(Submission("TMLR", "TMLR", bibtex=accepted))
    assert found == Publication("journal", "TMLR 2023", 2023, journal="Transactions on & of ML")


def test_the_year_of_a_journal_is_that_of_its_printing() -> None:
    found = publication(Submission("TMLR", "TMLR", printed=2022))
    assert found is not None
    assert (found.venue, found.year) == ("TMLR 2022", 2022)


@given(st.builds(Submission, venue=st.text(), group=st.text(), bibtex=st.text()))
def test_any_fields_are_read(submission: Submission) -> None:
    found = publication(submission)
    assert found is None or found.venue


@pytest.mark.parametrize("text", ["booktitle={", "booktitle={{", "a 20", "/2018", "@", "workshop "])
def test_hostile_fields_take_no_longer_than_they_are_long(text: str) -> None:
    many = text * 20_000
    assert publication(Submission("Submitted to X", many, many, many)) is None
