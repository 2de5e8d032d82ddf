"""The papers of a note in its front matter; all else stays byte for byte.

What reads and writes YAML and TOML is imported for the first note: a run that finds all notes up to
date needs none of it, and this is the writer of most runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from enricher.writers.interface import (
    Document,
    Planned,
    Profile,
    WriteOptions,
    Writer,
    WriterSettings,
)

if TYPE_CHECKING:
    from enricher.models import PaperRef, Span
    from enricher.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatterSettings(WriterSettings):
    """``[writers.front-matter]``; no profile means that of the site."""

    profile: Profile | None = None


def plan(document: Document, papers: Mapping[PaperRef, Paper], options: WriteOptions) -> Planned:
    """The edit that brings the list up to date; none in a note that wants to be left alone."""
    from enricher.writers.front_matter import styles

    return styles.plan(document, papers, options)


def remove(document: Document, papers: Mapping[PaperRef, Paper], options: WriteOptions) -> Planned:
    """The edit that takes the list out; entries that hold a user's keys or comments stay."""
    from enricher.writers.front_matter import styles

    return styles.remove(document, papers, options)


def own(path: str, text: str, options: WriteOptions) -> Sequence[Span]:
    """The list, where there is one and it is ours; one that is left under another key, too."""
    from enricher.writers.front_matter import styles

    return styles.own(path, text, options)


WRITER: Final = Writer(
    name="front-matter",
    title="one list, `papers`, in the YAML or TOML front matter of each note",
    plan=plan,
    remove=remove,
    own=own,
    settings=FrontMatterSettings,
)
