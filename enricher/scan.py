"""From text to links: every URL that names a paper, and which of them are to be enriched."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import PurePath
from typing import Literal
from urllib.parse import unquote, urlsplit

from enricher import text as texts
from enricher.errors import ConfigError
from enricher.exchange import Source
from enricher.identifiers import arxiv_ids
from enricher.links import find, unwrap
from enricher.models import Doubt, Link, Match, Mention, PaperRef, Span, Wanted

_SWITCH = re.compile(r"(?:<!--|\{/\*)\s{0,9}enricher:\s{0,9}(on|off)\s{0,9}(?:-->|\*/\})")

# Only pages of papers: elsewhere a number may be a month (list) or a day.
_ARXIV_PAGE = re.compile(
    r"(?:https?://)?[a-z0-9.-]{0,60}(?:arxiv\.org|ar5iv\.org|huggingface\.co)/"
    r"(?:abs|pdf|html|format|ps|src|e-print|dvi|papers)/{1,2}(?:arxiv:)?([^?#\s]{1,60})",
    re.IGNORECASE,
)

Mapped = Mapping[str, str | Literal[False]]


def scan(
    path: str, text: str, sources: Mapping[str, Source], mapped: Mapped | None = None
) -> list[Link]:
    """The links to papers in a note, in order. ``mapped`` are URLs that the user says of which
    paper they are, or False for those that are to be left alone."""
    naming = _naming(tuple(sources.values()))
    lines: texts.LineIndex | None = None  # most notes of a folder name no paper
    links: list[Link] = []
    for mention in find(text, PurePath(path).suffix):
        found = _named(mention.target, naming, mapped)
        if found is not None:
            lines = lines or texts.LineIndex(text)
            line, column = lines.position(mention.span.start)
            url = text[slice(*mention.span)]
            links.append(Link(mention.span, line, column, url, *mention[1:], *found))
    return links


def named(url: str, sources: Mapping[str, Source], mapped: Mapped | None = None) -> Match | None:
    """The paper that a URL names, seen through redirect pages; ``mapped`` as for `scan`."""
    return _named(url, _naming(tuple(sources.values())), mapped)


def asked_for(text: str, sources: Mapping[str, Source]) -> Wanted:
    """The paper that a URL or a ``source:id`` names, as people type it. Raises ConfigError for any
    other text."""
    found = named(text, sources)
    if found is not None:
        return Wanted(found.ref, (text,))
    unknown = ConfigError(
        f"{text!r} names no paper that is known", "give a paper's URL or arxiv:1803.02780"
    )
    if "://" in text:
        raise unknown
    typed = arxiv_ids.parse(text)
    if typed is not None and "arxiv" in sources:
        return Wanted(PaperRef("arxiv", typed.id))
    try:
        ref = PaperRef.parse(text)
    except ValueError:
        raise unknown from None
    source = sources.get(ref.source)
    if source is None:
        raise ConfigError(f"unknown source {ref.source!r}", "known: " + ", ".join(sources))
    if not source.is_id(source.fold(ref.id)):
        raise ConfigError(f"{ref.id!r} is not an id of {source.title}")
    return Wanted(PaperRef(ref.source, source.fold(ref.id)))


def doubtful(path: str, text: str, sources: Mapping[str, Source]) -> list[Doubt]:
    """What looks like an arXiv paper and cannot be one: a cut-off id, a month that never was.

    None of these is among the links of `scan`. Listings, searches and other pages without an id
    are not either, and nothing is wrong with them.
    """
    return doubts_among(find(text, PurePath(path).suffix), text, sources)


def doubts_among(
    mentions: Iterable[Mention], text: str, sources: Mapping[str, Source]
) -> list[Doubt]:
    """The same, among what a note mentions."""
    naming = _naming(tuple(sources.values()))
    doubts: list[Doubt] = []
    for mention in mentions:
        id_ = _ARXIV_PAGE.match(unwrap(mention.target))
        why = arxiv_ids.fault(unquote(id_[1])) if id_ else ""
        if why and naming(mention.target) is None:
            doubts.append(Doubt(mention.span, text[slice(*mention.span)], why))
    return doubts


def enrichable(text: str, links: Sequence[Link]) -> list[Link]:
    """The links that a run enriches: not in code, comments or labels, and not switched off."""
    if texts.is_opted_out(text):
        return []
    return list(outside(readable(links), switched_off(text)))


def outside(links: Iterable[Link], spans: Iterable[Span]) -> Iterator[Link]:
    """The links, which are in order, that begin in none of the spans."""
    waiting = deque(sorted(spans))
    end = 0
    for link in links:
        while waiting and waiting[0].start <= link.span.start:
            end = max(end, waiting.popleft().end)
        if link.span.start >= end:
            yield link


def readable(links: Iterable[Link]) -> list[Link]:
    """The links that are not in code, comments or labels."""
    return [link for link in links if not link.context.is_ignored]


def wanted(links: Iterable[Link]) -> list[Wanted]:
    """Each paper once, in order, with all URLs that name it and the texts of its links."""
    urls: dict[PaperRef, dict[str, None]] = {}
    texts: dict[PaperRef, dict[str, None]] = {}
    for link in links:
        urls.setdefault(link.ref, {})[unwrap(link.target)] = None
        if link.text:
            texts.setdefault(link.ref, {})[link.text] = None
    return [Wanted(ref, tuple(named), tuple(texts.get(ref, ()))) for ref, named in urls.items()]


def switched_off(text: str) -> list[Span]:
    """The parts of a note between ``enricher: off`` and ``enricher: on``."""
    spans: list[Span] = []
    start: int | None = None
    for found in _SWITCH.finditer(text) if "enricher:" in text else ():
        if found[1] == "off":
            start = found.start() if start is None else start
        elif start is not None:
            spans.append(Span(start, found.end()))
            start = None
    return [*spans, Span(start, len(text))] if start is not None else spans


_Hosts = Mapping[str, Sequence[Source]]
_Naming = Callable[[str], Match | None]
_AUTHORITY = re.compile(r"(?:[^:/?#]{1,20}://)?([^/?#]{1,300})")
# Well-known papers stand in many notes: so many URLs, none longer than that, are read only once.
_KEPT = 2**15
_LONGEST_KEPT = 300


def _named(written: str, naming: _Naming, mapped: Mapped | None) -> Match | None:
    if mapped:
        for url in (written, unwrap(written)):
            if url in mapped:
                paper = mapped[url]
                return Match(PaperRef.parse(paper)) if paper else None
    return naming(written)


@lru_cache(maxsize=8)
def _naming(sources: tuple[Source, ...]) -> _Naming:
    """What tells which paper a URL names at these sources."""
    hosts: dict[str, list[Source]] = {}
    for source in sources:
        for host in source.hosts:
            hosts.setdefault(host, []).append(source)
    kept = lru_cache(_KEPT)(partial(_paper_at, hosts))
    return lambda url: kept(url) if len(url) <= _LONGEST_KEPT else _paper_at(hosts, url)


def _paper_at(hosts: _Hosts, written: str) -> Match | None:
    target = unwrap(written)
    sources = _sources_at(target, hosts)
    if not sources:  # most URLs: they need not be taken apart
        return None
    try:
        parts = urlsplit(target if "://" in target else f"https://{target}")
    except ValueError:
        return None
    return next((found for source in sources if (found := source.match(parts))), None)


def _sources_at(url: str, hosts: _Hosts) -> Sequence[Source]:
    """The sources at a URL's host, the ones of the longest name first."""
    authority = _AUTHORITY.match(url)
    host = authority[1].rpartition("@")[2].partition(":")[0].strip().lower() if authority else ""
    found: list[Source] = []
    while host:
        found += hosts.get(host, ())
        host = host.partition(".")[2]
    return found
