"""Texts from outside as one line that no reader of Markdown or HTML takes for more than text.

It may stand in a link title of Markdown or an attribute of HTML, in a table too, and says the same
to CommonMark, kramdown, Python-Markdown and MDX.
"""

from __future__ import annotations

import re
import unicodedata

# Quotes end a title, pipes a cell; braces open Liquid, shortcodes and JSX, dollars a formula. Marks
# that bind tighter than a link could close what a user's text opened before it: backquotes,
# backslashes, brackets. "://" makes a link where URLs are found without marks.
_SIGNS = re.compile(r"[\"&<>|{}$\\`\[\]]|:(?=//)")
# cmark, and so GitHub, reads entities before backslashes: it would take "&#92;(" for an escape.
_ESCAPING = re.compile(r"\\+(?=[!-/:-@\[-`{-~])")
_JOINERS = "\u200c\u200d"  # letters of Persian and of Indian scripts need them


def one_line(text: str) -> str:
    """The text with white space folded, and without what is not seen (control characters, marks of
    direction, lone surrogates, noncharacters) or is lost where attributes are read: backslashes
    before signs."""
    return _ESCAPING.sub("", " ".join("".join(map(_seen, text)).split()))


def escaped(text: str) -> str:
    """The text as one line, with numeric entities (CommonMark 2.5) for signs that mean more."""
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", one_line(text))


def _seen(char: str) -> str:
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    is_unseen = category in {"Cc", "Cf", "Cs"} and char not in _JOINERS
    return "" if is_unseen or _is_noncharacter(ord(char)) else char


def _is_noncharacter(point: int) -> bool:
    """Whether a code point will never be a character (Unicode 23.7): HTML loses its entity."""
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
