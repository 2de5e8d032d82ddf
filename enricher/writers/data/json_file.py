"""A data file in JSON (RFC 8259): where its members stand, and its text with others in it.

The user's text is never dumped again: the standard library's decoder says where each value ends,
and what is the user's is copied as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from json.decoder import JSONDecodeError
from typing import Final

from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import Span
from enricher.writers.data.literals import literal
from enricher.writers.data.members import Entry, Form, Kept, Member, Parsed, Written

HINT = "the file is left as it is: mend it, or give another one with --to data=FILE"
DEEPEST_INDENT = 200
_SPACE = re.compile(r"[ \t\r\n]*")
_INDENT = re.compile(r"[ \t]*\Z")

Parts = Sequence[tuple[Member | None, str]]
"""The text of each member to be, and the one that is there."""


def parse(path: str, text: str) -> Parsed:
    """Read a data file. Raises NoteError where it is not one JSON object with unique keys."""
    try:
        return _Scanner(text).parsed()
    except JSONDecodeError as error:
        place, why = error.pos, error.msg
    except RecursionError:
        place, why = 0, "it is nested too deeply"
    line, _ = texts.LineIndex(text).position(place)
    raise NoteError(path, f"is no data file of papers: {why}", line=line, hint=HINT)


class _Scanner:
    """Reads one text from left to right; every fault is told as a JSONDecodeError."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decoder = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant)

    def parsed(self) -> Parsed:
        start = self._skipped(0)
        if self._text.startswith("[", start):
            raise self._fault("it is a list, and not a mapping of ids to papers", start)
        if not self._text.startswith("{", start):
            raise self._fault("it is not a JSON object", start)
        members, end = self._object(start, has_entries=True)
        rest = self._skipped(end)
        if rest != len(self._text):
            raise self._fault("more follows the JSON object", rest)
        others = [self._text[slice(*each.span)] for each in members if not each.is_ours]
        return Parsed(members, Span(start + 1, end - 1), others)

    def _object(self, start: int, *, has_entries: bool) -> tuple[tuple[Member, ...], int]:
        """The members of the object that starts here, and where it ends."""
        members: dict[str, Member] = {}
        place = self._skipped(start + 1)
        while not self._text.startswith("}", place):
            if members:
                place = self._skipped(self._after(",", place))
            member = self._member(place, has_entries=has_entries)
            if member.name in members:
                raise self._fault(f"the key {member.name!r} stands twice", place)
            members[member.name] = member
            place = self._skipped(member.span.end)
        return tuple(members.values()), place + 1

    def _member(self, start: int, *, has_entries: bool) -> Member:
        if not self._text.startswith('"', start):
            raise self._fault("a key in double quotes is wanted here", start)
        name, end = self._value(start)
        place = self._skipped(self._after(":", self._skipped(end)))
        fields: tuple[Member, ...] = ()
        if has_entries and self._text.startswith("{", place):
            fields, end = self._object(place, has_entries=False)
            value: object = None
        else:
            value, end = self._value(place)
        span = Span(start, end)
        return Member(str(name), value, span, Span(place, end), span, fields)

    def _value(self, start: int) -> tuple[object, int]:
        try:
            return self._decoder.raw_decode(self._text, start)
        except JSONDecodeError as error:
            raise self._fault(f"it is not JSON: {error.msg}", error.pos) from error
        except ValueError as error:
            raise self._fault(str(error), start) from error

    def _after(self, sign: str, place: int) -> int:
        if not self._text.startswith(sign, place):
            raise self._fault(f"it is not JSON: {sign!r} is wanted here", place)
        return place + 1

    def _skipped(self, place: int) -> int:
        found = _SPACE.match(self._text, place)
        return found.end() if found else place

    def _fault(self, why: str, place: int) -> JSONDecodeError:
        return JSONDecodeError(why, self._text, min(place, len(self._text)))


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a key in this value stands twice")
    return values


def _no_constant(name: str) -> object:
    raise ValueError(f"it is not JSON: {name} is no value")


def build(text: str, parsed: Parsed, entries: Sequence[Entry]) -> str:
    """The text with these entries; one that says the same keeps its text, however it is formed."""
    return _Builder(text, parsed).built(entries)


class _Builder:
    """Writes one text; holds its line ending and its indentation."""

    def __init__(self, text: str, parsed: Parsed) -> None:
        self._text = text
        self._parsed = parsed
        self._newline = texts.newline_of(text)
        self._unit = self._indent_of(parsed.members[0], "") if parsed.members else ""
        self._unit = self._unit or "  "

    def built(self, entries: Sequence[Entry]) -> str:
        body = self._parsed.body
        parts = [(entry.old, self._entry(entry)) for entry in entries]
        inside = self._inside(body, self._parsed.members, parts, self._unit)
        return self._text[: body.start] + inside + self._text[body.end :]

    def _entry(self, entry: Entry) -> str:
        old = entry.old
        if old is None:
            indent = self._unit * 2
            inside = self._inside(Span(0, 0), (), self._fields(entry, indent), indent)
            return f"{literal(entry.name)}: {{{inside}}}"
        if entry.is_same:
            return self._text[slice(*old.span)]
        indent = self._indent_of(old.fields[0], self._indent_of(old, self._unit) + self._unit)
        body = Span(old.body.start + 1, old.body.end - 1)
        inside = self._inside(body, old.fields, self._fields(entry, indent), indent)
        return f"{self._text[old.span.start : body.start]}{inside}}}"

    def _fields(self, entry: Entry, indent: str) -> Parts:
        return [(field.old, self._field(field, indent)) for field in entry.fields or ()]

    def _field(self, field: Kept | Written, indent: str) -> str:
        match field:
            case Kept(old):
                return self._text[slice(*old.span)]
            case Written(name, dict(value), _) if value:
                below = self._newline + indent + self._unit
                lines = (f"{literal(key)}: {literal(each)}" for key, each in value.items())
                inside = below + f",{below}".join(lines) + self._newline + indent
                return f"{literal(name)}: {{{inside}}}"
            case Written(name, value, _):
                return f"{literal(name)}: {'{}' if isinstance(value, dict) else literal(value)}"

    def _inside(self, body: Span, old: Sequence[Member], parts: Parts, indent: str) -> str:
        """The text between two braces that holds these members. What stands between the members
        that stay is kept, such that taking out what was put in gives the same text again."""
        ends = [body.start, *(member.span.end for member in old)]
        gaps = {
            id(member): self._text[end : member.span.start]
            for end, member in zip(ends, old, strict=False)
        }
        written: list[str] = []
        for member, text in parts:
            gap = gaps[id(member)] if member else f"{self._newline}{indent}"
            _, comma, after = gap.rpartition(",")
            if not written:
                gap = after
            elif not comma:
                gap = f",{gap}"
            written += (gap, text)
        if not written:
            return "" if old else self._text[slice(*body)]
        closing = f"{self._newline}{indent.removesuffix(self._unit)}"
        return "".join((*written, self._text[ends[-1] : body.end] if old else closing))

    def _indent_of(self, member: Member, otherwise: str) -> str:
        """The white space before a member that begins its line."""
        start = member.span.start
        near = max(0, start - DEEPEST_INDENT)  # a file may be one line
        line = max(self._text.rfind(end, near, start) for end in "\r\n") + 1
        before = self._text[line:start]
        return before if line and _INDENT.match(before) else otherwise


FORM: Final = Form(parse, build)
