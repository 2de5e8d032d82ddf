"""The works that an audit can find by their titles: those of the run, of the cache and its packs,
and, unless a run is offline, those that an index knows by a title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from enricher import titles
from enricher.answers import titles_of
from enricher.appearances import placed
from enricher.audit.claims import bare
from enricher.audit.interface import Known
from enricher.audit.phrases import head
from enricher.audit.shelf import Shelf
from enricher.exchange import Source
from enricher.merge import merge
from enricher.models import PaperRef, Record, Wanted
from enricher.paper import Paper
from enricher.resolve import Resolver
from enricher.routes import Question
from enricher.settings import Settings

INDEX = "dblp"  # the one that is asked by title
_WORD = re.compile(r"[^\W_]{4,}")
_TELLING = 2  # words of a title that its record is looked for by
_LONGEST_NAME = 200

Work = tuple[Paper, Sequence[str]]


def shelved(
    known: Known,
    sought: Sequence[str],
    resolver: Resolver,
    sources: Mapping[str, Source],
    settings: Settings,
) -> Known:
    """What is known of a run, with the works that ``sought`` texts may name on the shelf."""
    works = _works(known.papers, known.titles)
    if sought:
        records = resolver.holding(_mentions(sought), sources)
        works = _joined(works, _merged(records, settings))
        shelf = Shelf(works)
        unknown = [text for text in sought if shelf.find(text) is None]
        if unknown and not resolver.offline:
            works = _joined(works, _merged(_asked(unknown, resolver), settings))
    return replace(known, shelf=Shelf(works))


def _works(papers: Mapping[PaperRef, Paper], known: Mapping[str, Sequence[str]]) -> list[Work]:
    once = {paper.id: paper for paper in papers.values()}
    return [(paper, (paper.title, *known.get(id_, ()))) for id_, paper in once.items()]


def _joined(works: Sequence[Work], more: Iterable[Work]) -> list[Work]:
    """These works, and those of the others that have other names."""
    names = {name for paper, _ in works for name in paper.ids}
    return [*works, *((paper, known) for paper, known in more if names.isdisjoint(paper.ids))]


def _merged(records: Sequence[Record], settings: Settings) -> list[Work]:
    records = [placed(record) for record in records]
    papers = merge(records, overrides=settings.overrides, venues=settings.venues)
    return _works(papers, titles_of(records, papers))


def _mentions(sought: Sequence[str]) -> Callable[[str], bool]:
    """Whether the body of a record holds one of the words that tell these titles."""
    told = {word for text in sought for word in _telling(text)}
    return lambda body: not told.isdisjoint(_WORD.findall(body.casefold()))


def _telling(text: str) -> list[str]:
    """The longest words of a title, for its others are in many, and the name before it."""
    plain = bare(text)
    found = sorted(set(_WORD.findall(plain.casefold())), key=len)[-_TELLING:]
    return [*found, titles.key(head(plain) or plain)]


def _asked(sought: Sequence[str], resolver: Resolver) -> list[Record]:
    """What the index knows of works with these very titles."""
    index = resolver.indexes.get(INDEX)
    if index is None:
        return []
    asked: dict[PaperRef, Question] = {}
    for text in sought:
        title = bare(text)
        ref = PaperRef("title", titles.key(title)[:_LONGEST_NAME] or "none")
        want = Wanted(ref, record=Record(ref=ref, provider="note", title=title))
        if index.takes(want):
            asked[ref] = Question(want, [index])
    return list(resolver.answer(asked).records.values())
