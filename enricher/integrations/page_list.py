"""The list of a page's papers as HTML, for pages whose theme shall not be touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from jinja2 import Environment, FileSystemLoader, Template

from enricher.integrations.build import TEMPLATES


def page_list(papers: Sequence[Mapping[str, object]], language: str) -> str:
    """What ``enricher.html`` shows of these entries, in words of a language such as ``zh-CN``;
    empty where there are none."""
    return _template().render(papers=papers, papers_language=language)


@cache
def _template() -> Template:
    loader = FileSystemLoader(TEMPLATES)
    environment = Environment(loader=loader)  # noqa: S701 - the template escapes for itself
    return environment.get_template("enricher.html")
