"""Indented content that is text, not code: admonitions and tabs of Python-Markdown and MkDocs.

CommonMark takes what stands four blanks deep after a blank line for code. Below a line such as
``!!! note``, ``??? tip``, ``/// details`` or ``=== "Tab"`` it is the content of that block
(python-markdown.github.io/extensions/admonition, pymdown-extensions' Details and Tabbed).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from enricher.models import Span

DEEPEST = 8  # containers in containers; deeper indentation is code
_OPENER = re.compile(r"[ \t]*(?:!!!|\?\?\?\+?|===[!+]{0,2}|///)[ \t]+\S")
_DEPTH = re.compile(r"[ \t]*")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_INDENT = re.compile(r" {1,4}|\t| {1,3}\t")


class Content(NamedTuple):
    """A container's content without its indentation; ``starts`` are the offsets of its lines here
    and ``origins`` where they stand in the text around."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def outside(self, span: Span) -> Span:
        """The same place in the text around. No span that is asked for crosses a line."""
        line = bisect_right(self.starts, span.start) - 1
        shift = self.origins[line] - self.starts[line]
        return Span(span.start + shift, span.end + shift)


def content(text: str, span: Span) -> Content | None:
    """The content of the container that an indented block of code really is; None for code."""
    start = text.rfind("\n", 0, span.start) + 1
    if not _is_opened(text, start):
        return None
    lines: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length, at = 0, start
    for line in _LINE.findall(text, start, span.end):
        found = _INDENT.match(line)
        indent = found.end() if found else 0
        lines.append(line[indent:])
        starts.append(length)
        origins.append(at + indent)
        length += len(line) - indent
        at += len(line)
    return Content("".join(lines), tuple(starts), tuple(origins))


def _is_opened(text: str, start: int) -> bool:
    """Whether the nearest line above that is indented less opens a container."""
    depth = _depth(text, start)
    while start > 0:
        start = text.rfind("\n", 0, start - 1) + 1
        indent = _DEPTH.match(text, start)
        blank = indent is not None and text[indent.end() : indent.end() + 1] in {"\n", "\r", ""}
        if not blank and _depth(text, start) < depth:
            return _OPENER.match(text, start) is not None
    return False


def _depth(text: str, start: int) -> int:
    found = _DEPTH.match(text, start)
    return len(found[0].expandtabs(4)) if found else 0
