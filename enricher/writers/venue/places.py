"""The places right after links where a mark may stand, and those where it would do harm."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from enricher.links.anatomy import Anatomy, Block, Kind
from enricher.links.events import parsed_events, variant
from enricher.models import Context, Span
from enricher.writers.venue.unread import unread

_ATTRIBUTES = re.compile(r"\{(?![{%])[^{}\r\n]{1,200}\}")  # of kramdown, Pandoc and Quarto
_RAW = re.compile(r"<(script|style|textarea)\b", re.IGNORECASE)
_RAW_ENDS = {
    name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style", "textarea")
}
_TEMPLATE = re.compile(r"\{[{%]")
_TEMPLATE_END = re.compile(r"[%}]\}")
_MODULE = re.compile(r"^(?:import|export)\b(?:[^\n]|\n(?!\s*\n))*", re.MULTILINE)
_ANCHOR_END = re.compile(r"</a\s{0,9}>\Z", re.IGNORECASE)
# The value of a field of Obsidian's Dataview; an autolink that is none for the blanks in it; the
# value of an attribute of JSX, as Prettier lays it out
_HELD = re.compile(r"(?:::[ \t]{0,3}|<|=[\"'])\Z")


class Places:
    """Where marks may stand in one note."""

    def __init__(self, path: str, text: str) -> None:
        self._text = text
        closed = [*_raw(text), *_templates(text), *_elements(text, "Image"), *unread(text)]
        if PurePath(path).suffix.lower() == ".mdx":
            closed += [Span(*found.span()) for found in _MODULE.finditer(text)]
            closed += _expressions(text)
        self._closed = _merged(closed)
        self._links = _merged(list(_elements(text, "Link")))

    def after(self, anatomy: Anatomy) -> int:
        """The place right after a link and the attributes that belong to it."""
        end = anatomy.whole.end
        attributes = _ATTRIBUTES.match(self._text, end)
        return attributes.end() if attributes else end

    def allows(self, anatomy: Anatomy) -> bool:
        """Whether a link is one that readers see, in text that Markdown reads."""
        is_text = anatomy.block not in {Block.HEADING, Block.OTHER}
        return (
            is_text
            and self.is_link(anatomy)
            and not _is_in(self._closed, anatomy.link.span.start)
            and not _is_in(self._links, anatomy.whole.end)
        )

    def is_link(self, anatomy: Anatomy) -> bool:
        """Whether a mark may have been written right after a link of this kind."""
        text = self._text
        match anatomy.kind:
            case Kind.INLINE | Kind.AUTOLINK:
                return True
            case Kind.BARE:
                before = _last(Span(0, anatomy.whole.start), 5)
                return anatomy.link.context is Context.BARE and not _HELD.search(text, *before)
            case Kind.HTML:
                return _ANCHOR_END.search(text, *_last(anatomy.whole, 15)) is not None
            case _:
                return False


def _is_in(spans: Sequence[Span], place: int) -> bool:
    """Whether a place lies within one of these spans, which are in order and apart; a link does
    not hold the place right after it."""
    number = bisect_right(spans, (place, 0)) - 1
    return number >= 0 and spans[number].start < place < spans[number].end


def _last(span: Span, length: int) -> Span:
    return Span(max(span.start, span.end - length), span.end)


def _raw(text: str) -> Iterator[Span]:
    """Elements whose content is no HTML (HTML, 13.1.2)."""
    start = 0
    unclosed = set[str]()
    while (opened := _RAW.search(text, start)) is not None:
        start, name = opened.end(), opened[1].lower()
        closing = None if name in unclosed else _RAW_ENDS[name].search(text, start)
        if closing is None:
            unclosed.add(name)
        else:
            start = closing.end()
            yield Span(opened.start(), start)


def _elements(text: str, name: str) -> Iterator[Span]:
    """Images: no reader sees a link in their text. Links: none holds another (CommonMark 6.3)."""
    for parsed, where in parsed_events(text) if "[" in text else ():
        if not isinstance(parsed, str) and "Start" in parsed and variant(parsed["Start"]) == name:
            yield Span(where["start"], where["end"])


def _templates(text: str) -> Iterator[Span]:
    """Tags of Liquid, shortcodes of Hugo, expressions of both."""
    start = 0
    while (opened := _TEMPLATE.search(text, start)) is not None:
        closed = _TEMPLATE_END.search(text, opened.end())
        if closed is None:
            return
        start = closed.end()
        yield Span(opened.start(), start)


def _expressions(text: str) -> Iterator[Span]:
    """Expressions of MDX, from brace to brace."""
    depth, start = 0, 0
    for brace in re.finditer(r"[{}]", text):
        if brace[0] == "{":
            start = start if depth else brace.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield Span(start, brace.end())


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
