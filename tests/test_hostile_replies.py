"""Replies that attack: every source and index reads or refuses them, at once."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Provider, RawRecord, Reply
from enricher.indexes import all_indexes
from enricher.models import PaperRef, Record, Wanted
from enricher.sources import all_sources
from enricher.sources.page import source_of

FIXTURES = Path(__file__).parents[1] / "fixtures"
SOURCES = all_sources()
PAGES = source_of(["pages.example.org"])
FEED = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:o="http://a9.com/-/spec/opensearch/1.1/">'
MANY = 10_000  # ten times as many were tried by hand: each took under 3 s
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMBS: dict[str, bytes] = {
    "lists in lists": b"[" * MANY,
    "lists in lists, closed": b"[" * MANY + b"]" * MANY,
    "objects in objects": b'{"data":' * MANY,
    "lists in data": b'{"data":' + b"[" * MANY + b"]" * MANY + b"}",
    "lists in message": b'{"message":{"items":' + b"[" * MANY + b"]" * MANY + b"}}",
    "a huge number": b'{"message":{"items":[],"total-results":' + b"9" * MANY + b"}}",
    "a number alone": b"9" * 10 * MANY,
    "no numbers": b'{"data":[NaN,Infinity,-Infinity,1e999999],"message":NaN}',
    "keys twice": b'{"data":[],"data":{"x":1},"message":1,"message":{"items":[]}}',
    "half of a pair": b'{"data":"\\ud800","message":"\\udfff","result":{"hits":"\\udcff"}}',
    "nothing but NUL": bytes(MANY),
    "elements in elements": b"<html><head></head><body>" + b"<div>" * MANY,
    "paragraphs of open tags": b"<html><head></head><body>"
    + b"".join(b"<p><b id=%d>" % n for n in range(MANY))
    + b"</body></html>",
    "attributes": b"<html><head></head><body " + b" a=1 b" * MANY + b"></body></html>",
    "other attributes": b"<html "
    + b" ".join(b"a%d=1" % n for n in range(MANY))
    + b"><head></head></html>",
    "many tags": b"<html><head>"
    + b'<meta name="citation_author" content="A B">' * MANY
    + b'<meta name="citation_title" content="x"></head></html>',
    "a long tag": b'<html><head><meta name="citation_title" content="'
    + b"x {" * MANY
    + b'"></head>',
    "signs": b"<" * 10 * MANY + b"</head></html>",
    "entities of HTML": b"<html><head></head>" + b"&amp;" * MANY + b"</html>",
    "comments": b"<!--" * MANY + b"</head></html>",
    "entries of a listing": b"<dl>"
    + b'<dt class="ptitle"><a href="html/A_paper.html">x</a></dt><dd>' * MANY,
    "BibTeX": b"<html><head></head>@InProceedings{" + b"author = {A and " * MANY + b"</html>",
    "blanks": b" " * 10 * MANY + b"x",
    "backslashes": b"\\" * 10 * MANY,
    "braces": b"{" * 10 * MANY,
    "elements of XML": FEED.encode() + b"<a>" * MANY,
    "elements of an entry": f"{FEED}<entry>{'<a>' * MANY}{'</a>' * MANY}</entry></feed>".encode(),
    "namespaces": b'<feed xmlns="http://www.w3.org/2005/Atom" '
    + b" ".join(b'xmlns:a%d="u"' % n for n in range(1_000))
    + b">"
    + b"<entry/>" * MANY
    + b"</feed>",
    "entries": FEED.encode() + b"<entry/>" * MANY + b"</feed>",
    "a billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'.encode()
    + f"{FEED}<title>&l9;</title></feed>".encode(),
    "an external entity": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    + FEED.encode()
    + b"<entry><title>&e;</title></entry></feed>",
    "a document type": b'<!DOCTYPE feed SYSTEM "http://elsewhere.example/x.dtd">'
    + FEED.encode()
    + b"</feed>",
    "a stylesheet": b'<?xml-stylesheet href="http://elsewhere.example/x.xsl"?>'
    + FEED.encode()
    + b"</feed>",
}


def rows(name: str) -> list[Wanted]:
    path = FIXTURES / "urls" / f"{name}.toml"
    known = tomllib.loads(path.read_text("utf-8"))["url"] if path.exists() else []
    return [Wanted(PaperRef.parse(row["paper"]), (row["url"],)) for row in known if row["paper"]]


def titled(want: Wanted) -> Wanted:
    """A paper of which a title is known, too: some indexes are asked for nothing else."""
    title = f"A Title of {want.ref.id}, Alone"
    return want._replace(record=Record(ref=want.ref, provider="x", title=title))


def asked() -> Iterator[tuple[str, Provider, list[Wanted]]]:
    """Every provider, and papers to ask it for."""
    for name, source in SOURCES.items():
        if source.provider:
            yield name, source.provider, rows(name)
    everybodys = [titled(want) for name in SOURCES for want in rows(name)]
    for name, index in all_indexes().items():
        yield f"index {name}", index, [want for want in everybodys if index.takes(want)]
    assert PAGES.provider is not None
    page = Wanted(PaperRef("page", "pages.example.org/a"), ("https://pages.example.org/a",))
    yield "page", PAGES.provider, [page]


ASKED = {name: (provider, wanted) for name, provider, wanted in asked()}
each = pytest.mark.parametrize("name", ASKED)


def calls(name: str) -> Iterator[tuple[Provider, Call]]:
    """Calls of every purpose."""
    provider, wanted = ASKED[name]
    seen: set[str] = set()
    for want in wanted:
        for call in provider.calls([want]):
            if call.purpose not in seen:
                seen.add(call.purpose)
                yield provider, call


def read(provider: Provider, call: Call, body: bytes, status: int = 200) -> Answer:
    try:
        answer = provider.read(call, Reply(status, call.url, {}, body))
    except ReplyError:
        return Answer()
    provider.parse(answer.records)
    return answer


SECONDS = 2.0  # for each: what takes the square of the length takes longer, or fills the memory


@each
def test_no_reply_costs_much_more_than_its_length(name: str) -> None:
    for provider, call in calls(name):
        for bomb, body in BOMBS.items():
            start = time.process_time()
            answer = read(provider, call, body)
            assert time.process_time() - start < SECONDS, bomb
            assert not any("ha" * 9 in raw.body or "root:" in raw.body for raw in answer.records)


@each
def test_no_kept_record_costs_much_more_than_its_length(name: str) -> None:
    """A pack may come from anywhere."""
    provider, wanted = ASKED[name]
    for bomb, body in BOMBS.items():
        for form in ("atom", "page", "listing", "work"):
            start = time.process_time()
            raw = RawRecord(wanted[0].ref, form, body.decode())
            assert provider.parse([raw]).keys() <= {raw.ref}
            provider.without_abstract(raw)
            assert time.process_time() - start < SECONDS, bomb


def test_no_document_type_is_read() -> None:
    """In XML, wherever it is read: entities come with it, and addresses of other files."""
    arxiv = SOURCES["arxiv"].provider
    assert arxiv is not None
    (call,) = arxiv.calls([Wanted(PaperRef("arxiv", "1803.02780"))])
    for bomb in ("a billion laughs", "an external entity", "a document type"):
        with pytest.raises(ReplyError, match="document type"):
            arxiv.read(call, Reply(200, call.url, {}, BOMBS[bomb]))
        assert arxiv.parse([RawRecord(call.refs[0], "atom", BOMBS[bomb].decode())]) == {}
