"""What entries of arXiv's feeds say, read by feedparser and spared its repairs."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from html import escape
from importlib import import_module
from typing import Any, NamedTuple

from enricher.errors import ReplyError
from enricher.formats.atom.cutting import ARXIV, ATOM, ENTRY, Handler, parse_xml
from enricher.titles import fold

_Parsed = dict[str, Any]  # feedparser's own kind of dictionary


class Entry(NamedTuple):
    """What one entry says, white space folded; empty where it says nothing."""

    id: str
    title: str
    authors: tuple[str, ...]
    summary: str
    published: str
    updated: str
    categories: tuple[str, ...]
    comment: str
    journal_ref: str
    doi: str


# What feedparser gets to see, by parent and name; all else (affiliations, of which it would keep
# the last one only, and anything unexpected) is left away.
_SEEN = {
    ("entry", f"{ATOM} id"): "id",
    ("entry", f"{ATOM} title"): "title",
    ("entry", f"{ATOM} summary"): "summary",
    ("entry", f"{ATOM} published"): "published",
    ("entry", f"{ATOM} updated"): "updated",
    ("entry", f"{ATOM} category"): "category",
    ("entry", f"{ATOM} author"): "author",
    ("author", f"{ATOM} name"): "name",
    ("entry", f"{ARXIV} primary_category"): "arxiv:primary_category",
    ("entry", f"{ARXIV} comment"): "arxiv:comment",
    ("entry", f"{ARXIV} journal_ref"): "arxiv:journal_ref",
    ("entry", f"{ARXIV} doi"): "arxiv:doi",
}
_REPEATED = {"category", "author", "name"}
_WITHOUT_TEXT = {"entry", "author", "category", "arxiv:primary_category", ""}
_OF_AUTHORS = {"author", "name"}

# feedparser takes a field of Latin-1 letters for UTF-8 read wrongly wherever that is possible, and
# C1 controls for those of Windows, so a name that really arrives as "W\u00c3\u00bcbben" would not
# be what arXiv says. It lets other characters alone: those of U+0080 to U+00FF change places with
# private ones before it reads, and back after.
_LATIN, _PRIVATE = range(0x80, 0x100), range(0x100080, 0x100100)
_EXCHANGE = dict(zip((*_LATIN, *_PRIVATE), (*_PRIVATE, *_LATIN), strict=True))


def _exchanged(text: str) -> str:
    return text if text.isascii() else text.translate(_EXCHANGE)


class _Rewriter(Handler):
    """Writes one entry anew, with known elements only, for feedparser.

    It takes longest for authors, so that all names are the lines of one.
    """

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._names: list[list[str]] = []
        self._tags: list[str] = []
        self._written: set[str] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._tags:
            tag = _SEEN.get((self._tags[-1], name), "")
        elif name == ENTRY:
            tag = "entry"
        else:
            raise ReplyError("the record is not an Atom entry")
        if tag in self._written and tag not in _REPEATED:
            tag = ""
        self._written.add(tag)
        self._tags.append(tag)
        if tag == "name":
            self._names.append([])
        if tag and tag not in _OF_AUTHORS:
            term = _exchanged(attributes.get("term", ""))
            self.pieces.append(f'<{tag} term="{escape(term)}">' if term else f"<{tag}>")

    def end(self, name: str) -> None:
        tag = self._tags.pop()
        if tag == "entry":
            names = "\n".join(fold("".join(pieces)) for pieces in self._names)
            self.pieces.append(f"<author><name>{escape(_exchanged(names))}</name></author>")
        if tag and tag not in _OF_AUTHORS:
            self.pieces.append(f"</{tag}>")

    def text(self, data: str) -> None:
        if self._tags[-1] == "name":
            self._names[-1].append(data)
        elif self._tags[-1] not in _WITHOUT_TEXT:
            self.pieces.append(escape(_exchanged(data)))


def read_entries(bodies: Sequence[str]) -> list[Entry | None]:
    """What each entry says, in order; None for a body that is not a whole Atom entry.

    All are joined into one feed, since feedparser costs much more for each feed than for an entry.
    """
    rewritten = [_rewrite(body) for body in bodies]
    entries = _feedparser_entries("".join(filter(None, rewritten)))
    return [_entry(next(entries)) if text else None for text in rewritten]


def _rewrite(body: str) -> str | None:
    rewriter = _Rewriter()
    try:
        parse_xml(body.encode("utf-8", "replace"), rewriter)
    except ReplyError:
        return None
    return "".join(rewriter.pieces)


def _feedparser_entries(entries: str) -> Iterator[_Parsed]:
    # It has no types: a module got by its name is Any to the type checkers.
    feed = f'<feed xmlns="{ATOM}" xmlns:arxiv="{ARXIV}">{entries}</feed>'
    parsed = import_module("feedparser").parse(
        io.BytesIO(feed.encode()),
        response_headers={"content-type": "application/atom+xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    # As plain dictionaries: its own look-up gives `published` where `updated` is absent.
    return map(dict, parsed["entries"])


def _entry(parsed: _Parsed) -> Entry:
    tags: list[_Parsed] = [parsed.get("arxiv_primary_category", {}), *parsed.get("tags", [])]
    names: str = parsed.get("author_detail", {}).get("name", "")
    terms = (_text(tag, "term") for tag in tags)
    return Entry(
        id=_text(parsed, "id"),
        title=_text(parsed, "title"),
        authors=tuple(map(fold, _exchanged(names).split("\n"))),
        summary=_text(parsed, "summary"),
        published=_text(parsed, "published"),
        updated=_text(parsed, "updated"),
        categories=tuple(dict.fromkeys(filter(None, terms))),
        comment=_text(parsed, "arxiv_comment"),
        journal_ref=_text(parsed, "arxiv_journal_ref"),
        doi=_text(parsed, "arxiv_doi"),
    )


def _text(parsed: _Parsed, key: str) -> str:
    value = parsed.get(key)
    return fold(_exchanged(value)) if isinstance(value, str) else ""
