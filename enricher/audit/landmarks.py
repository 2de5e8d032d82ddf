"""A note as its reader sees it: which links stand where, and the text without what is not seen."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import PurePath
from typing import NamedTuple

from enricher.audit.gaps import is_aside
from enricher.audit.interface import Subject
from enricher.links.anatomy import Anatomy, Kind, anatomies
from enricher.models import Link, Mention, PaperRef, Span
from enricher.text import LineIndex, line_end

_INLINE_TAG = re.compile(
    r"</?(?:a|b|i|em|strong|span|font|u|small|big)\b[^<>]{0,400}>", re.IGNORECASE
)
_TAG = re.compile(r"<[a-z/!][^<>]{0,400}>", re.IGNORECASE)
# What `--to venue` wrote has such a title.
_OWN = re.compile(r"<(\w{1,20})[^<>]{0,200}\stitle=\"[^<>]{0,2000}\"[^<>]{0,200}>[^<>]{0,400}</\1>")
_LOCAL = re.compile(r"\[([^\[\]]{0,200})\]\([^()\s]{0,500}\)")  # within the site: "[Notes](a.md)"
_URL = re.compile(r"https?://[^\s<>()\[\]\"|]{1,2000}")
_REACH = 400  # code points beside a link
_MARKS = 4  # between an address and its text
_NOBODY = PaperRef("", "")


class Landmark(NamedTuple):
    """A link of a note, or the title of a paper in its text.

    ``work`` names the paper that it means, empty where that is not known; ``is_aside`` tells that
    its text names nothing.
    """

    span: Span
    label: Span
    work: str
    is_aside: bool
    anatomy: Anatomy | None = None


class Seen(NamedTuple):
    """The text of a note with blanks for what no reader sees, place by place, and its landmarks."""

    text: str
    landmarks: list[Landmark]


def seen(subject: Subject) -> Seen:
    """What a reader sees of a note."""
    landmarks = sorted([*_links(subject), *_empty(subject)], key=lambda each: each.span)
    is_json = PurePath(subject.path).suffix.lower() == ".ipynb"
    text = subject.text.replace("\\n", " \n") if is_json else subject.text
    return Seen(_masked(text, landmarks), landmarks)


def said_of(note: Seen, link: Span) -> str:
    """What the line of a link says of it: all up to the next link that names something; what is
    behind such a link before it is said of that one."""
    text, marks = note.text, note.landmarks
    near = max(link.start - _REACH, 0)
    start = max(near, *(text.rfind(end, near, link.start) + 1 for end in "\r\n"))
    end = min(line_end(text, max(link.end - 1, link.start)), link.end + _REACH)
    first = bisect_left(marks, link.start, key=lambda mark: mark.span.start)
    for mark in islice(marks, first + 1, None):
        if mark.span.start >= end or _names_something(mark):
            end = min(end, mark.span.start)
            break
    for number in range(first - 1, -1, -1):
        if marks[number].span.end <= start or _names_something(marks[number]):
            return text[link.start if marks[number].span.end > start else start : end]
    return text[start:end]


def _names_something(mark: Landmark) -> bool:
    return bool(mark.work) or not mark.is_aside


def _links(subject: Subject) -> Iterator[Landmark]:
    own = {link.span for link in subject.links}
    others = [each for each in subject.mentions if each.span not in own]
    lines = LineIndex(subject.text)
    links = [*subject.links, *(_as_link(each, lines) for each in others)]
    for anatomy in anatomies(subject.text, subject.path, links):
        link = anatomy.link
        paper = subject.paper_of(link) if link.span in own else None
        work = (paper.id if paper else str(link.ref)) if link.span in own else ""
        whole, label = _placed(subject.text, anatomy)
        text = link.text or subject.text[slice(*label)]
        aside = anatomy.kind is Kind.IMAGE or is_aside(_URL.sub(" ", text))
        yield Landmark(whole, label, work, aside, anatomy)


def _placed(text: str, anatomy: Anatomy) -> tuple[Span, Span]:
    """All of a link and its text, which stands right beside the address in forms that are neither
    Markdown nor HTML."""
    whole, label, said = anatomy.whole, anatomy.text, anatomy.link.text
    if not said or label.start < label.end:
        return whole, label
    start = text.find(
        said, max(whole.start - len(said) - _MARKS, 0), whole.end + len(said) + _MARKS
    )
    if start < 0:
        return whole, label
    label = Span(start, start + len(said))
    return Span(min(whole.start, label.start), max(whole.end, label.end)), label


def _as_link(mention: Mention, lines: LineIndex) -> Link:
    line, column = lines.position(mention.span.start)
    return Link(mention.span, line, column, "", *mention[1:], _NOBODY)


def _empty(subject: Subject) -> Iterator[Landmark]:
    for link in subject.empty:
        yield Landmark(link.span, link.label, "", is_aside=False)


def _masked(text: str, landmarks: Sequence[Landmark]) -> str:
    parts: list[str] = []
    done = 0
    for span in _hidden(landmarks):
        start = max(span.start, done)
        if start < span.end:
            parts += (text[done:start], " " * (span.end - start))
            done = span.end
    text = "".join([*parts, text[done:]])
    if "<" in text:
        text = _OWN.sub(_blank, "".join(_without_comments(text)))
        text = _TAG.sub(_bar, _INLINE_TAG.sub(_blank, text))
    return _URL.sub(_blank, _LOCAL.sub(_named, text))


def _without_comments(text: str) -> Iterator[str]:
    done = 0
    while (opened := text.find("<!--", done)) >= 0:
        closed = text.find("-->", opened)
        if closed < 0:
            break
        yield text[done:opened]
        done = closed + len("-->")
        yield re.sub(r"[^\r\n]", " ", text[opened:done])
    yield text[done:]


def _hidden(landmarks: Iterable[Landmark]) -> list[Span]:
    """Of each link all but its text."""
    return sorted(
        part
        for each in landmarks
        for part in (
            Span(each.span.start, max(each.label.start, each.span.start)),
            Span(min(each.label.end, each.span.end), each.span.end),
        )
    )


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\r\n]", " ", found[0])


def _named(found: re.Match[str]) -> str:
    return f" {found[1]}".ljust(len(found[0]))


def _bar(found: re.Match[str]) -> str:
    """A tag that may set words apart."""
    return "|" + " " * (len(found[0]) - 1)
