"""The catalogue as a table, JSON and CSV: it fits, it is safe, it reads back."""

from __future__ import annotations

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from enricher.catalogue import Status
from enricher.reports.catalogue_data import catalogue_csv, catalogue_json
from enricher.reports.catalogue_table import tabbed, table, totals
from enricher.reports.plain import is_printable
from tests.catalogue_samples import AUTOML, ENTRIES, NASTY, entry, many

texts = st.text(st.characters(), max_size=60) | st.sampled_from(NASTY)
HOSTILE = [entry(title=text, authors=(text,), venue=text, labels=(text,)) for text in NASTY]

AT_80 = """\
TITLE                           AUTHORS          WHERE          ID
Transfer Learning with Neural…  Wong et al.      NeurIPS 2018   arxiv:1803.02780
Attention Is All You Need       Vaswani          preprint 2017  arxiv:1706.03762
A Proof of Everything           Uthor and Auth…  withdrawn      arxiv:1901.00001
Some paper                                       missing        arxiv:0808.0539
doi:10.1145/3292500.3330701                      failed         doi:10.1145/329…
"""


def test_a_terminal_of_80_columns() -> None:
    assert list(table(ENTRIES, width=80, colour=False)) == AT_80.splitlines()


@pytest.mark.parametrize("width", [1, 20, 40, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("entries", [ENTRIES, HOSTILE, many(30)], ids=["all", "nasty", "many"])
def test_no_line_is_wider_than_the_terminal(width: int, entries: list[object]) -> None:
    lines = list(table(entries, width=width, colour=False))  # type: ignore[arg-type]
    assert len(lines) == len(entries) + 1
    assert max(map(cell_len, lines)) <= width
    assert all(map(is_printable, lines))


def test_wide_letters_are_counted_as_they_are_shown() -> None:
    lines = list(table([entry(title="论" * 90, authors=("王伟",))], width=90, colour=False))
    assert cell_len(lines[1]) == 90
    assert lines[1].endswith(" 1")


def test_colours_change_nothing_but_the_colour() -> None:
    plain = list(table(ENTRIES, width=80, colour=False))
    coloured = "\n".join(table(ENTRIES, width=80, colour=True))
    assert "\x1b[31m" in coloured
    for code in ("1", "2", "31", "33", "0"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert [line.rstrip() for line in coloured.split("\n")] == plain


@given(texts)
def test_for_other_programs_a_line_has_five_whole_columns(text: str) -> None:
    [line] = tabbed([entry(title=text or "x", authors=(text,), labels=(text,))])
    assert len(line.split("\t")) == 5
    assert is_printable(line.replace("\t", " "))


def test_totals() -> None:
    assert totals(ENTRIES) == (
        "5 papers in 3 notes: 1 published, 1 preprint, 1 withdrawn, 1 missing, 1 failed"
    )
    assert totals([]).startswith("No links to papers found.")
    assert list(table([], width=80, colour=False)) == []


def test_json_tells_all() -> None:
    first, *_, missing, failed = json.loads(catalogue_json(ENTRIES))
    assert AUTOML.paper is not None
    assert first == {
        **AUTOML.paper.dump(),
        "status": "published",
        "links": list(AUTOML.links),
        "notes": [
            {"path": "notes/a.md", "line": 3},
            {"path": "notes/a.md", "line": 9},
            {"path": "notes/sub folder/b#1.md", "line": 7},
        ],
    }
    assert (missing["id"], missing["status"]) == ("arxiv:0808.0539", "missing")
    assert failed["why"] == "offline, and not in the cache"


@given(st.lists(texts.filter(bool), max_size=5))
def test_csv_has_no_formula_and_reads_back(found: list[str]) -> None:
    rows = list(csv.reader(catalogue_csv([entry(title=text) for text in found])))
    assert [len(row) for row in rows] == [9] * (len(found) + 1)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_csv_of_a_known_paper() -> None:
    rows = list(csv.DictReader(catalogue_csv([AUTOML])))
    assert rows[0]["authors"] == "Catherine Wong; Neil Houlsby; Yifeng Lu; Andrea Gesmundo"
    assert rows[0]["notes"] == "notes/a.md:3; notes/a.md:9; notes/sub folder/b#1.md:7"
    assert rows[0]["status"] == Status.PUBLISHED
