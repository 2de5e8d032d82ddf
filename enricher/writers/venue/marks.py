"""The form of a visible venue: how it is written beside a link, and known again.

A mark is an HTML tag whose ``title`` holds the authors; every sign in its values that Markdown, a
table, Liquid or MDX would read is a numeric entity, so where a mark ends is never in doubt.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from enricher.models import Span
from enricher.writers.attributes import one_line

DEFAULT = ' <kbd title="{authors}">{venue}</kbd>'

_LONGEST = 200  # code points of a value
_SIGNS = re.compile(r"[^\w\s.,;'()+!?·…–—’-]|_|\.(?=\S)")
_LINKED = re.compile(r"://|(?<=www)\.|(?<=\S)@(?=\S)", re.IGNORECASE)
# A formatter may break a long line within a mark; in a block quote the next one begins with ">".
_BLANK = r"(?>[ \t]*\r?\n[ \t]*(?:>[ \t]*)*|[ \t]+)"
# An entity is at most ten times as long as its sign.
_VALUE = rf"(?:[^<>\"|{{}}$*_`\[\]\\\r\n \t]|{_BLANK}){{1,2000}}"
_PARAGRAPHS = re.compile(r"\n[ \t>]*\n")
_PARTS = re.compile(r"\{(authors|venue)\}")
_FORMAT = re.compile(
    r"(?=[ <])[^{}]{0,200}<[A-Za-z][^<>{}]{0,200}?\stitle=\"\{authors\}\"[^<>{}]{0,200}>"
    r"[^{}]{0,200}\{venue\}[^{}]{0,200}>"
)
_UNFIT = re.compile(r"[\r\n|\x00-\x08\x0b-\x1f\x7f\\`$\ud800-\udfff]|<!--|://")
_TAG = re.compile(r"<(?P<closes>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>[^<>]*)>")
_ATTRIBUTE = re.compile(r"\s[A-Za-z_:@][\w:.-]*=\"[^\"<>]*\"")


@dataclass(frozen=True, slots=True)
class Mark:
    """A venue as it is written: where it stands, and what it says in plain text, in one line."""

    span: Span
    form: str
    authors: str
    venue: str


def fault(form: str) -> str:
    """Why a text cannot be the form of marks; empty where it can."""
    unfit = _UNFIT.search(form)
    if unfit:
        return f"it may not hold {unfit[0]!r}: it stands in one line, in tables and templates too"
    names = [found[1] for found in _PARTS.finditer(form)]
    if sorted(names) != ["authors", "venue"]:
        return "it has to hold {venue} and {authors}, each once"
    if not _FORMAT.fullmatch(form):
        return (
            'it has to begin with a blank or a tag, to have a tag with title="{authors}" (by which'
            " enricher knows it again) before {venue}, and to end with a closing tag"
        )
    return _tags(form)


def _tags(form: str) -> str:
    """What is wrong with the tags of a form: MDX wants each closed, and quotes around values."""
    opened: list[str] = []
    for tag in _TAG.finditer(form):
        if tag["closes"]:
            if not opened or opened.pop() != tag["name"]:
                return f"{tag[0]} closes nothing"
        elif _ATTRIBUTE.sub("", tag["attributes"]).strip(" /"):
            return f"attributes need double quotes in {tag[0]}"
        elif not tag["attributes"].endswith("/"):
            opened.append(tag["name"])
    if {"<", ">"} & set(_TAG.sub("", form)):
        return "it holds < or > outside of tags"
    return f"<{opened[-1]}> is not closed" if opened else ""


def plain(value: str) -> str:
    """A value as one line that is not too long."""
    line = one_line(value)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def unlinked(value: str) -> str:
    """A value without what GFM makes links of in text, however it is encoded (GFM 6.9)."""
    return _LINKED.sub(" ", value)


def written(form: str, authors: str, venue: str) -> str:
    """A mark; its values are plain text."""
    values = {"authors": _encoded(authors), "venue": _encoded(venue)}
    return _PARTS.sub(lambda found: values[found[1]], form)


def found(text: str, start: int, forms: Sequence[str]) -> Mark | None:
    """The mark that stands at a place, in one of these forms."""
    for form in forms:
        match = _pattern(form).match(text, start)
        if match is not None and not _PARAGRAPHS.search(match[0]):
            return Mark(
                Span(*match.span()), form, _decoded(match["authors"]), _decoded(match["venue"])
            )
    return None


def _decoded(value: str) -> str:
    """A value as it was, without line breaks and the marks of block quotes behind them."""
    return html.unescape(re.sub(_BLANK, " ", value))


def _encoded(value: str) -> str:
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", value)


@lru_cache(maxsize=8)
def _pattern(form: str) -> re.Pattern[str]:
    before, first, between, second, after = map(_breakable, _PARTS.split(form))
    return re.compile(f"{before}(?P<{first}>{_VALUE}){between}(?P<{second}>{_VALUE}){after}")


def _breakable(literal: str) -> str:
    return _BLANK.join(map(re.escape, re.split("[ \t]+", literal)))
