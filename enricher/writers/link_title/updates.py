"""When a written title may change, so that none flaps: what is written is the lowest record."""

from __future__ import annotations

from enricher.paper import Paper
from enricher.writers.interface import Published, WriteOptions
from enricher.writers.link_title.form import Parts, parts_of


def updated(before: Parts | None, paper: Paper, label: str, options: WriteOptions) -> Parts | None:
    """The title that a link with this text gets, or keeps; None for no title. ``before`` is ours.

    A written venue becomes another only by the user's override or on demand, and never none.
    """
    after = parts_of(paper, label)
    if before is None:
        return after
    if after is None:
        return before
    if before.unpublished or after.last == before.last:
        return after
    is_wanted = options.replace_venues or "venue" in paper.by_user
    return after if is_wanted and not after.unpublished else before


def news(
    id_: str, before: Parts | None, after: Parts | None, paper: Paper
) -> tuple[Published, ...]:
    """That a paper whose title told of a preprint has a venue now."""
    if before is None or after is None or not before.unpublished or after.unpublished:
        return ()
    return (Published(id_, f"preprint {before.unpublished}", paper.venue or after.last),)
