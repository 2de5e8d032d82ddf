"""Front matters and forms of files for the tests of writers, and what an editor makes of a note."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import StringIO
from typing import Any

from ruamel.yaml import YAML, YAMLError

from enricher import scan
from enricher import text as texts
from enricher.models import PaperRef
from enricher.paper import Paper
from enricher.sources import all_sources
from enricher.writers.front_matter import WRITER
from enricher.writers.interface import Document, Profile, WriteOptions
from enricher.writers.yaml_text import quoted
from tests.writers.samples import KNOWN

FRONTS = {
    "empty": (),
    "blank": ("", "  "),
    "comment": ("# nothing but a comment",),
    "plain": ("title: Notes",),
    "aligned, commented, trailing blanks": (
        "layout:     post                    # the layout",
        "header-img:  img/5_1/wf-0.jpg  #a picture  ",
        "tags:                               # 标签",
        "     - 心得",
        "     - 综述",
    ),
    "comment at the end": ("title: Notes", "# until here"),
    "empty value at the end": ("title: Notes", "excerpt:"),
    "literal block at the end": ("title: Notes", "about: |+", "  one", "", "  two", "", ""),
    "folded block at the end": ("about: >-", "  one", "  two"),
    "flow over lines": ("tags: [a,", "  b,", "  c]"),
    "quoted over lines": ('title: "one', '  two"'),
    "list without indent": ("tags:", "- a", "- b"),
    "tab after colon": ("title:\tNotes",),
    "anchors of the user": ("a: &x [1, 2]", "b: *x"),
    "duplicate key of the user": ("a: 1", "a: 2"),
    "dates, octals, booleans": ("date: 2024-01-01", "n: 0o17", "m: 1e3", "on: yes", "t: 12:30"),
    "quoted braces": ('url: "{{ page.url }}"',),
    "a fence in a value": ("title: a --- b", "sub:", "  - ---x"),
    "emoji and marks": ("title: 🦉 e\u0301 \u200b \u00a0x",),
    "key that only looks managed": ("papers-read: 3", "my:", "  papers: [1]"),
    "url in the front matter": ("code: https://arxiv.org/abs/2004.01899",),
}


def crlf(text: str) -> str:
    """The text with another line ending."""
    return text.replace("\n", "\r\n")


def _mixed(text: str) -> str:
    parts = text.split("\n")
    return "".join(
        part + ("\r\n" if number % 3 else "\n") for number, part in enumerate(parts[:-1])
    )


def _body_incrlf(text: str) -> str:
    front = texts.front_matter(text)
    assert front is not None
    return text[: front.span.end] + crlf(text[front.span.end :])


MANGLES: dict[str, Callable[[str], str]] = {
    "LF": str,
    "CRLF": crlf,
    "CR": lambda text: text.replace("\n", "\r"),
    "mixed": _mixed,
    "body in CRLF": _body_incrlf,
    "BOM": lambda text: texts.BOM + text,
    "BOM and CRLF": lambda text: texts.BOM + crlf(text),
    "bad byte in the body": lambda text: text + texts.decode(b"\xff\xfe caf\xe9\n"),
    "odd line breaks in the body": lambda text: text + "a\u2028b\x85c\x0bd\x0ce\x00\n",
    "no final newline": lambda text: text.rstrip("\n"),
    "fence with blanks": lambda text: text.replace("---\n", "---  \n", 1),
    "closed by dots": lambda text: text.replace("\n---\n", "\n...\n", 1),
    "rule in the body": lambda text: text + "\n---\n\nmore\n",
}


FLAT = WriteOptions(profile=Profile.FLAT)
_SOURCES = all_sources()
_PLAIN = re.compile(r"[^\W\d_](?:[^\x00-\x1f\x7f-\x9f:#\u2028\u2029\ufeff]|:(?=[^\s])|(?<=\S)#)*")


def scanned(text: str, options: WriteOptions, path: str = "note.md") -> Document:
    """A note with its user's links of any kind, found as a run finds them."""
    links = scan.enrichable(text, scan.scan(path, text, _SOURCES))
    own = WRITER.own(path, text, options)
    users = (x for x in links if not any(span.start <= x.span.start < span.end for span in own))
    return Document(path, text, tuple(users))


def enriched(
    text: str,
    options: WriteOptions,
    known: dict[PaperRef, Paper] = KNOWN,
    path: str = "note.md",
) -> str:
    """The text after a run that looks for links of any kind."""
    return texts.apply(text, WRITER.plan(scanned(text, options, path), known, options).edits)


def cleared(text: str, options: WriteOptions, path: str = "note.md") -> str:
    """The text after everything was taken out again."""
    return texts.apply(text, WRITER.remove(scanned(text, options, path), {}, options).edits)


def content(text: str) -> str:
    """What stands between the fences."""
    front = texts.front_matter(text)
    assert front is not None
    return text[slice(*front.content)]


def values(text: str) -> dict[str, Any]:
    """The front matter as a reader of YAML 1.2 reads it."""
    return dict(YAML(typ="safe", pure=True).load(content(text)) or {})


def saved_by_obsidian(text: str, order: Callable[[list[str]], list[str]] = list) -> str:
    """The note after its properties were edited: no comments, lists as blocks, quotes only where
    YAML 1.2 needs them. ``order`` is that of the keys."""
    front = texts.front_matter(text)
    assert front is not None
    data = values(text)
    out = StringIO()
    for key in order(list(data)):
        value = data[key]
        if isinstance(value, list):
            out.write(f"{key}:\n" + "".join(f"  - {_scalar(item)}\n" for item in value))
        else:
            out.write(f"{key}: {_scalar(value)}".rstrip() + "\n")
    return f"---\n{out.getvalue()}---\n{text[front.span.end :]}"


def _scalar(value: object) -> str:
    if not isinstance(value, str):
        return "" if value is None else json.dumps(value)
    return value if _PLAIN.fullmatch(value) and _reads_back(value) else quoted(value)


def _reads_back(plain: str) -> bool:
    try:
        return bool(YAML(typ="safe", pure=True).load(f"- {plain}\n") == [plain])
    except YAMLError:
        return False
