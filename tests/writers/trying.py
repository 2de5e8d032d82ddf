"""A writer of notes, tried on texts that are scanned as the engine scans them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from enricher import scan
from enricher import text as texts
from enricher.models import PaperRef
from enricher.paper import Paper
from enricher.sources import all_sources
from enricher.writers.interface import Document, Planned, WriteOptions, Writer

OPTIONS = WriteOptions()


def scanned(text: str, path: str = "note.md") -> Document:
    """A note with the links that a run enriches."""
    links = scan.enrichable(text, scan.scan(path, text, all_sources()))
    return Document(path, text, tuple(links))


@dataclass(frozen=True)
class Trying:
    """Runs of a writer over texts whose papers are ``known``, unless told otherwise."""

    writer: Writer
    known: Mapping[PaperRef, Paper]

    def document(self, text: str, path: str = "note.md") -> Document:
        """A note with the links of its user: those that the writer itself put there are none."""
        found = scanned(text, path)
        own = self.writer.own(path, text, OPTIONS)
        users = (
            link
            for link in found.links
            if not any(span.start <= link.span.start < span.end for span in own)
        )
        return Document(path, text, tuple(users))

    def planned(
        self,
        text: str,
        known: Mapping[PaperRef, Paper] | None = None,
        options: WriteOptions = OPTIONS,
        path: str = "note.md",
    ) -> Planned:
        """What a run would do to a text."""
        papers = self.known if known is None else known
        return self.writer.plan(self.document(text, path), papers, options)

    def run(
        self,
        text: str,
        known: Mapping[PaperRef, Paper] | None = None,
        options: WriteOptions = OPTIONS,
        path: str = "note.md",
    ) -> str:
        """The text after a run."""
        return texts.apply(text, self.planned(text, known, options, path).edits)

    def remove(
        self,
        text: str,
        options: WriteOptions = OPTIONS,
        path: str = "note.md",
        *,
        known: Mapping[PaperRef, Paper] | None = None,
    ) -> str:
        """The text after everything was taken out again."""
        papers = self.known if known is None else known
        return texts.apply(
            text, self.writer.remove(self.document(text, path), papers, options).edits
        )


class Ways(NamedTuple):
    """The four ways to try a writer."""

    document: Callable[..., Document]
    planned: Callable[..., Planned]
    run: Callable[..., str]
    remove: Callable[..., str]


def trying(writer: Writer, known: Mapping[PaperRef, Paper]) -> Ways:
    """The ways to try a writer, as functions."""
    made = Trying(writer, known)
    return Ways(made.document, made.planned, made.run, made.remove)
