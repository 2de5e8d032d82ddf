"""The entries of a .bib file, and where each of them stands.

The file is never written anew: bibtexparser says what its blocks are, and each block's text is
looked up again at its own place. Between blocks, no ``@type{`` stands, so the next occurrence of a
block's text is the block; that its line is the one that bibtexparser counted makes it certain.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import Span
from enricher.writers.bibtex.marks import Mark, checksum, mark_above

_COUNTED = re.compile(r"(?<!\\)\n")  # the line endings that bibtexparser counts
_HEAD = re.compile(r"@(\w{0,40})[ \t]{0,9}[{(]\s{0,9}([^\s,{}()\"=]{0,200})")
_HINT = "the file is left as it is; mend it and run again"

_Block = Any  # bibtexparser's blocks, by a module that is Any to the type checkers


@dataclass(frozen=True, slots=True)
class Written:
    """An entry of the file.

    ``span`` is its text from ``@`` to the closing brace; ``kind`` and the names of ``fields`` are
    in lower case, and the values are without their outer braces. A broken entry has no fields.
    """

    span: Span
    kind: str
    key: str
    fields: Mapping[str, str]
    mark: Mark | None
    is_ours: bool

    @property
    def start(self) -> int:
        """Where it begins, with its mark."""
        return self.mark.start if self.mark else self.span.start


def read(path: str, text: str) -> list[Written]:
    """The entries of a file, in order.

    Raises NoteError, with a line, where a block is not closed, so that whatever is added to the
    file would be a part of it, and where a block is not found again.
    """
    return [_written(text, span, block) for span, block in _located(path, text)]


def _located(path: str, text: str) -> Iterator[tuple[Span, _Block]]:
    """The entries, broken ones too, and where they stand."""
    model = import_module("bibtexparser.model")
    place = counted = lines = 0
    for block in _parse(text):
        if isinstance(block, model.ImplicitComment):
            continue
        start = text.find(block.raw, place)
        lines += sum(1 for _ in _COUNTED.finditer(text, counted, max(start, counted)))
        if start < 0 or lines != block.start_line:
            line = block.start_line + 1
            raise NoteError(path, "this entry cannot be told from others", line=line, hint=_HINT)
        counted, end = start, start + len(block.raw)
        # a key or a field that stands twice is no fault
        inner = getattr(block, "ignore_error_block", None) or block
        if isinstance(inner, model.ParsingFailedBlock):
            if end >= len(text):
                line = texts.LineIndex(text).position(start)[0]
                raise NoteError(path, "this entry is broken or not closed", line=line, hint=_HINT)
            place = start + 1
            yield Span(start, end), inner
            continue
        place = end
        if isinstance(inner, model.Entry):
            yield Span(start, end), inner


def _written(text: str, span: Span, block: _Block) -> Written:
    head = _HEAD.match(text, span.start)
    kind, key = (head[1].lower(), head[2]) if head else ("", "")
    fields: dict[str, str] = {}
    for field in getattr(block, "fields", ()):
        fields.setdefault(field.key.lower(), _unwrapped(field.value))
    mark = mark_above(text, span.start)
    is_ours = mark is not None and mark.checksum == checksum(text[slice(*span)])
    return Written(span, kind, key, fields, mark, is_ours)


def _unwrapped(value: str) -> str:
    if len(value) > 1 and (value[0] + value[-1]) in {"{}", '""'}:
        return value[1:-1]
    return value


def _parse(text: str) -> list[_Block]:
    # It logs what it cannot read, which would end on the terminal where nobody listens.
    logger = logging.getLogger("bibtexparser")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        blocks: list[_Block] = import_module("bibtexparser").parse_string(text, []).blocks
    finally:
        logger.setLevel(level)
    return blocks
