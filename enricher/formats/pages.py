"""HTML from outside, parsed where that costs about as much as the page is long.

The standard's rules for broken markup make a parser look through all open elements at each tag, and
open formatting elements again in each paragraph: a page of 50 kB can cost gigabytes and minutes.
Browsers bound the depth; lexbor does not. So the tags are counted first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from selectolax.lexbor import LexborHTMLParser

from enricher.errors import ReplyError

# Open elements, added up over all tags: CVF's listing of CVPR 2020, 1,467 papers, has 280,000.
MOST_OPEN = 2_000_000
MOST_ATTRIBUTES = 500  # of one tag

# WHATWG HTML, 13.2.5: comments, what is taken for one, and tags. What is cut off is no tag.
_BLANK, _NO_END = r"[\t\n\f\r ]", r"[^\t\n\f\r />=]"
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|(?=>)|[^\t\n\f\r >"'][^\t\n\f\r >]*+)"""
_ATTRIBUTE = rf"(?:={_NO_END}*+|{_NO_END}++)(?:{_BLANK}*+={_BLANK}*+{_VALUE})?+"
_TAG = rf"<(?P<end>/)?(?P<name>[A-Za-z][^\t\n\f\r />]*+)(?P<more>(?:[\t\n\f\r /]++|{_ATTRIBUTE})*+)"
_COMMENT = r"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?:[!?]|/[^A-Za-z>])[^>]*+"
_TOKEN = re.compile(rf"{_COMMENT}|{_TAG}", re.DOTALL)
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE, re.DOTALL)
_TEXT_ONLY = frozenset({
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
})  # fmt: skip
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
})  # fmt: skip
# The end of what they stand in does not end these (13.2.4.3). `a` and `nobr` do not add up.
_FORMATTING = frozenset({
    "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u",
})  # fmt: skip
# The next of their kind ends these: they stand beside it, not in it.
_ENDED_BY_NEXT = frozenset({
    "dd", "dt", "li", "optgroup", "option", "p", "tbody", "td", "tfoot", "th", "thead", "tr",
})  # fmt: skip


def parsed(html: str) -> LexborHTMLParser:
    """The tree of a page. Raises ReplyError where elements are nested, or a tag's attributes are
    many, as in no page that people read."""
    _check(html)
    return LexborHTMLParser(html)


def parsed_or_empty(html: str) -> LexborHTMLParser:
    """The same of a page that was kept; one that would be refused is as good as empty."""
    try:
        return parsed(html)
    except ReplyError:
        return LexborHTMLParser("")


class _Open:
    """The elements that are open, as far as that can be told from tags alone; rather too many."""

    def __init__(self) -> None:
        self._stack: list[str] = []
        self._counts: Counter[str] = Counter()
        self._formatting: Counter[str] = Counter()
        self.number = 0

    def begin(self, name: str) -> None:
        """A start tag."""
        if not (self._counts["svg"] or self._counts["math"]):  # where every element may nest
            if name in _VOID:
                return
            if name in _ENDED_BY_NEXT and name in self._unended():
                self.end(name)
        if name in _FORMATTING:
            self._formatting[name] += 1
        else:
            self._stack.append(name)
            self._counts[name] += 1
        self.number += 1

    def _unended(self) -> Iterator[str]:
        """Those at the end of the stack that need no end tag."""
        return takewhile(_ENDED_BY_NEXT.__contains__, reversed(self._stack))

    def end(self, name: str) -> None:
        """An end tag; one without a start is passed over."""
        if self._formatting[name]:
            self._formatting[name] -= 1
            self.number -= 1
        while self._counts[name]:
            last = self._stack.pop()
            self._counts[last] -= 1
            self.number -= 1
            if last == name:
                break


def _check(html: str) -> None:
    if len(html) <= 2 * MOST_ATTRIBUTES:  # as most records are
        return
    opened, cost = _Open(), 0
    for name, more, is_end in _tags(html):
        if is_end:
            opened.end(name)
            continue
        opened.begin(name)
        cost += opened.number
        if cost > MOST_OPEN:
            raise ReplyError("its elements are nested like no page's")
        if sum(1 for _ in _ONE_ATTRIBUTE.finditer(more)) > MOST_ATTRIBUTES:
            raise ReplyError(f"a tag of more than {MOST_ATTRIBUTES} attributes")


def _tags(html: str) -> Iterator[tuple[str, str, bool]]:
    """The name of each tag, its attributes, and whether it is an end tag.

    What stands in SVG and MathML is read by other rules: there all start tags are told that may be
    some, and no end tags but those that are.
    """
    lower = html.lower()
    is_foreign = "<svg" in lower or "<math" in lower
    place = text_until = 0
    while found := _TOKEN.search(html, place):
        place, name = found.end(), (found["name"] or "").lower()
        if is_foreign and found[0].startswith("<![CDATA["):
            text_until = len(html)
        elif found["end"]:
            if found.start() >= text_until:
                yield name, "", True
        elif name:
            yield name, found["more"], False
            if name in _TEXT_ONLY:
                after = lower.find(f"</{name}", place)
                text_until = max(text_until, len(html) if after < 0 else after)
                place = place if is_foreign else text_until
