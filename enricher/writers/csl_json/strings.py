"""Texts of bibliographies: what processors print is the text that is meant.

CSL's processors read a small part of HTML in titles ("Introduction to CSL", "HTML-like formatting
tags": ``i``, ``b``, ``sc``, ``sup``, ``sub``, ``span``) and have no escape for it.
"""

from __future__ import annotations

import re

from enricher.text import twin
from enricher.titles import fold

_TAGS = r"(?:i|b|sc|su[bp]|span\b[^<>]{0,200})>"
_OPENING = re.compile(rf"<(?={_TAGS})")
_TAG = re.compile(rf"</?{_TAGS}")
# Controls, noncharacters, and what turns the direction of the text around it.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


def plain(text: str) -> str:
    """The text on one line, of characters that JSON, XML and TeX can hold."""
    return fold(_INVISIBLE.sub("", twin(text)))


def literal(text: str) -> str:
    """A title as processors print it letter by letter: a bracket that would open a tag stands in a
    span, which is one bracket and no tag."""
    return _OPENING.sub('<span class="nocase"><</span>', plain(text))


def without_tags(text: str) -> str:
    """A title of a bibliography without its formatting; brackets of `literal` go too, which counts
    nowhere that titles are compared."""
    return _TAG.sub("", text)
