"""Edits of a .bib file: entries in their places, new ones at the end, ours out again.

A new entry stands below a blank line, and the file ends as it ended before, with a line ending or
without; so whatever is taken out again with the two line endings above it leaves the old bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from enricher import text as texts
from enricher.errors import EditError, NoteError
from enricher.models import Edit
from enricher.writers.bibtex import bib_file
from enricher.writers.bibtex.bib_file import Written
from enricher.writers.bibtex.entry import Entry
from enricher.writers.bibtex.marks import checksum, marked


class Added(NamedTuple):
    """An entry that is new in the file, and the id of its paper."""

    id: str
    entry: Entry


def rewriting(text: str, written: Written, entry: Entry) -> Edit | None:
    """The edit that makes one of our entries another; None where it is the same."""
    mark = written.mark
    if mark is None:
        return None
    rendered = entry.rendered(mark.newline)
    if checksum(rendered) == mark.checksum:
        return None
    old = text[mark.start : written.span.end]
    return Edit(mark.start, old, marked(mark.id, rendered, mark.newline))


def appending(text: str, added: Sequence[Added]) -> Edit:
    """The edit that adds entries at the end of a file."""
    newline = texts.newline_of(text)
    blocks = [marked(each.id, each.entry.rendered(newline), newline) for each in added]
    new = (newline * 2).join(blocks)
    if not text:
        return Edit(0, "", new + newline)
    if text.endswith(newline):
        return Edit(len(text), "", newline + new + newline)
    return Edit(len(text), "", newline * 2 + new)


def removals(text: str, written: Sequence[Written]) -> Iterator[Edit]:
    """The edits that take out every entry that is ours, with the blank line that came with it."""
    ours = [each for each in written if each.is_ours]
    done = 0  # up to where the text is decided on
    below = False  # whether they stand below any other text
    for number, each in enumerate(ours):
        newline = each.mark.newline if each.mark else "\n"
        start, end = each.start, each.span.end
        below = below or start > done
        if text.endswith(newline * 2, done, start):
            start -= 2 * len(newline)
        if not below:
            following = ours[number + 1].start if number + 1 < len(ours) else len(text)
            for _ in range(2):
                end += len(newline) if text.startswith(newline, end, following) else 0
        yield Edit(start, text[start:end], "")
        done = end


def verify(
    path: str,
    after: str,
    before: Sequence[tuple[str, Written]],
    entries: Mapping[int, Entry],
    added: Sequence[Added],
) -> None:
    """Raise EditError where the edited file does not say what was meant.

    ``before`` are the entries that the file had and keeps, with their texts; ``entries`` say which
    of them, by number, were to become another.
    """
    try:
        found = bib_file.read(path, after)
    except NoteError as error:
        raise EditError(f"{path}: the edited file would not be read back: {error.why}") from error
    if len(found) != len(before) + len(added):
        raise EditError(f"{path}: the edited file would have other entries")
    for number, (text, was) in enumerate(before):
        now = found[number]
        same = after[slice(*now.span)] == text and now.is_ours == was.is_ours
        if not (_says(now, entries[number]) if number in entries else same):
            raise EditError(f"{path}: the entry {was.key} would not read back")
    for now, each in zip(found[len(before) :], added, strict=True):
        if not (_says(now, each.entry) and now.mark and now.mark.id == texts.twin(each.id)):
            raise EditError(f"{path}: the entry {each.entry.key} would not read back")


def _says(written: Written, entry: Entry) -> bool:
    fields = {name.lower(): text for name, text in entry.fields.items()}
    read = (written.kind, written.key, written.fields, written.is_ours)
    return read == (entry.kind, entry.key, fields, True)
