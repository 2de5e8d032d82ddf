"""The blocks and the links of a Markdown text that stand around places in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pyromark.event import Event as Parsed

from enricher.links.events import parsed_events, variant
from enricher.models import Span

_ROWS = frozenset({"TableHead", "TableRow"})
_BLOCKS = _ROWS | {"Item", "TableCell", "Heading", "Paragraph", "HtmlBlock", "CodeBlock"}
_LINKS = frozenset({"Link", "Image"})


@dataclass(slots=True, eq=False)
class Element:
    """A block, a link or an image. ``name`` and ``variant`` are pulldown-cmark's ("Item", "Link",
    "Inline", "Indented"); ``lists`` are the lists right in a list item; ``inner_end`` is where the
    last of what it holds ends: the text of a link, the cells of a row. It is told at the end."""

    name: str
    span: Span
    variant: str = ""
    inner_end: int = 0
    lists: list[Span] = field(default_factory=list[Span])

    @property
    def is_row(self) -> bool:
        """Whether this is a row of a table."""
        return self.name in _ROWS

    @property
    def parts(self) -> tuple[Span, ...]:
        """The spans of a block without the lists in it."""
        start, end = self.span
        bounds = (start, *(bound for span in self.lists for bound in span), end)
        return tuple(map(Span, bounds[::2], bounds[1::2]))


class Surroundings(NamedTuple):
    """What stands around one place: the innermost link or image, the innermost block, and a table
    cell's row. A paragraph counts only where no list item holds it."""

    link: Element | None
    block: Element | None
    row: Element | None


class _Walk:
    """The elements that are open, and the places that they were found around."""

    def __init__(self, places: Sequence[int]) -> None:
        self.found: list[Surroundings] = []
        self._places = places
        self._blocks: list[Element] = []
        self._links: list[Element] = []
        self._last = 0

    def take(self, parsed: Parsed, span: Span) -> None:
        """The next event."""
        if not isinstance(parsed, str):
            if "Start" in parsed:
                self.tell(span.start)
                self._open(Element(variant(parsed["Start"]), span, _variant(parsed)))
            elif "End" in parsed:
                self.tell(span.end)
                self._close(variant(parsed["End"]), span)
        self._last = span.end

    def tell(self, end: int) -> None:
        """Whatever stands before ``end`` and was not told yet stands in what is open now."""
        places = self._places
        while len(self.found) < len(places) and places[len(self.found)] < end:
            block = self._blocks[-1] if self._blocks else None
            is_cell = block is not None and block.name == "TableCell"
            self.found.append(
                Surroundings(
                    self._links[-1] if self._links else None,
                    block,
                    self._blocks[-2] if is_cell else None,
                )
            )

    def _open(self, element: Element) -> None:
        block = self._blocks[-1] if self._blocks else None
        item = block if block is not None and block.name == "Item" else None
        if element.name in _LINKS:
            self._links.append(element)
        elif element.name in _BLOCKS and not (item and element.name == "Paragraph"):
            self._blocks.append(element)
        elif element.name == "List" and item:
            item.lists.append(element.span)

    def _close(self, name: str, span: Span) -> None:
        if name in _LINKS:
            closed = self._links.pop()
        elif self._blocks and (self._blocks[-1].name, self._blocks[-1].span) == (name, span):
            closed = self._blocks.pop()
        else:
            return
        closed.inner_end = self._last if self._last != span.end else span.start


def surroundings(text: str, places: Sequence[int]) -> list[Surroundings]:
    """What stands around each of these places, which are in order."""
    walk = _Walk(places)
    for parsed, where in parsed_events(text):
        walk.take(parsed, Span(where["start"], where["end"]))
    walk.tell(len(text) + 1)
    return walk.found


def _variant(parsed: Parsed) -> str:
    """How a link is written ("Inline"), or a block of code ("Indented")."""
    if isinstance(parsed, str) or "Start" not in parsed or isinstance(parsed["Start"], str):
        return ""
    element = parsed["Start"]
    if "Link" in element:
        return variant(element["Link"]["link_type"])
    if "Image" in element:
        return variant(element["Image"]["link_type"])
    return variant(element["CodeBlock"]) if "CodeBlock" in element else ""
