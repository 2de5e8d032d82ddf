"""The structure of a Markdown text as events, with exact spans in code points.

pyromark (pulldown-cmark) parses; its events are dictionaries with ranges of bytes. Tables,
footnotes and struck-out text are GFM's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, repeat
from typing import Literal, NamedTuple

import pyromark
from pyromark.event import Event as Parsed
from pyromark.event import LinkDef, Range

from enricher.links.offsets import Offsets
from enricher.models import Span
from enricher.text import twin

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LONE_CR = re.compile(r"\r(?!\n)")
_NEVER = 1 << 62
_GAPS = ("", "\\")  # between pieces of one text: the backslash of an escape is in none

Kind = Literal["Text", "Code", "Html", "Link", "Excess", "Definition"]


class Around(NamedTuple):
    """The link or image that something stands in: its kind (Inline, Autolink, …), its target."""

    element: str
    kind: str
    target: str


class Event(NamedTuple):
    """Something that stands between two offsets.

    ``link`` is the innermost link around it; of a "Link", which is told at its end, that link
    itself, whose text ends at ``label_end``. ``variant`` is "Indented" or "Fenced" for a block of
    code. "Excess" are a table row's cells that have no column: no reader of the page sees them,
    but who wrote them meant them to be seen.
    """

    kind: Kind
    start: int
    end: int
    link: Around | None = None
    variant: str = ""
    label_end: int = 0


class _Walk:
    """What the parser has told so far: the links that are open, and what was told as a whole."""

    def __init__(self, text: str) -> None:
        self.links: list[Around] = []
        self.done = 0  # blocks of code and of HTML are told at their start
        self._text = text

    def take(self, parsed: Parsed, start: int, end: int, before: int) -> Event | None:
        """An element that meets what has to be read; ``before`` is where the last one ended."""
        around = self.links[-1] if self.links else None
        if isinstance(parsed, str):
            return None
        if "Start" in parsed:
            return self._start(parsed, start, end)
        if "End" in parsed:
            return self._end(variant(parsed["End"]), start, end, before)
        if "Text" in parsed:
            return Event("Text", start, end, around)
        if "Code" in parsed:
            return Event("Code", start, end, around)
        return Event("Html", start, end, around) if "InlineHtml" in parsed else None

    def _start(self, parsed: Parsed, start: int, end: int) -> Event | None:
        if isinstance(parsed, str) or "Start" not in parsed:
            return None
        element = parsed["Start"]
        if element == "HtmlBlock":
            self.done = end
            return Event("Html", start, end)
        if isinstance(element, str):
            return None
        if "CodeBlock" in element:
            self.done = end
            return Event("Code", start, end, variant=variant(element["CodeBlock"]))
        if "Link" in element:
            link = element["Link"]
            self.links.append(Around("Link", variant(link["link_type"]), link["dest_url"].strip()))
        elif "Image" in element:
            link = element["Image"]
            self.links.append(Around("Image", variant(link["link_type"]), link["dest_url"].strip()))
        return None

    def _end(self, name: str, start: int, end: int, before: int) -> Event | None:
        if name in {"Link", "Image"}:
            label_end = before if before != end else start
            return Event("Link", start, end, self.links.pop(), label_end=label_end)
        if name == "TableRow" and self._text[before:end].strip("| \t\r\n"):
            return Event("Excess", before, end)
        return None


def events(text: str, cues: Iterable[int], begin: int = 0) -> Iterator[Event]:
    """The events of a text from an offset on that hold one of ``cues``, which are in order, and the
    text that goes on behind such a text; its reference definitions come first.

    Of the rest of a text nothing is told: most of it is prose, and looking at every event in
    Python would take five times as long as the parsing.
    """
    body = text[begin:]
    for start, end in definitions(body):
        yield Event("Definition", start + begin, end + begin)
    walk = _Walk(text)
    links = walk.links
    coming = chain(cues, repeat(_NEVER))
    cue = next(coming)
    last = begin
    told = -1  # where the text ends that was told last
    for parsed, where in parsed_events(body):
        before, last = last, where["end"] + begin
        if last <= cue and told < 0 and not links:
            continue
        start = where["start"] + begin
        while cue < start:
            cue = next(coming)
        if isinstance(parsed, str) or start < walk.done:
            continue
        if last <= cue:
            goes_on = told >= 0 and "Text" in parsed and text[told:start] in _GAPS
            told = told if goes_on else -1
            # in a link, what opens and closes others is to be known
            is_bound = links and ("Start" in parsed or "End" in parsed)
            if not (goes_on or is_bound):
                continue
        event = walk.take(parsed, start, last, before)
        if event is not None:
            told = last if event.kind == "Text" else -1
            yield event


def parsed_events(text: str) -> Iterator[tuple[Parsed, Range]]:
    """All that the parser tells of a text; ranges are code points."""
    return pyromark.events_with_range(_ascii(text), options=_OPTIONS)


def exact_events(text: str) -> Iterator[tuple[Parsed, Range]]:
    """All that the parser tells of a text without lone surrogates; ranges are bytes of UTF-8."""
    return pyromark.events_with_range(text, options=_OPTIONS)


def defined(text: str) -> dict[str, LinkDef]:
    """The reference definitions of a text without lone surrogates by their labels; spans are
    bytes of UTF-8."""
    return pyromark.reference_definitions(text, options=_OPTIONS) if "]:" in text else {}


def definitions(text: str) -> Iterator[Span]:
    """The reference definitions, each up to the end of its title, in no certain order.

    Their labels must not be folded, for they tell them apart.
    """
    if "]:" not in text:
        return
    text = _LONE_CR.sub("\n", twin(text))
    found = defined(text)
    offsets = Offsets(text if found else "")
    for definition in found.values():
        where = definition["span"]
        yield Span(offsets.point(where["start"]), offsets.point(where["end"]))


def variant(value: str | Mapping[str, object]) -> str:
    """A variant's name: variants with data are dictionaries of one item."""
    return value if isinstance(value, str) else next(iter(value))


def _ascii(text: str) -> str:
    """The text with one ASCII character for each other one: then bytes are code points.

    ``?`` means nothing to Markdown, but for ``<?``: there ``%``, which never does. A lone CR ends a
    line (CommonMark 2.1), which the parser does not see everywhere.
    """
    text = _LONE_CR.sub("\n", text) if "\r" in text else text
    if text.isascii():
        return text
    plain = text.encode("ascii", "replace").decode("ascii")
    return _NOT_ASCII.sub("%", text) if "<?" in plain else plain
