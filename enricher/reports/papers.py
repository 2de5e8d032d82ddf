"""Papers as YAML for people and as JSON for programs, and the table of what is supported."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from enricher.exchange import Provider, Source
from enricher.indexes import all_indexes
from enricher.paper import Paper
from enricher.reports.plain import escaped, is_printable
from enricher.writers.interface import AnyWriter


def papers_yaml(papers: Sequence[Paper]) -> str:
    """One YAML document a paper, fields in the order of the schema."""
    import yaml as untyped  # the width that its stubs accept is unknown to pyright

    yaml: Any = untyped
    values = [paper.dump() for paper in papers]
    text: str = yaml.safe_dump_all(values, sort_keys=False, allow_unicode=True, width=1000)
    if is_printable(text):
        return text
    plain: str = yaml.safe_dump_all(values, sort_keys=False, allow_unicode=False, width=1000)
    return plain


def papers_json(papers: Sequence[Paper]) -> str:
    """A JSON list."""
    values = [paper.dump() for paper in papers]
    return "\n".join(map(escaped, json.dumps(values, indent=2, ensure_ascii=False).split("\n")))


def sources_table(sources: Iterable[Source]) -> Iterator[str]:
    """A Markdown table of the sources, their URL forms, who answers, and the manners."""
    yield (
        "| source | site | recognised links | answered by | papers a request "
        "| seconds between requests |"
    )
    yield "|---|---|---|---|---|---|"
    for source in sources:
        forms = ", ".join(f"`{form}`" for form in source.forms)
        asked = ", ".join(provider.name for provider in _providers(source)) or "-"
        batch = ", ".join(str(provider.batch) for provider in _providers(source)) or "-"
        pause = ", ".join(f"{each.operator.interval:g}" for each in _providers(source)) or "-"
        yield f"| `{source.name}` | {source.title} | {forms} | {asked} | {batch} | {pause} |"


def _providers(source: Source) -> list[Provider]:
    own = [source.provider] if source.provider else []
    return [*own, *(all_indexes()[name] for name in source.answered_by)]


def writers_table(writers: Iterable[AnyWriter]) -> Iterator[str]:
    """A Markdown table of the writers."""
    yield "| writer | writes |"
    yield "|---|---|"
    for writer in writers:
        yield f"| `{writer.name}` | {writer.title} |"
