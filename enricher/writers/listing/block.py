"""What stands between two markers: nothing, a listing that was made here, or the user's own text.

A listing begins with a comment that holds a checksum of it, so that no edit of the user's is lost.
White space does not count, nor how long a table's rules are, nor how a star is escaped: formatters
change these, and git changes line endings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

from enricher import text as texts
from enricher.models import Span
from enricher.writers.listing.form import Form
from enricher.writers.listing.markers import CLOSINGS, Region
from enricher.writers.listing.rows import Row, heading, heads

_MARK = re.compile(
    r"[ \t\r\n]*(?P<mark>(?:<!--|\{/\*) made by enricher "
    r"\((?P<sum>[0-9a-f]{8})(?:, by (?P<by>[a-z]+))?\)[^\r\n]*[\r\n]+)"
)
_BLANK_LINE = re.compile(r"[ \t]*(?:\r\n|\n|\r)")
_RULE = re.compile(r":?-{3,}:?")
_BLANKS = " \t\r\n"


class Block(NamedTuple):
    """The text between two markers, without the blank lines below it; ``span`` is empty where
    there is none. ``content`` is what stands below the comment, ``group_by`` what its headings
    tell."""

    span: Span
    is_made: bool
    is_edited: bool
    content: str
    group_by: str = ""

    @property
    def is_empty(self) -> bool:
        return self.span.start == self.span.end


def block_in(text: str, region: Region) -> Block:
    """What stands between two markers."""
    start, end = region.inside
    inside = text[start:end]
    length = len(inside.rstrip(_BLANKS))
    if not length:
        return Block(Span(start, start), is_made=False, is_edited=False, content="")
    length = texts.line_end(inside, length)
    found = _MARK.match(inside)
    if found is None:
        return Block(Span(start, start + length), is_made=False, is_edited=False, content=inside)
    blank = _BLANK_LINE.match(inside, length)  # our last line; those below it are the user's
    length = blank.end() if blank else length
    content = inside[found.end() : length]
    is_edited = checksum(content) != found["sum"]
    span = Span(start + found.start("mark"), start + length)
    return Block(span, True, is_edited, content, found["by"] or "")


def content_of(groups: Sequence[tuple[str, list[Row]]], form: Form) -> str:
    """A listing, with blank lines wherever a reader of Markdown wants one."""
    parts: list[str] = []
    for name, rows in groups:
        parts += [heading(name)] if form.group else []
        parts.append("\n".join([*heads(form), *(row.line(form) for row in rows)]))
    return "\n\n".join(parts)


def made(content: str, form: Form, opening: str, newline: str) -> str:
    """The text of a listing, from its comment to the blank line below it."""
    note = "once edited, this listing is updated no more"
    by = f", by {form.group_by}" if form.group else ""
    mark = f"{opening} made by enricher ({checksum(content)}{by}): {note} {CLOSINGS[opening]}"
    return f"{mark}\n\n{content}\n\n".replace("\n", newline)


def is_alike(first: str, second: str) -> bool:
    """Whether two listings differ in nothing but white space and rules."""
    return _skeleton(first) == _skeleton(second)


def checksum(content: str) -> str:
    """Eight digits that tell an edited listing."""
    return f"{crc32(_skeleton(content).encode('utf-8', 'surrogatepass')):08x}"


def _skeleton(content: str) -> str:
    escaped = content.replace("\\*", "&#42;").replace("\\_", "&#95;")  # as formatters of MDX do
    return _RULE.sub("---", " ".join(escaped.split()))
