"""A bibliography in CSL-JSON: what a run makes of a text, for tests."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from enricher import text as texts
from enricher.models import Context, Link, PaperRef, Span
from enricher.paper import Paper
from enricher.writers.csl_json import WRITER
from enricher.writers.interface import Library, Planned, SideFile, WriteOptions

PATH = "references.json"
OPTIONS = WriteOptions()

PREPRINT = Paper(
    id="arxiv:1803.02780",
    title="Transfer Learning with Neural AutoML",
    authors=("Catherine Wong", "Neil Houlsby", "Yifeng Lu", "Andrea Gesmundo"),
    type="preprint",
    year=2018,
    published="2018-03-07",
    arxiv="1803.02780",
    url="https://arxiv.org/abs/1803.02780",
)
PUBLISHED = PREPRINT.model_copy(
    update={
        "type": "conference",
        "venue": "NeurIPS 2018",
        "booktitle": "Advances in Neural Information Processing Systems",
        "volume": "31",
        "url": "https://papers.nips.cc/paper/2018/hash/bdb3c278f45e6734c35733d24299d3f4-Abstract.html",
    }
)
OTHER = Paper(
    id="doi:10.1109/tit.2018.2876280",
    title="A hypothesis testing approach",
    authors=("Anurag Anshu", "Rahul Jain"),
    type="journal",
    venue="TIT 2019",
    journal="IEEE Transactions on Information Theory",
    year=2019,
    doi="10.1109/tit.2018.2876280",
    url="https://doi.org/10.1109/tit.2018.2876280",
    volume="65",
    pages="1287--1297",
)


def link(paper: Paper) -> Link:
    """A link to a paper, by its own page."""
    url = paper.url or f"https://example.org/{paper.id}"
    return Link(Span(0, 1), 1, 1, url, url, "", Context.BARE, PaperRef.parse(paper.id))


def library(*papers: Paper) -> Library:
    """Two notes that link to these papers in turn."""
    links = [link(paper) for paper in papers]
    notes = {"a.md": links[::2], "b.md": links[1::2]}
    known = {PaperRef.parse(paper.id): paper for paper in papers}
    return Library(notes=notes, papers=known, covers=lambda _: True)


def planned(text: str, *papers: Paper, options: WriteOptions = OPTIONS) -> Planned:
    """What a run over these papers would do to a text."""
    return WRITER.plan(SideFile(PATH, text), library(*papers), options)


def run(text: str, *papers: Paper, options: WriteOptions = OPTIONS) -> str:
    """The text after a run."""
    return texts.apply(text, planned(text, *papers, options=options).edits)


def remove(text: str) -> str:
    """The text after everything of ours was taken out."""
    return texts.apply(text, WRITER.remove(SideFile(PATH, text), OPTIONS).edits)


def read(text: str) -> list[dict[str, Any]]:
    """The items of a text, as JSON."""
    items: list[dict[str, Any]] = json.loads(text.removeprefix(texts.BOM))
    return items


def bare(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items without the marks of ours."""
    return [{name: each[name] for name in each if name != "custom"} for each in items]


def written(*papers: Paper, **changes: Any) -> str:
    """A file of ours, whose first item a hand has given these fields."""
    items = read(run("", *papers))
    items[0] |= changes
    return json.dumps(items, indent=2, ensure_ascii=False) + "\n"
