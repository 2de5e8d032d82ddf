"""Links that lead nowhere: ``[Title]()``, also in notebooks, and ``<a href="">Title</a>``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from enricher import text as texts
from enricher.links.cells import markdown_cells
from enricher.links.events import parsed_events
from enricher.models import Span

_END = re.compile(r"\]\((?:[ \t]{0,9}|<>)\)\Z")
_ANY = re.compile(r"\]\((?:[ \t]{0,9}|<>)\)")
_LONGEST_END = 16
_ANCHOR = re.compile(
    r"<a\s(?:[^<>]{0,200}\s)?href\s{0,9}=\s{0,9}([\"'])([ \t]{0,9})\1[^<>]{0,200}>", re.IGNORECASE
)
_CLOSING = re.compile(r"</a\s{0,9}>", re.IGNORECASE)
_LONGEST_LABEL = 1_000


class EmptyLink(NamedTuple):
    """A link without a target. ``span`` is all of it, ``label`` its text, and ``target`` what
    stands between the round brackets or the quotes, mostly nothing."""

    span: Span
    label: Span
    target: Span


def empty_links(text: str, path: str) -> list[EmptyLink]:
    """The links of a note that lead nowhere, in order. Those in code and comments are none."""
    suffix = PurePath(path).suffix.lower()
    if suffix == ".html":
        return list(_anchors(text, Span(0, len(text))))
    if suffix == ".ipynb":
        return list(_in_cells(text))
    if suffix not in texts.MARKDOWN or not (_ANY.search(text) or _ANCHOR.search(text)):
        return []
    start = texts.body_start(text)
    return sorted(_in_body(text, start))


def _in_cells(text: str) -> Iterator[EmptyLink]:
    for cell in markdown_cells(text, _ANY):
        for span, label, target in sorted(_in_body(cell.text, 0)):
            yield EmptyLink(cell.outside(span), cell.outside(label), cell.outside(target))


def _in_body(text: str, start: int) -> Iterator[EmptyLink]:
    for parsed, where in parsed_events(text[start:]):
        if isinstance(parsed, str):
            continue
        if "InlineHtml" in parsed or "Html" in parsed:
            yield from _anchors(text, Span(where["start"] + start, where["end"] + start))
        if "Start" not in parsed or isinstance(parsed["Start"], str):
            continue
        element = parsed["Start"]
        if "Link" not in element or element["Link"]["dest_url"]:
            continue
        span = Span(where["start"] + start, where["end"] + start)
        end = _END.search(text[max(span.start, span.end - _LONGEST_END) : span.end])
        if end is not None:
            label_end = span.end - len(end[0])
            target = Span(label_end + 2, span.end - 1)
            yield EmptyLink(span, Span(span.start + 1, label_end), target)


def _anchors(text: str, html: Span) -> Iterator[EmptyLink]:
    """The links that begin in a piece of HTML, without those in comments."""
    place = html.start
    while place < html.end:
        opened = text.find("<!--", place, html.end)
        opened = html.end if opened < 0 else opened
        for found in _ANCHOR.finditer(text, place, opened):
            closed = _CLOSING.search(text, found.end(), found.end() + _LONGEST_LABEL)
            if closed is not None:
                label = Span(found.end(), closed.start())
                yield EmptyLink(Span(found.start(), closed.end()), label, Span(*found.span(2)))
        closed_at = text.find("-->", opened, html.end)
        place = html.end if closed_at < 0 else closed_at
