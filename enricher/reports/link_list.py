"""The links of notes, for people as a table and for programs as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from enricher.models import Link
from enricher.reports.plain import obeyed_by_none, printable


def table(links: Iterable[tuple[str, Link]]) -> Iterator[str]:
    """One line a link: place, context, paper and URL."""
    for path, link in links:
        version = f"v{link.version}" if link.version else ""
        place = f"{printable(path)}:{link.line}:{link.column}"
        paper = f"{printable(str(link.ref))}{version}"
        yield f"{place}  {link.context:<12} {paper}  {printable(link.url)}"


def json_lines(links: Iterable[tuple[str, Link]]) -> Iterator[str]:
    """One JSON object a link; ``start`` and ``end`` are code points of the decoded file."""
    for path, link in links:
        line = json.dumps(
            {
                "path": path,
                "line": link.line,
                "column": link.column,
                "start": link.span.start,
                "end": link.span.end,
                "url": link.url,
                "text": link.text,
                "context": str(link.context),
                "source": link.ref.source,
                "id": link.ref.id,
                "version": link.version,
                "paper": str(link.ref),
            }
        )
        yield obeyed_by_none(line)
