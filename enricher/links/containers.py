"""Indented content that is text, not code: admonitions, tabs and definitions of Python-Markdown.

CommonMark takes what stands four blanks deep after a blank line for code. Below a line such as
``!!! note``, ``??? tip``, ``/// details``, ``=== "Tab"`` or ``:   definition`` it is the content of
that block (python-markdown.github.io/extensions, admonition and definition_lists;
pymdown-extensions' Details, Tabbed and Blocks), at the top of a page or in a list.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from enricher.models import Span

DEEPEST = 8  # containers in containers; deeper indentation is code
_STEP = 4  # blanks by which the content of a container stands deeper than its first line
_OPENER = re.compile(r"(?:!!!|\?\?\?\+?|===[!+]{0,2}|///|:)[ \t]+\S")
_INDENTED = re.compile(r"([ \t]*)(?=([^\s]?))[^\n]*\n?")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Content(NamedTuple):
    """A container's content without its indentation; ``starts`` are the offsets of its lines here
    and ``origins`` where they stand in the text around."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def outside(self, span: Span) -> Span:
        """The same place in the text around; where it goes over lines, with their indentation."""
        start = _shifted(span.start, self.starts, self.origins)
        if span.end <= span.start:
            return Span(start, start)
        return Span(start, _shifted(span.end - 1, self.starts, self.origins) + 1)

    def inside(self, span: Span) -> Span:
        """The place here of a span of the text around that crosses no line."""
        start = _shifted(span.start, self.origins, self.starts)
        return Span(start, start + span.end - span.start)


class Containers:
    """Tells content from code in a text from an offset on. It is read once, from block to block."""

    def __init__(self, text: str, begin: int = 0) -> None:
        self._text = text
        self._begin = begin
        self._at = begin
        # the lines that are less indented than all lines below them so far: how deep each is, and
        # whether it opens a container
        self._above: list[tuple[int, bool]] = []

    def content(self, span: Span) -> Content | None:
        """The content of the container that an indented block of code really is; None for code.

        Blocks have to be asked for in order.
        """
        start = max(self._text.rfind("\n", 0, span.start) + 1, self._begin)
        opener = self._opener(start)
        return None if opener is None else _content(self._text, start, span.end, opener + _STEP)

    def _opener(self, start: int) -> int | None:
        """How deep the container stands that the nearest line above that is indented less opens.
        None where that line opens none."""
        while self._at < start:
            line = _INDENTED.match(self._text, self._at)
            if line is None:
                break
            self._at = line.end()
            if line[2]:
                opens = _OPENER.match(self._text, line.end(1)) is not None
                depth = _columns(line[1])
                self._leave(depth)
                self._above.append((depth, opens))
        line = _INDENTED.match(self._text, start)
        depth = _columns(line[1]) if line else 0
        above = next((line for line in reversed(self._above) if line[0] < depth), None)
        return above[0] if above and above[1] else None

    def _leave(self, depth: int) -> None:
        while self._above and self._above[-1][0] >= depth:
            self._above.pop()


def _shifted(place: int, lines: Sequence[int], others: Sequence[int]) -> int:
    """A place in the lines that begin here, in the same lines that begin there."""
    line = bisect_right(lines, place) - 1
    return place - lines[line] + others[line]


def _content(text: str, start: int, end: int, width: int) -> Content:
    lines: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length, at = 0, start
    for line in _LINE.findall(text, start, end):
        indent = _indent(line, width)
        lines.append(line[indent:])
        starts.append(length)
        origins.append(at + indent)
        length += len(line) - indent
        at += len(line)
    return Content("".join(lines), tuple(starts), tuple(origins))


def _columns(indentation: str) -> int:
    return len(indentation.expandtabs(_STEP))


def _indent(line: str, width: int) -> int:
    """How many characters at the start of a line are its indentation, up to a width."""
    columns = 0
    for place, letter in enumerate(line):
        if columns >= width or letter not in " \t":
            return place
        columns += _STEP - columns % _STEP if letter == "\t" else 1
    return len(line)
