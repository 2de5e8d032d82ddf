"""URLs in HTML: attributes that link, and comments."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from enricher.links.bare import bare_urls
from enricher.models import Context, Mention, Span

_ATTRIBUTE = re.compile(
    r"\b(?:href|src|data-src|cite)\s{0,9}=\s{0,9}(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>=`]+))",
    re.IGNORECASE,
)


def html_mentions(text: str, span: Span, *, comment: bool = False) -> Iterator[Mention]:
    """The URLs in a piece of HTML: those of attributes, and those in its text."""
    context = Context.COMMENT if comment else Context.HTML
    done = span.start
    for found in _ATTRIBUTE.finditer(text, *span):
        group = found.lastindex or 1
        start, end = found.span(group)
        value = text[start:end]
        start += len(value) - len(value.lstrip())
        end -= len(value) - len(value.rstrip())
        yield from _bare(text, done, found.start(), context)
        done = found.end()
        if end > start:
            yield Mention(Span(start, end), html.unescape(text[start:end]), "", context)
    yield from _bare(text, done, span.end, context)


def _bare(text: str, start: int, end: int, context: Context) -> Iterator[Mention]:
    for span in bare_urls(text, start, end):
        yield Mention(span, html.unescape(text[slice(*span)]), "", context)
