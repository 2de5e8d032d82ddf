"""Where a note itself says that a paper appeared: on the line of its link, or right below it.

Only what stands apart counts: "(CVPR 2019)", "| ECCV 2018 |", "NIPS2017" as a list item. In a
sentence a conference may be that of another paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from enricher.links.anatomy import Anatomy
from enricher.models import Span
from enricher.text import LineIndex
from enricher.venues.evidence import speaks_against
from enricher.venues.table import Entry, mentions
from enricher.venues.words import Word, words
from enricher.venues.years import year_beside

_REACH = 240  # code points beside a link
_MOST_LINES = 14  # below a link
_LONGEST_LINE = 60  # of a line that says where a paper appeared, and little else
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])?[ \t]+|[ \t]*")
_STOP = re.compile(
    r"[ \t]*(?:#{1,6}[ \t]|(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$|```|~~~)"
)
_UNDERLINE = re.compile(r"[ \t]*(?:={3,}|-{3,})[ \t]*(?:[\r\n]|\Z)")  # of a heading above it
# "EmerNeRF: ICLR 2024" speaks of another paper, "Source: ICLR 2024" of this one.
_OTHER = re.compile(r"[^:：]*\w[^:：]*[:：]")
_LABEL = re.compile(
    r"\W*(?:source|venue|conference|conf|journal|publi\w+|from|where|paper|info|来源|会议|发表|出处)\W",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d\d")
_TARGET = re.compile(r"\]\([^()\s]{0,2000}\)|<[^<>]{0,400}>|https?://\S{1,2000}")
_OPENING = set("([{|*_`,;:–—-·•【（「/") | {""}
_CLOSING = set(")]}|*_`,;.–—-·•】）」/+") | {""}
_BESIDE = re.compile(
    r"[\s,.;:()\[\]*_|`–—-]*(?:(?:in|at|on|the|proc|accepted|published|to|by|from)\b[\s.]*){0,4}"
)
_TRACKS = frozenset(
    {"oral", "spotlight", "poster", "highlight", "best", "paper", "award", "long", "short"}
)
_WORKSHOPS = frozenset({"workshop", "workshops", "w", "challenge", "demo", "findings", "tutorial"})


class Told(NamedTuple):
    """A venue with its year, as a note names it. ``is_main`` unless it may be a workshop's."""

    entry: Entry
    year: int
    span: Span
    is_main: bool


def told_beside(text: str, links: Sequence[Anatomy]) -> Iterator[tuple[Anatomy, list[Told]]]:
    """For each link what the note says beside it, and below it where nothing else is linked."""
    lines = LineIndex(text)
    for number, anatomy in enumerate(links):
        line = lines.line(anatomy.whole.start)
        before = links[number - 1] if number else None
        after = links[number + 1] if number + 1 < len(links) else None
        found = list(_on_line(text, line, anatomy, before, after))
        is_last = after is None or after.whole.start >= line.end
        if is_last:
            stop = after.whole.start if after else len(text)
            found += _below(text, lines, anatomy, stop)
        yield anatomy, found


def told_in(text: str, span: Span) -> list[Told]:
    """The venues that stand in a part of a text, such as the text of a link."""
    return list(_all(text, Span(span.start, min(span.end, span.start + _REACH))))


def _on_line(
    text: str, line: Span, link: Anatomy, before: Anatomy | None, after: Anatomy | None
) -> Iterator[Told]:
    yield from told_in(text, link.text)
    start, end = link.whole.end, min(line.end, link.whole.end + _REACH)
    if after is not None and after.whole.start < end:
        end = max(start, after.whole.start)
    for told in _all(text, Span(start, end)):
        if _stands_apart(text, told.span) or _BESIDE.fullmatch(text, start, told.span.start):
            yield told
    is_first = before is None or before.whole.end <= line.start
    if is_first and link.whole.start > line.start:
        for told in _all(text, Span(max(line.start, link.whole.start - _REACH), link.whole.start)):
            if _stands_apart(text, told.span):
                yield told


def _below(text: str, lines: LineIndex, link: Anatomy, stop: int) -> Iterator[Told]:
    """What short lines below a link say: in the list in its item, or the items after it."""
    first = lines.line(link.whole.start)
    depth = _depth(text, first)
    place = lines.line(max(link.whole.end - 1, first.start)).end
    for _ in range(_MOST_LINES):
        if place >= len(text) or place >= stop:
            return
        line = lines.line(place)
        place = line.end
        content = text[slice(*line)].rstrip()
        if _STOP.match(content) or line.end > stop or "]()" in content:
            return
        if _UNDERLINE.match(text, place):
            return
        if not content.strip() or len(content) > _REACH or "](" in content:
            continue
        if _depth(text, line) > depth or depth == 0:
            yield from _whole_line(text, Span(line.start, line.start + len(content)))


def _whole_line(text: str, line: Span) -> Iterator[Told]:
    item = _ITEM.match(text, *line)
    start = item.end() if item else line.start
    if line.end - start > _LONGEST_LINE:
        return
    found = list(_all(text, Span(start, line.end)))
    if len(found) == 1:
        told = found[0]
        before = text[start : told.span.start]
        is_other = _OTHER.match(before) and not _LABEL.match(before)
        is_end = not text[told.span.end : line.end].strip(" .,;)*_`")
        if not before or (is_end and not is_other):
            yield told


def _depth(text: str, line: Span) -> int:
    width = 0
    for char in text[line.start : line.start + 80]:
        if char not in " \t":
            break
        width += 4 if char == "\t" else 1
    return width


def _all(text: str, part: Span) -> Iterator[Told]:
    """The venues with a year beside them in a part of a text."""
    content = _TARGET.sub(lambda found: " " * len(found[0]), text[slice(*part)])
    if not _YEAR.search(content) or speaks_against(content):
        return
    told = words(content)
    for mention in mentions(told):
        if mention.entry.kind not in {"conference", "journal"} or mention.ambiguous:
            continue
        year = year_beside(told, mention)
        if year is None:
            continue
        first, last = _bounds(told, mention.first, mention.stop, year)
        near = {word.folded for word in told[first : last + 3]}
        span = Span(part.start + told[first].start, part.start + told[last].end)
        is_main = not (mention.workshops or near & _WORKSHOPS)
        yield Told(mention.entry, year, span, is_main)


def _bounds(told: Sequence[Word], first: int, stop: int, year: int) -> tuple[int, int]:
    """The first and the last word of a venue and the year beside it."""
    for index in (*range(stop, min(stop + 4, len(told))), *range(max(first - 3, 0), first)):
        word = told[index].text
        if word.isdecimal() and int(word) in {year, year % 100}:
            return min(index, first), max(index, stop - 1)
    return first, stop - 1


def _stands_apart(text: str, span: Span) -> bool:
    """Whether marks, brackets or line ends stand on both sides of a venue."""
    before = text[max(0, span.start - 2) : span.start].rstrip(" \t")[-1:]
    after = text[span.end : span.end + 40]
    if before.strip() not in _OPENING and before not in "\r\n":
        return False
    rest = re.match(r"[\s,]*([A-Za-z]+)", after)
    while rest and rest[1].casefold() in _TRACKS:
        after = after[rest.end() :]
        rest = re.match(r"[\s,]*([A-Za-z]+)", after)
    following = after.lstrip(" \t")[:1]
    return following in _CLOSING or following in "\r\n"
