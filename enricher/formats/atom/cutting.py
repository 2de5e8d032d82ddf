"""Cuts a feed into entries by expat's offsets: feedparser gives no bytes per entry.

It also takes a feed that was cut off and makes up a last entry, so whether a reply is whole is
seen here.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape  # that of xml.sax.saxutils brings urllib.request with it: 25 ms
from typing import NamedTuple
from xml.parsers import expat

from enricher.errors import ReplyError
from enricher.titles import fold

ATOM = "http://www.w3.org/2005/Atom"
ARXIV = "http://arxiv.org/schemas/atom"
_TOTAL = "http://a9.com/-/spec/opensearch/1.1/ totalResults"
ENTRY = f"{ATOM} entry"
_FEED = f"{ATOM} feed"
_MOST_NAMESPACES = 16


class CutEntry(NamedTuple):
    """One entry of a feed: its XML, which parses alone, and the text of its child elements.

    ``texts`` is keyed by local name, for names of Atom and of arXiv; the first of each counts.
    """

    xml: str
    texts: Mapping[str, str]


class Feed(NamedTuple):
    """A whole feed. ``total`` is OpenSearch's totalResults, None where the feed does not say."""

    total: int | None
    entries: tuple[CutEntry, ...]


def cut(body: bytes) -> Feed:
    """Cut a feed into entries. Raises ReplyError when it is no whole, well-formed Atom feed."""
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise ReplyError(f"the reply is not UTF-8: {error}") from error
    body = body.removeprefix(b"\xef\xbb\xbf")
    cutter = _Cutter(body)
    parse_xml(body, cutter)
    if not cutter.is_feed:
        raise ReplyError("the reply is not an Atom feed")
    total = fold(cutter.total)
    is_number = total.isascii() and total.isdigit() and len(total) < 10
    return Feed(int(total) if is_number else None, tuple(cutter.entries))


class Handler:
    """What expat calls. Names are ``namespace local``; ``parser`` is set before the first call."""

    parser: expat.XMLParserType

    def namespace(self, prefix: str | None, uri: str | None) -> None:
        """A declaration, told before the element that it stands on."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


def parse_xml(body: bytes, handler: Handler) -> None:
    """Tell a handler what is in a document. Raises ReplyError when that is not well-formed.

    A document type is refused, and with it all entities that it could declare.
    """

    def refuse(*_: object) -> None:
        raise ReplyError("the reply is not an Atom feed: it declares a document type")

    # arXiv sends UTF-8; another declared encoding is overruled.
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartNamespaceDeclHandler = handler.namespace
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    handler.parser = parser
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise ReplyError(f"the reply is not whole, well-formed XML: {error}") from error


class _Cutter(Handler):
    """Finds the entries of a feed and what the reader of a reply has to know of each."""

    def __init__(self, body: bytes) -> None:
        self.is_feed = False
        self.total = ""
        self.entries: list[CutEntry] = []
        self._body = body
        self._path: list[str] = []
        self._declared: list[dict[str, str]] = []  # of the feed, then of the entry
        self._pending: dict[str, str] = {}
        self._start = 0
        self._texts: dict[str, list[str]] = {}
        self._into: list[str] | None = None

    def namespace(self, prefix: str | None, uri: str | None) -> None:
        self._pending[f"xmlns:{prefix}" if prefix else "xmlns"] = uri or ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        if len(self._path) <= 2:
            self._declared[len(self._path) - 1 :] = [self._pending]
        self._pending = {}
        if not self.is_feed and len(self._path) > 1:
            raise ReplyError("the reply is not an Atom feed")
        if self._path == [_FEED]:
            # Each entry gets what the feed declares: a long list would multiply.
            self.is_feed = len(self._declared[0]) <= _MOST_NAMESPACES
        elif self._path == [_FEED, ENTRY]:
            self._start, self._texts = self.parser.CurrentByteIndex, {}
        elif len(self._path) == 3 and self._path[1] == ENTRY:
            namespace, _, local = name.rpartition(" ")
            is_new = namespace in {ATOM, ARXIV} and local not in self._texts
            self._into = self._texts.setdefault(local, []) if is_new else None

    def end(self, name: str) -> None:
        if len(self._path) == 3:
            self._into = None
        elif self._path == [_FEED, ENTRY]:
            texts = {local: "".join(pieces) for local, pieces in self._texts.items()}
            self.entries.append(CutEntry(self._xml(), texts))
        self._path.pop()

    def text(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)
        elif self._path == [_FEED, _TOTAL]:
            self.total += data

    def _xml(self) -> str:
        """The entry's own text, with what the feed declared for it."""
        end = self._body.index(b">", self.parser.CurrentByteIndex) + 1
        text = self._body[self._start : end].decode()
        of_feed, of_entry = self._declared
        needed = "".join(
            f' {attribute}="{escape(uri)}"'
            for attribute, uri in of_feed.items()
            if attribute not in of_entry and (attribute == "xmlns" or f"{attribute[6:]}:" in text)
        )
        opening = text.partition(">")[0].rstrip("/").split(maxsplit=1)[0]
        return f"{opening}{needed}{text[len(opening) :]}"
