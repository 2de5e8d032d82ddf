"""What a pack of some papers holds: all that the cache knows of them, by any of their names.

An offline run asks the cache for each paper as its source names it, and then for preprints by the
names that their records tell; a pack has all that it may find there, that a paper is missing
included, whatever the settings of that run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from enricher.exchange import Provider, Source
from enricher.fetch.packs import Stored
from enricher.lookups import names_of
from enricher.models import PaperRef, Wanted
from enricher.resolve import Resolver
from enricher.routes import Question


def packed(
    wanted: Sequence[Wanted],
    sources: Mapping[str, Source],
    resolver: Resolver,
    *,
    abstracts: bool,
) -> list[Stored]:
    """The records of these papers as the cache holds them, abstracts only where asked for."""
    asked = resolver.questions(wanted, sources)
    names = dict.fromkeys([*asked, *(want.ref for want in wanted)])
    kept: dict[tuple[str, PaperRef], Stored] = {}

    def keep(provider: Provider, refs: Sequence[PaperRef]) -> list[Stored]:
        rows = list(resolver.cached(provider, refs).values())
        for row in rows:
            body = row.body if abstracts else provider.without_abstract(row.raw)
            kept[provider.name, row.ref] = row._replace(body=body)
        return rows

    for provider, refs in _askable(asked.values()):
        known = [row.raw for row in keep(provider, refs) if row.kind != "missing"]
        for record in provider.parse(known).values():
            names.update(names_of([record]))
    for index in resolver.indexes.values():
        keep(index, list(names))
    return list(kept.values())


def _askable(questions: Iterable[Question]) -> list[tuple[Provider, list[PaperRef]]]:
    """Everybody who may answer for these papers, with those that each may answer for."""
    groups: dict[str, tuple[Provider, list[PaperRef]]] = {}
    for question in questions:
        for provider in (*question.providers, *question.stand_ins):
            groups.setdefault(provider.name, (provider, []))[1].append(question.want.ref)
    return list(groups.values())
