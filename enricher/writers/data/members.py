"""A data file as keys, values and their places in the text, and what it is to hold instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeGuard, cast

from enricher.models import PaperRef, Span

Plain = str | int | list[str] | dict[str, list[str]]
"""What is written of a paper, as JSON and YAML read it back."""


@dataclass(frozen=True)
class Member:
    """A key of a mapping and its value.

    ``span`` is its text from the key to the end of the value, ``body`` that of the value;
    ``extent`` is what goes when it goes: in YAML whole lines. ``fields`` are the members of a value
    that may be an entry. ``value`` is plain data, or whatever else tells two values apart.
    """

    name: str
    value: object
    span: Span
    body: Span
    extent: Span
    fields: tuple[Member, ...] = ()
    has_comment: bool = False

    @cached_property
    def values(self) -> Mapping[str, object]:
        """The values of the fields by key."""
        return {field.name: field.value for field in self.fields}

    @property
    def notes(self) -> Mapping[str, list[str]]:
        """The URLs of an entry of ours, as written in each note."""
        notes = self.values.get("notes")
        return notes if _are_notes(notes) else {}

    @property
    def names(self) -> list[str]:
        """What an entry may be known by, the surest first."""
        links, same = self.values.get("links"), self.values.get("same_as")
        return [
            self.name,
            *(links if _are_texts(links) else ()),
            *(same if _are_texts(same) else ()),
        ]

    @cached_property
    def is_ours(self) -> bool:
        """Whether enricher may change it: its ``id`` is its key, and of the form ``source:id``;
        links and notes, where it has any, are of the form that we write."""
        values = self.values
        return (
            values.get("id") == self.name
            and is_reference(self.name)
            and _are_texts(values.get("links", []))
            and _are_notes(values.get("notes", {}))
        )


class Kept(NamedTuple):
    """A field of an entry to be that is there and stays."""

    old: Member

    @property
    def name(self) -> str:
        """Its key."""
        return self.old.name

    @property
    def value(self) -> object:
        """What has to be read back."""
        return self.old.value


class Written(NamedTuple):
    """A field of an entry to be that is new, or takes the place of an old one."""

    name: str
    value: Plain
    old: Member | None = None


class Entry(NamedTuple):
    """A top-level key of the file to be, and the one that is there. Without fields it stays as it
    is."""

    name: str
    old: Member | None = None
    fields: tuple[Kept | Written, ...] | None = None

    @property
    def meant(self) -> Mapping[str, object]:
        """What has to be read back of its fields."""
        if self.fields is not None:
            return {field.name: field.value for field in self.fields}
        return self.old.values if self.old else {}

    @property
    def is_same(self) -> bool:
        """Whether its text stays."""
        return self.old is not None and self.old.values == self.meant


class Parsed(NamedTuple):
    """A data file. ``body`` is where its members stand; ``others`` is what those say that are not
    ours, in a form that is equal where they say the same."""

    members: tuple[Member, ...]
    body: Span
    others: object


class Form(NamedTuple):
    """How a data file is written.

    ``parse(path, text)`` raises NoteError, with the line, where it is not safe to edit;
    ``build(text, parsed, entries)`` is the text that holds these entries instead.
    """

    parse: Callable[[str, str], Parsed]
    build: Callable[[str, Parsed, Sequence[Entry]], str]


def is_reference(text: str) -> bool:
    """Whether a text is of the form ``source:id``."""
    try:
        PaperRef.parse(text)
    except ValueError:
        return False
    return True


def _are_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(
        isinstance(each, str) for each in cast("list[object]", value)
    )


def _are_notes(value: object) -> TypeGuard[dict[str, list[str]]]:
    return isinstance(value, dict) and all(
        map(_are_texts, cast("dict[object, object]", value).values())
    )
