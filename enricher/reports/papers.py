"""Papers as YAML for people and as JSON for programs, and the table of what is supported."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
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
        asked = [_providers(source), [all_indexes()[name] for name in source.stand_ins]]
        names = _listed(asked, lambda provider: provider.name)
        batch = _listed(asked, lambda provider: str(provider.batch))
        pause = _listed(asked, lambda provider: f"{provider.operator.interval:g}")
        yield f"| `{source.name}` | {source.title} | {forms} | {names} | {batch} | {pause} |"


def _listed(asked: Sequence[Sequence[Provider]], of: Callable[[Provider], str]) -> str:
    """What holds for each provider, in order, and for those that stand in for them."""
    return ", else ".join(", ".join(map(of, group)) for group in asked if group) or "-"


def _providers(source: Source) -> list[Provider]:
    own = [source.provider] if source.provider else []
    return [*own, *(all_indexes()[name] for name in source.answered_by)]


def writers_table(writers: Iterable[AnyWriter]) -> Iterator[str]:
    """A Markdown table of the writers."""
    yield "| writer | writes |"
    yield "|---|---|"
    for writer in writers:
        yield f"| `{writer.name}` | {writer.title} |"
