"""A front matter as a whole: how it is made, when it goes, and the last look at what would be
written."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from enricher import text as texts
from enricher.errors import EditError, NoteError
from enricher.models import Edit
from enricher.text import FrontMatter
from enricher.writers.front_matter.block import Parsed, Said
from enricher.writers.interface import Document
from enricher.writers.values import Tree

CREATED = "# this front matter was made by enricher"


class Parse(Protocol):
    """Reads a front matter; the keys ``apart`` are not among its others."""

    def __call__(
        self, path: str, text: str, front: FrontMatter, apart: Container[str] = ()
    ) -> Parsed: ...


@dataclass(frozen=True, slots=True)
class Expected:
    """What a front matter is to read back as: the entries of its nested list, what some keys say
    (None for one that is to be gone), and all others."""

    others: Tree
    entries: Sequence[Mapping[str, Tree]] = ()
    said: Mapping[str, Said | None] = field(default_factory=dict[str, Said | None])

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all is to be there."""
        values = self.said.values()
        return not self.others and not self.entries and all(value is None for value in values)


def creation(document: Document, content: str, fence: str) -> Edit:
    """The edit that gives a note a front matter with this content."""
    newline = texts.newline_of(document.text)
    lines = (fence, CREATED, f"{content}{fence}", "")
    return Edit(_first(document.text), "", newline.join(lines))


def without_created(document: Document, front: FrontMatter, edits: Sequence[Edit]) -> list[Edit]:
    """The edits, or the one that takes out a front matter that we made, where nothing would be
    left in there."""
    text, (start, end) = document.text, front.content
    inside = [edit._replace(start=edit.start - start) for edit in edits]
    if texts.apply(text[start:end], inside).strip() != CREATED:
        return list(edits)
    first = _first(text)
    return [Edit(first, text[first : front.span.end], "")]


def verify(document: Document, edits: Sequence[Edit], parse: Parse, expected: Expected) -> None:
    """Read the edited note again, as a stranger would. Raises EditError where it differs."""
    after = texts.apply(document.text, edits)
    front = texts.front_matter(after)
    if front is None or expected.is_nothing:
        if not expected.is_nothing:
            raise EditError("the front matter would be lost")
        return
    try:
        again = parse(document.path, after, front, expected.said)
    except NoteError as error:
        raise EditError(f"what would be written is not readable: {error.why}") from error
    if again.others != expected.others:
        raise EditError("the front matter would not read back the same")
    _compare_entries(again, expected)
    said = {key.name: key.said for key in again.keys}
    for name, value in expected.said.items():
        if said.get(name) != value or (value is None and name in again.names):
            raise EditError(f"the key {name!r} would not read back the same")


def _compare_entries(again: Parsed, expected: Expected) -> None:
    entries = again.block.entries if again.block else ()
    if len(entries) != len(expected.entries):
        raise EditError(f"{len(expected.entries)} entries would read back as {len(entries)}")
    for existing, trees in zip(entries, expected.entries, strict=True):
        if existing.trees != trees:
            raise EditError(f"{existing.text_of('id')} would not read back the same")


def _first(text: str) -> int:
    """Where a front matter begins."""
    return 1 if text.startswith(texts.BOM) else 0
