"""Lists that enricher wrote under another key, before the setting ``key`` was changed.

Such a list is told from a user's own by more than the ids of its entries: each has the ``links``
that enricher found in the note; flat lists stand side by side under names of one stem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from enricher.errors import NoteError
from enricher.models import Span
from enricher.text import FrontMatter, LineIndex
from enricher.writers.front_matter.block import Parsed
from enricher.writers.front_matter.flat_lists import read
from enricher.writers.front_matter.toml_tables import TomlTables
from enricher.writers.front_matter.yaml_block import parse
from enricher.writers.interface import Document, WriteOptions

_MOST = 8  # of keys in a note that are looked at
# of the flat profile, which always has titles; of the nested one; and of TOML
_STEM = re.compile(r"^([A-Za-z_][\w-]{0,99})_titles[ \t]*:", re.MULTILINE)
_LIST = re.compile(r"^([A-Za-z_][\w-]{0,99})[ \t]*:[^\S\n]*\n[ \t]*-[ \t]", re.MULTILINE)
_TABLE = re.compile(r"^[ \t]*\[\[((?:extra\.)?[A-Za-z_][\w-]{0,99})\]\]", re.MULTILINE)
_LINKS = re.compile(r"^[ \t-]*links[ \t]*[:=]", re.MULTILINE)


class OtherList(NamedTuple):
    """A list under another key, and where it stands."""

    key: str
    span: Span


def other_lists(
    path: str, text: str, front: FrontMatter, options: WriteOptions
) -> Iterator[OtherList]:
    """What enricher wrote under other keys than that of the settings."""
    content = text[slice(*front.content)]
    try:
        if front.style == "yaml":
            yield from _in_yaml(path, text, front, content, options.key)
        elif front.style == "toml" and _LINKS.search(content):
            for name in dict.fromkeys(found[1] for found in _TABLE.finditer(content)):
                *extra, key = name.split(".")
                if key != options.key:
                    found = TomlTables((*extra, key)).parse(path, text, front)
                    yield from _nested(found, name)
    except NoteError:  # told when the note is planned
        return


def told(document: Document, front: FrontMatter, options: WriteOptions) -> Iterator[str]:
    """What to tell of such lists."""
    lines = LineIndex(document.text)
    keys: set[str] = set()
    for key, span in other_lists(document.path, document.text, front, options):
        if key not in keys:
            keys.add(key)
            yield (
                f"{document.path}:{_line(document.text, lines, span)}: enricher wrote the list "
                f"{key!r} under another `key` than {options.key!r}: with key = "
                f"{key.rpartition('.')[2]!r}, `enricher remove --to front-matter` takes it out"
            )


def _in_yaml(
    path: str, text: str, front: FrontMatter, content: str, own: str
) -> Iterator[OtherList]:
    stems = [name for stem in _STEM.findall(content)[:_MOST] for name in (stem, f"{stem}s")]
    for key in dict.fromkeys(stems):
        if key != own and re.search(rf"^{re.escape(key)}[ \t]*:", content, re.MULTILINE):
            lists = read(parse(path, text, front, key), key)
            yield from (OtherList(key, each.lines) for each in lists.keys.values())
    if _LINKS.search(content):
        names = _LIST.findall(content.replace("\r\n", "\n"))[:_MOST]
        for key in dict.fromkeys(names):
            if key != own:
                yield from _nested(parse(path, text, front, key), key)


def _nested(parsed: Parsed, key: str) -> Iterator[OtherList]:
    block = parsed.block
    if block and block.is_ours and all(entry.texts_of("links") for entry in block.entries):
        yield OtherList(key, block.span)


def _line(text: str, lines: LineIndex, span: Span) -> int:
    blank = len(text[slice(*span)]) - len(text[slice(*span)].lstrip())
    return lines.position(span.start + blank)[0]
