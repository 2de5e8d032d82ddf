"""Papers as YAML for people and as JSON for programs, and the table of what is supported."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from enricher.exchange import Provider, Source
from enricher.indexes import all_indexes
from enricher.paper import Paper
from enricher.reports.plain import OLD_COMMAND, escaped, is_printable, obeyed_by_none
from enricher.writers.interface import AnyWriter


def papers_yaml(papers: Sequence[Paper]) -> str:
    """One YAML document a paper, fields in the order of the schema."""
    import yaml as typed

    yaml: Any = typed  # the width that its stubs accept is unknown to pyright

    class Dumper(typed.SafeDumper):
        """Puts text with a command in it between quotes, where it can be escaped."""

    def scalar(dumper: Any, text: str) -> Any:
        style = '"' if OLD_COMMAND in text else None
        node: typed.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:str", text, style)
        return node

    def dumped(*, allow_unicode: bool) -> str:
        # Never broken into lines, whose beginnings a server would choose.
        text: str = yaml.dump_all(
            [paper.dump() for paper in papers],
            Dumper=Dumper,
            sort_keys=False,
            allow_unicode=allow_unicode,
            width=sys.maxsize,
        )
        return obeyed_by_none(text)

    Dumper.add_representer(str, scalar)
    text = dumped(allow_unicode=True)
    return text if is_printable(text) else dumped(allow_unicode=False)


def papers_json(papers: Sequence[Paper]) -> str:
    """A JSON list."""
    values = [paper.dump() for paper in papers]
    return printed_json(json.dumps(values, indent=2, ensure_ascii=False))


def printed_json(text: str) -> str:
    """A JSON text, safe to print."""
    return "\n".join(map(escaped, obeyed_by_none(text).split("\n")))


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
