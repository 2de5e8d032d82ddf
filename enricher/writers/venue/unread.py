"""Text that CommonMark takes for prose and its readers' programs do not: wiki links, formulas,
comments of Obsidian, attributes, metadata, grid tables, BibTeX without a fence. A tag in there
would show, or break it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enricher.models import Span
from enricher.text import METADATA

_LONGEST = 20_000  # code points of one of these
_WIKI_LINK = re.compile(r"\[\[[^\[\]\r\n]{1,1000}\]\]")
# Pandoc's rule: no blank inside the dollars, and no digit behind the last.
_INLINE_MATH = re.compile(r"(?<![\\$\w])\$(?![\s$])[^$\r\n]{1,1000}(?<![\s\\])\$(?![\d$])")
_PATTERNS = (
    _WIKI_LINK,
    _INLINE_MATH,
    re.compile(r"\\\([^\r\n]{1,1000}?\\\)"),  # formulas of LaTeX
    re.compile(r"\\begin\{(\w{1,30}\*?)\}[\s\S]{1,5000}?\\end\{\1\}"),
    # attributes of kramdown and Pandoc
    re.compile(r"\{(?=[^{}\r\n]{0,1000}=[\"'])[^{}\r\n]{0,2000}+\}"),
    re.compile(r"\{(?:\+\+|--|~~|==|>>)[^{}\r\n]{1,1000}\}"),  # CriticMarkup
    re.compile(r"^[ \t>]{0,20}:[A-Za-z][\w-]{0,40}:[ \t][^\r\n]{1,1000}", re.MULTILINE),  # of MyST
    # a field of Dataview, that may hold links
    re.compile(
        r"\([\w -]{1,60}::[^()\r\n]{0,500}+(?:\([^()\r\n]{0,500}+\)[^()\r\n]{0,500}+){0,9}\)"
    ),
    # a definition, where CommonMark wants a blank line above it and Python-Markdown wants none
    re.compile(r"^[ \t>]{0,20}\[(?!\^)[^\[\]\r\n]{1,200}\]:[ \t][^\r\n]{1,1000}", re.MULTILINE),
    METADATA,
    # a grid table: borders of + and -, and the rows between them
    re.compile(r"^\+[-=:+]{2,400}\+[ \t]*\r?\n(?:[|+][^\r\n]{0,2000}\r?\n){1,400}", re.MULTILINE),
    re.compile(r"<code\b[^<>]{0,200}>[^<>]{1,1000}</code>", re.IGNORECASE),
)
_ENTRY = re.compile(r"^[ \t>]{0,20}@[A-Za-z]{1,30}[ \t]{0,9}\{", re.MULTILINE)
_PARAGRAPHS = re.compile(r"\n[ \t>]{0,99}\r?\n")  # no formula goes over them
_BRACE = re.compile(r"[{}]")


def unread(text: str) -> Iterator[Span]:
    """The spans of all these, in no order."""
    for pattern in _PATTERNS:
        yield from (Span(*found.span()) for found in pattern.finditer(text))
    yield from _pairs(text, "%%")
    yield from (span for span in _pairs(text, "$$") if not _PARAGRAPHS.search(text, *span))
    yield from _entries(text)


def _pairs(text: str, mark: str) -> Iterator[Span]:
    start = text.find(mark)
    while start >= 0:
        end = text.find(mark, start + len(mark))
        if end < 0:
            return
        if end - start <= _LONGEST:
            yield Span(start, end + len(mark))
        start = text.find(mark, end + len(mark))


def _entries(text: str) -> Iterator[Span]:
    """Entries of BibTeX, from ``@`` to the brace that ends them, if any does soon."""
    done = 0
    for opened in _ENTRY.finditer(text):
        if opened.start() < done:
            continue
        depth, done = 1, min(opened.end() + _LONGEST, len(text))
        for brace in _BRACE.finditer(text, opened.end(), done):
            depth += 1 if brace[0] == "{" else -1
            if not depth:
                done = brace.end()
                break
        yield Span(opened.start(), done)
