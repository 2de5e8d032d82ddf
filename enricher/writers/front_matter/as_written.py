"""The list as enricher itself writes it in YAML, known by its lines.

Most notes of most runs are as the last run left them, and to parse YAML is what takes longest. So
where every line of a front matter is of a plain form that all parsers read alike, none is asked
where the list stands and what it says; all other front matters are left to one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from enricher.models import PaperRef, Span
from enricher.paper import Paper
from enricher.text import FrontMatter, newline_of
from enricher.writers.front_matter.block import FILLED
from enricher.writers.interface import Document, Profile, WriteOptions
from enricher.writers.works import values_of, works_of
from enricher.writers.yaml_text import entry

_INDENT = "  "
_BREAK = r"\r?\n"
# no character that any YAML forbids, folds or breaks lines at
_ANY = r"\xa0-\u2027\u2030-\ud7ff\uf900-\ufdff\uff00-\uffef\U00010000-\U0001fffd"
# a part of what `yaml_text.quoted` makes
_LETTER = rf"[ !#-\[\]-~{_ANY}]"
_QUOTED = rf'"{_LETTER}*+(?:\\(?:["\\bfnrt]|u(?!d[89a-f])[0-9a-f]{{4}}){_LETTER}*+)*+"'
_QUOTED_LIST = rf"\[(?:{_QUOTED}(?:, {_QUOTED})*+)?\]"
_NAME = "[A-Za-z_][A-Za-z0-9_-]{0,99}+"
_FIELD = rf"    (?!{FILLED}:){_NAME}: (?:{_QUOTED}|[0-9]{{1,9}}|{_QUOTED_LIST}){_BREAK}"
_ENTRY = rf'  - id: "[a-z][a-z0-9-]*+:(?!:)[!#-\[\]-~]++"{_BREAK}(?:{_FIELD})*+'
# the user's own lines: comments, texts without quotes or in them, and lists of these
_PLAIN = rf"[A-Za-z0-9\u00c0-\u1fff\u3040-\ud7a3](?:[!-9;-~{_ANY}]|:(?=[!-~])| ++(?!\#))*+"
_SINGLE = rf"'(?:[ -&(-~{_ANY}]|'')*+'"
_TEXT = rf"(?:{_PLAIN}|{_QUOTED}|{_SINGLE})"
_WORDS = rf"(?:[A-Za-z0-9][A-Za-z0-9 -]*+|{_QUOTED}|{_SINGLE})"
_FLOW = rf"\[(?:{_WORDS}(?:, *+{_WORDS})*+)?\]"
_END = rf"(?: ++(?:\#[ -~{_ANY}]*+)?)?{_BREAK}"
_ITEMS = rf"(?:(?:- {_TEXT}{_END})++|(?:  - {_TEXT}{_END})++)?"
_KEY = rf"(?!%(key)s:){_NAME}:(?: ++(?:{_TEXT}|{_FLOW}){_END}|{_END}{_ITEMS})"
_OTHERS = rf"(?:{_KEY}|{_BREAK}|\#[ -~{_ANY}]*+{_BREAK})*+"
_WHOLE = rf"{_OTHERS}(?P<list>%(key)s:{_BREAK}(?:{_ENTRY})++){_OTHERS}\Z"


@lru_cache(maxsize=8)
def _whole(key: str) -> re.Pattern[str]:
    return re.compile(_WHOLE % {"key": re.escape(key)})


def span_of(text: str, front: FrontMatter, key: str) -> Span | None:
    """Where a list of ours stands in a front matter, which holds nothing else of ours; None where
    a parser has to tell."""
    start, end = front.content
    is_whole = front.style == "yaml" and front.closed and not front.fault
    if not is_whole or "_titles:" in text[start:end]:  # flat lists may stand there, too
        return None
    found = _whole(key).match(text, start, end)
    return Span(*found.span("list")) if found else None


def is_current(
    document: Document,
    front: FrontMatter,
    papers: Mapping[PaperRef, Paper],
    options: WriteOptions,
) -> bool:
    """Whether the list stands there just as it would be written for these papers; that nothing
    changes, then, is what a parser would come to, too."""
    if options.fill_missing or options.profile is not Profile.NESTED:
        return False
    span = span_of(document.text, front, options.key)
    if span is None:
        return False
    works = [work for work in works_of(document.links, papers) if work.paper]
    values = (values_of(str(work.links[0].ref), work, options) for work in works)
    newline = newline_of(document.text[: front.span.end])
    entries = (entry(list(each.items()), _INDENT, newline) for each in values)
    return document.text[slice(*span)] == "".join((f"{options.key}:{newline}", *entries))
