"""Links of Markdown that lead nowhere: ``[Title]()``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from enricher import text as texts
from enricher.links.events import parsed_events
from enricher.models import Span

_END = re.compile(r"\]\((?:[ \t]{0,9}|<>)\)\Z")
_ANY = re.compile(r"\]\((?:[ \t]{0,9}|<>)\)")
_LONGEST_END = 16


class EmptyLink(NamedTuple):
    """A link without a target. ``span`` is all of it, ``label`` its text, and ``target`` what
    stands between the round brackets, mostly nothing."""

    span: Span
    label: Span
    target: Span


def empty_links(text: str, path: str) -> list[EmptyLink]:
    """The links of a note that lead nowhere, in order. Those in code and comments are none."""
    if PurePath(path).suffix.lower() not in texts.MARKDOWN or not _ANY.search(text):
        return []
    start = texts.body_start(text)
    return list(_in_body(text, start))


def _in_body(text: str, start: int) -> Iterator[EmptyLink]:
    for parsed, where in parsed_events(text[start:]):
        if isinstance(parsed, str) or "Start" not in parsed or isinstance(parsed["Start"], str):
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
