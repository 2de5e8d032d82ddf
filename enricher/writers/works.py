"""The works that links lead to, and what is written of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from enricher.models import Link, PaperRef
from enricher.paper import Paper
from enricher.writers.interface import WriteOptions, in_order
from enricher.writers.values import Value, plain


class Work(NamedTuple):
    """The links of a note to one work; no paper where nothing is known of it."""

    links: tuple[Link, ...]
    paper: Paper | None

    @property
    def names(self) -> set[str]:
        """Every id and every URL by which an entry of it may be known."""
        ids = {str(link.ref) for link in self.links} | {link.url for link in self.links}
        return ids | set(self.paper.ids if self.paper else ())


def works_of(links: Sequence[Link], papers: Mapping[PaperRef, Paper]) -> list[Work]:
    """The works of a note in the order of their first links."""
    groups: dict[str, list[Link]] = {}
    for link in in_order(links):
        paper = papers.get(link.ref)
        groups.setdefault(paper.id if paper else str(link.ref), []).append(link)
    return [Work(tuple(group), papers.get(group[0].ref)) for group in groups.values()]


def values_of(id_: str, work: Work, options: WriteOptions) -> dict[str, Value]:
    """The fields of a work in the order of the settings, without those that are not known."""
    values: dict[str, Value] = {}
    for name in options.fields:
        match name:
            case "id":
                values[name] = id_
            case "links":
                values[name] = tuple(dict.fromkeys(link.url for link in work.links))
            case "authors" if work.paper and work.paper.authors:
                authors = work.paper.authors
                values[name] = authors[: options.max_authors]
                if len(authors) > options.max_authors:
                    values["more_authors"] = len(authors) - options.max_authors
            case _:
                value = getattr(work.paper, name, None)
                if isinstance(value, str | int | tuple) and value not in ("", ()):
                    values[name] = value
    return values


def entries_of(
    links: Sequence[Link], papers: Mapping[PaperRef, Paper], options: WriteOptions
) -> list[dict[str, object]]:
    """The works of a note that are known, as plain values in the form of a front matter's list."""
    return [
        {
            name: plain(value)
            for name, value in values_of(str(work.links[0].ref), work, options).items()
        }
        for work in works_of(links, papers)
        if work.paper
    ]
