"""Text that is safe to print: what comes from notes and servers may hold commands.

Terminals obey control characters. A runner of GitHub's obeys lines of whatever a step prints: those
that begin with ``::``, after blanks, and those with ``##[`` anywhere (actions/runner,
ActionCommand.cs).
"""

from __future__ import annotations

import re
import shlex

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

OLD_COMMAND = "##["
_COMMAND = re.compile(r"\A:(?=:)|##(?=\[)")


def one_line(text: str) -> str:
    """The text on one line, without control, direction and undecodable characters."""
    return _UNPRINTABLE.sub("\ufffd", " ".join(text.split()))


def printable(text: str) -> str:
    """The text on one line, as safe to print; signs that would make it a command are set apart."""
    return _COMMAND.sub(r"\g<0> ", one_line(text))


def obeyed_by_none(json: str) -> str:
    """A JSON text that says the same, in which no runner finds a command."""
    return json.replace(OLD_COMMAND, "##\\u005b")


def is_printable(text: str) -> bool:
    """Whether every line of a text is safe to print."""
    return not any(map(_UNPRINTABLE.search, text.split("\n")))


def escaped(text: str) -> str:
    """The text with escapes, as JSON and Python know them, for what is unsafe to print."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def shell_word(text: str) -> str:
    """An argument as it may be pasted into a shell (POSIX; ``$'…'`` where it must be)."""
    if not _UNPRINTABLE.search(text):
        return shlex.quote(text)
    plain = text.replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + _UNPRINTABLE.sub(_shell_escape, plain) + "'"


def _shell_escape(found: re.Match[str]) -> str:
    raw = found[0].encode("utf-8", "surrogateescape" if found[0] >= "\udc80" else "strict")
    return "".join(f"\\x{byte:02x}" for byte in raw)


def count(number: int, noun: str, plural: str = "") -> str:
    """``1 paper``, ``1,480 papers``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def duration(seconds: float) -> str:
    """``under a minute``, ``about 2 min``, ``about 3 h``."""
    if seconds < 60:
        return "under a minute"
    if seconds < 5400:
        return f"about {round(seconds / 60)} min"
    return f"about {round(seconds / 3600)} h"


def fitted(line: str, width: int | None) -> str:
    """The line, cut between words to so many columns of a terminal where a width is known."""
    from rich.cells import cell_len, set_cell_size

    if width is None or cell_len(line) <= width:
        return line
    cut = set_cell_size(line, width - 1).rstrip()
    start, broken, _ = cut.rpartition(" ")
    amid = line[len(cut) - 1 : len(cut) + 1]
    # between two letters that are as wide as ideographs, a line may break
    if broken and start.strip() and amid.isalnum() and cell_len(amid) == len(amid):
        cut = start.rstrip()
    return cut + "…"


def wrapped(line: str, width: int | None) -> list[str]:
    """The line as several, broken between words, where it is wider than a terminal."""
    if width is None:
        return [line]
    from rich.cells import cell_len

    if cell_len(line) <= width:
        return [line]
    indent = " " * (len(line) - len(line.lstrip(" ")))
    first, *words = line.split()
    lines = [indent + first]
    for word in words:
        longer = f"{lines[-1]} {word}"
        if cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(f"{indent}  {word}")
    return lines
