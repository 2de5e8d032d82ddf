"""What settings may be, beside their types. Each rule raises ValueError that tells what is known
instead; nothing is imported but what a value names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, make_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from enricher import indexes, sources, writers
from enricher.sections import Section, kebab

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from enricher.exchange import Provider, Source
    from enricher.settings import IndexSettings, ProviderSettings
    from enricher.writers.interface import WriterSettings

T = TypeVar("T")


def known_writers(names: Iterable[str]) -> None:
    """``WRITER`` and ``WRITER=FILE``."""
    for each in names:
        name, sign, file = each.partition("=")
        writer = _known(name, writers.named, writers.all_writers, "writer")
        if sign:
            writer.must_take(file)


def globs(lines: Iterable[str]) -> None:
    """Patterns as those of ``.gitignore``."""
    from pathspec import GitIgnoreSpec

    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except (ValueError, re.error) as error:
            raise ValueError(f"{line!r} is no pattern of gitignore: {error}") from None


def known_kinds(codes: Iterable[str]) -> None:
    """Codes of findings, and ``all``."""
    for code in codes:
        from enricher.audit import all_kinds

        _must_be_known(code, {*all_kinds(), "all"}, "kind of finding")


def known_fields(names: Iterable[str]) -> None:
    """Fields of entries."""
    from enricher.paper import Paper

    for name in names:
        _must_be_known(name, {*Paper.model_fields, "links"}, "field")
    if "id" not in names:
        raise ValueError("'id' is what marks an entry as enricher's: it cannot be left out")


def known_fills(fill: Iterable[str]) -> None:
    """Fields of a paper that fill keys of the user's."""
    from enricher.paper import Paper

    for name in fill:
        _must_be_known(name, set(Paper.model_fields), "field")


def known_indexes(names: Iterable[str]) -> None:
    """Names of indexes."""
    for name in names:
        _index(name)


def known_papers(links: Mapping[str, str | Literal[False]]) -> None:
    """URLs, and the papers that they lead to."""
    for url, paper in links.items():
        if paper is not False:
            _must_be_paper(paper, f"source for {url}")


def named_papers(names: Iterable[str]) -> None:
    """Papers, as ``source:id``."""
    for name in names:
        _must_be_paper(name)


def polite_sources(settings: Mapping[str, ProviderSettings]) -> None:
    """Settings of sources, which are not asked more often than they allow."""
    for name, setting in settings.items():
        _must_be_polite(name, _source(name).provider, setting)


def polite_indexes(settings: Mapping[str, IndexSettings]) -> None:
    """The same of indexes, with keys for those that take one."""
    for name, setting in settings.items():
        index = _index(name)
        _must_be_polite(name, index, setting)
        if setting.key and not index.takes_key:
            raise ValueError(f"{name} takes no key")


def of_each_writer(tables: object) -> dict[str, WriterSettings]:
    """The tables of writers that are there, each by its writer's own rules. Importing all writers
    takes longer than most commands, so that no other settings need them."""
    if tables == {}:
        return {}
    read = _writers_form().validate_python(tables)
    values = ((kebab(each.name), getattr(read, each.name)) for each in fields(read))
    made = {name: table for name, table in values if table is not None}
    for name, table in made.items():
        if (path := getattr(table, "path", None)) is not None:
            writers.all_writers()[name].must_take(str(path))
    return made


@cache
def _writers_form() -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    tables = [
        (name.replace("-", "_"), writer.settings | None, None)
        for name, writer in writers.all_writers().items()
    ]
    return TypeAdapter(make_dataclass("Writers", tables, bases=(Section,), frozen=True))


def _source(name: str, what: str = "source") -> Source:
    return _known(name, sources.named, sources.all_sources, what)


def _must_be_paper(name: str, what: str = "source") -> None:
    from enricher.models import PaperRef

    ref = PaperRef.parse(name)
    source = _source(ref.source, what)
    if not source.is_id(ref.id):
        raise ValueError(f"{name!r}: {ref.id!r} is not an id of {source.title}")


def _index(name: str) -> Provider:
    return _known(name, indexes.named, indexes.all_indexes, "index")


def _known(
    name: str, named: Callable[[str], T | None], all_of: Callable[[], Mapping[str, T]], what: str
) -> T:
    """The one of this name; all others are imported only to tell what is known instead."""
    found = named(name)
    if found is None:
        _must_be_known(name, all_of(), what)
        return all_of()[name]
    return found


def _must_be_polite(name: str, provider: Provider | None, setting: ProviderSettings) -> None:
    least = provider.operator.interval if provider else 0.0
    if setting.interval is not None and setting.interval < least and not setting.base_url:
        raise ValueError(
            f"{name} allows one request every {least:g} s; a shorter interval needs a "
            "base_url of your own"
        )


def _must_be_known(name: str, known: Mapping[str, object] | set[str], what: str) -> None:
    if name not in known:
        raise ValueError(f"unknown {what} {name!r}; {hint(name, known)}")


def hint(name: str, known: Iterable[str]) -> str:
    """What to tell of a name that is none of those that are known."""
    from difflib import get_close_matches

    close = get_close_matches(name, sorted(known), n=1)
    return f"did you mean {close[0]!r}?" if close else "known: " + ", ".join(sorted(known))
