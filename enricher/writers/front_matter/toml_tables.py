"""The managed list in TOML: one table a paper, at the end of the front matter.

A key belongs to the table above it, so that nothing of the user's may follow by our doing; and
tables of one array may stand anywhere (TOML 1.0, Array of Tables).
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from enricher import text as texts
from enricher.models import Edit
from enricher.text import FrontMatter
from enricher.writers.front_matter import toml_block
from enricher.writers.front_matter.block import Block, Parsed
from enricher.writers.front_matter.entries import Form, Item
from enricher.writers.values import Value
from enricher.writers.yaml_text import rendered


@dataclass(frozen=True, slots=True)
class TomlTables:
    """``[[papers]]``, once a paper, with a blank line above. A `Style`."""

    name: tuple[str, ...]
    fence: str = "+++"

    def parse(self, path: str, text: str, front: FrontMatter, apart: Container[str] = ()) -> Parsed:
        """Read a front matter; the keys ``apart`` are not among its others. Raises NoteError, with
        the line, where it is not safe to edit."""
        return toml_block.parse(path, text, front, self.name, apart)

    def form(self, block: Block | None, newline: str) -> Form:
        """How entries are spelled, beside whatever others."""
        header = f"[[{'.'.join(self.name)}]]"

        def table(fields: Sequence[tuple[str, Value]]) -> str:
            lines = ("", header, *(f"{name} = {rendered(value)}" for name, value in fields))
            return "".join(line + newline for line in lines)

        return Form(" = ", newline, "", table)

    def replaced(self, text: str, front: FrontMatter, block: Block, items: Sequence[Item]) -> Edit:
        """The edit that puts these entries, or none, in the place of a block. In the place of an
        empty list, the user's keys below it would become a table's: they come first."""
        old = text[slice(*block.span)]
        new = "".join(item.text for item in items)
        if not block.is_empty:
            return Edit(block.span.start, old, new)
        newline = texts.newline_of(text[: front.span.end])
        comments = "".join(comment + newline for comment in re.findall(r"#[^\r\n]*", old))
        below = text[block.span.end : front.content.end]
        return Edit(block.span.start, old + below, comments + below + new)
