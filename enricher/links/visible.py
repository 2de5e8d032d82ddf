"""What the reader of a page sees of a piece of Markdown or HTML, roughly: enough to find names in.

URLs, titles of links, tags and comments are not seen; the words on a badge are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

_UNSEEN = re.compile(
    r"\]\(\s{0,9}+(?P<target><[^<>\n]*+>|(?:[^\s()]|\([^\s()]*+\))++)"
    r"(?:\s{1,9}+(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'))?+"
    r"|<(?P<tag>[A-Za-z/!?][^<>]*+)>"
    r"|(?<![A-Za-z0-9])(?:https?://|www\.)[!-;=?A-Z\\^_`a-z~]*+"
    r"|(?<![A-Za-z0-9.-])[A-Za-z0-9.-]{1,80}+(?<=\.[a-z]{2}|\w[a-z]{2})/[!-;=?A-Z\\^_`a-z~]++",
    re.DOTALL,
)
_BADGE = re.compile(r"(?:img\.shields\.io|badgen\.net)/(?:badge/|static/v1\?)([^\s\"'<>?)]{1,200})")
_ALT = re.compile(r"\balt\s{0,9}=\s{0,9}(?:\"([^\"]*+)\"|'([^']*+)')", re.IGNORECASE)
_PICTURE = re.compile(
    r"!\[(?P<alt>(?:[^\[\]]|\[[^\[\]]*+\])*+)\](?:\((?:[^()]|\([^()]*+\))*+\)|\[[^\[\]]*+\])?+"
    r"|<(?P<tag>[A-Za-z/!][^<>]*+)>"
)
_JOINTS = str.maketrans("_-&=+", "     ")


def visible(markup: str) -> str:
    """The text without what is not seen; a tag becomes ``|``, since it may set a word apart."""
    return html.unescape(_UNSEEN.sub(_seen, "".join(_without_comments(markup))))


def label(text: str) -> str:
    """A link's text on one line, with the alternative texts of images, and without tags."""
    return " ".join(_PICTURE.sub(_alternative, text).split())


def _alternative(found: re.Match[str]) -> str:
    if found["tag"] is None:
        return found["alt"]
    alt = _ALT.search(found["tag"])
    return (alt[1] or alt[2] or "") if alt else ""


def _without_comments(markup: str) -> Iterator[str]:
    start = 0
    while (opened := markup.find("<!--", start)) >= 0:
        closed = markup.find("-->", opened + 2)
        if closed < 0:
            break
        yield markup[start:opened]
        start = closed + len("-->")
    yield markup[start:]


def _seen(found: re.Match[str]) -> str:
    target, tag = found["target"], found["tag"]
    words = [unquote(badge[1]).translate(_JOINTS) for badge in _BADGE.finditer(target or tag or "")]
    if target is not None:
        return "] (" + " ".join(words)
    if tag is None:
        return "|"
    words += [alt[1] or alt[2] or "" for alt in _ALT.finditer(tag)]
    return f"|{' '.join(words)}|"
