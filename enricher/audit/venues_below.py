"""What short lines below a link say of where its paper appeared."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from enricher.audit.claims import claim_of
from enricher.audit.gaps import is_closed, is_transparent
from enricher.audit.landmarks import Landmark, Seen
from enricher.models import Span
from enricher.text import LineIndex
from enricher.venues.editions import Edition, editions
from enricher.venues.evidence import speaks_against

_MOST_LINES = 14
_LONGEST_LINE = 60  # of a line that says where a paper appeared, and little else
_LONGEST_ITEM = 240
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])?[ \t]+|[ \t]*")
_STOP = re.compile(
    r"[ \t]*(?:#{1,6}[ \t]|(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$|```|~~~)"
)
_UNDERLINE = re.compile(r"[ \t]*(?:={3,}|-{3,})[ \t]*(?:[\r\n]|\Z)")  # of a heading above it
_LABEL = re.compile(r"\A\W*(?:conf|publi\w{1,10}|where)\W", re.IGNORECASE)
_MAKER = re.compile(r"[ \t]+[A-Z]\w*(?:[ \t]*[+&,/][ \t]*[A-Z]\w*)*[ \t]*\Z")  # "SenseTime + BUAA"


def below(note: Seen, lines: LineIndex, link: Landmark) -> Iterator[Edition]:
    """The venues below a link, up to the next link, heading or rule: in the list in its item, or
    in the items after it."""
    first = lines.line(link.span.start)
    stop = _next(note, link)
    depth = _depth(note.text, first)
    place = lines.line(max(link.span.end - 1, first.start)).end
    for _ in range(_MOST_LINES):
        if place >= min(len(note.text), stop):
            return
        line = lines.line(place)
        place = line.end
        content = note.text[slice(*line)].rstrip()
        if _STOP.match(content) or line.end > stop or _UNDERLINE.match(note.text, place):
            return
        is_inside = _depth(note.text, line) > depth
        if not is_inside and _names_other(content):
            return
        if content.strip() and (is_inside or depth == 0):
            yield from _whole_line(content, line.start)


def _next(note: Seen, link: Landmark) -> int:
    """Where the next link begins that is of a paper, or may be."""
    first = bisect_left(note.landmarks, link.span.end, key=lambda mark: mark.span.start)
    later = islice(note.landmarks, first, None)
    return next((m.span.start for m in later if m.work or not m.is_aside), len(note.text))


def _names_other(content: str) -> bool:
    """Whether a line that is no part of the link's item is about another paper."""
    item = _ITEM.match(content)
    return not editions(content) and claim_of(content[item.end() if item else 0 :]) is not None


def _whole_line(content: str, start: int) -> Iterator[Edition]:
    """The venue that a line is about."""
    item = _ITEM.match(content)
    begin = item.end() if item else 0
    found = editions(content) if len(content) - begin <= _LONGEST_LINE else []
    if len(found) != 1 or speaks_against(content):
        return
    edition = found[0]
    if not is_transparent(_LABEL.sub("", content[begin : edition.start], count=1), ()):
        return
    if is_closed(content, edition.span.end) or _MAKER.match(content, edition.span.end):
        span = Span(edition.span.start + start, edition.span.end + start)
        yield edition._replace(span=span, start=edition.start + start)


def _depth(text: str, line: Span) -> int:
    width = 0
    for char in text[line.start : line.start + 80]:
        if char not in " \t":
            break
        width += 4 if char == "\t" else 1
    return width
