"""Links in Org mode and reStructuredText: those with a text of their own, roles, and code.

What neither form marks is plain text, which is read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from enricher.links.bare import unescape
from enricher.links.ids import arxiv_at, doi_at
from enricher.links.places import Places
from enricher.models import Context, Mention, Span

# orgmode.org/manual/Link-Format.html
_ORG_LINK = re.compile(
    r"\[\[(https?://[^\[\]\s]{1,2000})\](?:\[([^\]\n]{0,500})\])?\]", re.IGNORECASE
)
_ORG_ID = re.compile(
    r"\[\[([^\[\]\s]{1,200})\]\[([^\]\n]{0,500})\]\]"
)  # "[[arxiv:1801.00001][Title]]"
_ORG_CODE = re.compile(r"#\+(begin|end)_(?:src|example)\b", re.IGNORECASE)
_DEEPEST = 100  # blanks before such a line
# docutils.sourceforge.io/docs/ref/rst/restructuredtext.html, Embedded URIs and Inline Literals
_RST_LINK = re.compile(r"`([^`<>]{0,500})<(https?://[^`<>\s]{1,2000})>`_", re.IGNORECASE)
_RST_ROLE = re.compile(r":(arxiv|doi):`(?:[^`<>\n]{0,500}<)?", re.IGNORECASE)
_RST_CODE = re.compile(r"``[^`\n]{1,500}``")


def org_mentions(places: Places, start: int) -> Iterator[Mention]:
    """What Org's links and blocks of code mention, from an offset on."""
    text = places.text
    opened: int | None = None
    for found in _ORG_CODE.finditer(text, start):
        if not _begins_line(text, start, found.start()):
            continue
        if found[1].lower() == "begin":
            opened = found.start() if opened is None else opened
        elif opened is not None:
            yield from places.mentions(opened, found.start(), Context.CODE)
            opened = None
    for found in _ORG_LINK.finditer(text, start):
        label = (found[2] or "").strip()
        yield Mention(Span(*found.span(1)), unescape(found[1]), label, Context.INLINE)
    for found in _ORG_ID.finditer(text, start) if "][" in text else ():
        for mention in places.ids(*found.span(1), Context.TEXT_ID):
            yield mention._replace(text=found[2].strip())


def _begins_line(text: str, begin: int, place: int) -> bool:
    """Whether nothing but blanks stands before a place in its line, or in a text that begins."""
    before = text[max(begin, place - _DEEPEST) : place].rstrip(" \t")
    return before.endswith(("\n", "\r")) or (not before and place - begin < _DEEPEST)


def rst_mentions(places: Places, start: int) -> Iterator[Mention]:
    """What links, roles and literals of reStructuredText mention, from an offset on."""
    text = places.text
    for found in _RST_CODE.finditer(text, start):
        yield from places.mentions(*found.span(), Context.CODE)
    for found in _RST_LINK.finditer(text, start):
        label = " ".join(found[1].split())
        yield Mention(Span(*found.span(2)), unescape(found[2]), label, Context.INLINE)
    for found in _RST_ROLE.finditer(text, start):
        at = found.end()
        id_ = doi_at(text, at) if found[1].lower() == "doi" else arxiv_at(text, at, certain=True)
        if id_ is not None:
            yield Mention(id_.span, id_.target, "", Context.TEXT_ID)
