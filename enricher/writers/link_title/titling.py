"""Titles in and out of links, as edits that are read again before they count."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from pathlib import PurePath
from typing import Final, NamedTuple

from enricher import text as texts
from enricher.errors import EditError
from enricher.links import find
from enricher.links.anatomy import Anatomy, Kind, anatomies
from enricher.links.reading import reading
from enricher.models import Edit, Link, PaperRef, Span
from enricher.writers.link_title.form import SEPARATOR, Parts, read, written
from enricher.writers.verification import verified

_BLANKS = " \t"
HINT: Final = "no title of this note was changed; write that link in another form"
_NO_PAPER = PaperRef("", "")
_SPACE = " \t\r\n>"  # a block quote's mark begins each of its lines


class Titling(NamedTuple):
    """A link, and the title that it is to have; no parts for none."""

    link: Anatomy
    parts: Parts | None


def takes_title(text: str, link: Anatomy) -> bool:
    """Whether a link's form has a title: links ``[text](url)``, and definitions ``[label]: url`` on
    one line (CommonMark 4.7 and 6.3). A URL that goes on behind a blank of another kind, as only
    Markdown reads it, takes none."""
    if link.kind not in {Kind.INLINE, Kind.REFERENCE}:
        return False
    end = link.whole.end - (link.kind is Kind.INLINE)
    rest = text[_destination_end(text, link) : link.title.start if link.title else end]
    is_one_line = not set(text[slice(*link.whole)]) & set("\r\n")
    return not rest.strip(_SPACE) and (link.kind is Kind.INLINE or is_one_line)


def parts_in(text: str, link: Anatomy) -> Parts | None:
    """What the title of a link says, if it is ours."""
    return read(text[slice(*link.title)]) if link.title else None


def titled(path: str, text: str, papers: Sequence[Link]) -> list[Anatomy]:
    """All links of a Markdown note that have a title in our form; those that lead to no paper have
    a reference without a name."""
    if SEPARATOR not in text or PurePath(path).suffix.lower() not in texts.MARKDOWN:
        return []
    refs = {link.span: link.ref for link in papers}
    lines = texts.LineIndex(text)
    links: list[Link] = []
    for each in find(text, PurePath(path).suffix):
        line, column = lines.position(each.span.start)
        ref = refs.get(each.span, _NO_PAPER)
        links.append(Link(each.span, line, column, text[slice(*each.span)], *each[1:], ref))
    found = anatomies(text, path, links)
    return [link for link in found if takes_title(text, link) and parts_in(text, link)]


def edits_of(path: str, text: str, titlings: Sequence[Titling]) -> tuple[Edit, ...]:
    """The edits that give links, which are in order, these titles. Raises NoteError, with the line
    of the link, where the edited text would not read as it did but for them."""
    edits = tuple(_edit(text, titling) for titling in titlings)

    def verify(count: int) -> None:
        _verify(path, text, edits[:count], titlings[:count])

    verified(path, text, [edit.start for edit in edits], verify, hint=HINT)
    return edits


def _edit(text: str, titling: Titling) -> Edit:
    link, parts = titling
    new = f'"{written(parts)}"' if parts else ""
    end = _destination_end(text, link)
    if link.title is None:
        return Edit(end, "", f" {new}")
    start = link.title.start
    if not new:
        start = end + len(text[end:start].rstrip(_BLANKS))
    return Edit(start, text[start : link.title.end], new)


def _destination_end(text: str, link: Anatomy) -> int:
    start, end = link.destination
    return end + 1 if text[start - 1] == "<" and text[end] == ">" else end


def _verify(path: str, text: str, edits: Sequence[Edit], titlings: Sequence[Titling]) -> None:
    """Read the edited note again, as a stranger would. Raises EditError where it differs."""
    after = texts.apply(text, edits)
    moves = _Moves(edits)
    suffix = PurePath(path).suffix
    # a link in an image's text is a part of that text, with its title
    links = [(moves.span(each.span), each.target, each.context) for each in find(text, suffix)]
    if links != [(each.span, each.target, each.context) for each in find(after, suffix)]:
        raise EditError("the note's links would not read back the same")
    moved = [each.link._replace(span=moves.span(each.link.span)) for each, _ in titlings]
    again = anatomies(after, path, moved)
    if [parts_in(after, link) for link in again] != [parts for _, parts in titlings]:
        raise EditError("the titles of links would not read back as meant")
    _verify_rest(text, after, titlings, moves)


def _verify_rest(text: str, after: str, titlings: Sequence[Titling], moves: _Moves) -> None:
    start = texts.body_start(text)
    before_it, after_it = reading(text[start:]), reading(after[start:])
    if before_it.rest != after_it.rest:
        raise EditError("the note would not read back the same but for the titles of its links")
    meant = {link.whole.start: str(parts or "") for link, parts in titlings}
    for told, told_after in (
        (before_it.titles, after_it.titles),
        (before_it.definitions, after_it.definitions),
    ):
        expected = {
            moves.point(place + start): meant.get(place + start, title)
            for place, title in told.items()
        }
        if expected != {place + start: title for place, title in told_after.items()}:
            raise EditError("the titles of links would not read back as meant")


class _Moves:
    """Where places of a text are after edits, none of which stands at such a place."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._starts = [edit.start for edit in edits]
        self._shifts = [0, *accumulate(len(edit.new) - len(edit.old) for edit in edits)]

    def point(self, place: int) -> int:
        return place + self._shifts[bisect_left(self._starts, place)]

    def span(self, span: Span) -> Span:
        start = self.point(span.start)
        return Span(start, start + span.end - span.start)
