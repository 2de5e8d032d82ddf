"""What is left to check once the edits are made: the note reads as it did before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, zip_longest
from pathlib import PurePath
from typing import Final

from pyromark.event import Event as Parsed

from enricher import text as texts
from enricher.errors import EditError
from enricher.links import find
from enricher.links.events import parsed_events
from enricher.models import Edit, Span
from enricher.writers.interface import Document
from enricher.writers.verification import verified

HINT: Final = "no venue of this note was changed; write that link in another form"


def verify(document: Document, edits: Sequence[Edit]) -> None:
    """Read the edited note again, as a stranger would.

    Raises NoteError, with a line, where a link leads elsewhere, has another text or stands
    elsewhere, and where any list, table, cell, link or emphasis would begin or end otherwise.
    """
    ordered = sorted(edits)

    def check(count: int) -> None:
        _check(document, ordered[:count])

    places = [edit.start for edit in ordered]
    verified(document.path, document.text, places, check, hint=HINT)


def _check(document: Document, edits: Sequence[Edit]) -> None:
    after = texts.apply(document.text, edits)
    suffix = PurePath(document.path).suffix
    moved = _Moved(edits)
    for old, new in zip_longest(find(document.text, suffix), find(after, suffix)):
        if old is None or new is None or new != old._replace(span=moved.span(old.span)):
            lost = old or new
            raise EditError(f"the link to {lost and lost.target} would not read back the same")
    for before, now in zip_longest(_structure(document.text), _structure(after)):
        if before != now:
            raise EditError("a venue beside a link would change how the note is laid out")


class _Moved:
    """Where what stood in a note stands after its edits."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        ordered = sorted(edits)
        self._starts = [edit.start for edit in ordered]
        self._shifts = list(accumulate((len(e.new) - len(e.old) for e in ordered), initial=0))

    def span(self, span: Span) -> Span:
        """The span now; an edit right behind it is not in it."""
        start = span.start + self._shifts[bisect_right(self._starts, span.start)]
        return Span(start, span.end + self._shifts[bisect_left(self._starts, span.end)])


def _structure(text: str) -> Iterator[Parsed]:
    """Where blocks, links and emphasis begin and end, in order."""
    for parsed, _ in parsed_events(text):
        if not isinstance(parsed, str) and ("Start" in parsed or "End" in parsed):
            yield parsed
