"""Notes with markers for the tests of listings, and a run on one text."""

from __future__ import annotations

from enricher.writers.interface import WriteOptions
from enricher.writers.listing import WRITER
from tests.writers.samples import KNOWN
from tests.writers.trying import trying

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


document, planned, run, remove = trying(WRITER, KNOWN)


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
