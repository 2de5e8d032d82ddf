"""Where a Markdown text has code: spans and fenced blocks.

An indented block is none here: below the item of a list or an admonition it is text.
"""

from __future__ import annotations

from pyromark.event import Event as Parsed

from enricher import text as texts
from enricher.links.events import parsed_events, variant
from enricher.models import Span


def code_spans(text: str) -> list[Span]:
    """The code of a text with or without front matter, in order."""
    start = texts.body_start(text)
    found: list[Span] = []
    for parsed, where in parsed_events(text[start:]):
        if _is_code(parsed):
            found.append(Span(where["start"] + start, where["end"] + start))
    return found


def _is_code(parsed: Parsed) -> bool:
    if isinstance(parsed, str) or "Start" not in parsed:
        return not isinstance(parsed, str) and "Code" in parsed
    element = parsed["Start"]
    if isinstance(element, str) or "CodeBlock" not in element:
        return False
    return variant(element["CodeBlock"]) == "Fenced"
