"""The papers of all notes in one JSON or YAML file that templates read, keyed by paper.

Each entry names the notes that link to its paper, so that a template finds the papers of a page,
and a run over some notes leaves the parts of all others as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from enricher import text as texts
from enricher.errors import EditError, NoteError
from enricher.models import Edit
from enricher.writers.data import json_file, yaml_file
from enricher.writers.data.entries import Listed, entries_of, without_ours
from enricher.writers.data.members import Entry, Form, Parsed
from enricher.writers.interface import Library, Planned, SideFile, SideWriter, WriteOptions

YAML = (".yml", ".yaml")
SPACE = " \t\r\n"
HINT = "the file is left as it is; does its last line lack a line ending?"


def plan(file: SideFile, library: Library, options: WriteOptions) -> Planned:
    """The edit that brings the file up to date."""
    source = _Source(file)
    listed = entries_of(file, source.parsed.members, library, options)
    return source.planned(listed, source.built(listed.entries))


def remove(file: SideFile, options: WriteOptions) -> Planned:
    """The edit that takes our entries out; a text that had no other becomes empty."""
    source = _Source(file)
    members = source.parsed.members
    listed = without_ours(file, members, options)
    text = source.built(listed.entries)
    return source.planned(listed, "" if members and _is_empty(text) else text)


class _Source:
    """The file as it is, read; an empty one reads as a mapping of nothing."""

    def __init__(self, file: SideFile) -> None:
        self._file = file
        self._form = _form_of(file.path)
        self._mark = texts.BOM if file.text.startswith(texts.BOM) else ""
        self._text = file.text.removeprefix(texts.BOM)
        if not self._text.strip(SPACE):
            self._text = "{}" + texts.newline_of(self._text)
        self.parsed = self._form.parse(file.path, self._text)

    def built(self, entries: Sequence[Entry]) -> str:
        """The text with these entries, checked."""
        text = self._form.build(self._text, self.parsed, entries)
        if not text.strip(SPACE):
            text = "{}" + texts.newline_of(self._text)
        if text != self._text:
            _verify(self._form, self._file.path, text, self.parsed, entries)
        return self._mark + text

    def planned(self, listed: Listed, text: str) -> Planned:
        """The edit that makes the file this text; none to an empty file that stays empty."""
        old = self._file.text
        is_same = text == old or (_is_empty(text) and not old.strip(texts.BOM + SPACE))
        edits = () if is_same else (Edit(0, old, text),)
        return Planned(
            edits, tuple(listed.notices), tuple(listed.published), added=tuple(listed.added)
        )


def _form_of(path: str) -> Form:
    suffix = PurePath(path).suffix.lower()
    return yaml_file.FORM if suffix in YAML else json_file.FORM


def _is_empty(text: str) -> bool:
    """Whether a text holds nothing but the braces of an empty mapping."""
    inner = text.strip(texts.BOM + SPACE)
    return not inner or (inner[0] + inner[-1] == "{}" and not inner[1:-1].strip(SPACE))


def _verify(form: Form, path: str, text: str, before: Parsed, entries: Sequence[Entry]) -> None:
    """Read the text to be, as a stranger would. Raises EditError where it differs."""
    try:
        again = form.parse(path, text)
    except NoteError as error:
        raise EditError(f"what would be written is not readable: {error.why}") from error
    if again.others != before.others:
        raise EditError(f"{path}: what is not enricher's would not read back the same", HINT)
    if [member.name for member in again.members] != [entry.name for entry in entries]:
        raise EditError(f"{path}: other entries would be read back than were meant")
    for member, entry in zip(again.members, entries, strict=True):
        if member.values != entry.meant:
            raise EditError(f"{path}: the entry {entry.name} would not read back the same")


WRITER: Final = SideWriter(
    name="data",
    title="one JSON or YAML file for templates, with the papers of all notes by id",
    file="papers.json",
    endings=(".json", *YAML),
    plan=plan,
    remove=remove,
    is_known_by_stem=True,
)
