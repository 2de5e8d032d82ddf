"""What a note says of where a paper appeared, and what its record says."""

from __future__ import annotations

import pytest

from tests.audit.noting import ARXIV, fixed, found, known, paper

CODE = "venue-claim"
URL = f"{ARXIV}/1801.00001"
LINK = f"[Title]({URL})"
OTHER = f"[Other]({ARXIV}/1801.00002)"


def said(note: str, venue: str = "ICCV 2019", type_: str = "conference") -> list[str]:
    """What is told of a note on a paper that appeared at a venue."""
    year = int(venue.split()[1])
    one = paper("arxiv:1801.00001", "Title", venue=venue, type=type_, year=year)
    other = paper("arxiv:1801.00002", "Other", venue="ICLR 2018", type="conference", year=2018)
    return [note[slice(*each.span)] for each in found(CODE, note, known(one, other))]


@pytest.mark.parametrize(
    ("note", "claim"),
    [
        (f"* {LINK}\n* CVPR 2019\n", "CVPR 2019"),
        (f"* {LINK}\n* CVPR2019\n", "CVPR2019"),
        (f"* {LINK}\n  * CVPR2019 - Google\n", "CVPR2019"),
        (f"* {LINK}\n* Key:\n  * an idea\n* Source:\n  * VGG-Oxford   NIPS2017 \n", "NIPS2017"),
        (f"* {LINK}\n\n* Source:\n  * CVPR 2020 SenseTime + BUAA\n", "CVPR 2020"),
        (f"- {LINK} (CVPR 2019)\n", "CVPR 2019"),
        (f"- {LINK} (CVPR'19 Oral)\n", "CVPR'19"),
        (f"- {LINK}, CVPR 2019.\n", "CVPR 2019"),
        (f"- {LINK} in CVPR 2019\n", "CVPR 2019"),
        (f"- **CVPR 2019** {LINK}\n", "CVPR 2019"),
        (f"- [CVPR 2019] {LINK}\n", "CVPR 2019"),
        (f"- [Title (CVPR 2019)]({URL})\n", "CVPR 2019"),
        (f"| CVPR 2019 | {LINK} |\n|---|---|\n", "CVPR 2019"),
        (f"- {LINK} ICCV 2018\n", "ICCV 2018"),
        (f"- [“Title”, 2017 CVPR]({URL})\n", "2017 CVPR"),
        (f"- {LINK}\n  - Source: CVPR 2018\n", "CVPR 2018"),
    ],
)
def test_another_conference_is_told(note: str, claim: str) -> None:
    assert said(note) == [claim]


@pytest.mark.parametrize(
    "note",
    [
        f"* {LINK}\n* ICCV 2019\n",
        f"* {LINK}\n* ICCV2019 oral\n",
        f"- {LINK} (CVPR 2019 Workshop, ICCV 2019)\n",
        f"- {LINK} (CVPR 2019 Workshop)\n",
        f"- {LINK} (CVPRW 2019)\n",
        f"- {LINK} (TPAMI 2020)\n",
        f"- {LINK} was the baseline of the challenge that won at CVPR 2018 in Salt Lake City\n",
        f"- {LINK} (submitted to CVPR 2019)\n",
        f"- {LINK}\n\n## CVPR 2018\n",
        f"- {LINK}\n---\nCVPR 2018\n",
        f"- {LINK}\n\nCVPR 2018\n=========\n",
        f"- {LINK}\n- EmerNeRF: ICLR 2024\n",
        f"- {LINK}\n- [Another]()\n  - CVPR 2018\n",
        f"- the idea of {OTHER} and of others\n  - extends {LINK}\n  - CVPR 2018\n",
        f"- {LINK}\n  - better than the method of He et al. that was shown at CVPR 2018 in June\n",
        f"- {LINK} MM 19, 2 pages, Nature 2019\n",
        f"- {LINK}\n" + "- words\n" * 20 + "- CVPR 2018\n",
        f"- {LINK} [code](https://github.com/x/CVPR2018)\n",
        "",
    ],
)
def test_what_agrees_or_is_of_something_else_is_silent(note: str) -> None:
    assert said(note) == []


def test_each_link_of_a_line_has_what_follows_it() -> None:
    assert said(f"- {LINK} (ICCV 2019), {OTHER} (ICLR 2018)\n") == []
    assert said(f"- {LINK} (ICLR 2018), {OTHER} (ICCV 2019)\n") == ["ICLR 2018", "ICCV 2019"]


def test_a_journal_or_a_workshop_may_be_a_second_publication() -> None:
    assert said(f"- {LINK} (CVPR 2019)\n", "TPAMI 2020", "journal") == []
    assert said(f"- {LINK} (CVPR 2019)\n", "ICCV 2019 Workshop", "workshop") == []


def test_a_conference_that_was_never_held_is_told_of_any_paper() -> None:
    note = f"* {LINK}\n* ECCV 2019\n"
    (finding,) = found(CODE, note, known())
    assert finding.message == "The note says ECCV 2019. There was no ECCV in 2019."
    assert not finding.proposal
    preprint = known(paper("arxiv:1801.00001", "Title", type="preprint", year=2018))
    assert not found(CODE, f"* {LINK}\n* ECCV 2018\n", preprint)


def test_the_users_own_word_is_never_written_over() -> None:
    note = f"* {LINK}\n* ECCV 2019\n"
    facts = known(paper("arxiv:1801.00001", "T", venue="ICCV 2019", type="conference", year=2019))
    findings = found(CODE, note, facts)
    assert [each.proposal for each in findings] == ["ICCV 2019"]
    assert fixed(note, findings) == note
