"""Where the user's markers stand: comments, each on a line of its own, in pairs.

A marker is a comment of HTML or of MDX that begins its line. The structure of the text tells it
from code, from what is escaped, and from what lists, quotes and other HTML hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from enricher import text as texts
from enricher.errors import NoteError
from enricher.links.events import events
from enricher.models import Span

CLOSINGS = {"<!--": "-->", "{/*": "*/}"}
HINT = "its listings are left as they are"

_CUE = re.compile(r"(<!--|\{/\*)[ \t]{0,9}enricher:[ \t]{0,9}(begin|end)(?!\w|-(?!->))")
_BLANKS = " \t\r\n"


class Marker(NamedTuple):
    """One marker. ``span`` is its line with the line ending; ``attributes`` are as written."""

    span: Span
    line: int
    opening: str
    name: str
    attributes: str


class Region(NamedTuple):
    """A pair of markers. ``inside`` covers the lines between theirs."""

    begin: Marker
    end: Marker

    @property
    def inside(self) -> Span:
        return Span(self.begin.span.end, self.end.span.start)


def regions(path: str, text: str) -> list[Region]:
    """The pairs of markers of a note, in order.

    Raises NoteError, with the line, for markers that are nested, reversed or never closed, and for
    those that share their line or stand in a list, a quote or other HTML.
    """
    found: list[Region] = []
    begin: Marker | None = None
    for marker in _markers(path, text):
        if marker.name == "begin":
            if begin is not None:
                why = f"a marker begins inside the listing that begins on line {begin.line}"
                raise NoteError(path, why, line=marker.line, hint=HINT)
            begin = marker
            continue
        if begin is None:
            why = "a marker ends a listing that no marker begins"
            raise NoteError(path, why, line=marker.line, hint=HINT)
        _check_end(path, text, begin, marker)
        found.append(Region(begin, marker))
        begin = None
    if begin is not None:
        wanted = f"{begin.opening} enricher:end {CLOSINGS[begin.opening]}"
        why = f"no marker `{wanted}` ends the listing that begins here"
        raise NoteError(path, why, line=begin.line, hint=HINT)
    return found


def blank_above(text: str, offset: int) -> bool:
    """Whether no text stands on the line above the one that begins at an offset."""
    ends = 2 if text.endswith("\r\n", 0, offset) else 1
    at = offset - ends
    while at > 0 and text[at - 1] in " \t":
        at -= 1
    return at <= 0 or text[at - 1] in f"\r\n{texts.BOM}"


def _markers(path: str, text: str) -> Iterator[Marker]:
    front = texts.front_matter(text)
    start = front.span.end if front and front.closed else 0
    cues = list(_CUE.finditer(text, start))
    if not cues:
        return
    lines = texts.LineIndex(text)
    blocks = _blocks(text, start, [cue.start() for cue in cues])
    for cue in cues:
        block = blocks.get(cue.start())
        if block is not None:
            yield _marker(path, text, cue, block, lines)


def _blocks(text: str, begin: int, cues: Sequence[int]) -> dict[int, int]:
    """Where the text or the HTML begins that each cue of a marker stands in.

    A comment of HTML that is read as text is escaped; a comment of MDX is text to Markdown. What
    stands in code, in a link's target or title, or behind a backslash is in none of them.
    """
    found: dict[int, int] = {}
    number = 0
    for event in events(text, cues, begin):
        if event.kind not in {"Text", "Html"}:
            continue
        while number < len(cues) and cues[number] < event.start:
            number += 1
        while number < len(cues) and cues[number] < event.end:
            start = cues[number]
            is_escaped = event.kind == "Text" and (
                text[start] == "<" or text[start - 1 : start] == "\\"
            )
            if not is_escaped:
                found[start] = event.start if event.kind == "Html" else start
            number += 1
    return found


def _marker(path: str, text: str, cue: re.Match[str], block: int, lines: texts.LineIndex) -> Marker:
    start = cue.start()
    line, column = lines.position(start)
    end = texts.line_end(text, start)
    opening, name = cue[1], cue[2]
    attributes, closing, rest = text[cue.end() : end].partition(CLOSINGS[opening])
    why = ""
    if not closing:
        why = f"the marker is not closed by `{CLOSINGS[opening]}` on its line"
    elif rest.strip(_BLANKS) or not _begins_line(text, start, column):
        why = "a marker has to stand on a line of its own, from its first column on: not in a list"
        why += ", a quote or a sentence"
    elif block != start:
        why = "the marker stands inside other HTML, which ends at a blank line"
    elif opening == "{/*" and name == "begin" and not blank_above(text, start):
        why = "the marker needs a blank line above it"
    elif name == "end" and attributes.strip():
        why = "a marker that ends a listing has no attributes"
    if why:
        raise NoteError(path, why, line=line, hint=HINT)
    return Marker(Span(start, end), line, opening, name, attributes)


def _begins_line(text: str, start: int, column: int) -> bool:
    return column == 1 or (start == 1 and text[0] == texts.BOM)


def _check_end(path: str, text: str, begin: Marker, end: Marker) -> None:
    why = ""
    if begin.opening != end.opening:
        why = f"the listing begins with `{begin.opening}` and ends with `{end.opening}`"
    elif end.opening == "{/*" and begin.span.end < end.span.start:
        why = "" if blank_above(text, end.span.start) else "the marker needs a blank line above it"
    if why:
        raise NoteError(path, why, line=end.line, hint=HINT)
