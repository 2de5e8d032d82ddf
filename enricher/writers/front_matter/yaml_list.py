"""The managed list in YAML: one top-level key, and a block list of mappings."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from enricher import text as texts
from enricher.models import Edit
from enricher.text import FrontMatter
from enricher.writers.front_matter import yaml_block
from enricher.writers.front_matter.block import Block, Parsed
from enricher.writers.front_matter.entries import Form, Item
from enricher.writers.values import Value
from enricher.writers.yaml_text import entry


@dataclass(frozen=True, slots=True)
class YamlList:
    """``papers:`` and one item a paper. A `Style`."""

    key: str
    fence: str = "---"

    def parse(self, path: str, text: str, front: FrontMatter, apart: Container[str] = ()) -> Parsed:
        """Read a front matter; the keys ``apart`` are not among its others. Raises NoteError, with
        the line, where it is not safe to edit."""
        return yaml_block.parse(path, text, front, self.key, apart)

    def form(self, block: Block | None, newline: str) -> Form:
        """How entries beside those of the block are spelled."""
        indent = block.indent if block else "  "

        def item(fields: Sequence[tuple[str, Value]]) -> str:
            return entry(fields, indent, newline)

        return Form(": ", newline, f"{self.key}:{newline}", item)

    def replaced(self, text: str, front: FrontMatter, block: Block, items: Sequence[Item]) -> Edit:
        """The edit that puts these entries, or none, in the place of a block."""
        newline = texts.newline_of(text[: front.span.end])
        old = text[slice(*block.span)]
        head = old[: block.entries[0].span.start - block.span.start] if block.entries else ""
        if block.is_empty:
            first, *more = re.findall(r"#[^\r\n]*", old) or [""]
            comments = "".join(f"  {each}{newline}" for each in more)
            head = f"{self.key}: {first}".rstrip() + newline + comments
        if not any(item.trees for item in items):
            # a user's comments stay, even where the key that they stood beside goes
            head = "".join(head.partition("#")[1:])
        return Edit(block.span.start, old, head + "".join(item.text for item in items))
