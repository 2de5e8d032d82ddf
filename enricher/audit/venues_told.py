"""Where a note itself says that its papers appeared, link by link, as its reader understands it.

A venue belongs to the link whose text it stands in, or else to the nearest one of its list item,
cell or paragraph that nothing but marks, authors and the like keeps apart from it; in a table, to
the only paper of its row; on a line of its own, to the only paper of the item above. Where that is
not clear it belongs to none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from enricher.audit.claims import claim_of
from enricher.audit.gaps import is_closed, is_transparent, stands_apart
from enricher.audit.interface import Subject
from enricher.audit.landmarks import Landmark, Seen, seen
from enricher.audit.phrases import head, is_name
from enricher.audit.sameness import may_be
from enricher.audit.venues_below import below
from enricher.audit.venues_in_fields import told_in_fields
from enricher.audit.venues_in_rows import cells, fills, in_columns
from enricher.links.anatomy import Anatomy, Kind
from enricher.models import Span
from enricher.paper import Paper
from enricher.text import LineIndex, line_end
from enricher.venues.editions import Edition, editions
from enricher.venues.evidence import speaks_against

_LONGEST = 20_000  # code points of a block; what is longer is no entry about a paper
_MOST_WORDS = 40  # of a title that is looked for in a text
_WORD = re.compile(r"[^\W_]+")


class _Part(NamedTuple):
    """A piece of the note that speaks of its links: an item, a row, a paragraph, a line."""

    span: Span
    is_row: bool
    landmarks: list[Landmark]
    only: Landmark | None = None  # a link to the one paper that it is about


def told_beside(subject: Subject) -> Iterator[tuple[Anatomy, list[Edition]]]:
    """For each link to a paper, in order, the venues that the note says it appeared at."""
    if not subject.links:
        return
    if subject.entries:
        yield from told_in_fields(subject)
        return
    note = seen(subject)
    told: dict[Span, list[Edition]] = defaultdict(list)
    lines = LineIndex(note.text)
    for part in _parts(subject, note):
        for mark, edition in _told_in(subject, note, part, lines):
            told[mark.span].append(edition)
    for mark in note.landmarks:
        if mark.work and mark.anatomy is not None:
            yield mark.anatomy, told.get(mark.span, [])


def _parts(subject: Subject, note: Seen) -> Iterator[_Part]:
    """The pieces of a note that links to papers stand in, each with all its links."""
    spans: dict[Span, bool] = {}
    for mark in note.landmarks:
        if mark.work and mark.anatomy is not None:
            spans.setdefault(*_part_of(mark.anatomy, mark.span))
    starts = [mark.span.start for mark in note.landmarks]
    for span, is_row in spans.items():
        inside = note.landmarks[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        if span.end - span.start <= _LONGEST:
            part = _Part(span, is_row, inside)
            yield part._replace(only=_only(subject, note, part))


def _part_of(anatomy: Anatomy, place: Span) -> tuple[Span, bool]:
    if anatomy.row is not None:
        return anatomy.row, True
    found = (each for each in anatomy.around if each.start <= place.start < each.end)
    return next(found, anatomy.around[0]), False


def _told_in(
    subject: Subject, note: Seen, part: _Part, lines: LineIndex
) -> Iterator[tuple[Landmark, Edition]]:
    """The links of a piece with the venues that are theirs."""
    text = note.text[slice(*part.span)]
    found = [
        _moved(edition, part.span.start)
        for edition in editions(text)
        if not edition.is_plain or stands_apart(text, edition)
    ]
    only = part.only
    marks = [*part.landmarks, *(_titles(subject, note, part, only) if only and found else ())]
    marks.sort(key=lambda mark: mark.span)
    is_of_row = part.is_row and only is not None and _leads_cell(subject, note.text, part, only)
    for edition in found:
        owner = _owner(subject, note.text, part, marks, edition)
        if owner is None and is_of_row and _fills_cell(note.text, part, edition):
            owner = only
        if owner is not None:
            yield from ((mark, edition) for mark in part.landmarks if mark.work == owner.work)
    apart = in_columns(note.text, part.span) if is_of_row and not found else None
    if only is not None and apart is not None:
        yield from ((mark, apart) for mark in part.landmarks if mark.work == only.work)
    if only is not None and not part.is_row:
        for edition in below(note, lines, part.landmarks[-1]):
            yield from ((mark, edition) for mark in part.landmarks if mark.work == only.work)


def _owner(
    subject: Subject, text: str, part: _Part, marks: Sequence[Landmark], edition: Edition
) -> Landmark | None:
    """The link that a venue stands in, behind or before; one without a work owns it for nobody. An
    image, such as a badge, is no link."""
    holders = (mark for mark in marks if _holds(mark.label, edition.span))
    holder = next((mark for mark in holders if not _is_image(mark)), None)
    if holder is not None:
        return holder if holder.work and not speaks_against(text[slice(*holder.label)]) else None
    if not is_closed(text, edition.span.end):
        return None
    before = [mark for mark in marks if mark.span.end <= edition.start]
    after = [mark for mark in marks if mark.span.start >= edition.span.end]
    line = _line_start(text, part.span.start, edition.start)
    end = max([part.span.start, *(mark.span.end for mark in before)])
    is_begun = end <= line and is_transparent(text[line : edition.start], ())
    behind = _nearest(subject, text, part, reversed(before), edition)
    if is_begun:
        following = [mark for mark in after if mark.span.start < line_end(text, edition.span.end)]
        ahead = _nearest(subject, text, part, iter(after if not before else following), edition)
        behind = ahead if ahead is not None and ahead.work else behind
    return behind if behind is not None and behind.work else None


def _is_image(mark: Landmark) -> bool:
    return mark.anatomy is not None and mark.anatomy.kind is Kind.IMAGE


def _line_start(text: str, start: int, place: int) -> int:
    """Where the line of a place begins, or its piece."""
    return max(start, text.rfind("\n", start, place) + 1, text.rfind("\r", start, place) + 1)


def _nearest(
    subject: Subject, text: str, part: _Part, marks: Iterator[Landmark], edition: Edition
) -> Landmark | None:
    """The first of these links that names a work, with nothing between it and a venue."""
    near = edition.span._replace(start=edition.start)
    for mark in marks:
        is_before = mark.span.end <= near.start
        gap = text[mark.span.end : near.start] if is_before else text[near.end : mark.span.start]
        between = text[mark.span.end : edition.span.start] if is_before else gap
        is_clear = is_transparent(gap, _names(subject, mark)) and not speaks_against(between)
        if not is_clear or (part.is_row and "|" in gap and part.only is None):
            return None
        if mark.work or not mark.is_aside:
            return mark
        near = Span(min(near.start, mark.span.start), max(near.end, mark.span.end))
    return None


def _names(subject: Subject, mark: Landmark) -> frozenset[str]:
    """The words of the names of a link's authors, folded."""
    paper = subject.paper_of(mark.anatomy.link) if mark.work and mark.anatomy else None
    every = " ".join(paper.authors).casefold() if paper else ""
    return frozenset(_WORD.findall(every))


def _only(subject: Subject, note: Seen, part: _Part) -> Landmark | None:
    """A link to the one paper that a piece is about; None where it may be about several."""
    first = next((mark for mark in part.landmarks if mark.work), None)
    if first is None or any(mark.work not in {"", first.work} for mark in part.landmarks):
        return None
    paper = subject.paper_of(first.anatomy.link) if first.anatomy else None
    others = (mark for mark in part.landmarks if not mark.work and not mark.is_aside)
    if any(_is_another(note.text[slice(*mark.label)], mark, paper) for mark in others):
        return None
    return first


def _is_another(label: str, mark: Landmark, paper: Paper | None) -> bool:
    """Whether a link that leads to no known paper may be about another one: about its title."""
    if mark.anatomy is None:  # an empty link
        return True
    if paper is not None and (_is_named(label, paper) or may_be(label, [paper.title])):
        return False
    return claim_of(label) is not None or is_name(label)


def _is_named(label: str, paper: Paper) -> bool:
    name = head(paper.title)
    return bool(name) and _WORD.findall(name.casefold()) == _WORD.findall(label.casefold())


def _titles(subject: Subject, note: Seen, part: _Part, only: Landmark) -> Iterator[Landmark]:
    """Where the text names the paper of links that do not: "MixMatch (NeurIPS 2019) [[pdf]](…)"."""
    paper = subject.paper_of(only.anatomy.link) if only.anatomy else None
    if paper is None or any(mark.work and not mark.is_aside for mark in part.landmarks):
        return
    name = head(paper.title)
    for title in (*subject.known.titles_of(paper), *([name] if is_name(name) else ())):
        words = _WORD.findall(title)[:_MOST_WORDS]
        pattern = r"[\W_]{1,5}".join(map(re.escape, words))
        found = re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE).search(note.text, *part.span)
        if words and found:
            span = Span(*found.span())
            yield Landmark(span, Span(span.start, span.start), only.work, False, only.anatomy)
            return


def _fills_cell(text: str, part: _Part, edition: Edition) -> bool:
    """Whether a venue is all that its cell says."""
    every = cells(text, part.span)
    cell = next((each for each in every if _holds(each, edition.span)), None)
    return cell is not None and fills(text, cell, edition)


def _leads_cell(subject: Subject, text: str, part: _Part, only: Landmark) -> bool:
    """Whether a row is about the paper of its links: one of them says what it leads to, as "pdf"
    does, or no word such as "see" leads up to it in its cell."""
    marks = [mark for mark in part.landmarks if mark.work == only.work]
    starts = [cell.start for cell in cells(text, part.span)]
    for mark in marks:
        start = max((each for each in starts if each <= mark.span.start), default=part.span.start)
        if mark.is_aside or is_transparent(text[start : mark.span.start], _names(subject, mark)):
            return True
    return False


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _moved(edition: Edition, by: int) -> Edition:
    start, end = edition.span
    return edition._replace(span=Span(start + by, end + by), start=edition.start + by)
