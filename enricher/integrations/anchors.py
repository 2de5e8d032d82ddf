"""The links of HTML that was rendered already, and titles put into them.

Nothing but the titles is added: the HTML is not written anew, for it may hold anything.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import NamedTuple

from enricher import text
from enricher.integrations.pages import Anchor
from enricher.models import Edit

_OPENING = "<a"


class Placed(NamedTuple):
    """A link without a title, and the offset of its tag."""

    start: int
    anchor: Anchor


def anchors_in(content: str) -> list[Placed]:
    """The links of a piece of HTML that have no title, in order."""
    reader = _Reader(content)
    reader.feed(content)
    reader.close()
    return reader.found


def with_titles(content: str, placed: Sequence[Placed], titles: Sequence[str]) -> str:
    """The HTML whose links have these titles; an empty one is none."""
    return text.apply(content, [
        Edit(start + len(_OPENING), "", f' title="{html.escape(title)}"')
        for (start, _), title in zip(placed, titles, strict=True)
        if title
    ])  # fmt: skip


class _Reader(HTMLParser):
    """Collects links with their texts; scripts, styles and comments hold none."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Placed] = []
        self._lines = [0, *(at + 1 for at, char in enumerate(content) if char == "\n")]
        self._open: tuple[int, str] | None = None
        self._label: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "a":
            return
        self._end()
        line, column = self.getpos()
        given = dict(attrs)
        url = given.get("href")
        if url and "title" not in given:
            self._open = self._lines[line - 1] + column, url

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._label.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end()

    def close(self) -> None:
        super().close()
        self._end()

    def _end(self) -> None:
        if self._open is not None:
            start, url = self._open
            label = " ".join("".join(self._label).split())
            self.found.append(Placed(start, Anchor(url, label)))
        self._open = None
        self._label = []
