"""Whose the titles of links are."""

from __future__ import annotations

from enricher import titles
from enricher.paper import Paper
from enricher.writers.link_title.form import Parts, says, title_part, venue_part
from enricher.writers.recognition import is_by, is_venue_of


def is_ours(parts: Parts, paper: Paper | None, label: str) -> bool:
    """Whether a title in our form is ours, at a link with this text to a paper; None for one of
    which nothing is known. Without the paper's title it is only where the text says it."""
    if paper is None or not _is_of(parts, paper):
        return False
    return bool(parts.title) or says(label, paper.title)


def _is_of(parts: Parts, paper: Paper) -> bool:
    """Whether a title says what is known of a paper: its title, where it has that part, its
    authors, and a venue that is its own or one that we would have written of it."""
    title = title_part(paper)
    if parts.title not in {"", title} and not titles.similar(parts.title, title):
        return False
    if paper.authors and not is_by(parts.authors, paper):
        return False
    if not (paper.authors or parts.title):
        return False
    is_plain = bool(parts.unpublished) or is_venue_of(parts.last, paper)
    return is_plain or bool(parts.title) or parts.last == venue_part(paper)
