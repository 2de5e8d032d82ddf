"""Whose the titles of links are."""

from __future__ import annotations

from enricher import titles
from enricher.paper import Paper
from enricher.writers.link_title.form import Parts, title_part, venue_part
from enricher.writers.recognition import KnownPapers, Whose, is_by, is_venue_of


def whose(parts: Parts, paper: Paper | None, known: KnownPapers) -> Whose:
    """Whose a title in our form is, at a link to a paper; None for one of which nothing is
    known."""
    if paper is not None and is_of(parts, paper):
        return Whose.OURS
    if any(is_of(parts, other) for other in known.by(parts.authors)):
        return Whose.OURS  # the link led to that one before
    return Whose.UNSURE


def is_of(parts: Parts, paper: Paper) -> bool:
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
