"""Handmade notes and papers for the tests of writers, and a run on one text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from enricher import text as texts
from enricher.models import Context, Link, PaperRef, Span
from enricher.paper import Paper
from enricher.writers.front_matter import WRITER
from enricher.writers.interface import Document, Planned, WriteOptions

OPTIONS = WriteOptions()
_URL = re.compile(r"https://arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{5})(?:v\d+)?(?:\.pdf)?")


def paper(number: str, **values: Any) -> Paper:
    """A paper of arXiv, with a title and two authors unless told otherwise."""
    values = {"title": f"Paper {number}", "authors": ("Ann Lee", "Bo Li"), **values}
    id_ = f"arxiv:{number}"
    return Paper(id=id_, url=f"https://arxiv.org/abs/{number}", **values)


def papers(*known: Paper) -> dict[PaperRef, Paper]:
    """Papers by reference, as the engine hands them out."""
    return {PaperRef.parse(paper.id): paper for paper in known}


NEURAL = paper(
    "1803.02780",
    title="Transfer Learning with Neural AutoML",
    authors=("Catherine Wong", "Neil Houlsby"),
    venue="NeurIPS 2018",
    year=2018,
)
GATES = paper("2004.01899", title="A Generic Graph-based: Encoding", year=2020)
KNOWN = papers(NEURAL, GATES)

BODY = "\n# Notes — 笔记\n\n* [one](https://arxiv.org/pdf/1803.02780.pdf)，\n* https://arxiv.org/abs/2004.01899\n"


def links(text: str) -> tuple[Link, ...]:
    """The arXiv links of a note; those in its front matter too, as a scan finds them."""
    front = texts.front_matter(text)
    lines = texts.LineIndex(text)
    found: list[Link] = []
    for match in _URL.finditer(text):
        inside = front is not None and match.start() < front.span.end
        context = Context.FRONT_MATTER if inside else Context.BARE
        ref = PaperRef("arxiv", match[1])
        place = lines.position(match.start())
        found.append(Link(Span(*match.span()), *place, match[0], match[0], "", context, ref))
    return tuple(found)


def document(text: str, path: str = "note.md") -> Document:
    """A note with the links of its user: those that the writer itself put there are none."""
    own = WRITER.own(path, text, WriteOptions())
    users = [
        link
        for link in links(text)
        if not any(span.start <= link.span.start < span.end for span in own)
    ]
    return Document(path, text, tuple(users))


def planned(
    text: str, known: Mapping[PaperRef, Paper] = KNOWN, options: WriteOptions = OPTIONS
) -> Planned:
    """What a run would do to a text."""
    return WRITER.plan(document(text), known, options)


def run(text: str, known: Mapping[PaperRef, Paper] = KNOWN, options: WriteOptions = OPTIONS) -> str:
    """The text after a run."""
    return texts.apply(text, planned(text, known, options).edits)


def remove(text: str, options: WriteOptions = OPTIONS) -> str:
    """The text after everything was taken out again."""
    return texts.apply(text, WRITER.remove(document(text), {}, options).edits)


def inserted(before: str, after: str) -> str | None:
    """What was added, if one contiguous insertion is all that changed."""
    start = 0
    while start < len(before) and before[start] == after[start]:
        start += 1
    grown = len(after) - len(before)
    for place in range(start, -1, -1):
        if before[place:] == after[place + grown :]:
            return after[place : place + grown]
    return None


def lines(*parts: str) -> str:
    """Lines, each with its ending."""
    return "".join(f"{part}\n" for part in parts)


def note(*front: str, body: str = BODY) -> str:
    """A note with these lines of front matter."""
    return lines("---", *front, "---") + body


def entry(number: str, *more: str, links: Iterable[str] = ()) -> list[str]:
    """The lines of an entry that is written already."""
    urls = ", ".join(f'"{url}"' for url in links or (f"https://arxiv.org/abs/{number}",))
    return [f'  - id: "arxiv:{number}"', f"    links: [{urls}]", *(f"    {line}" for line in more)]


ONE = "\nhttps://arxiv.org/abs/2004.01899\n"
TWO = "\nhttps://arxiv.org/abs/1803.02780 https://arxiv.org/abs/2004.01899\n"


def written(*more: str, body: str = ONE) -> str:
    """A note whose list holds one entry with these lines more."""
    return note("papers:", *entry("2004.01899", *more), "after: 1", body=body)
