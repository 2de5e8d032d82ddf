"""Papers as YAML for people and as JSON for programs, and the table of what is supported."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from enricher.exchange import Source
from enricher.paper import Paper
from enricher.reports.plain import escaped, is_printable
from enricher.writers.interface import Writer


def papers_yaml(papers: Sequence[Paper]) -> str:
    """One YAML document a paper, fields in the order of the schema."""
    import yaml

    values = [paper.dump() for paper in papers]
    text = yaml.safe_dump_all(values, sort_keys=False, allow_unicode=True, width=1000)
    if is_printable(text):
        return text
    return yaml.safe_dump_all(values, sort_keys=False, allow_unicode=False, width=1000)


def papers_json(papers: Sequence[Paper]) -> str:
    """A JSON list."""
    values = [paper.dump() for paper in papers]
    return "\n".join(map(escaped, json.dumps(values, indent=2, ensure_ascii=False).split("\n")))


def sources_table(sources: Iterable[Source]) -> Iterator[str]:
    """A Markdown table of the sources, their URL forms and their manners."""
    yield "| source | site | recognised links | papers a request | seconds between requests |"
    yield "|---|---|---|---|---|"
    for source in sources:
        forms = ", ".join(f"`{form}`" for form in source.forms)
        interval = f"{source.operator.interval:g}"
        yield f"| `{source.name}` | {source.title} | {forms} | {source.batch} | {interval} |"


def writers_table(writers: Iterable[Writer]) -> Iterator[str]:
    """A Markdown table of the writers."""
    yield "| writer | writes |"
    yield "|---|---|"
    for writer in writers:
        yield f"| `{writer.name}` | {writer.title} |"
