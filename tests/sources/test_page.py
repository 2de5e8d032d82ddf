"""Pages with ``citation_*`` tags at hosts that the user names, and at no other."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import config
from enricher.engine import Enricher
from enricher.errors import ConfigError, ReplyError
from enricher.exchange import Answer, Call, Reply
from enricher.models import Author, Match, PaperRef, Wanted
from enricher.scan import named
from enricher.settings import Settings
from enricher.sources import all_sources
from enricher.sources.page import calls, parse, read, source_of

SOURCE = source_of(("papers.example.org",))
REF = PaperRef("page", "papers.example.org/show?id=3")
PAGE = (
    '<html><head><meta name="citation_title" content="A Title &amp; More">'
    '<meta name="citation_author" content="Lovelock, Ada">'
    '<meta name="citation_conference_title" content="Conference on Toys">'
    '<meta name="citation_publication_date" content="2019/06/01">'
    '<meta name="citation_doi" content="10.1234/TOYS.3"></head><body></body></html>'
)


def answer(body: str, status: int = 200) -> Answer:
    (call,) = calls([Wanted(REF)])
    return read(call, Reply(status, call.url, {}, body.encode()))


@pytest.mark.parametrize(
    ("url", "id_"),
    [
        ("https://papers.example.org/show?id=3#top", "papers.example.org/show?id=3"),
        ("http://www.papers.example.org/a", "www.papers.example.org/a"),
        ("https://papers.example.org/a.pdf", None),
        ("https://papers.example.org/", None),
        ("https://evil.papers.example.org/a", None),
        ("https://example.org/a", None),
    ],
)
def test_pages_of_named_hosts_are_papers(url: str, id_: str | None) -> None:
    expected = Match(PaperRef("page", id_)) if id_ else None
    assert named(url, {"page": SOURCE}) == expected
    assert named(url, all_sources()) is None


def test_no_host_is_asked_unless_named() -> None:
    assert "page" not in Enricher(settings=Settings()).sources
    named_hosts = Enricher(settings=Settings(pages=("papers.example.org",)))
    provider = named_hosts.sources["page"].provider
    assert provider is not None
    assert provider.operator.hosts == ("papers.example.org", "www.papers.example.org")
    assert [call.url for call in calls([Wanted(REF)])] == [f"https://{REF.id}"]


def test_tags_become_a_record() -> None:
    (raw,) = answer(PAGE).records
    record = parse([raw])[REF]
    assert (record.title, record.year, record.doi) == ("A Title & More", 2019, "10.1234/toys.3")
    assert record.authors == (Author("Ada Lovelock", "Ada", "Lovelock"),)
    assert (record.type, record.booktitle) == ("conference", "Conference on Toys")
    assert record.url == f"https://{REF.id}"


def test_a_page_without_tags_is_missing_and_a_cut_one_failed() -> None:
    assert answer("<html><head></head></html>").missing == (REF,)
    assert answer("", 404).missing == (REF,)
    for body, status in ((PAGE[:60], 200), (PAGE, 500)):
        with pytest.raises(ReplyError):
            answer(body, status)


@pytest.mark.parametrize("host", ["https://a.org", "a b.org", "localhost", "*.org", "A.org"])
def test_hosts_are_hosts(tmp_path: Path, host: str) -> None:
    with pytest.raises(ConfigError, match="pages"):
        config.load(folder=tmp_path, environment={}, options={"pages": [host]})


@given(path=st.text(max_size=50), query=st.text(max_size=20), body=st.binary(max_size=200))
def test_no_address_or_body_breaks_it(path: str, query: str, body: bytes) -> None:
    found = SOURCE.match(urlsplit("https://papers.example.org")._replace(path=path, query=query))
    if found is not None:
        assert PaperRef.parse(str(found.ref)) == found.ref
    with suppress(ReplyError):
        read(Call("https://x", (REF,), "page"), Reply(200, "https://x", {}, body))
