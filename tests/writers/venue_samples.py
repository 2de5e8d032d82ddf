"""Runs of the writer `venue` on texts that are scanned as notes are."""

from __future__ import annotations

from collections.abc import Mapping

from enricher import scan
from enricher import text as texts
from enricher.models import PaperRef
from enricher.paper import Paper
from enricher.sources import all_sources
from enricher.writers.interface import Document, Planned, WriteOptions
from enricher.writers.venue import WRITER, VenueSettings
from tests.writers.samples import paper, papers

OPTIONS = WriteOptions()
ONE = "https://arxiv.org/abs/1803.02780"
PDF = "https://arxiv.org/pdf/1803.02780.pdf"
TWO = "https://arxiv.org/abs/2004.01899"
THREE = "https://arxiv.org/abs/2001.00001"
KNOWN = papers(
    paper("1803.02780", venue="NeurIPS 2018", authors=("Catherine Wong", "A B", "C D")),
    paper("2004.01899", venue="ICML 2020", authors=("Ann Lee",)),
    paper("2001.00001"),
)
W = ' <kbd title="Wong et al.">NeurIPS 2018</kbd>'
L = ' <kbd title="Lee">ICML 2020</kbd>'


def document(text: str, path: str = "note.md") -> Document:
    """A note with its links, as the engine finds them."""
    links = scan.enrichable(text, scan.scan(path, text, all_sources()))
    return Document(path, text, tuple(links))


def planned(
    text: str,
    known: Mapping[PaperRef, Paper] = KNOWN,
    options: WriteOptions = OPTIONS,
    path: str = "note.md",
) -> Planned:
    """What a run would do to a text."""
    return WRITER.plan(document(text, path), known, options)


def run(
    text: str,
    known: Mapping[PaperRef, Paper] = KNOWN,
    options: WriteOptions = OPTIONS,
    path: str = "note.md",
) -> str:
    """The text after a run."""
    return texts.apply(text, planned(text, known, options, path).edits)


def remove(text: str, options: WriteOptions = OPTIONS, path: str = "note.md") -> str:
    """The text after everything was taken out again."""
    return texts.apply(text, WRITER.remove(document(text, path), options).edits)


def formatted(form: str) -> WriteOptions:
    """Options with a form of one's own."""
    return WriteOptions(writers=(VenueSettings(format=form),))
