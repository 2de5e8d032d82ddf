"""What an item says of a paper: types, dates, names, places."""

from __future__ import annotations

from typing import Any

import pytest

from enricher.paper import Paper
from enricher.writers.csl_json import items
from tests.writers.csl_samples import OTHER, PREPRINT, PUBLISHED, read, run


def item(paper: Paper) -> dict[str, Any]:
    [only] = read(items([paper]))
    return only


def of(**values: Any) -> dict[str, Any]:
    """The item of a paper with these values."""
    return item(Paper(**{"id": "acl:X", "title": "A title", **values}))


def test_a_preprint() -> None:
    assert run("", PREPRINT) == (
        "[\n"
        "  {\n"
        '    "id": "wong2018transfer",\n'
        '    "type": "article",\n'
        '    "genre": "preprint",\n'
        '    "title": "Transfer Learning with Neural AutoML",\n'
        '    "author": [\n'
        '      {"family": "Wong", "given": "Catherine"},\n'
        '      {"family": "Houlsby", "given": "Neil"},\n'
        '      {"family": "Lu", "given": "Yifeng"},\n'
        '      {"family": "Gesmundo", "given": "Andrea"}\n'
        "    ],\n"
        '    "issued": {"date-parts": [[2018, 3, 7]]},\n'
        '    "publisher": "arXiv",\n'
        '    "number": "arXiv:1803.02780",\n'
        '    "DOI": "10.48550/arXiv.1803.02780",\n'
        '    "URL": "https://arxiv.org/abs/1803.02780",\n'
        '    "custom": {"enricher": "arxiv:1803.02780 88488238"}\n'
        "  }\n"
        "]\n"
    )


def test_a_paper_of_a_conference() -> None:
    expected = {
        "id": "wong2018transfer",
        "type": "paper-conference",
        "title": "Transfer Learning with Neural AutoML",
        "issued": {"date-parts": [[2018]]},
        "container-title": "Advances in Neural Information Processing Systems",
        "volume": "31",
        "URL": PUBLISHED.url,
    }
    known = item(PUBLISHED)
    assert len(known.pop("author")) == 4
    assert known == expected


def test_a_paper_of_a_journal() -> None:
    assert item(OTHER) == {
        "id": "anshu2019hypothesis",
        "type": "article-journal",
        "title": "A hypothesis testing approach",
        "author": [{"family": "Anshu", "given": "Anurag"}, {"family": "Jain", "given": "Rahul"}],
        "issued": {"date-parts": [[2019]]},
        "container-title": "IEEE Transactions on Information Theory",
        "volume": "65",
        "page": "1287-1297",
        "DOI": "10.1109/tit.2018.2876280",
        "URL": "https://doi.org/10.1109/tit.2018.2876280",
    }


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, {"type": "document"}),
        ({"type": "preprint"}, {"type": "article", "genre": "preprint"}),
        ({"arxiv": "hep-th/9901001"}, {"type": "article", "number": "arXiv:hep-th/9901001"}),
        ({"same_as": ("arxiv:1803.02780",)}, {"type": "article", "number": "arXiv:1803.02780"}),
        ({"type": "preprint", "journal": "bioRxiv"}, {"type": "article", "publisher": "bioRxiv"}),
        ({"venue": "CoRR", "year": 2018}, {"type": "article", "publisher": "CoRR"}),
        (
            {"type": "preprint", "venue": "CVPR 2020"},
            {"type": "paper-conference", "event-title": "CVPR 2020"},
        ),
        ({"venue": "CVPR 2020"}, {"type": "paper-conference", "event-title": "CVPR 2020"}),
        (
            {"type": "workshop", "venue": "W", "booktitle": "Long W"},
            {"type": "paper-conference", "container-title": "Long W"},
        ),
        ({"journal": "Long J"}, {"type": "article-journal", "container-title": "Long J"}),
        (
            {"type": "journal", "venue": "TIT 2019", "year": 2019},
            {"type": "article-journal", "container-title": "TIT"},
        ),
        ({"type": "book", "volume": "2"}, {"type": "book", "volume": "2"}),
        ({"type": "book", "booktitle": "Long B"}, {"type": "chapter", "container-title": "Long B"}),
        ({"type": "thesis", "venue": "MIT"}, {"type": "thesis", "publisher": "MIT"}),
        (
            {"type": "report", "journal": "Technical Reports"},
            {"type": "report", "publisher": "Technical Reports"},
        ),
        (
            {"type": "conference", "booktitle": "Advances 31", "volume": "31"},
            {"type": "paper-conference", "container-title": "Advances 31"},
        ),
    ],
)
def test_types_and_places(values: dict[str, Any], expected: dict[str, str]) -> None:
    known = of(**values)
    assert known.pop("id")
    assert known.pop("title") == "A title"
    known.pop("issued", None)
    if "number" in expected:
        expected = {**expected, "genre": "preprint", "publisher": "arXiv"}
        assert known.pop("DOI") == f"10.48550/arXiv.{expected['number'].removeprefix('arXiv:')}"
    if expected["type"] == "article":
        expected = {**expected, "genre": "preprint"}
    assert known == expected


@pytest.mark.parametrize(
    ("published", "year", "type_", "expected"),
    [
        ("2018-03-07", None, "preprint", [[2018, 3, 7]]),
        ("2018-03-07T12:00:00Z", 2018, "preprint", [[2018, 3, 7]]),
        ("2018-03", 2018, "preprint", [[2018, 3]]),
        ("2018", None, "preprint", [[2018]]),
        ("2018-13-07", None, "preprint", [[2018]]),
        ("2018-02-30", None, "preprint", [[2018]]),
        ("0000-00-00", 2018, "preprint", [[2018]]),
        ("last year", 2018, "preprint", [[2018]]),
        ("2018-03-07", 2020, "preprint", [[2020]]),
        ("2018-03-07", 2018, "conference", [[2018]]),
        ("2018-03-07", None, "conference", [[2018]]),
        (None, 2018, "conference", [[2018]]),
    ],
)
def test_dates(published: str | None, year: int | None, type_: str, expected: list[Any]) -> None:
    known = of(published=published, year=year, type=type_, venue=None)
    assert known["issued"] == {"date-parts": expected}


def test_what_is_not_known_is_not_there() -> None:
    assert "issued" not in of(published="soon")
    assert of(authors=("", " \u202e"), venue="", doi="", url="")["type"] == "document"
    assert set(of(authors=("",), venue=" ", doi=" ", url="not a page")) == {"id", "type", "title"}


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Catherine Wong", {"family": "Wong", "given": "Catherine"}),
        (
            "Laurens van der Maaten",
            {"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"},
        ),
        ("Hal Daumé III", {"family": "Daumé", "given": "Hal", "suffix": "III"}),
        ("OpenAI", {"literal": "OpenAI"}),
        ("ATLAS Collaboration", {"literal": "ATLAS Collaboration"}),
        ("王伟", {"literal": "王伟"}),
        ("Ann\u2028 \x00Lee\u202e", {"family": "Lee", "given": "Ann"}),
    ],
)
def test_names(printed: str, expected: dict[str, str]) -> None:
    assert of(authors=(printed,))["author"] == [expected]


@pytest.mark.parametrize(
    ("doi", "arxiv", "type_", "expected"),
    [
        ("10.48550/arxiv.1803.02780", "1803.02780", "preprint", "10.48550/arXiv.1803.02780"),
        ("10.48550/arxiv.1803.02780", None, "preprint", "10.48550/arXiv.1803.02780"),
        ("10.1109/x.1", "1803.02780", "preprint", "10.1109/x.1"),
        ("https://doi.org/10.1109/X.1", None, "conference", "10.1109/x.1"),
        (None, "1803.02780", "conference", None),
        ("10.48550/arxiv.1803.02780", "1803.02780", "conference", None),
    ],
)
def test_dois(doi: str | None, arxiv: str | None, type_: str, expected: str | None) -> None:
    assert of(doi=doi, arxiv=arxiv, type=type_).get("DOI") == expected


@pytest.mark.parametrize("pages", ["1-10", "1--10", "1–10", "1 — 10", "1---10"])
def test_ranges_of_pages(pages: str) -> None:
    assert of(pages=pages)["page"] == "1-10"


def test_keys_are_those_of_the_bibliography_and_unlike_each_other() -> None:
    twins = [Paper(id=f"acl:{n}", title="On", authors=("Ann Lee",), year=2020) for n in range(3)]
    assert [each["id"] for each in read(items(twins))] == ["lee2020on", "lee2020onb", "lee2020onc"]
    taken = '[{"id": "Lee2020On"}]'
    assert [each["id"] for each in read(run(taken, *twins))][1:] == [
        "lee2020onb", "lee2020onc", "lee2020ond",
    ]  # fmt: skip


def test_a_list_to_show() -> None:
    assert items([]) == "[]\n"
    assert [each["id"] for each in read(items([PUBLISHED, OTHER, PUBLISHED]))] == [
        "wong2018transfer",
        "anshu2019hypothesis",
    ]
    assert "custom" not in items([PREPRINT])
