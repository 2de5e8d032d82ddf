"""All URLs of a note, by the kind of file that it is."""

from __future__ import annotations

import html
import re

from enricher import text as texts
from enricher.links.bare import bare_urls
from enricher.links.html import html_mentions
from enricher.links.markdown import markdown_mentions, unescape
from enricher.links.notebook import notebook_mentions
from enricher.models import Context, Mention, Span

_ANY = re.compile(r"https?:|arxiv\.org/", re.IGNORECASE)


def find(text: str, suffix: str) -> list[Mention]:
    """Every URL of a text, in order, with its exact span. ``suffix`` is the file's ending."""
    if not _ANY.search(text):
        return []
    match suffix.lower():
        case ".ipynb":
            return notebook_mentions(text)
        case ".html":
            return list(html_mentions(text, Span(0, len(text))))
        case suffix if suffix in texts.MARKDOWN:
            return _note(text)
        case _:
            return _plain(text, 0, len(text), Context.BARE)


def _note(text: str) -> list[Mention]:
    front = texts.front_matter(text)
    start = front.span.end if front and front.closed else 0
    inside = _plain(text, 0, start, Context.FRONT_MATTER)
    body = text[start:]
    found = markdown_mentions(body)
    moved = (
        mention._replace(span=Span(mention.span.start + start, mention.span.end + start))
        for mention in found
    )
    return [*inside, *moved]


def _plain(text: str, start: int, end: int, context: Context) -> list[Mention]:
    return [
        Mention(span, html.unescape(unescape(text[slice(*span)])), "", context)
        for span in bare_urls(text, start, end)
    ]
