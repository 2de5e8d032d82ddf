"""Values as YAML that every reader reads the same: one line each, strings double-quoted. TOML reads
them as YAML does.

YAML 1.1 and 1.2 disagree on plain ``no``, ``1e3`` and ``12:30``, and parsers on control
characters and on U+0085, U+2028 and U+2029, so none of these is ever written plain.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from enricher.text import twin
from enricher.writers.values import Value

# The last two ranges turn the direction of text, so that a reader sees other words than are there.
# "##[" is a command to GitHub's runners, which read what a step prints: a diff, say.
_UNSAFE = re.compile(
    "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]|(?<=##)\\["
)
# most texts by far, of which JSON and YAML have nothing to say but the quotes around them
_PLAIN = re.compile(r"[ !$-\[\]-~]*+")


def quoted(text: str) -> str:
    """The text as a YAML double-quoted scalar, which JSON's strings are a part of (YAML 1.2, 1.2).

    A lone surrogate stands for an undecodable byte and cannot be written: it becomes U+FFFD.
    """
    if _PLAIN.fullmatch(text):
        return f'"{text}"'
    plain = json.dumps(twin(text), ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)


def rendered(value: Value) -> str:
    """A value on one line."""
    match value:
        case str():
            return quoted(value)
        case int():
            return str(value)
        case tuple():
            if value and _PLAIN.fullmatch("".join(value)):
                return '["' + '", "'.join(value) + '"]'
            return f"[{', '.join(map(quoted, value))}]"


def entry(fields: Sequence[tuple[str, Value]], indent: str, newline: str) -> str:
    """A mapping as one item of a block list, with the line ending after its last line."""
    lines = [f"{name}: {rendered(value)}" for name, value in fields]
    return f"{indent}- {f'{newline}{indent}  '.join(lines)}{newline}"
