"""The structure of a Markdown text as events, with exact spans in code points.

pyromark (pulldown-cmark) parses; its events are dictionaries with ranges of UTF-8 bytes. Tables,
footnotes and struck-out text are GFM's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pyromark
from pyromark.event import Event as Parsed

from enricher.links.offsets import Offsets
from enricher.models import Span

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
)
# A URL and what is written without a blank after it: the pieces that an escape or a bracket in it
# makes are events of their own.
_RUN = re.compile(rb"(?:https?:|arxiv\.org/)[^\s]*", re.IGNORECASE)
LINKS = frozenset({"Link", "Image"})


class Event(NamedTuple):
    """Something that stands at ``span``.

    ``kind`` is "Text", "Code", "Html", or, where an element begins or ends, "Start" and "End" with
    its name in ``element``. ``variant`` tells the kind of a link, an image or a block of code,
    ``target`` where a link or an image leads.
    """

    kind: str
    span: Span
    element: str = ""
    variant: str = ""
    target: str = ""


def events(text: str) -> Iterator[Event]:
    """The events of a text that concern URLs, in order; its reference definitions come first, as
    "Definition".

    Of the rest of a text nothing is told: most of it is prose, and looking at every event in
    Python would take five times as long as the parsing. An event concerns a URL when its range
    meets the run of characters that the URL begins, when it is HTML (a comment may begin lines
    before), or when it stands inside a link (the link's text ends where its destination begins).
    ``text`` may hold no lone surrogates: the parser refuses them.
    """
    whole = text.encode()
    runs = [found.span() for found in _RUN.finditer(whole)]
    if not runs:
        return
    starts, ends = [run[0] for run in runs], [run[1] for run in runs]
    offsets = Offsets(text)
    for definition in pyromark.reference_definitions(text, options=_OPTIONS).values():
        where = definition["span"]
        span = Span(offsets.point(where["start"]), offsets.point(where["end"]))
        yield Event("Definition", span, target=definition["dest"])
    links = 0
    for parsed, where in pyromark.events_with_range(text, options=_OPTIONS):
        start, end = where["start"], where["end"]
        before = bisect_left(starts, end)
        meets = before and ends[before - 1] > start
        if not (meets or links or "Html" in parsed or "InlineHtml" in parsed):
            continue
        event = _event(parsed, Span(offsets.point(start), offsets.point(end)))
        if event.element in LINKS:
            links += 1 if event.kind == "Start" else -1
        yield event


def _event(event: Parsed, span: Span) -> Event:
    if isinstance(event, str):
        return Event(event, span)
    if "End" in event:
        return Event("End", span, _name(event["End"]))
    if "Start" not in event:
        return Event(_name(event), span)
    element = event["Start"]
    if isinstance(element, str):
        return Event("Start", span, element)
    if "Link" in element:
        link = element["Link"]
    elif "Image" in element:
        link = element["Image"]
    else:
        variant = _name(element["CodeBlock"]) if "CodeBlock" in element else ""
        return Event("Start", span, _name(element), variant)
    kind = link["link_type"]
    return Event("Start", span, _name(element), _name(kind), link["dest_url"])


def _name(value: str | Mapping[str, object]) -> str:
    """A variant's name: variants with data are dictionaries of one item."""
    return value if isinstance(value, str) else next(iter(value))
