"""The command `list`: papers of notes, on a terminal and for other programs."""

from __future__ import annotations

import csv
import json
import re

import pytest

from tests.cli.arxiv_site import ABSENT, HOSTILE, TITLES, knowing
from tests.cli.conftest import Site, contents
from tests.cli.test_terminal import COLOUR, on_a_terminal
from tests.fetch.server import Server

PAPER, OTHER = "1803.02780", "1706.03762"


def test_papers_are_fetched_and_told_and_no_note_changes(site: Site, arxiv: Server) -> None:
    site.note("a.md", PAPER, OTHER, ABSENT)
    site.note("b.md", PAPER)
    before = contents(site.notes)
    ran = site.run("list", "notes")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"{TITLES[PAPER]}\tLovelock and Brewster\tpreprint 2018\tarxiv:{PAPER}\t2",
        f"{TITLES[OTHER]}\tLovelock and Brewster\tpreprint 2018\tarxiv:{OTHER}\t1",
        f"paper\t\tmissing\tarxiv:{ABSENT}\t1",
    ]
    assert "3 papers in 2 notes: 2 preprint, 1 missing" in ran.err
    assert contents(site.notes) == before
    asked = len(arxiv.seen)
    assert site.run("list", "notes", "--sort", "-notes").out.startswith(TITLES[PAPER])
    assert len(arxiv.seen) == asked


def test_forms(site: Site) -> None:
    site.note("a.md", PAPER, OTHER)
    site.run("run", "notes", "--to", "bibtex")
    written = (site.folder / "references.bib").read_text()
    keys = re.findall(r"^@misc\{(\w+),$", written, re.MULTILINE)
    shown = site.run("list", "notes", "--format", "bibtex")
    assert sorted(re.findall(r"^@misc\{(\w+),$", shown.out, re.MULTILINE)) == sorted(keys)
    papers = json.loads(site.run("list", "notes", "--format", "json").out)
    assert {each["title"] for each in papers} == {TITLES[PAPER], TITLES[OTHER]}
    rows = list(csv.DictReader(site.run("list", "notes", "--format", "csv").out.splitlines()))
    assert [row["id"] for row in rows] == [f"arxiv:{PAPER}", f"arxiv:{OTHER}"]


def test_a_bibliography_that_cannot_be_read_has_keys_that_nobody_knows(site: Site) -> None:
    site.note("a.md", PAPER)
    (site.folder / "references.bib").write_text("@article{x,\n title = {never closed\n")
    assert site.run("list", "notes").code == 0
    ran = site.run("list", "notes", "--format", "bibtex")
    assert (ran.code, ran.out) == (2, "")
    assert "references.bib:1: this entry is broken" in ran.err


def test_exit_codes(offline_site: Site) -> None:
    assert offline_site.run("list", "notes").code == 0
    offline_site.note("a.md", PAPER)
    ran = offline_site.run("list", "notes", "--offline")
    assert ran.code == 3
    assert f"arxiv:{PAPER}" in ran.out
    assert f"failed: arxiv:{PAPER}" in ran.err
    wrong = offline_site.run("list", "notes", "--sort", "size")
    assert (wrong.code, wrong.out) == (2, "")
    assert "cannot sort by 'size'" in wrong.err
    assert offline_site.run("list", "absent").code == 2


def test_a_note_that_cannot_be_read_is_named(site: Site) -> None:
    site.note("a.md", PAPER)
    with (site.notes / "huge.md").open("wb") as file:
        file.truncate(65 * 2**20)
    ran = site.run("list", "notes")
    assert ran.code == 3
    assert TITLES[PAPER] in ran.out
    assert "not read: notes/huge.md" in ran.err


@pytest.mark.parametrize("title", HOSTILE.values(), ids=list(HOSTILE))
def test_no_title_is_obeyed(site: Site, arxiv: Server, title: str) -> None:
    arxiv.always = knowing({PAPER: title}, author=title)
    site.note("a.md", PAPER)
    code, shown = on_a_terminal(site, "list", "notes", COLUMNS="80")
    assert code == 0
    for form in ("text", "json", "csv", "bibtex"):
        shown += site.run("list", "notes", "--format", form).out
    for planted in ("\x9b", "\u202e", "\u2028", "\n::error::", "\x85", "##["):
        assert planted not in shown


def test_colours_are_only_for_terminals_that_want_them(site: Site) -> None:
    site.note("a.md", PAPER, ABSENT)
    _, shown = on_a_terminal(site, "list", "notes", COLUMNS="80")
    assert COLOUR.search(shown)
    assert "TITLE" in shown
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        _, shown = on_a_terminal(site, "list", "notes", "-q", **environment)
        assert COLOUR.search(shown) is None
    assert "\x1b" not in site.process("list", "notes").out
