"""URLs and ids in HTML: attributes that link, text, and comments."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from enricher.links.places import Places
from enricher.models import Context, Mention, Span

_ATTRIBUTE = re.compile(
    r"\b(?:href|src|data-src|cite)\s{0,9}=\s{0,9}(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>=`]+))",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[a-z/!][^<>]*", re.IGNORECASE)


def html_mentions(places: Places, start: int, end: int) -> Iterator[Mention]:
    """What a piece of HTML mentions: in attributes that link, in its text, in comments."""
    while start < end:
        opened = places.text.find("<!--", start, end)
        opened = end if opened < 0 else opened
        yield from _part(places, start, opened, Context.HTML)
        closed = places.text.find("-->", opened, end)
        start = end if closed < 0 else closed
        yield from _part(places, opened, start, Context.COMMENT)


def _part(places: Places, start: int, end: int, context: Context) -> Iterator[Mention]:
    done = start
    for found in _ATTRIBUTE.finditer(places.text, start, end):
        yield from places.urls(done, found.start(), context)
        done = found.end()
        value = Span(*found.span(found.lastindex or 1))
        url = found[found.lastindex or 1]
        first = value.start + len(url) - len(url.lstrip())
        last = value.end - len(url) + len(url.rstrip())
        if last > first:
            yield Mention(Span(first, last), html.unescape(url.strip()), "", context)
    yield from places.urls(done, end, context)
    yield from _ids(places, start, end, context)


def _ids(places: Places, start: int, end: int, context: Context) -> Iterator[Mention]:
    """The ids in text; those in a tag stand in an attribute that nobody reads."""
    ids = list(places.ids(start, end, context))
    tags = _TAG.finditer(places.text, start, end) if ids and context is Context.HTML else iter(())
    tag = next(tags, None)
    for mention in ids:
        while tag is not None and tag.end() <= mention.span.start:
            tag = next(tags, None)
        if tag is None or tag.start() > mention.span.start:
            yield mention
