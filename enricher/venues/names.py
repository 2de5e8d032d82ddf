"""The venues that indexes and sites name: "Computer Vision and Pattern Recognition", "ICML (2)"."""

from __future__ import annotations

from itertools import zip_longest

from enricher.venues.evidence import phrases
from enricher.venues.publication import Venue, track_of, venue_of
from enricher.venues.table import Mention, mentions, outside
from enricher.venues.words import Word, words

_LONGEST = 1_000


def is_preprint_server(name: str) -> bool:
    """Whether a name is that of a preprint server ("CoRR", "arXiv.org", "arXiv: Learning").

    Words count whole: "Corrosion Science" is a journal.
    """
    text = words(name[:_LONGEST])
    return any(
        mention.entry.kind == "preprint server"
        and all(word.is_sign for word in text[: mention.first])
        for mention in mentions(text)[:1]
    ) or name.strip().casefold().startswith(("arxiv", "corr abs/", "corr, abs"))


def short_name(name: str) -> Venue | None:
    """The venue of the table that a name means as a whole; None for any other.

    Names are those of proceedings and journals in indexes and on sites, with or without year,
    place and abbreviation. A series ("Lecture Notes in Computer Science") and a preprint server
    are no venues.
    """
    if is_preprint_server(name):
        return None
    text = words(name[:_LONGEST])
    named = [each for each in mentions(text) if each.entry.kind in {"conference", "journal"}]
    if text and text[0].folded == "findings":
        return _venue(named[-1], outside(text, named)) if named else None
    for mention, following in zip_longest(named, named[1:]):
        after = text[mention.stop :]
        again = following is not None and following[:2] == (mention.entry, mention.stop)
        if _is_leading(text[: mention.first]) and (again or _is_trailing(after, mention)):
            return _venue(mention, outside(text, named))
    return None


def _venue(mention: Mention, around: set[str]) -> Venue:
    is_workshop = mention.workshops or bool(around & {"workshop", "workshops", "companion"})
    return venue_of(mention.entry, is_workshop=is_workshop, track=track_of(around))


def _is_leading(before: list[Word]) -> bool:
    leading = phrases().leading
    return all(word.is_sign or word.text.isdecimal() or word.folded in leading for word in before)


def _is_trailing(after: list[Word], mention: Mention) -> bool:
    """Whether a name ends where a mention does, not in the middle of a longer one."""
    if not after:
        return True
    word = after[0]
    if word.text.isdecimal() or word.folded == "part":
        return True
    if word.folded in {"workshop", "workshops", "conference"}:
        return mention.entry.kind == "conference"
    if word.is_sign:
        return word.text not in "&+" and not (word.text == "-" and mention.acronym)
    return word.folded == "and" and len(after) > 1 and after[1].folded == "the"
