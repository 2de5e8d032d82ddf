"""The structure of a Markdown text as events, with exact spans in code points.

pyromark (pulldown-cmark) parses; its events are dictionaries with ranges of UTF-8 bytes. Tables,
footnotes and struck-out text are GFM's.
"""

from __future__ import annotations

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


class Event(NamedTuple):
    """Something that stands at ``span``.

    ``kind`` is "Text", "Code", "Html", or, where an element begins or ends, "Start" and "End" with
    its name in ``element``. ``link_type`` and ``target`` are a link's and an image's.
    """

    kind: str
    span: Span
    element: str = ""
    link_type: str = ""
    target: str = ""


def events(text: str) -> Iterator[Event]:
    """All events of a text, in order; its reference definitions come first, as "Definition".

    ``text`` may hold no lone surrogates: the parser refuses them.
    """
    offsets = Offsets(text)
    for definition in pyromark.reference_definitions(text, options=_OPTIONS).values():
        where = definition["span"]
        span = Span(offsets.point(where["start"]), offsets.point(where["end"]))
        yield Event("Definition", span, target=definition["dest"])
    for event, where in pyromark.events_with_range(text, options=_OPTIONS):
        span = Span(offsets.point(where["start"]), offsets.point(where["end"]))
        yield _event(event, span)


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
        return Event("Start", span, _name(element))
    kind = link["link_type"]
    return Event("Start", span, _name(element), _name(kind), link["dest_url"])


def _name(value: str | Mapping[str, object]) -> str:
    """A variant's name: variants with data are dictionaries of one item."""
    return value if isinstance(value, str) else next(iter(value))
