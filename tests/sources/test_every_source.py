"""What holds for every source: evidence for each, one owner for each URL, no crash on any."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.errors import ReplyError
from enricher.exchange import Call, Provider, RawRecord, Reply, Source
from enricher.models import Match, PaperRef, Wanted
from enricher.scan import named
from enricher.sources import all_sources

FIXTURES = Path(__file__).parents[2] / "fixtures"
SOURCES = all_sources()


def rows(name: str) -> list[dict[str, Any]]:
    path = FIXTURES / "urls" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))["url"] if path.exists() else []


ROWS = [(name, row) for name in SOURCES for row in rows(name)]
PROVIDERS = {name: source.provider for name, source in SOURCES.items() if source.provider}
each_source = pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
each_provider = pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS)
each_row = pytest.mark.parametrize(("name", "row"), ROWS, ids=[row["url"] for _, row in ROWS])


@each_source
def test_there_is_evidence_for_the_source(source: Source) -> None:
    papers = [row for row in rows(source.name) if row["paper"]]
    assert len(papers) >= 8
    assert len(rows(source.name)) - len(papers) >= 5
    assert len({row["url"] for row in rows(source.name)}) == len(rows(source.name))
    assert source.provider is None or list((FIXTURES / "replies" / source.name).iterdir())


@each_source
def test_the_source_describes_itself(source: Source) -> None:
    assert source.title
    assert source.forms
    assert all(host == host.lower() for host in source.hosts)


@each_provider
def test_the_provider_keeps_to_its_own_site(provider: Provider) -> None:
    assert provider.operator.interval > 0
    assert urlsplit(provider.base_url).hostname in provider.operator.hosts
    assert all(host == host.lower() for host in provider.operator.hosts)


@each_row
def test_a_url_names_the_paper_of_one_source_or_none(name: str, row: dict[str, Any]) -> None:
    expected = None
    if row["paper"]:
        expected = Match(PaperRef.parse(row["paper"]), row.get("version"))
        assert expected.ref.source == name
    assert named(row["url"], SOURCES) == expected
    others = [source for source in SOURCES.values() if source.name != name]
    assert [source.name for source in others if source.match(urlsplit(row["url"]))] == []


@each_row
def test_a_byte_that_is_no_utf_8_never_raises(name: str, row: dict[str, Any]) -> None:
    """Texts keep such bytes as lone surrogates, which cannot be encoded as they are."""
    for at in range(len(row["url"]) + 1):
        found = named(f"{row['url'][:at]}\udc80{row['url'][at:]}", SOURCES)
        assert found is None or str(found.ref).encode()


@each_row
def test_every_paper_has_a_call_that_answers_for_it(name: str, row: dict[str, Any]) -> None:
    provider = PROVIDERS.get(name)
    if row["paper"] and provider:
        ref = PaperRef.parse(row["paper"])
        for want in (Wanted(ref), Wanted(ref, (row["url"],))):
            (call,) = provider.calls([want])
            assert call.refs == (ref,)
            assert urlsplit(call.url).hostname in provider.operator.hosts
            assert call.url.isascii()
            assert not set(call.url) & set(' <>"{}|\\^`')


@each_provider
def test_no_paper_is_lost_among_many(provider: Provider) -> None:
    refs = [PaperRef.parse(row["paper"]) for row in rows(provider.name) if row["paper"]]
    wanted = [Wanted(ref) for ref in (*refs, *refs)]
    asked = [ref for call in provider.calls(wanted) for ref in call.refs]
    assert sorted(asked) == sorted(set(refs))


@each_source
@given(path=st.text(max_size=80), query=st.text(max_size=20))
def test_random_paths_never_raise(source: Source, path: str, query: str) -> None:
    for host in source.hosts:
        found = source.match(urlsplit(f"https://{host}/{quote(path)}?{quote(query)}"))
        assert found is None or found.ref == PaperRef.parse(str(found.ref))


@each_provider
@given(name=st.text(max_size=40), body=st.binary(max_size=300), status=st.sampled_from([200, 404]))
def test_any_reply_is_read_or_refused(
    provider: Provider, name: str, body: bytes, status: int
) -> None:
    """An id may be typed by hand, and a server may send anything."""
    ref = PaperRef(provider.name, name or "x")
    for call in provider.calls([Wanted(ref)]):
        try:
            answer = provider.read(call, Reply(status, call.url, {}, body))
        except ReplyError:
            continue
        decided = {*answer.missing, *(raw.ref for raw in answer.records)}
        decided |= {rejected.ref for rejected in answer.rejected}
        decided |= {after for then in answer.next for after in then.refs}
        assert decided >= {ref} or status == 200


@each_provider
@given(body=st.text(max_size=300), form=st.sampled_from(["atom", "page", "listing", "x"]))
def test_any_record_is_parsed_or_left_out(provider: Provider, body: str, form: str) -> None:
    for row in rows(provider.name)[:20]:
        if row["paper"]:
            ref = PaperRef.parse(row["paper"])
            assert set(provider.parse([RawRecord(ref, form, body)])) <= {ref}


@each_provider
def test_a_404_ends(provider: Provider) -> None:
    """However often a server says that there is no such page, the questions come to an end."""
    for row in rows(provider.name):
        if not row["paper"] or provider.name == "arxiv":  # its API answers 404 for no paper
            continue
        ref = PaperRef.parse(row["paper"])
        waiting: list[Call] = list(provider.calls([Wanted(ref, (row["url"],))]))
        made = 0
        missing: set[PaperRef] = set()
        while waiting:
            call = waiting.pop()
            made += 1
            assert made < 10
            answer = provider.read(call, Reply(404, call.url, {}, b""))
            waiting.extend(answer.next)
            missing.update(answer.missing)
        assert missing == {ref}
