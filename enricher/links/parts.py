"""The parts of one link: its text, its destination and its title."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from enricher.links.blocks import Element
from enricher.models import Context, Link, Span

# Longer tags, and longer texts of links in HTML, are not looked through: time stays linear.
_LONGEST = 1_000
_TAG = re.compile(r"<([a-z][a-z0-9-]*)[\s/]", re.IGNORECASE)
_CLOSING = re.compile(r"</a\s{0,9}>", re.IGNORECASE)
_TITLE = re.compile(r"[\"'(]")


class Kind(StrEnum):
    """How a link is written. ``OTHER`` is what is no link of Markdown or HTML: an id in prose, a
    URL in code, in front matter, in a link's text or in another format."""

    INLINE = "inline"  # [text](url "title")
    AUTOLINK = "autolink"  # <url>
    BARE = "bare"
    HTML = "html"  # <a href="url">text</a>
    REFERENCE = "reference"  # [label]: url "title"
    IMAGE = "image"  # ![text](url "title")
    OTHER = "other"


class Parts(NamedTuple):
    """What a link consists of; see `Anatomy`."""

    kind: Kind
    whole: Span
    destination: Span
    title: Span | None
    text: Span


def parts_of(
    text: str, link: Link, element: Element | None, definitions: Sequence[Span] = ()
) -> Parts:
    """The parts of a link. ``element`` is the innermost link or image around it; ``definitions``
    are those of the text, in order."""
    match link.context:
        case Context.INLINE if element is not None and element.variant == "Inline":
            return _inline(text, link, element)
        case Context.AUTOLINK if element is not None:
            return _whole(Kind.AUTOLINK, link, element.span)
        case Context.BARE:
            return _whole(Kind.BARE, link, link.span)
        case Context.HTML:
            return _html(text, link)
        case Context.REFERENCE:
            return _definition(text, link, definitions)
        case _:
            return _whole(Kind.OTHER, link, link.span)


def _whole(kind: Kind, link: Link, whole: Span) -> Parts:
    return Parts(kind, whole, link.span, None, Span(whole.end, whole.end))


def _inline(text: str, link: Link, element: Element) -> Parts:
    """``[text](<url> "title")``; of an image, too."""
    is_image = element.name == "Image"
    start = element.span.start + (2 if is_image else 1)
    label = Span(start, text.index("](", max(element.inner_end, start), element.span.end))
    return Parts(
        Kind.IMAGE if is_image else Kind.INLINE,
        element.span,
        link.span,
        _title(text, link.span.end, element.span.end - 1),
        label,
    )


def _title(text: str, start: int, end: int) -> Span | None:
    """The title between the end of a destination and the end of the link."""
    found = _TITLE.search(text, start, end)
    if found is None:
        return None
    return Span(found.start(), found.start() + len(text[found.start() : end].rstrip(" \t\r\n")))


def _definition(text: str, link: Link, definitions: Sequence[Span]) -> Parts:
    number = bisect_right(definitions, (link.span.start, link.span.start)) - 1
    if number < 0 or definitions[number].end < link.span.end:
        return _whole(Kind.OTHER, link, link.span)
    whole = definitions[number]
    start = text.index("[", *whole) + 1
    label = Span(start, text.rindex("]:", start, link.span.start))
    title = _title(text, link.span.end, whole.end)
    return Parts(Kind.REFERENCE, whole, link.span, title, label)


def _html(text: str, link: Link) -> Parts:
    """``<a href="url">text</a>``; of any other tag, that tag; a URL in the text is bare."""
    before = text.rfind("<", max(link.span.start - _LONGEST, 0), link.span.start)
    tag = _TAG.match(text, before) if before >= 0 else None
    end = text.find(">", link.span.end, link.span.end + _LONGEST) + 1
    if tag is None or not end or ">" in text[before : link.span.start]:
        return _whole(Kind.BARE, link, link.span)
    closing = _CLOSING.search(text, end, end + _LONGEST) if tag[1].lower() == "a" else None
    if closing is None:
        return _whole(Kind.HTML, link, Span(before, end))
    whole = Span(before, closing.end())
    return Parts(Kind.HTML, whole, link.span, None, Span(end, closing.start()))
