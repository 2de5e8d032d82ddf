"""Which of a note's edits is the one that does not read back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from enricher import text as texts
from enricher.errors import EditError, NoteError


def verified(
    path: str, text: str, places: list[int], verify: Callable[[int], None], *, hint: str
) -> None:
    """Check edits, which stand at these places in order, with ``verify``, that gets how many of
    the first of them are made. Raises NoteError with the line of the first that does harm where it
    raises EditError for all."""
    if not places:
        return
    try:
        verify(len(places))
    except EditError as error:
        number = bisect_left(range(1, len(places)), True, key=lambda count: _fails(verify, count))
        line, _ = texts.LineIndex(text).position(places[number])
        raise NoteError(path, error.message, line=line, hint=hint) from error


def _fails(verify: Callable[[int], None], count: int) -> bool:
    try:
        verify(count)
    except EditError:
        return True
    return False
