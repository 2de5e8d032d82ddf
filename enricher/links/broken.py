"""Links of Markdown that are none, for a blank in their address: ``[Title](https://a.b/c d)``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from enricher import text as texts
from enricher.links.events import parsed_events, variant
from enricher.models import Span

_CLOSED = frozenset({"Code", "InlineHtml", "HtmlBlock", "CodeBlock", "Link"})
_BLANK = re.compile(
    r"\]\([ \t]{0,9}(https?://[^\s()<>]{1,500}[ \t]{1,9}[^\s()<>\"'=][^\s()<>\"']{0,500})"
    r"[ \t]{0,9}\)"
)


def broken_links(text: str, path: str) -> list[Span]:
    """The addresses with a blank in them, in order. Those in code, HTML and links are none."""
    found = [Span(*each.span(1)) for each in _BLANK.finditer(text)]
    if not found or PurePath(path).suffix.lower() not in texts.MARKDOWN:
        return []
    closed = iter(sorted(_closed(text)))
    end = -1
    kept: list[Span] = []
    current = next(closed, None)
    for span in found:
        while current is not None and current.start <= span.start:
            end = max(end, current.end)
            current = next(closed, None)
        if span.start >= end:
            kept.append(span)
    return kept


def _closed(text: str) -> Iterator[Span]:
    """What is no text: code, HTML, links, and the front matter."""
    start = texts.body_start(text)
    yield Span(0, start)
    for parsed, where in parsed_events(text[start:]):
        if isinstance(parsed, str):
            continue
        span = Span(where["start"] + start, where["end"] + start)
        name = variant(parsed["Start"]) if "Start" in parsed else variant(parsed)
        if name in _CLOSED:
            yield span
