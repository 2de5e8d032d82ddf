"""URLs in plain text, as a reader sees them: they stop where prose, CJK or Latin, goes on.

GFM's own autolinks run on through full-width punctuation; here they do not.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from enricher.models import Span

# Letters of CJK scripts may not stand in a URL unencoded, and all quotes and brackets of those
# scripts end one; so do blanks, controls and the brackets that Markdown, HTML and LaTeX set.
PROSE = (
    r"\s<>\"`{}|\\^\x00-\x20\x7f-\xa0\u2018-\u201f\u2026\u3000-\u303f\u3040-\u30ff"
    r"\u3400-\u9fff\uac00-\ud7af\uff00-\uffef\u200b-\u200f\ufeff\ud800-\udfff"
)
# What Markdown, BibTeX and LaTeX want escaped, though it is a part of the URL or the id.
ESCAPED = r"\\[_&%#]"
_URL = re.compile(
    rf"(?:https?://|(?<![\w/.@-])(?:www\.)?arxiv\.org/(?=abs/|pdf/))(?:[^{PROSE}]|{ESCAPED})+",
    re.IGNORECASE,
)
_NEXT = re.compile(r"(?<!^)https?://", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])|&#?[0-9A-Za-z]{1,32};")
_BRACKET = re.compile(r"[()\[\]]")
_TRAILING = ".,;:!?'\"*_~$\\"
_OPENING = {")": "(", "]": "["}


def bare_urls(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The spans of all URLs between two offsets of a text."""
    for found in _URL.finditer(text, start, len(text) if end is None else end):
        at = found.start()
        for piece in _pieces(found[0]):
            url = trimmed(piece)
            if piece[len(url) :].startswith("_") and not _opens_emphasis(text, at):
                url += "_" * (len(piece[len(url) :]) - len(piece[len(url) :].lstrip("_")))
            if "." in url[8:]:
                yield Span(at, at + len(url))
            at += len(piece)


# An underscore that begins a word, as emphasis does, within so many characters before a URL.
_EMPHASIS = re.compile(r"(?<![^\W_])_+(?=[^\s_])")
_NEAR = 300


def _opens_emphasis(text: str, at: int) -> bool:
    """Whether underscores behind a URL may close what is opened before it in its line: else they
    are the URL's own, for ids of OpenReview end in them."""
    line = text.rfind("\n", max(0, at - _NEAR), at) + 1 or max(0, at - _NEAR)
    return _EMPHASIS.search(text, line, at + 1) is not None


def _pieces(run: str) -> Iterator[str]:
    """Two URLs that were glued together are two, unless the first one carries the second."""
    cuts = [found.start() for found in _NEXT.finditer(run) if run[found.start() - 1] not in "=/"]
    for first, last in zip([0, *cuts], [*cuts, len(run)], strict=True):
        yield run[first:last]


def trimmed(run: str) -> str:
    """A URL or an id without the punctuation after it, and up to a bracket that was opened
    before it."""
    opened = {"(": 0, "[": 0}
    for found in _BRACKET.finditer(run) if ")" in run or "]" in run else ():
        opening = _OPENING.get(found[0])
        if opening is None:
            opened[found[0]] += 1
        elif opened[opening]:
            opened[opening] -= 1
        else:
            run = run[: found.start()]
            break
    return run.rstrip(_TRAILING)


def unescape(url: str) -> str:
    """What a URL means after backslash escapes and entities (CommonMark 2.4 and 2.5)."""
    if "\\" in url or "&" in url:
        url = _ESCAPE.sub(lambda found: found[1] or html.unescape(found[0]), url)
    return url.strip()
