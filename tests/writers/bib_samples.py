"""Papers, libraries and .bib files for the tests of the writer of .bib files, and a run on one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from enricher import text as texts
from enricher.models import Context, Link, PaperRef, Span
from enricher.paper import Paper
from enricher.writers.bibtex import WRITER, BibtexSettings, Dialect
from enricher.writers.interface import Library, Planned, SideFile, WriteOptions
from tests.writers import samples

BIBTEX = WriteOptions()
BIBLATEX = WriteOptions(writers=(BibtexSettings(dialect=Dialect.BIBLATEX),))
PATH = "references.bib"


def preprint(number: str = "1803.02780", **values: Any) -> Paper:
    """A preprint of arXiv."""
    values = {
        "title": "Transfer Learning with Neural AutoML",
        "authors": ("Catherine Wong", "Neil Houlsby"),
        "type": "preprint",
        "published": "2018-03-07",
        "year": 2018,
        "categories": ("cs.LG", "stat.ML"),
        **values,
    }
    return samples.paper(number, **values)


PREPRINT = preprint()
PUBLISHED = preprint(
    type="conference",
    venue="NeurIPS 2018",
    booktitle="Advances in Neural Information Processing Systems 31",
    pages="8366-8375",
)
JOURNAL = Paper(
    id="jmlr:v15/srivastava14a",
    title="Dropout: A Simple Way to Prevent Neural Networks from Overfitting",
    authors=("Nitish Srivastava", "Ruslan Salakhutdinov"),
    type="journal",
    venue="JMLR 2014",
    journal="Journal of Machine Learning Research",
    volume="15",
    pages="1929–1958",
    year=2014,
    doi="10.5555/2627435.2670313",
    url="https://jmlr.org/papers/v15/srivastava14a.html",
)


def link_to(paper: Paper) -> Link:
    """A link to a paper's page."""
    url = paper.url or f"https://example.org/{paper.id}"
    return Link(Span(0, 0), 1, 1, url, url, "", Context.BARE, PaperRef.parse(paper.id))


def library(*papers: Paper, path: str = "note.md", unknown: Sequence[Paper] = ()) -> Library:
    """The papers that one note links; of the unknown ones there are only the links."""
    return Library(
        {path: [link_to(paper) for paper in (*papers, *unknown)]},
        {PaperRef.parse(paper.id): paper for paper in papers},
        lambda _path: True,
    )


def planned(text: str, *papers: Paper, options: WriteOptions = BIBTEX) -> Planned:
    """What a run would do to a file."""
    return WRITER.plan(SideFile(PATH, text), library(*papers), options)


def run(text: str, *papers: Paper, options: WriteOptions = BIBTEX) -> str:
    """The file after a run."""
    return texts.apply(text, planned(text, *papers, options=options).edits)


def remove(text: str) -> str:
    """The file after everything was taken out again."""
    return texts.apply(text, WRITER.remove(SideFile(PATH, text), BIBTEX).edits)
