"""What stands above a part of a note and is said of all in it: its headings, the note's own title,
the name of its file."""

from __future__ import annotations

import re
from bisect import bisect_right
from pathlib import PurePath
from typing import NamedTuple

from enricher.text import front_matter

# CommonMark's two forms (4.2 and 4.3), and HTML's
_HEADING = re.compile(
    r"^ {0,3}(?P<signs>\#{1,6})[ \t]+(?P<text>[^\r\n]{1,1000})"
    r"|^(?P<above>[^\s#>|*+-][^\r\n]{0,999})\r?\n {0,3}(?P<line>=+|-{2,})[ \t]*$"
    r"|<h(?P<level>[1-6])\b[^<>]{0,200}>(?P<inside>.{1,1000}?)</h[1-6]>",
    re.MULTILINE | re.IGNORECASE,
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
        self._headings = [
            _read(found) for found in _HEADING.finditer(text, front.span.end if front else 0)
        ]
        self._starts = [heading.start for heading in self._headings]

    def above(self, offset: int) -> tuple[str, ...]:
        """What is said of all that stands at an offset: the headings around it, the nearest first,
        then the note's title and name."""
        found: list[str] = []
        level = 7
        for heading in reversed(self._headings[: bisect_right(self._starts, offset)]):
            if heading.level < level:
                level = heading.level
                found.append(heading.text)
            if level == 1:
                break
        return (*found, self._whole)


def _read(found: re.Match[str]) -> _Heading:
    if found["signs"]:
        return _Heading(found.start(), len(found["signs"]), found["text"])
    if found["line"]:
        return _Heading(found.start(), 1 if found["line"].startswith("=") else 2, found["above"])
    return _Heading(found.start(), int(found["level"]), found["inside"])
