"""What the attributes of a marker ask for."""

from __future__ import annotations

import pytest

from enricher.errors import NoteError
from enricher.models import PaperRef
from enricher.writers.listing.form import COLUMNS, Form, Key, form_of
from enricher.writers.listing.markers import regions
from tests.writers.listing_samples import begin, note, planned, run, titles
from tests.writers.samples import paper, papers

WORKS = (
    paper("2001.00001", title="gamma", authors=("Ann Zed",), venue="ICML 2020", year=2020),
    paper("2001.00002", title="Alpha", authors=("Zoe Abel", "Bo Li"), year=2021, type="preprint"),
    paper("2001.00003", title="Éta", authors=(), venue="AAAI 2019", year=2019, type="conference"),
    paper("2001.00004", title="10 betas", authors=("Madonna",), type="thesis"),
    paper("2001.00005", title="“Alpha” again", authors=("Bo Chu",), venue="ICML 2020", year=2020),
)
KNOWN = papers(*WORKS)
BODY = "".join(f"https://arxiv.org/abs/{work.id.removeprefix('arxiv:')}\n" for work in WORKS) + "\n"


def form(marker: str) -> Form:
    return form_of("note.md", regions("note.md", note(marker))[0].begin)


def listed(**attributes: str) -> list[str]:
    return titles(run(note(begin(**attributes), body=BODY), KNOWN))


def row(text: str, title: str) -> list[str]:
    [line] = [line for line in text.split("\n") if f"[{title}](" in line]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_forms_that_are_not_asked_for() -> None:
    assert form(begin()) == Form(
        "list", ("title", "authors", "venue"), (Key("link"),), None, 3, False
    )
    assert form(begin(style="table")).columns == ("title", "authors", "venue", "year")
    assert form(begin(papers="all")).sort == (Key("title"),)


@pytest.mark.parametrize(
    "attributes",
    [
        'style="table" sort="-year, title" authors="2"',
        "  style='table'  sort='-year,title' authors=2",
        'style=table sort=-year,title\tauthors = "2" ',
    ],
)
def test_attributes_are_written_as_in_html(attributes: str) -> None:
    found = form(f"<!-- enricher:begin {attributes}-->")
    assert (found.style, found.max_authors) == ("table", 2)
    assert found.sort == (Key("year", descending=True), Key("title"))


@pytest.mark.parametrize(
    ("attributes", "why"),
    [
        ('columns="title,date"', "unknown `columns` 'date' (known: title, authors, venue, year"),
        ('columns=""', "unknown `columns` ''"),
        ('columns="title,title"', "names a column twice"),
        ('columns="authors,year"', "`columns` need the title"),
        ('sort="date"', "unknown `sort` 'date' (known: link, title"),
        ('sort="year,-year"', "names a column twice"),
        ('sort="link" papers="all"', "unknown `sort` 'link' (known: title"),
        ('group="authors"', "unknown `group` 'authors' (known: venue, year, type, letter)"),
        ('group="venue,year"', "`group` takes one column"),
        ('style="bullets"', "unknown style 'bullets' (known: list, table)"),
        ('papers="some"', "unknown papers 'some' (known: note, all)"),
        ('authors="0"', "`authors` takes a number of authors"),
        ('authors="all"', "`authors` takes a number of authors"),
        ('colums="title"', "unknown attribute 'colums' (known: style, columns, sort"),
        ('style="list" style="list"', "the attribute 'style' stands twice"),
        ('style="list"sort="year"', "attributes are written as name="),
        ("table", "attributes are written as name="),
        ('style="list', "attributes are written as name="),
        ('STYLE="list"', "attributes are written as name="),
    ],
)
def test_what_is_not_known_is_refused_with_what_is(attributes: str, why: str) -> None:
    text = note(f"<!-- enricher:begin {attributes} -->")
    with pytest.raises(NoteError) as refused:
        planned(text)
    assert why in refused.value.why
    assert refused.value.line == 6


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("link", "gamma, Alpha, Éta, 10 betas, “Alpha” again"),
        ("-link", "“Alpha” again, 10 betas, Éta, Alpha, gamma"),
        ("title", "10 betas, Alpha, gamma, Éta, “Alpha” again"),
        ("year", "Éta, gamma, “Alpha” again, Alpha, 10 betas"),
        ("-year", "Alpha, gamma, “Alpha” again, Éta, 10 betas"),
        ("-year,-link", "Alpha, “Alpha” again, gamma, Éta, 10 betas"),
        ("venue,-title", "Éta, “Alpha” again, gamma, Alpha, 10 betas"),
        ("authors", "Alpha, “Alpha” again, 10 betas, gamma, Éta"),
        ("-authors", "gamma, 10 betas, “Alpha” again, Alpha, Éta"),
        ("type,url", "Éta, Alpha, 10 betas, gamma, “Alpha” again"),
    ],
)
def test_sorting(sort: str, expected: str) -> None:
    assert ", ".join(listed(sort=sort)) == expected


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("venue", "**AAAI 2019** Éta **ICML 2020** gamma “Alpha” **Others** Alpha 10"),
        ("-venue", "**ICML 2020** gamma “Alpha” **AAAI 2019** Éta **Others** Alpha 10"),
        ("-year", "**2021** Alpha **2020** gamma “Alpha” **2019** Éta **Others** 10"),
        ("type", "**Conference** Éta **Preprint** Alpha **Thesis** 10 **Others** gamma “Alpha”"),
        ("letter", "**1** 10 **A** Alpha “Alpha” **E** Éta **G** gamma"),
    ],
)
@pytest.mark.parametrize("style", ["list", "table"])
def test_grouping(style: str, group: str, expected: str) -> None:
    found = listed(group=group, style=style)
    assert " ".join(each if each[0] == "*" else each.split()[0] for each in found) == expected


def test_every_column() -> None:
    work = paper(
        "2001.00001",
        title="gamma",
        authors=("A A", "B B", "C C", "D D"),
        venue="ICML 2020",
        year=2020,
        type="conference",
        arxiv="2001.00001",
        doi="10.1/x",
        pdf="https://a.b/c.pdf",
    )
    marker = begin(style="table", columns=",".join(COLUMNS))
    text = run(note(marker, body=BODY), KNOWN | papers(work))
    arxiv = "(https://arxiv.org/abs/2001.00001)"
    assert row(text, "gamma") == [
        '[gamma](https://arxiv.org/abs/2001.00001 "arxiv:2001.00001")',
        "A A, B B, C C et al.",
        "_ICML 2020_",
        "2020",
        "conference",
        f"[arXiv]{arxiv} [DOI](https://doi.org/10.1/x) [PDF](https://a.b/c.pdf)",
        f"[arXiv:2001.00001]{arxiv}",
        "[doi:10.1/x](https://doi.org/10.1/x)",
        f"[page]{arxiv}",
        "[pdf](https://a.b/c.pdf)",
    ]
    assert row(text, "10 betas")[1:5] == ["Madonna", "", "", "thesis"]


@pytest.mark.parametrize(
    ("columns", "cell"),
    [("title,venue", "preprint 2021"), ("title,venue,year", "preprint"), ("title,venue,type", "")],
)
def test_what_stands_in_place_of_a_venue(columns: str, cell: str) -> None:
    text = run(note(begin(style="table", columns=columns), body=BODY), KNOWN)
    assert row(text, "Alpha")[1] == cell


def test_empty_cells_are_left_out_of_bullets() -> None:
    text = run(note(begin(columns="title,authors,year"), body=BODY), KNOWN)
    assert '- [10 betas](https://arxiv.org/abs/2001.00004 "arxiv:2001.00004") · Madonna\n' in text


def test_the_papers_of_a_whole_run_need_no_links() -> None:
    text = run(note(begin(papers="all"), body=""), KNOWN)
    assert titles(text) == ["10 betas", "Alpha", "gamma", "Éta", "“Alpha” again"]
    joined = KNOWN | {PaperRef("openreview", "x"): WORKS[0]}
    assert '"arxiv:2001.00001 openreview:x"' in run(text, joined)
