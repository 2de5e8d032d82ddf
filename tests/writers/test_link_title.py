"""What links get as their titles, which links get none, and what may change when."""

from __future__ import annotations

from typing import Any

import pytest

from enricher.models import Edit
from enricher.writers.interface import Idle, Published, WriteOptions
from enricher.writers.link_title import MOST_BYTES, WRITER
from tests.writers.link_titles import (
    AUTOML,
    AUTOML_TITLE,
    OTHER,
    SEMINAS,
    TITLE,
    URL,
    planned,
    remove,
    run,
)
from tests.writers.samples import paper, papers

L = f"[SemiNAS]({URL})"
TITLED = f'[SemiNAS]({URL} "{TITLE}")'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (L, TITLED),
        (f"[SemiNAS](<{URL}>)", f'[SemiNAS](<{URL}> "{TITLE}")'),
        (f"[SemiNAS]( {URL} )", f'[SemiNAS]( {URL} "{TITLE}" )'),
        (f"[a](\n{URL}\n)", f'[a](\n{URL} "{TITLE}"\n)'),
        (f"> [a](\n> b) {L}", f"> [a](\n> b) {TITLED}"),
        (f"[![b](b.svg)]({URL})", f'[![b](b.svg)]({URL} "{TITLE}")'),
        (f"| a | b |\n|---|---|\n| {L} | c |", f"| a | b |\n|---|---|\n| {TITLED} | c |"),
        (f"|a|\n|-|\n|b|{L}|", f"|a|\n|-|\n|b|{TITLED}|"),
        (f"!!! note\n\n    {L}\n", f"!!! note\n\n    {TITLED}\n"),
        (f"<details>\n\n* {L}\n</details>", f"<details>\n\n* {TITLED}\n</details>"),
        (f"[a]\n\n[a]: {URL}", f'[a]\n\n[a]: {URL} "{TITLE}"'),
        (f"> [a]: <{URL}>  \n> b", f'> [a]: <{URL}> "{TITLE}"  \n> b'),
        (f"{L}{L} [b]({OTHER})", f'{TITLED}{TITLED} [b]({OTHER} "{AUTOML_TITLE}")'),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_titles(before: str, after: str, newline: str) -> None:
    before, after = before.replace("\n", newline), after.replace("\n", newline)
    assert run(before) == after
    assert remove(after) == before


@pytest.mark.parametrize(
    "text",
    [
        "Semi-Supervised Neural Architecture Search",
        "**semi-supervised neural\narchitecture search**",
        "Semi–Supervised Neural Architecture Search.",
        "SemiNAS: Semi-Supervised Neural Architecture Search (2020)",
    ],
)
def test_no_title_part_where_the_text_is_the_title(text: str) -> None:
    assert run(f"[{text}]({URL})") == f'[{text}]({URL} "Luo et al. · NeurIPS 2020")'


def test_a_short_title_within_other_words_is_not_the_title() -> None:
    known = papers(paper("2002.10389", title="GPT", year=2020))
    assert '"GPT · Lee and Li · arXiv 2020"' in run(f"[About GPT]({URL})", known)
    assert '"Lee and Li · arXiv 2020"' in run(f"[GPT]({URL})", known)


@pytest.mark.parametrize(
    ("values", "last"),
    [
        ({"venue": "NeurIPS 2020", "year": 2019}, "NeurIPS 2020"),
        ({"venue": "NeurIPS", "year": 2020}, "NeurIPS 2020"),
        ({"venue": "ICML 2020 Workshop"}, "ICML 2020 Workshop"),
        ({"venue": "Reading Group", "year": 2020}, "in Reading Group 2020"),
        ({"journal": "Machine Vision Letters", "year": 2020}, "in Machine Vision Letters 2020"),
        ({"journal": "Journal of Machine Learning Research", "year": 2020},
         "Journal of Machine Learning Research 2020"),
        ({"year": 2020, "type": "preprint"}, "arXiv 2020"),
        ({"published": "2020-02-24"}, "arXiv 2020"),
    ],
)  # fmt: skip
def test_the_last_part(values: dict[str, Any], last: str) -> None:
    known = papers(paper("2002.10389", title="A Title", **values))
    before = f"[x]({URL})"
    assert run(before, known) == f'[x]({URL} "A Title · Lee and Li · {last}")'
    assert remove(run(before, known), known=known) == before


@pytest.mark.parametrize(
    ("type_", "last"),
    [("preprint", "preprint 2020"), ("thesis", "thesis 2020"), ("journal", "paper 2020")],
)
def test_papers_that_are_not_at_arxiv(type_: Any, last: str) -> None:
    known = {next(iter(papers(SEMINAS))): SEMINAS.model_copy(
        update={"id": "openreview:abc", "venue": None, "type": type_}
    )}  # fmt: skip
    assert f'Luo et al. · {last}")' in run(L, known)


@pytest.mark.parametrize("values", [{"authors": ()}, {"year": None}, {"title": "\x00"}])
def test_a_paper_without_authors_year_or_title_gives_none(values: dict[str, Any]) -> None:
    known = papers(SEMINAS.model_copy(update={"venue": None, **values}))
    assert run(L, known) == L


def test_an_author_that_could_be_the_users_word_comes_with_the_title_or_not_at_all() -> None:
    label = "Semi-Supervised Neural Architecture Search"

    def title(*authors: str, venue: str = "NeurIPS 2020") -> str:
        known = papers(SEMINAS.model_copy(update={"authors": authors, "venue": venue}))
        return run(f"[{label}]({URL})", known).partition('"')[2].removesuffix('")')

    assert title("Jo Lee") == "Lee · NeurIPS 2020"
    assert title("Jo Lee", venue="Group 2020") == f"{label} · Lee · in Group 2020"
    assert title("Mark Poster") == ""
    assert title("Mark Poster", "Bo Li") == "Poster and Li · NeurIPS 2020"


@pytest.mark.parametrize(
    "title",
    [
        "",
        "CVPR 2019",
        "CVPR 2019 paper",
        "Luo et al., 2020",
        "A · B",
        "Semi-Supervised Neural Architecture Search",
        "Paper · CVPR 2019",
        "Best Paper · Oral · CVPR 2019",
        "Talk and Slides · CVPR 2019",
        "Hetnets in Python · GitHub",
        "Release v0.6 · user/repo · GitHub",
        "Blog post · March 2020",
        "Some notes · Blog · May 2020",
        "Brown et al. · Language Models are Few-Shot Learners (2020)",
        "Luo et al. · 2020",
        "Luo et al.  ·  NeurIPS 2020",
        "a · b · c · NeurIPS 2020",
        "1. x · 2. y · NeurIPS 2020",
        "Q&A · Luo et al. · NeurIPS 2020",
        "Q&amp;A · Luo et al. · NeurIPS 2020",
        "a [b] · Luo et al. · NeurIPS 2020",
        "· Luo et al. · NeurIPS 2020",
        " · Luo et al. · NeurIPS 2020",
    ],
)
def test_titles_of_the_users_stay(title: str) -> None:
    note = f'[x]({URL} "{title}") [y]({OTHER})'
    after = run(note)
    assert after == f'[x]({URL} "{title}") [y]({OTHER} "{AUTOML_TITLE}")'
    assert remove(after) == note


@pytest.mark.parametrize("title", [f"'{TITLE}'", f"({TITLE})"])
def test_a_title_in_other_quotes_is_the_users(title: str) -> None:
    note = f"[x]({URL} {title})"
    assert planned(note).idle is Idle.LEFT_ALONE
    assert run(note) == remove(note) == note


@pytest.mark.parametrize(
    ("note", "notice"),
    [
        (f"<a href='{URL}'>x</a>\n", "note.md: 1 link takes no title: 1 in HTML"),
        (f"{URL} <{URL}> ![x]({URL})\n\n[a]:\n{URL}\n",
         "note.md: 4 links take no title: 2 bare, 1 as images, 1 defined in an unusual form"),
        (f"[x]({URL}\u00a0) {L}", "note.md: 1 link takes no title: 1 with a blank in the URL"),
        (f"arXiv:2002.10389 {L}", "note.md: 1 link takes no title: 1 by their id alone"),
    ],
)  # fmt: skip
def test_links_without_a_place_are_counted(note: str, notice: str) -> None:
    assert planned(note).notices == (notice,)
    assert run(note) == note.replace(L, TITLED)


@pytest.mark.parametrize(
    "note", ["", "no link", "https://arxiv.org/abs/2001.00001", f"`{L}` <!-- {L} -->", L + "\n"]
)
def test_no_notice_where_no_known_paper_is_skipped(note: str) -> None:
    assert planned(note).notices == ()


@pytest.mark.parametrize(
    "note",
    [
        f"---\nenricher: false\n---\n{L}",
        f"<!-- enricher: off -->\n\n{L}\n",
        f"---\npaper: {URL}\n---\n",
        f"`{L}`\n\n    {L}\n",
    ],
)
def test_what_is_left_alone(note: str) -> None:
    assert planned(note).edits == ()
    assert planned(note).notices == ()


@pytest.mark.parametrize("path", ["a.html", "a.rst", "a.org", "a.txt", "a.ipynb", "a.bib"])
def test_only_markdown_is_written(path: str) -> None:
    assert planned(f"{L}\n`x <{URL}>`_", path=path).edits == ()


PREPRINT = SEMINAS.model_copy(update={"venue": None, "year": 2020})


def test_a_preprint_that_is_published_is_news() -> None:
    before = run(L + L, papers(PREPRINT))
    assert before.endswith('Luo et al. · arXiv 2020")')
    news = planned(before)
    assert news.published == (Published("arxiv:2002.10389", "preprint 2020", "NeurIPS 2020"),)
    assert [edit.new for edit in news.edits] == [f'"{TITLE}"'] * 2
    assert run(before) == TITLED * 2
    assert planned(TITLED).published == ()


@pytest.mark.parametrize(
    "update",
    [
        {"venue": None},
        {"venue": "ICML 2021", "title": "Semi-supervised neural architecture search!"},
        {"authors": ()},
        {"venue": None, "year": None},
    ],
)
def test_no_written_venue_flaps(update: dict[str, Any]) -> None:
    assert run(TITLED, papers(SEMINAS.model_copy(update=update))) == TITLED


def test_a_written_venue_changes_on_demand_or_by_an_override() -> None:
    other = SEMINAS.model_copy(update={"venue": "ICML 2021"})
    after = TITLED.replace("NeurIPS 2020", "ICML 2021")
    assert run(TITLED, papers(other), WriteOptions(replace_venues=True)) == after
    by_user = other.model_copy(update={"provenance": {"venue": "config"}})
    assert run(TITLED, papers(by_user)) == after
    none = papers(PREPRINT)
    assert run(TITLED, none, WriteOptions(replace_venues=True)) == TITLED


def test_a_paper_that_failed_keeps_its_title() -> None:
    assert run(TITLED, {}) == TITLED
    assert run(f"{TITLED} [y]({OTHER})", papers(AUTOML)).startswith(TITLED)


def test_a_better_title_of_the_same_work_is_taken() -> None:
    better = SEMINAS.model_copy(update={"title": "Semi-supervised Neural Architecture Searches"})
    assert "Searches · Luo" in run(TITLED, papers(better))


def test_a_title_that_says_what_is_not_known_of_its_paper_stays() -> None:
    note = f'[x]({OTHER} "{TITLE}")'
    assert planned(note).idle is Idle.LEFT_ALONE
    assert run(note) == remove(note) == note


def test_the_title_follows_the_links_text() -> None:
    text = "Semi-Supervised Neural Architecture Search"
    assert run(f'[{text}]({URL} "{TITLE}")') == f'[{text}]({URL} "Luo et al. · NeurIPS 2020")'


def test_a_short_title_is_the_users_where_the_text_does_not_say_the_rest() -> None:
    short = f'[x]({URL} "Luo et al. · NeurIPS 2020")'
    assert run(short) == remove(short) == short


def test_titles_that_a_formatter_moved_are_still_ours() -> None:
    assert remove(f'[x]({URL}\t "{TITLE}")') == f"[x]({URL})"
    assert remove(f'[x]({URL}\n  "{TITLE}")') == f"[x]({URL}\n)"


def test_a_long_readme_is_warned_about() -> None:
    note = L + "\n" + "x" * (MOST_BYTES - len(L) - 2)
    (notice,) = planned(note, path="docs/ReadMe.md").notices
    assert notice.startswith("docs/ReadMe.md: 512,0")
    assert "512,000" in notice
    assert planned(note, path="notes.md").notices == ()
    assert planned(note[:-200], path="README.md").notices == ()
    assert planned("x" * MOST_BYTES + "\n" + TITLED, path="README.md").notices == ()


def test_own_titles_are_known() -> None:
    note = f'{TITLED} [x](https://example.org "{TITLE}") `{TITLED}`'
    owned = [note[slice(*span)] for span in WRITER.own("note.md", note, WriteOptions())]
    assert owned == [f'"{TITLE}"'] * 2
    assert WRITER.own("note.txt", note, WriteOptions()) == []


def test_edits_touch_nothing_but_the_title() -> None:
    assert planned(f"a {L}").edits == (Edit(2 + len(L) - 1, "", f' "{TITLE}"'),)
