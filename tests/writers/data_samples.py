"""A run of the writer `data` on texts, for its tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from enricher import text as texts
from enricher.models import PaperRef
from enricher.paper import Paper
from enricher.writers.data import WRITER
from enricher.writers.interface import Library, Planned, SideFile, WriteOptions
from tests.writers.samples import KNOWN, OPTIONS, links

JSON, YAML = "papers.json", "_data/papers.yml"
NEURAL_URL = "https://arxiv.org/abs/1803.02780"
GATES_URL = "https://arxiv.org/abs/2004.01899"
NOTES = {"b.md": f"{NEURAL_URL} {GATES_URL}", "a.md": f"{GATES_URL} {GATES_URL}v2"}

Papers = Mapping[PaperRef, Paper]


def library(
    notes: Mapping[str, str] = NOTES,
    known: Papers = KNOWN,
    covers: Callable[[str], bool] = lambda path: True,
) -> Library:
    """The papers of these notes; unless told otherwise there are no others."""
    return Library({path: links(text) for path, text in notes.items()}, known, covers)


def planned(
    text: str,
    notes: Mapping[str, str] = NOTES,
    known: Papers = KNOWN,
    options: WriteOptions = OPTIONS,
    path: str = JSON,
) -> Planned:
    """What a run over all notes would do to a file."""
    return WRITER.plan(SideFile(path, text), library(notes, known), options)


def run(
    text: str,
    notes: Mapping[str, str] = NOTES,
    known: Papers = KNOWN,
    options: WriteOptions = OPTIONS,
    path: str = JSON,
) -> str:
    """The text after a run over all notes."""
    return texts.apply(text, planned(text, notes, known, options, path).edits)


def run_over(text: str, notes: Mapping[str, str], known: Papers = KNOWN, path: str = JSON) -> str:
    """The text after a run that speaks for no notes but these."""
    some = library(notes, known, lambda path: False)
    return texts.apply(text, WRITER.plan(SideFile(path, text), some, OPTIONS).edits)


def removed(text: str, path: str = JSON) -> str:
    """The text after everything was taken out again."""
    return texts.apply(text, WRITER.remove(SideFile(path, text), OPTIONS).edits)
