"""What kinds of findings see, and what they find."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from enricher.audit.shelf import Shelf
from enricher.links.anatomy import Anatomy, anatomies
from enricher.links.empty import EmptyLink
from enricher.models import Doubt, Edit, Link, Mention, PaperRef, Span
from enricher.paper import Paper
from enricher.text import LineIndex


class Confidence(StrEnum):
    """How sure a finding's proposal is. Only what is certain is ever written."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNSURE = "unsure"


class Finding(NamedTuple):
    """Something about a place in a note that its user should look at.

    ``message`` is a sentence. ``proposal`` is what could stand there instead, as people read it,
    empty where nothing is known; ``edit`` would write it, ``confidence`` tells how sure it is.
    Line and column of ``span`` start at 1. ``ref`` is the paper that the link leads to that it is
    about, None where that is no link to a paper.
    """

    code: str
    path: str
    span: Span
    line: int
    column: int
    message: str
    proposal: str = ""
    confidence: Confidence = Confidence.UNSURE
    edit: Edit | None = None
    ref: PaperRef | None = None

    @property
    def is_safe(self) -> bool:
        """Whether ``--fix`` may write its proposal."""
        return self.edit is not None and self.confidence is Confidence.CERTAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the papers that the notes of a run name.

    ``papers`` maps references to works; ``titles`` are all titles that the records of a work have,
    by its id. ``missing`` are the papers that their sources do not have, ``shelf`` the works that
    can be found by their titles.
    """

    papers: Mapping[PaperRef, Paper] = field(default_factory=dict[PaperRef, Paper])
    titles: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    missing: frozenset[PaperRef] = frozenset()
    shelf: Shelf = field(default_factory=Shelf)

    def titles_of(self, paper: Paper) -> list[str]:
        """Every title that a work is known by."""
        return list(dict.fromkeys((paper.title, *self.titles.get(paper.id, ()))))


class Entry(NamedTuple):
    """An entry of a bibliography: its fields by their names in lower case, without braces around
    their values."""

    span: Span
    fields: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One note: its text and its links that are to be enriched, in order.

    ``doubts`` are links that look like those of papers and are none, ``empty`` those that lead
    nowhere, ``others`` those that name no paper; ``mentions`` are all that a reader may
    follow. ``entries`` are those of a bibliography, in order.
    """

    path: str
    text: str
    links: Sequence[Link] = ()
    doubts: Sequence[Doubt] = ()
    empty: Sequence[EmptyLink] = ()
    others: Sequence[Mention] = ()
    mentions: Sequence[Mention] = ()
    entries: Sequence[Entry] = ()
    known: Known = field(default_factory=Known)

    @cached_property
    def _lines(self) -> LineIndex:
        return LineIndex(self.text)

    @cached_property
    def anatomies(self) -> list[Anatomy]:
        """The parts of each link, and where in the note it stands, in order."""
        return anatomies(self.text, self.path, self.links)

    def paper_of(self, link: Link) -> Paper | None:
        """The work behind a link, None where nothing is known of it."""
        return self.known.papers.get(link.ref)

    def finding(
        self,
        code: str,
        span: Span,
        message: str,
        *,
        proposal: str = "",
        confidence: Confidence = Confidence.UNSURE,
        edit: Edit | None = None,
        link: Link | None = None,
    ) -> Finding:
        """A finding at a place of this note, about ``link``, else the link that stands there."""
        line, column = self._lines.position(span.start)
        about = link or self._link_at(span.start)
        ref = about.ref if about else None
        return Finding(
            code, self.path, span, line, column, message, proposal, confidence, edit, ref
        )

    def _link_at(self, offset: int) -> Link | None:
        number = bisect_right(self.links, offset, key=lambda link: link.span.start)
        link = self.links[number - 1] if number else None
        return link if link and offset < link.span.end else None

    def instead(self, span: Span, new: str) -> Edit:
        """The edit that puts a text in the place of what stands there."""
        return Edit(span.start, self.text[slice(*span)], new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of finding. Each file of this package that finds something ends in one of these.

    ``title`` is what the table of kinds says of it, ``fixes`` what ``--fix`` writes, if anything.
    One that is ``opt_in`` is looked for only where it is selected. ``seeks`` are the texts of a
    note that may be titles of works that no link names: the shelf is filled with these works.
    One that ``reads_only`` finds all in the note itself: nobody is asked for its papers.
    """

    code: str
    title: str
    find: Callable[[Subject], Iterable[Finding]]
    fixes: str = ""
    opt_in: bool = False
    reads_only: bool = False
    seeks: Callable[[Subject], Iterable[str]] | None = None
