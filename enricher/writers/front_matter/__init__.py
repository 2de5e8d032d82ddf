"""The papers of a note in its front matter; all else stays byte for byte.

A front matter is written in its own style, and in the profile that the site's readers know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Final

from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import PaperRef, Span
from enricher.paper import Paper
from enricher.text import FrontMatter
from enricher.writers.front_matter import yaml_list
from enricher.writers.interface import (
    Document,
    Idle,
    Planned,
    Profile,
    WriteOptions,
    Writer,
    WriterSettings,
)
from enricher.writers.works import works_of

UNMARKED = frozenset({".ipynb", ".bib"})


class FrontMatterSettings(WriterSettings):
    """``[writers.front-matter]``; no profile means that of the site."""

    profile: Profile | None = None


def plan(document: Document, papers: Mapping[PaperRef, Paper], options: WriteOptions) -> Planned:
    """The edit that brings the list up to date; none in a note that wants to be left alone."""
    if texts.is_opted_out(document.text):
        return Planned(idle=Idle.OPTED_OUT)
    front = _front_matter(document.path, document.text)
    if front is None:
        return _creation(document, papers, options)
    if front.style != "yaml":
        if papers:
            raise _unsupported(document, front)
        return Planned()
    return yaml_list.plan(document, front, papers, options)


def remove(document: Document, options: WriteOptions) -> Planned:
    """The edit that takes the list out; entries that hold a user's keys or comments stay."""
    front = _front_matter(document.path, document.text)
    if front is None or front.style != "yaml":
        return Planned()
    return yaml_list.remove(document, front, options)


def own(path: str, text: str, options: WriteOptions) -> Sequence[Span]:
    """The list, where there is one and it is ours."""
    if options.key not in text:
        return ()
    front = _front_matter(path, text)
    if front is None or front.style != "yaml":
        return ()
    return yaml_list.own(path, text, front, options)


def _front_matter(path: str, text: str) -> FrontMatter | None:
    """The front matter of a note whose format knows any: a notebook is one JSON object."""
    if PurePath(path).suffix.lower() in UNMARKED:
        return None
    return texts.front_matter(text)


def _creation(
    document: Document, papers: Mapping[PaperRef, Paper], options: WriteOptions
) -> Planned:
    """The edit that gives a Markdown note a front matter of its own, where that is wanted."""
    works = works_of(document.links, papers)
    if not any(work.paper for work in works):
        return Planned()
    suffix = PurePath(document.path).suffix.lower()
    if not options.create_front_matter or suffix not in texts.MARKDOWN:
        return Planned(idle=Idle.NO_FRONT_MATTER)
    return yaml_list.create(document, works, options)


def _unsupported(document: Document, front: FrontMatter) -> NoteError:
    return NoteError(
        document.path,
        f"writing to {front.style.upper()} front matter is not supported yet",
        line=1,
        hint="the note is left as it is",
    )


WRITER: Final = Writer(
    name="front-matter",
    title="one list, `papers:`, in the YAML front matter of each note",
    plan=plan,
    remove=remove,
    own=own,
    settings=FrontMatterSettings,
)
