"""Notes with markers for the tests of listings, and a run on one text."""

from __future__ import annotations

from collections.abc import Mapping

from enricher import text as texts
from enricher.models import PaperRef
from enricher.paper import Paper
from enricher.writers.interface import Document, Planned, WriteOptions
from enricher.writers.listing import WRITER
from tests.writers.samples import KNOWN, links

OPTIONS = WriteOptions()
ADOPT = WriteOptions(adopt=True)
BEGIN, END = "<!-- enricher:begin -->", "<!-- enricher:end -->"
LINKS = """\
# Notes — 笔记

* [one](https://arxiv.org/pdf/1803.02780.pdf)，
* https://arxiv.org/abs/2004.01899

"""


def begin(**attributes: str) -> str:
    """A marker that begins a listing of this form."""
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<!-- enricher:begin{written} -->"


def note(marker: str = BEGIN, inside: str = "", body: str = LINKS) -> str:
    """A note with one pair of markers at its end."""
    return f"{body}{marker}\n{inside}{END}\n"


def document(text: str, path: str = "note.md") -> Document:
    """A note with the links of its user."""
    own = WRITER.own(path, text, OPTIONS)
    users = [
        link
        for link in links(text)
        if not any(span.start <= link.span.start < span.end for span in own)
    ]
    return Document(path, text, tuple(users))


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


def rows(text: str) -> list[str]:
    """The lines of a listing that hold a paper, without what begins and ends each."""
    return [line.strip("-| ") for line in text.split("\n") if ' "arxiv:' in line]


def titles(text: str) -> list[str]:
    """The titles and the headings of a listing, in order."""
    found: list[str] = []
    for line in text.split("\n"):
        if line.startswith("**"):
            found.append(line)
        elif ' "arxiv:' in line:
            found.append(line.partition("[")[2].partition("]")[0])
    return found
