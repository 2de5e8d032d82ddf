"""The catalogue of some notes: every link is in it once, under the work that it leads to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.catalogue import Entry, Status, catalogue, counted, ordered
from enricher.change import Place
from enricher.errors import ConfigError
from enricher.models import Context, Link, PaperRef, Span
from enricher.notes import Note, Scanned
from enricher.paper import Failed, Found, Missing, Outcome, Paper
from enricher.writers import bibtex
from enricher.writers.interface import SideFile
from tests.catalogue_samples import ENTRIES, entry, many
from tests.writers.bib_samples import BIBTEX, JOURNAL, PREPRINT, PUBLISHED, library, preprint, run

REFS = [PaperRef("arxiv", f"1803.0000{number}") for number in range(6)]


def link(ref: PaperRef, line: int, text: str = "") -> Link:
    url = f"https://arxiv.org/abs/{ref.id}"
    return Link(Span(line * 100, line * 100 + 9), line, 1, url, url, text, Context.INLINE, ref)


def scanned(*notes: list[Link]) -> Scanned:
    found = Scanned(Path("notes"))
    for number, links in enumerate(notes):
        found.notes.append(Note(Path(f"notes/{number}.md"), "", tuple(links), tuple(links)))
    return found


@given(st.lists(st.lists(st.sampled_from(REFS), max_size=8), max_size=4))
def test_every_link_has_one_place(refs: list[list[PaperRef]]) -> None:
    notes = [[link(ref, line + 1) for line, ref in enumerate(each)] for each in refs]
    paper = Paper(id=str(REFS[0]), title="x", same_as=(str(REFS[1]),))
    entries = catalogue(scanned(*notes), [], dict.fromkeys(REFS[:2], paper))
    places = [place for each in entries for place in each.places]
    meant = [
        Place(f"notes/{number}.md", found.line, found.column)
        for number, links in enumerate(notes)
        for found in links
    ]
    assert sorted(places) == sorted(meant)
    assert len(entries) == len({REFS[0] if ref == REFS[1] else ref for n in refs for ref in n})


def test_a_work_under_two_names_is_one_entry_with_both_addresses() -> None:
    paper = Paper(id=str(REFS[1]), title="x", venue="CVPR 2019")
    notes = scanned([link(REFS[0], 4, "its  name"), link(REFS[1], 2)], [link(REFS[0], 1)])
    [found] = catalogue(notes, [], dict.fromkeys(REFS[:2], paper))
    assert found.id == str(REFS[1])  # that of the first link
    assert found.labels == ("its name",)
    assert found.links == (
        f"https://arxiv.org/abs/{REFS[1].id}",
        f"https://arxiv.org/abs/{REFS[0].id}",
    )
    assert found.notes == ("notes/0.md", "notes/1.md")
    assert found.status is Status.PUBLISHED


def test_a_name_that_failed_belongs_to_the_work_that_another_name_found() -> None:
    paper = Paper(id=str(REFS[0]), title="x")
    notes = scanned([link(REFS[0], 1), link(REFS[1], 2)])
    [found] = catalogue(notes, [Failed(REFS[0], "away")], {REFS[1]: paper})
    assert (found.paper, found.why, found.status) == (paper, "", Status.PREPRINT)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("![citation](https://img.shields.io/badge/a_(b)-red)", "citation"),
        ("![](badge.svg)", str(REFS[0])),
        ("![the [old]  paper][badge]", "the [old] paper"),
        ('<img src="x.svg" alt="its code"><br/>', "its code"),
        ("<img src=x.svg>", str(REFS[0])),
        ("Deep ![pdf](x.png) Notes!", "Deep pdf Notes!"),
        ("[1] a < b!", "[1] a < b!"),
    ],
)
def test_an_unknown_work_is_called_by_what_its_link_says_without_markup(
    text: str, title: str
) -> None:
    [found] = catalogue(scanned([link(REFS[0], 1, text)]), [], {})
    assert found.title == title


def paper(**values: object) -> Paper:
    return Paper.model_validate({"id": str(REFS[0]), "title": "x", **values})


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (Found(REFS[0], paper()), "preprint"),
        (Found(REFS[0], paper(type="preprint")), "preprint"),
        (Found(REFS[0], paper(venue="CVPR 2019")), "published"),
        (Found(REFS[0], paper(journal="A Journal")), "published"),
        (Found(REFS[0], paper(type="book")), "published"),
        (Found(REFS[0], paper(venue="CVPR 2019", status="withdrawn")), "withdrawn"),
        (Missing(REFS[0]), "missing"),
        (Failed(REFS[0], "the server is away"), "failed"),
    ],
)
def test_statuses(outcome: Outcome, status: str) -> None:
    papers = {REFS[0]: outcome.paper} if isinstance(outcome, Found) else {}
    [found] = catalogue(scanned([link(REFS[0], 1, "a label")]), [outcome], papers)
    assert found.status == status
    assert found.title == ("x" if papers else "a label")
    assert found.why == ("the server is away" if status == "failed" else "")
    assert list(counted([found])) == [(found.status, 1)]


@given(st.permutations(ENTRIES), st.sampled_from(["title", "authors", "venue", "year", "notes"]))
def test_what_is_not_known_comes_last_in_either_direction(entries: list[Entry], key: str) -> None:
    known = {"title": 5, "notes": 5, "authors": 3, "year": 3, "venue": 1}[key]
    up, down = ordered(entries, f"{key},id"), ordered(entries, f"-{key},id")
    assert sorted(up, key=str) == sorted(down, key=str) == sorted(entries, key=str)
    assert set(map(str, up[:known])) == set(map(str, down[:known]))
    assert up[known:] == down[known:]


def test_orders() -> None:
    def ids(keys: str) -> list[str]:
        return [each.id[-5:] for each in ordered(ENTRIES, keys)]

    assert ids("-year,title") == ["00001", "02780", "03762", "30701", ".0539"]
    assert ids("authors") == ["00001", "03762", "02780", ".0539", "30701"]
    assert ids("-notes,id")[0] == "02780"
    with pytest.raises(ConfigError, match="cannot sort by 'size'"):
        ordered(ENTRIES, "title,size")


def keys(text: str, *papers: Paper) -> dict[str, str]:
    made = bibtex.entry_texts(SideFile("references.bib", text), library(*papers), BIBTEX)
    return {id_: each.partition("{")[2].partition(",")[0] for id_, each in made.items()}


def test_bibtex_keys_are_those_that_a_run_writes() -> None:
    twins = [preprint(f"1803.0000{each}", title=f"Transfer of {each}") for each in range(9)]
    papers = [PUBLISHED, JOURNAL, *twins]
    written = run("", *papers)
    assert set(keys("", *papers).values()) == set(
        re.findall(r"^@\w+\{(.+),$", written, re.MULTILINE)
    )
    assert keys(written, *reversed(papers)) == keys("", *papers)


def test_bibtex_keys_of_the_users_own_stay() -> None:
    own = "@misc{mine, eprint = {1803.02780}}\n@misc{srivastava2014dropout, title = {Other}}\n"
    assert keys(own, PREPRINT, JOURNAL) == {
        PREPRINT.id: "mine",
        JOURNAL.id: "srivastava2014dropoutb",
    }


def test_made_up_papers_are_many_and_different() -> None:
    assert len({each.id for each in many(500)}) == 500
    assert entry("arxiv:1").paper is None
