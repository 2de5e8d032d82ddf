"""Whose the marks beside links are."""

from __future__ import annotations

import re
from enum import StrEnum

from enricher.paper import Paper
from enricher.writers import short_form
from enricher.writers.recognition import is_by, is_venue_of
from enricher.writers.venue.marks import Mark, plain, unlinked

_AUTHORS = re.compile(r"\S.* et al\.|\S.* and \S.*")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


class Whose(StrEnum):
    """Whose a text is. ``UNSURE`` is one that looks like ours and does not say what is known: it
    was edited, its link leads elsewhere now, or it never was ours. It is left as it is."""

    OURS = "ours"
    UNSURE = "unsure"
    USERS = "the user's"


def names(paper: Paper) -> list[str]:
    """What may stand as the authors of a mark, the best first: a paper without authors goes by its
    title, one without a title by its id."""
    known = (short_form.authors(paper), paper.title, paper.id)
    return list(filter(None, map(plain, known)))


def whose(mark: Mark, paper: Paper | None) -> Whose:
    """Whose a mark beside a link to a paper is; None for one of which nothing is known."""
    if paper is not None and _is_of(mark, paper):
        return Whose.OURS
    is_likely = _AUTHORS.fullmatch(mark.authors) or _YEAR.search(mark.venue)
    return Whose.UNSURE if is_likely or (paper and _is_named(mark, paper)) else Whose.USERS


def _is_of(mark: Mark, paper: Paper) -> bool:
    is_its_venue = mark.venue == unlinked(plain(paper.venue or "")) or is_venue_of(
        mark.venue, paper
    )
    return is_its_venue and _is_named(mark, paper)


def _is_named(mark: Mark, paper: Paper) -> bool:
    """Whether the authors of a mark are those of a paper, or what stood for them."""
    return mark.authors in names(paper) or is_by(mark.authors, paper)
