"""Other programs read back what is written: bibtexparser and pandoc."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import bibtexparser
import pypandoc
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts

from enricher.paper import Paper
from enricher.titles import clean
from enricher.writers import names
from enricher.writers.bibtex import Dialect, entries, values
from tests.writers.bib_samples import JOURNAL, PREPRINT, PUBLISHED, preprint, run

TRUTH = Path(__file__).parents[3] / "shared" / "truth"
TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "--", "—": "---"})
HOSTILE = [
    preprint(
        f"2001.{number + 1:05}",
        title=title,
        authors=("Ann Lee", author, "L. van Beethoven", "Hal Daumé III", "José Ortega y Gasset"),
    )
    for number, (title, author) in enumerate([
        (r"\write18{rm -rf} $ \input{x}", "OpenAI"),
        ('"><script> & 100% of #1 a_b ~ ^', "王小明"),
        ("@comment{ } {x} --> {% raw %} {{ site }}", "{H1 Collaboration}"),
        ("AutoML, U-Net:\n a\r\n@misc{b, title = {x}}", "Barnes and Noble"),
        ("}" * 20 + "\\", "others"),
        ("x" * 10_000, "Ann\n@misc{a"),
        ("日本語の論文 Étude ß ł ø", "Łukasz Müller"),
    ])
]  # fmt: skip


def plain(text: str) -> str:
    """A text whose quotes, dashes and blanks are typed."""
    return " ".join(text.translate(TYPOGRAPHY).split())


def unbraced(title: str) -> str:
    """A title without what readers drop: braces that do not match, and backslashes."""
    return re.sub(r"[{}\\]", "", plain(values.plain(title)))


def persons(paper: Paper) -> list[tuple[str, ...]]:
    """The names of a paper: given, family with its particle, suffix; or all of it."""
    parts = (names.split(values.plain(name)) for name in paper.authors)
    return [
        (name.literal,)
        if name.literal
        else (name.given, f"{name.particle} {name.family}".strip(), name.suffix)
        for name in parts
    ]


def squeezed(parts: tuple[str, ...]) -> tuple[str, ...]:
    """A name without blanks, which readers set as they like, and without braces."""
    return tuple(re.sub(r"[\s~{}]", "", plain(part)) for part in parts)


def of_pandoc(item: dict[str, Any]) -> list[tuple[str, ...]]:
    """The names of an item of CSL."""
    return [
        (author["literal"],)
        if "literal" in author
        else (
            author.get("given", ""),
            " ".join(
                author.get(part, "")
                for part in ("dropping-particle", "non-dropping-particle", "family")
            ),
            author.get("suffix", ""),
        )
        for author in item.get("author", ())
    ]


def by_pandoc(text: str, dialect: Dialect) -> list[dict[str, Any]]:
    """The items that pandoc reads."""
    items: list[dict[str, Any]] = json.loads(
        pypandoc.convert_text(text, "csljson", format=str(dialect))
    )
    return items


@pytest.mark.parametrize("dialect", Dialect)
def test_pandoc_reads_what_is_written(dialect: Dialect) -> None:
    papers = [PREPRINT, JOURNAL, *HOSTILE]
    items = by_pandoc(entries(papers, dialect), dialect)
    assert len(items) == len(papers)
    for paper, item in zip(papers, items, strict=True):
        assert unbraced(item["title"]).casefold() == unbraced(paper.title).casefold()
        assert list(map(squeezed, of_pandoc(item))) == list(map(squeezed, persons(paper)))
        assert item["issued"]["date-parts"][0][0] == paper.year
        assert item["URL"] == paper.url
        assert item["DOI"] == (paper.doi or f"10.48550/arXiv.{paper.id.removeprefix('arxiv:')}")


def test_pandoc_skips_marks_and_what_the_file_begins_with() -> None:
    text = run("---\n---\n\n% Encoding: UTF-8\n@string{x = {y}}\n", PREPRINT, JOURNAL)
    for dialect in Dialect:
        keys = {item["id"] for item in by_pandoc(text, dialect)}
        assert keys == {"wong2018transfer", "srivastava2014dropout"}


def test_pandoc_knows_the_types_of_biblatex() -> None:
    items = by_pandoc(entries([PREPRINT, PUBLISHED, JOURNAL], Dialect.BIBLATEX), Dialect.BIBLATEX)
    assert [item["type"] for item in items] == ["webpage", "paper-conference", "article-journal"]
    assert items[0]["issued"]["date-parts"] == [[2018, 3, 7]]
    assert items[0]["status"] == "pre-published"
    assert items[1]["event"] == "NeurIPS 2018"
    assert items[1]["page"] == "8366-8375"


def by_bibtexparser(text: str) -> list[dict[str, Any]]:
    """The fields that bibtexparser reads, its names in parts."""
    middleware = [SeparateCoAuthors(), SplitNameParts(), LatexDecodingMiddleware()]
    library = bibtexparser.parse_string(text, append_middleware=middleware)
    assert not library.failed_blocks
    return [
        {field.key: field.value for field in entry.fields} | {"key": entry.key}
        for entry in library.entries
    ]


@pytest.mark.parametrize("dialect", Dialect)
def test_bibtexparser_reads_what_is_written(dialect: Dialect) -> None:
    papers = [PREPRINT, JOURNAL, *HOSTILE[:1], *HOSTILE[2:]]  # it drops a caret
    read = by_bibtexparser(entries(papers, dialect))
    assert len(read) == len(papers)
    for paper, fields in zip(papers, read, strict=True):
        assert unbraced(fields["title"]) == unbraced(paper.title)
        assert fields["url"] == paper.url
        assert len(fields["author"]) == len(paper.authors)
        assert str(fields.get("year", fields.get("date")))[:4] == str(paper.year)


def papers_of_truth(number: int) -> list[Paper]:
    """Real papers of several sites."""
    papers: list[Paper] = []
    for site in ("arxiv", "cvf", "neurips", "acl", "pmlr"):
        with gzip.open(TRUTH / f"{site}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line, _ in zip(lines, range(number), strict=False):
                known = json.loads(line)
                if not known.get("title"):
                    continue
                arxiv = known["id"] if site == "arxiv" else None
                papers.append(
                    Paper(
                        id=f"{site}:{arxiv or len(papers)}",
                        title=clean(known["title"]),
                        authors=tuple(known.get("authors") or ()),
                        venue=known.get("venue"),
                        year=known.get("year"),
                        url=known.get("url") or f"https://arxiv.org/abs/{arxiv}",
                    )
                )
    return papers


@pytest.mark.skipif(not TRUTH.is_dir(), reason="no folder of real papers beside the checkout")
def test_real_papers_read_back_the_same() -> None:
    papers = papers_of_truth(300)
    text = entries(papers)
    items = by_pandoc(text, Dialect.BIBTEX)
    fields = by_bibtexparser(text)
    assert len(items) == len(fields) == len(papers) > 1_000
    same = {"title": 0, "authors": 0, "year": 0, "url": 0, "title by bibtexparser": 0}
    for paper, item, read in zip(papers, items, fields, strict=True):
        same["title"] += plain(item["title"]).casefold() == plain(paper.title).casefold()
        same["authors"] += list(map(squeezed, of_pandoc(item))) == list(
            map(squeezed, persons(paper))
        )
        issued = item.get("issued", {"date-parts": [[None]]})
        same["year"] += issued["date-parts"][0][0] == paper.year
        same["url"] += item["URL"] == read["url"] == paper.url
        same["title by bibtexparser"] += plain(read["title"]) == plain(paper.title)
    assert all(number >= len(papers) * 0.99 for number in same.values()), same
    assert same["url"] == same["year"] == len(papers)
