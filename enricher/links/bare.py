"""URLs in plain text, as a reader sees them: they stop where prose, CJK or Latin, goes on.

GFM's own autolinks run on through full-width punctuation; here they do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from enricher.models import Span

# Letters of CJK scripts may not stand in a URL unencoded, and all quotes and brackets of those
# scripts end one; so do blanks, controls and the brackets that Markdown, HTML and LaTeX set.
_URL = re.compile(
    r"(?:https?://|(?<![\w/.@-])(?:www\.)?arxiv\.org/(?=abs/|pdf/))"
    r"[^\s<>\"`{}|\\^\x00-\x20\x7f-\xa0\u2018-\u201f\u2026\u3000-\u303f\u3040-\u30ff"
    r"\u3400-\u9fff\uac00-\ud7af\uff00-\uffef\u200b-\u200f\ufeff\ud800-\udfff]+",
    re.IGNORECASE,
)
_NEXT = re.compile(r"(?<!^)https?://", re.IGNORECASE)
_TRAILING = ".,;:!?'\"*_~$"
_OPENING = {")": "(", "]": "["}


def bare_urls(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The spans of all URLs between two offsets of a text."""
    for found in _URL.finditer(text, start, len(text) if end is None else end):
        at = found.start()
        for piece in _pieces(found[0]):
            if length := len(_trimmed(piece)):
                yield Span(at, at + length)
            at += len(piece)


def _pieces(run: str) -> Iterator[str]:
    """Two URLs that were glued together are two, unless the first one carries the second."""
    cuts = [found.start() for found in _NEXT.finditer(run) if run[found.start() - 1] not in "=/"]
    for first, last in zip([0, *cuts], [*cuts, len(run)], strict=True):
        yield run[first:last]


def _trimmed(url: str) -> str:
    """Without the punctuation after it, and without brackets that were opened before it."""
    depths = {")": url.count("(") - url.count(")"), "]": url.count("[") - url.count("]")}
    end = len(url)
    for place, letter in enumerate(url):  # a bracket that was never opened ends the URL
        if letter in _OPENING and depths[letter] < 0:
            opened = url.count(_OPENING[letter], 0, place)
            if url.count(letter, 0, place) >= opened:
                end = place
                break
    while end and url[end - 1] in _TRAILING:
        end -= 1
    return url[:end] if "." in url[8:end] else ""
