"""Any text as inline Markdown that shows this very text, whatever renders it.

Characters that mean something to CommonMark, GFM, kramdown, Python-Markdown, MDX, Liquid, MathJax
or Obsidian become numeric character references, which never stand for structure (CommonMark, 2.5).
"""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from enricher.text import twin

# "·" divides the parts of a bullet; `%%` opens a comment and `#` a tag of Obsidian's; `@` mentions
_SPECIAL = str.maketrans({char: f"&#{ord(char)};" for char in '&<>"`*_~^|{}[]\\$#@%·'})
# What means something only where it is repeated, and what makes a bare URL
_IN_PLACE = re.compile(r"-(?=-)|\.(?=\.)|\+(?=\+)|=(?=[=])|:(?=[:/])|(?<=[wW])\.")
# What begins a list where text begins a line; `>` and `#` are special everywhere
_LEADING = re.compile(r"(\d{0,9})([-+.)])(?=[ \t]|\Z)")
# control characters, those that turn the direction of text, and non-characters
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
# RFC 3986's characters, without those that Markdown, tables or Liquid may take for their own
_SAFE = "%/?#:@!&+,;=-._~'"
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?=#?\w{1,32};)")


def cleaned(text: str) -> str:
    """The text on one line, without control characters; U+FFFD for undecodable bytes."""
    return " ".join(_INVISIBLE.sub("", twin(text)).split())


def plain(text: str) -> str:
    """The text as inline Markdown."""
    shown = cleaned(text).translate(_SPECIAL)
    shown = _IN_PLACE.sub(lambda found: f"&#{ord(found[0])};", shown)
    leading = _LEADING.match(shown)
    if leading is None:
        return shown
    return f"{leading[1]}&#{ord(leading[2])};{shown[leading.end() :]}"


def shown(markup: str) -> str:
    """The text that `plain` wrote."""
    return html.unescape(markup)


def address(url: str) -> str:
    """A URL as a link's target; empty for any that is not of the web."""
    if not _WEB.match(url):
        return ""
    return _REFERENCE.sub("&amp;", quote(twin(url), safe=_SAFE))


def link(label: str, url: str, title: str = "") -> str:
    """A link of Markdown; ``label`` is Markdown, ``title`` is text."""
    if not title:
        return f"[{label}]({url})"
    within = plain(title).replace("&#95;", "_")  # no emphasis in there, and many ids hold some
    return f'[{label}]({url} "{within}")'
