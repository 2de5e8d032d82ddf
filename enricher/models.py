"""The values that flow through enricher. They hold no behaviour but their own spelling.

A URL in a note is a `Mention`; a mention of a paper is a `Link`; the paper it names is a
`PaperRef`; what one provider says of that paper is a `Record`. The public `Paper`, merged from
records, lives in `enricher.paper`, since it is a pydantic model and costs its import.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple

PaperType = Literal["preprint", "conference", "workshop", "journal", "book", "thesis", "report"]


class Span(NamedTuple):
    """A half-open range of a text, in code points."""

    start: int
    end: int


class PaperRef(NamedTuple):
    """The canonical name of a paper at one source, such as ``arxiv:1803.02780``.

    Version, letter case and mirror are folded by the source that made it.
    """

    source: str
    id: str

    def __str__(self) -> str:
        return f"{self.source}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> PaperRef:
        """Read ``source:id``. Raises ValueError for any other text."""
        if not re.fullmatch(r"[a-z][a-z0-9-]*:[^\s:][^\s]*", text):
            raise ValueError(f"not of the form source:id: {text!r}")
        source, _, id_ = text.partition(":")
        return cls(source, id_)


class Context(StrEnum):
    """Where in a note a URL stands."""

    INLINE = "inline"
    REFERENCE = "reference"
    AUTOLINK = "autolink"
    BARE = "bare"
    HTML = "html"
    LABEL = "label"
    FRONT_MATTER = "front-matter"
    CODE = "code"
    COMMENT = "comment"
    NOTEBOOK = "notebook"
    TEXT_ID = "text-id"

    @property
    def is_ignored(self) -> bool:
        """Whether `run` leaves a link in this place alone (it is listed all the same)."""
        return self in _IGNORED


_IGNORED = (Context.CODE, Context.COMMENT, Context.LABEL)  # to hash a member costs ten comparisons


class Mention(NamedTuple):
    """A URL in a text, whatever it points at.

    ``span`` is the URL exactly as written; ``target`` is what it means after Markdown escapes and
    HTML entities; ``text`` is the link's own text, empty where there is none.
    """

    span: Span
    target: str
    text: str
    context: Context


class Match(NamedTuple):
    """The paper that a URL names, with the version that it asks for, if any."""

    ref: PaperRef
    version: int | None = None


class Link(NamedTuple):
    """A link to a paper in a note. ``url`` is the slice at ``span``; line and column start at 1."""

    span: Span
    line: int
    column: int
    url: str
    target: str
    text: str
    context: Context
    ref: PaperRef
    version: int | None = None


class Doubt(NamedTuple):
    """A link that was meant to name a paper and names none, and why. ``url`` is as written."""

    span: Span
    url: str
    why: str


class Author(NamedTuple):
    """An author. ``name`` is the full name as printed ("Given Family") or a group's name.

    The parts are set only where the provider gave them apart.
    """

    name: str
    given: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What one provider says of one paper. Absent means that the provider does not say.

    ``published`` and ``updated`` are ISO dates; ``year`` is the year of publication; ``venue`` is
    short ("CVPR 2019"), ``booktitle`` and ``journal`` are long. Field names are those of `Paper`.
    """

    ref: PaperRef
    provider: str
    title: str
    authors: tuple[Author, ...] = ()
    type: PaperType | None = None
    venue: str | None = None
    booktitle: str | None = None
    journal: str | None = None
    year: int | None = None
    published: str | None = None
    updated: str | None = None
    arxiv: str | None = None
    doi: str | None = None
    url: str | None = None
    pdf: str | None = None
    abstract: str | None = None
    pages: str | None = None
    volume: str | None = None
    categories: tuple[str, ...] = ()
    comment: str | None = None
    journal_ref: str | None = None
    status: Literal["withdrawn"] | None = None
    superseded_by: PaperRef | None = None
    same_as: tuple[PaperRef, ...] = field(default=())


class Wanted(NamedTuple):
    """A paper to ask for, and what may help to find it.

    ``urls`` named it: they hold what the id leaves out. ``texts`` are the links' own texts, often
    its title, never a proof of it. ``record`` is what is known of it by now.
    """

    ref: PaperRef
    urls: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    record: Record | None = None


class Edit(NamedTuple):
    """Replace ``old``, which stands at code point ``start``, by ``new``."""

    start: int
    old: str
    new: str
