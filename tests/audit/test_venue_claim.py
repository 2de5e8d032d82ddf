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


def test_a_claim_is_about_the_link_that_it_stands_beside() -> None:
    one = paper("arxiv:1801.00001", "Title", venue="ICCV 2019", type="conference", year=2019)
    other = paper("arxiv:1801.00002", "Other", venue="ICLR 2018", type="conference", year=2018)
    note = f"| {OTHER} | ICLR 2018 | x |\n|---|---|---|\n| {OTHER} | {LINK} | CVPR 2019 |\n"
    told = found(CODE, f"{note}\n\n- {LINK} (CVPR 2019)\n", known(one, other))
    assert [str(each.ref) for each in told] == ["arxiv:1801.00001"]


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


@pytest.mark.parametrize(
    ("note", "claim"),
    [
        (f"- {LINK} In ICML, 2017\n", "ICML, 2017"),
        (f"- {LINK}, Proc. ICML 2017\n", "ICML 2017"),
        (f"- {LINK}. Ann Bee et al., Google, ICML 2017.\n", "ICML 2017"),
        (f"- {LINK} [code](https://github.com/a/b) ICML 2017\n", "ICML 2017"),
        (f"- {LINK} [[Notes](notes.md)] (Waymo) ICML 2017 best paper\n", "ICML 2017"),
        (f"- {LINK} cvpr 2019\n", "cvpr 2019"),
        (f"- {LINK} (Iclr'19)\n", "Iclr'19"),
        (f"- {LINK}，发表于 CVPR 2019，提出了新方法\n", "CVPR 2019"),
        (f"- {LINK}（ECCV2018）\n", "ECCV2018"),
        (f"- {LINK} <kbd>ICML 2017</kbd>\n", "ICML 2017"),
        (f"- ICML 2017: {LINK}\n", "ICML 2017"),
        (f"- {LINK} ![ICML-2017](https://a.b/badge.svg)\n", "ICML-2017"),
        (f"- Title (ICML 2017) [[pdf]({URL})] [[code](https://github.com/x/y)]\n", "ICML 2017"),
        (f"**Title**<br>\n*[Ann Bee](https://a.b/)*<br>\nICML 2017. [[PDF]({URL})]\n", "ICML 2017"),
        (f"| a | b |\n|---|---|\n| {LINK} | ICML 2017 |\n", "ICML 2017"),
        (f"| a | b |\n|---|---|\n| ICML 2017 | words about it | {LINK} |\n", "ICML 2017"),
        (f'<li><a href="{URL}">Title</a>. ICML 2017.</li>\n', "ICML 2017"),
        (f"## {LINK}\n\nICML 2017\n", "ICML 2017"),
        (
            f"- {LINK}. In Proceedings of the 36th European Conference on Computer Vision, 2018.\n",
            "European Conference on Computer Vision, 2018",
        ),
        (f"- {LINK} (IJCV 2012)\n", "IJCV 2012"),  # no journal prints before the conference
        (f"- {LINK} (Nature 2015)\n", "Nature 2015"),
        (f"- {LINK}. Science, 2017.\n", "Science, 2017"),
    ],
)
def test_a_venue_is_read_in_any_form(note: str, claim: str) -> None:
    assert said(note) == [claim]


HEAD = "| Paper | a | b |\n|---|---|---|\n"


@pytest.mark.parametrize(
    ("row", "claim"),
    [
        (f"| {LINK} | CVPR | 2019 |", "CVPR"),
        (f"| 2019 | CVPR | {LINK} |", "CVPR"),
        (f"| 2019 | {LINK} | **CVPR** |", "CVPR"),
        (f"| {LINK} | iclr | `2019` |", "iclr"),
        (f"| {LINK} | International Conference on Machine Learning | 2019 |", "International"),
        (f"| 1. **{LINK}** | ICCV | 2021 |", "ICCV"),  # no preprint is that late
        (f"| Title [[pdf]({URL})] | CVPR | 2019 |", "CVPR"),
        (f"| {LINK} | ICCV | 2018 |", ""),  # the year of the preprint
        (f"| {LINK} | ICCV | 2019 |", ""),
        (f"| {LINK} | CVPR Workshop | 2019 |", ""),
        (f"| {LINK} | Nature | 2015 |", ""),  # may be what it is about
        (f"| {LINK} | beats CVPR | 2019 |", ""),
        (f"| {LINK} | CVPR ICML | 2019 |", ""),
        (f"| {LINK} | CVPR | ICML | 2019 |", ""),
        (f"| {LINK} | CVPR | 2019 | 2018 |", ""),
        (f"| {LINK}, {OTHER} | CVPR | 2019 |", ""),
        (f"| MonoNet | CVPR | 2019 | see {LINK} |", ""),
        (f"| MonoNet | CVPR 2018 | see {LINK} |", ""),
        (f"| MonoNet | CVPR 2018 | improved by {LINK} |", ""),
    ],
)
def test_a_row_may_have_venue_and_year_in_columns_of_their_own(row: str, claim: str) -> None:
    told = said(f"{HEAD}{row}\n")
    assert len(told) == bool(claim)
    assert all(each.startswith(claim) and "|" not in each for each in told)


def test_such_a_row_is_told_in_words() -> None:
    one = paper("arxiv:1801.00001", "Title", venue="ICCV 2019", type="conference", year=2019)
    (finding,) = found(CODE, f"{HEAD}| {LINK} | CVPR | 2019 |\n", known(one))
    assert finding.message == f"The note says CVPR 2019, and the record of {one.id} says ICCV 2019."
    assert (finding.proposal, finding.edit) == ("ICCV 2019", None)


METHOD = "[MonoNet](https://github.com/x/mononet)"


@pytest.mark.parametrize(
    "note",
    [
        f"- {LINK} beats MonoNet (CVPR 2018)\n",
        f"- {LINK}, MonoNet (CVPR 2018)\n",
        f"- {LINK} improves MonoNet, CVPR 2018\n",
        f"- {LINK} 比 MonoNet（CVPR 2018）更好\n",
        f"- {LINK} and {METHOD} (CVPR 2018)\n",
        f"- {LINK} [Another Long Title Here](https://a.b) CVPR 2018\n",
        f"- {LINK} [x]() CVPR 2018\n",
        f"- {LINK} [![CVPR-2018](https://a.b/badge.svg)](https://a.b/c)\n",
        f"- {LINK} [Mono](mono.md) (CVPR 2018)\n",
        f"- MonoNet (CVPR 2018), {LINK}\n",
        f"- {LINK} | MonoNet CVPR 2018\n",
        f"- {LINK}, code of CVPR 2018\n",
        f"- {LINK}: winner of CVPR 2018\n",
        f"- {LINK} [2] CVPR 2018 challenge\n",
        f"- {LINK} (TPAMI 2021)\n",
        f"| a | b |\n|---|---|\n| {LINK}, {OTHER} | CVPR 2018 |\n",
        f"| a | b |\n|---|---|\n| {METHOD} {LINK} | CVPR 2018 |\n",
        f"| a | b |\n|---|---|\n| {LINK} | better than CVPR 2018 |\n",
        f'- {LINK} <kbd title="A et al.">CVPR 2018</kbd>\n',
        f"- {LINK} <!-- CVPR 2018 -->\n",
        f"- [Another Title of Other Things]({URL}) (CVPR 2018)\n",
        f"- [pdf]({URL}) CVPR 2018\n- {LINK} ICCV 2019\n",
        f"- CVPR 2018 {LINK} ICLR 2018 {OTHER}\n",
        f"* CVPR 2018\n  * {LINK}\n",
        f"- {LINK}\n- Foo: A Better Bar\n- CVPR 2018\n",
        f"- {LINK}\n  - MonoNet (CVPR 2018)\n",
        f"- {LINK}\n  - CVPR 2018 best paper was MonoNet\n",
        f"{LINK} is nice.\n\nMonoNet was at CVPR 2018.\n",
    ],
)
def test_what_belongs_to_another_paper_or_to_none_is_silent(note: str) -> None:
    assert said(note) == []


@pytest.mark.parametrize(
    ("record", "type_", "claim", "is_told"),
    [
        ("ICCV 2019", "conference", "TPAMI 2021", False),  # printed again, and longer
        ("ICCV 2019", "conference", "TPAMI 2016", True),
        ("TPAMI 2021", "journal", "ICCV 2019", False),
        ("TPAMI 2016", "journal", "ICCV 2019", True),
        ("RA-L 2018", "journal", "ICRA 2019", False),  # shown at a conference
        ("TPAMI 2021", "journal", "TPAMI 2019", False),  # first online
        ("TPAMI 2021", "journal", "IJCV 2021", True),
        ("NeurIPS 2001", "conference", "NIPS 2002", False),  # printed in the year after
        ("NeurIPS 2018", "conference", "NIPS 2019", True),
        ("Nature 2016", "journal", "ICML 2016", True),
        ("ICCV 2019", "workshop", "ICCV 2018", True),  # that was never held
        ("ICCV 2019", "workshop", "CVPR 2018", False),
    ],
)
def test_what_one_paper_cannot_be_is_told(
    record: str, type_: str, claim: str, is_told: bool
) -> None:
    assert said(f"- {LINK} ({claim})\n", record, type_) == [claim] * is_told


@pytest.mark.parametrize(
    ("path", "note"),
    [
        ("a.org", f"- [[{URL}][Title]] (CVPR 2018)\n"),
        ("a.org", f"- [[{URL}][Title (CVPR 2018)]]\n"),
        ("a.rst", f"* `Title <{URL}>`_, CVPR 2018\n"),
        ("a.txt", f"Title {URL} CVPR 2018\n"),
        ("a.ipynb", f'{{"cell_type": "markdown", "source": [\n"[Title]({URL}) CVPR 2018\\n"]}}\n'),
    ],
)
def test_notes_of_every_kind_are_read(path: str, note: str) -> None:
    one = paper("arxiv:1801.00001", "Title", venue="ICCV 2019", type="conference", year=2019)
    assert [note[slice(*each.span)] for each in found(CODE, note, known(one), path)] == [
        "CVPR 2018"
    ]


def test_a_method_that_is_spelt_as_a_venue_is_none() -> None:
    note = f"- [PNAS (2018)]({URL})\n"
    title = "Progressive Neural Architecture Search"
    facts = known(paper("arxiv:1801.00001", title, venue="ECCV 2018", type="conference", year=2018))
    assert not found(CODE, note, facts)


class TestBibliography:
    """Venue and year are fields of their own, and the finding stands at the venue."""

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ("booktitle = {CVPR},\n  year = {2018}", "CVPR 2018"),
            ('booktitle = "Proceedings of {IEEE} {CVPR}",\n  year = 2018', "CVPR 2018"),
            ("journal = {International Journal of Computer Vision},\n  year = {2012}", "IJCV 2012"),
            ("booktitle = {ECCV},\n  date = {2018-09-01}", "ECCV 2018"),
            ("booktitle = {ICCV}, year = 2019", ""),
            ("booktitle = {CVPR Workshops}, year = 2018", ""),
            ("journal = {arXiv preprint arXiv:1801.00001}, year = 2018", ""),
            ("booktitle = {CVPR}", ""),
        ],
    )  # fmt: skip
    def test_an_entry_is_read(self, fields: str, says: str) -> None:
        bib = f"@inproceedings{{a,\n  title = {{Title}},\n  {fields},\n  url = {{{URL}}}\n}}\n"
        one = paper("arxiv:1801.00001", "Title", venue="ICCV 2019", type="conference", year=2019)
        findings = found(CODE, bib, known(one), "a.bib")
        told = [f"The entry says {says}, and the record of {one.id} says ICCV 2019."] * bool(says)
        assert [each.message for each in findings] == told
        for each in findings:
            assert bib[slice(*each.span)] in fields
            assert each.edit is None


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
