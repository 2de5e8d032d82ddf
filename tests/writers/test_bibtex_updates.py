"""Our entries follow their papers; nothing flaps, and what was edited by hand stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enricher import text as texts
from enricher.paper import Paper
from enricher.writers.bibtex import WRITER
from enricher.writers.interface import Published, SideFile
from tests.writers.bib_samples import (
    BIBLATEX,
    BIBTEX,
    JOURNAL,
    PATH,
    PREPRINT,
    PUBLISHED,
    library,
    planned,
    preprint,
    remove,
    run,
)

OTHER_VENUE = PUBLISHED.model_copy(
    update={"venue": "ICML 2019", "booktitle": "Proceedings of ICML", "year": 2019, "pages": None}
)
REPLACING = replace(BIBTEX, replace_venues=True)


@pytest.mark.parametrize("options", [BIBTEX, BIBLATEX], ids=["BibTeX", "biblatex"])
def test_a_preprint_that_was_published(options: object) -> None:
    before = run("@misc{a}\n", PREPRINT, JOURNAL, options=options)
    made = planned(before, PUBLISHED, JOURNAL, options=options)
    assert made.published == (Published("arxiv:1803.02780", "preprint 2018", "NeurIPS 2018"),)
    after = texts.apply(before, made.edits)
    assert after == run("@misc{a}\n", PUBLISHED, JOURNAL, options=options)
    assert "@inproceedings{wong2018transfer," in after
    assert "10.48550" not in after
    assert "eprint = {1803.02780}" in after


def test_the_key_stays_whatever_the_paper_becomes() -> None:
    before = run("", PREPRINT)
    renamed = preprint(title="Neural AutoML", authors=("Neil Houlsby",), published="2017-01-01")
    after = run(before, renamed)
    assert "@misc{wong2018transfer,\n  title = {Neural {AutoML}}" in after
    assert "year = {2017}" in after


KEPT = {
    "failed": (),
    "only a preprint this time": (PREPRINT,),
    "pages and categories are not known": (
        PUBLISHED.model_copy(update={"pages": None, "categories": (), "arxiv": None}),
    ),
    "another venue": (OTHER_VENUE,),
    "a preprint of another title": (preprint(title="Transfer"),),
}


@pytest.mark.parametrize("papers", KEPT.values(), ids=KEPT)
def test_nothing_flaps(papers: tuple[Paper, ...]) -> None:
    text = run("", PUBLISHED)
    made = planned(text, *papers)
    assert not made.edits
    assert not made.published


def test_an_entry_stays_when_its_link_is_gone() -> None:
    text = run("", PREPRINT, JOURNAL)
    assert not planned(text, JOURNAL).edits
    assert not WRITER.plan(SideFile(PATH, text), library(unknown=(PREPRINT,)), BIBTEX).edits


def test_another_venue_on_demand_brings_all_its_fields() -> None:
    after = run(run("", PUBLISHED), OTHER_VENUE, options=REPLACING)
    assert after == run("", OTHER_VENUE)
    assert not planned(run("", PUBLISHED), PREPRINT, options=REPLACING).edits


def test_a_users_override_counts_at_once() -> None:
    wished = OTHER_VENUE.model_copy(update={"provenance": {"venue": "config"}})
    assert run(run("", PUBLISHED), wished) == run("", OTHER_VENUE)
    titled = OTHER_VENUE.model_copy(
        update={"title": "Mine", "doi": "10.1/x", "provenance": {"title": "config", "doi": "arxiv"}}
    )
    after = run(run("", PUBLISHED), titled)
    assert "title = {Mine}" in after
    assert "NeurIPS" not in after
    assert "Advances" in after
    assert "10.1/x" not in after


def test_known_venues_gain_fields() -> None:
    before = run("", PUBLISHED.model_copy(update={"pages": None}))
    after = run(before, PUBLISHED.model_copy(update={"doi": "10.1/x"}))
    assert "pages = {8366--8375}" in after
    assert "doi = {10.1/x}" in after


def test_an_entry_edited_by_hand_stays() -> None:
    text = run("", PREPRINT, JOURNAL).replace("Neural {AutoML}", "neural AutoML")
    same = planned(text, PREPRINT, JOURNAL)
    assert not same.edits
    assert not same.notices
    news = planned(text, PUBLISHED, JOURNAL)
    assert not news.edits
    assert not news.published
    line = text.split("\n").index("@misc{wong2018transfer,") + 1
    place = f"references.bib:{line}: the entry wong2018transfer"
    assert news.notices == (f"{place} stays as it is, though there is news: it was edited by hand",)
    removed = WRITER.remove(SideFile(PATH, text), BIBTEX)
    assert removed.notices == (f"{place} stays, because it was edited by hand",)
    left = texts.apply(text, removed.edits)
    assert left.startswith("% enricher: arxiv:1803.02780 ")
    assert left.count("@") == 1
    assert "srivastava" not in left


EDITS = {
    "a field more": ("  year =", "  keywords = {x},\n  year ="),
    "a key": ("wong2018transfer", "wong"),
    "a type": ("@misc", "@article"),
    "a field less": ("  primaryClass = {cs.LG},\n", ""),
    "spaces": ("  year =", "year   ="),
    "a fault": ("wong2018transfer,", "wong2018transfer"),
}


@pytest.mark.parametrize(("old", "new"), EDITS.values(), ids=EDITS)
def test_any_edit_is_a_users(old: str, new: str) -> None:
    text = run("", PREPRINT)
    assert old in text
    edited = text.replace(old, new)
    for paper in (PREPRINT, PUBLISHED):
        made = planned(edited, paper)
        assert not made.edits
    assert remove(edited) == edited
    assert not planned(edited, PREPRINT).notices


def test_line_endings_and_removed_marks() -> None:
    text = run("", PREPRINT)
    crlf = text.replace("\n", "\r\n")
    assert run(crlf, PUBLISHED) == run("", PUBLISHED).replace("\n", "\r\n")
    unmarked = text[text.index("@") :]
    assert not planned(unmarked, PUBLISHED).edits
    assert remove(unmarked) == unmarked


@pytest.mark.parametrize("paper", [PREPRINT, PUBLISHED, JOURNAL], ids=["misc", "talk", "article"])
def test_the_dialect_may_change(paper: Paper) -> None:
    one, other = run("", paper), run("", paper, options=BIBLATEX)
    assert run(one, paper, options=BIBLATEX) == other
    assert not planned(one, paper, options=BIBLATEX).published
    assert run(other, paper) == one


def test_an_entry_of_another_first_link_keeps_its_id() -> None:
    text = run("", PREPRINT)
    renamed = PUBLISHED.model_copy(update={"id": "doi:10.1/x", "same_as": ("arxiv:1803.02780",)})
    after = run(text, renamed)
    assert after.startswith("% enricher: arxiv:1803.02780 ")
    assert not planned(after, renamed).edits
    assert after.count("@") == 1
