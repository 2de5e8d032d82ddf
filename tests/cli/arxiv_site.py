"""arXiv's API as a small server of this machine plays it; titles and names are made up by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from tests.fetch.server import Fault, Handler, Seen

TITLES = {
    "1803.02780": "Learning to Write Notes",
    "1706.03762": "Notes Are All You Read",
    "hep-th/9901001": "Strings in Margins",
}
ABSENT = "0808.0539"
# Titles and messages that a terminal, a workflow or a library of ours would obey.
HOSTILE = {
    "a workflow command": "x\n::error::planted",
    "a control sequence introducer": "x\x9b31mred\x9b2J",
    "a right-to-left override": "x\u202egnp.exe",
    "line and paragraph separators": "x\u2028::error::planted\u2029y",
    "a next line": "x\x85::error::planted",
    "a workflow command at its beginning": "::error::planted",
    "a workflow command far on": f"x{' very' * 300} ::error::planted",
    "an old workflow command": "x ##[error]planted",
    "an old workflow command at its beginning": '###[stop-commands]planted: "it\'s"',
    "markup of our own libraries": "[bold red]x[/bold red] [/] {0} %s",
}

_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
<opensearch:totalResults>{total}</opensearch:totalResults>
{entries}
</feed>
"""
_ENTRY = """<entry>
<id>http://arxiv.org/abs/{id}v1</id>
<title>{title}</title>
<updated>2018-03-07T17:29:08Z</updated>
<published>2018-03-07T17:29:08Z</published>
<author><name>{author}</name></author>
<author><name>Grace Brewster</name></author>
</entry>"""
_ERROR = """<entry>
<id>http://arxiv.org/api/errors#trouble</id>
<title>Error</title>
<summary>{summary}</summary>
</entry>"""


def feed(titles: Mapping[str, str], author: str = "Ada Lovelock") -> bytes:
    """A feed of these papers, by id."""
    entries = [
        _ENTRY.format(id=paper, title=escape(title), author=escape(author))
        for paper, title in titles.items()
    ]
    return _FEED.format(total=len(entries), entries="\n".join(entries)).encode()


def error_feed(summary: str) -> bytes:
    """What the API sends where it cannot answer."""
    return _FEED.format(total=1, entries=_ERROR.format(summary=escape(summary))).encode()


def asked(request: Handler | Seen) -> list[str]:
    """The ids that a request asks for."""
    return parse_qs(urlsplit(request.path).query).get("id_list", [""])[0].split(",")


def knowing(titles: Mapping[str, str], author: str = "Ada Lovelock") -> Fault:
    """The healthy API, with these papers and no others."""

    def act(handler: Handler) -> None:
        known = {paper: titles[paper] for paper in asked(handler) if paper in titles}
        send(feed(known, author))(handler)

    return act


def send(body: bytes) -> Fault:
    """This body, as a feed."""
    return lambda handler: handler.reply(200, body, Content_Type="application/atom+xml")


def after(act: Callable[[], None], then: Fault) -> Fault:
    """Do something while the client waits, then answer."""

    def both(handler: Handler) -> None:
        act()
        then(handler)

    return both
