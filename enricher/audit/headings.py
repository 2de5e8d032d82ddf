"""What stands above a part of a note and is said of all in it: its headings, the note's own title,
the name of its file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

from enricher.links.events import parsed_events
from enricher.text import front_matter

_IN_HTML = re.compile(
    r"<h(?P<level>[1-6])\b[^<>]{0,200}>(?P<inside>.{1,1000}?)</h[1-6]>", re.IGNORECASE | re.DOTALL
)
_TITLE = re.compile(r"^title[ \t]*[:=](?P<text>[^\r\n]{1,1000})", re.MULTILINE)
_SEPARATORS = re.compile(r"[-_+.]+")
_FOLDERS = 3  # parts of a path that tell what a note is about


class _Heading(NamedTuple):
    start: int
    level: int
    text: str


class Headings:
    """The headings of a note."""

    def __init__(self, path: str, text: str) -> None:
        front = front_matter(text)
        title = _TITLE.search(text, *front.content) if front else None
        name = " / ".join(PurePath(path).parts[-_FOLDERS:])
        self._whole = f"{_SEPARATORS.sub(' ', name)}\n{title['text'] if title else ''}"
        self._headings = sorted(_headings(text, front.span.end if front else 0))
        self._starts = [heading.start for heading in self._headings]
        self._parents = _parents(self._headings)

    def above(self, offset: int) -> tuple[str, ...]:
        """What is said of all that stands at an offset: the headings around it, the nearest first,
        then the note's title and name."""
        found: list[str] = []
        number = bisect_right(self._starts, offset) - 1
        while number >= 0:
            found.append(self._headings[number].text)
            number = self._parents[number]
        return (*found, self._whole)


def _parents(headings: Sequence[_Heading]) -> list[int]:
    """The number of the heading above each, -1 where there is none."""
    parents: list[int] = []
    around: list[int] = []
    for number, heading in enumerate(headings):
        while around and headings[around[-1]].level >= heading.level:
            around.pop()
        parents.append(around[-1] if around else -1)
        around.append(number)
    return parents


def _headings(text: str, start: int) -> Iterator[_Heading]:
    """The headings of a body, as the parser tells them and as HTML writes them."""
    body = text[start:]
    for event, where in parsed_events(body):
        if isinstance(event, str) or "Start" not in event:
            continue
        element = event["Start"]
        if not isinstance(element, str) and "Heading" in element:
            level = int(element["Heading"]["level"][1:])  # "H2"
            yield _Heading(start + where["start"], level, body[where["start"] : where["end"]])
    for found in _IN_HTML.finditer(body):
        yield _Heading(start + found.start(), int(found["level"]), found["inside"])
