"""What becomes of one file: the note itself, its copy, or a file beside the notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from enricher.writers.interface import Idle

Status = Literal["changed", "unchanged", "refused"]


class Place(NamedTuple):
    """A place in a note; line and column, which start at 1, may not be known."""

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(slots=True)
class Change:
    """What becomes of one note or side file.

    ``target`` is the file to write: the note itself, or its copy in the output folder.
    Of a file that changes, ``before`` holds the bytes that ``target`` had when the plan was made,
    ``after`` those that it shall have (None: no such file).
    A refused note, or one that could not be written, tells ``why``, and perhaps the ``line`` and
    a ``hint`` at the remedy.
    ``waits`` is set where a paper of the note failed: nobody knows whether it is up to date.
    ``new_folder`` is the first folder that is made for a new side file, if any, ``empty_folder``
    the one that a deleted file left so.
    ``in_part`` are what single writers refused of a note that others write to.
    ``again`` plans it anew, from the file as it is by then.
    ``idle`` tells of an unchanged note why nothing is written, unless it is up to date;
    ``is_unmarked`` whether a listing has no place in it, ``has_notices`` whether there was
    something to tell its user.
    """

    path: Path
    status: Status
    target: Path
    before: bytes | None = None
    after: bytes | None = None
    why: str = ""
    line: int | None = None
    hint: str = ""
    new_folder: Path | None = None
    empty_folder: Path | None = None
    in_part: tuple[Change, ...] = ()
    waits: bool = False
    idle: Idle | None = None
    is_unmarked: bool = False
    has_notices: bool = False
    has_front_matter: bool = False
    again: Callable[[], object] | None = field(default=None, repr=False, compare=False)

    @property
    def place(self) -> str:
        """The note, with the line that its refusal is about where one is known."""
        return str(Place(str(self.path), self.line))
