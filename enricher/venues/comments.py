"""arXiv's comments: "Accepted to CVPR 2019 (oral)", "ICLR 2020 camera ready", "IEEE TPAMI"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from enricher.venues import evidence
from enricher.venues.publication import Publication, Venue, track_of, venue_of
from enricher.venues.table import Mention, mentions, outside
from enricher.venues.words import Word, words
from enricher.venues.years import fits, is_year, year_beside, year_of

_LONGEST = 2_000  # code points; arXiv's own limit is 400
_ADMIN_NOTE = re.compile(r"arXiv admin note", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>]{1,2000}|\barXiv\s?:\s?\S{1,30}", re.IGNORECASE)
_ABBREVIATIONS = frozenset(
    {
        *("proceedings", "conference", "international", "symposium", "transactions", "journal"),
        *("phys", "review", "letters", "vol", "no", "pp", "fig", "figs", "eq", "sec", "dr", "prof"),
        *("al", "ver", "ed", "eds", "ph", "u", "st"),
    }
)
_ARTICLES = frozenset({"the", "our", "of", "a", "an", "in", "to", "from"})
_WORKSHOP = frozenset({"workshop", "workshops"})
_NEAR = 6  # words after a name: "Phys. Rev. B, accepted for publication"


class _Claim(NamedTuple):
    """That the paper was published at a venue, as one sentence says it."""

    venue: Venue
    year: int | None


@lru_cache(maxsize=2_000)  # "12 pages, 5 figures" is what many say
def from_comment(comment: str, *, published_year: int | None) -> Publication | None:
    """The publication that arXiv's comment on a paper tells of, if it surely does.

    ``published_year`` is the year of the preprint: a year that does not fit it makes the whole
    comment doubtful. A comment without a year gives a venue without one.
    """
    if evidence.is_no_paper(comment[:_LONGEST]):
        return None
    own = _ADMIN_NOTE.split(comment[:_LONGEST], maxsplit=1)[0]
    text = words(_URL.sub(" ", own))
    claims: list[_Claim] = []
    for start, stop in _sentences(text):
        claims += _claims(text[start:stop], is_alone=stop - start == len(text))
    if not all(fits(claim.year, published_year) for claim in claims):
        return None
    return _best(claims)


def _best(claims: list[_Claim]) -> Publication | None:
    """The first claim of a main venue, else the first, with the year if another has it."""
    if not claims:
        return None
    venue = next((claim.venue for claim in claims if claim.venue.is_main), claims[0].venue)
    years = (claim.year for claim in claims if claim.venue[:3] == venue[:3])
    return venue.publication(next((year for year in years if year is not None), None))


def _sentences(text: list[Word]) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end; a full stop within a venue's name ends none."""
    inside = {index for each in mentions(text) for index in range(each.first, each.stop)}
    stops = [
        index + 1
        for index, (word, after) in enumerate(pairwise(text))
        if index not in inside and _is_end(text[index - 1] if index else None, word, after)
    ]
    return pairwise([0, *stops, len(text)])


def _is_end(before: Word | None, word: Word, after: Word) -> bool:
    if word.text == ";":
        return True
    if word.text not in ".!" or before is None or before.folded in _ABBREVIATIONS:
        return False
    if is_year(after) or after.text in {"(", ",", ":", ")"}:
        return False
    if after.start == word.end and not (after.text[0].isupper() or after.text.isdecimal()):
        return False
    return after.is_sign or not after.text[0].islower()


def _claims(sentence: list[Word], *, is_alone: bool) -> list[_Claim]:
    if not sentence or evidence.speaks_against(" ".join(word.text for word in sentence)):
        return []
    named = [m for m in mentions(sentence) if m.entry.kind in {"conference", "journal"}]
    told = outside(sentence, named)
    conferences = {each.entry for each in named if each.entry.kind == "conference"}
    if len(conferences) > 1 and told & _WORKSHOP:
        return []  # which of them has the workshop is not told
    claims = (_claim(sentence, mention, told, is_alone=is_alone) for mention in named)
    return [claim for claim in claims if claim]


def _claim(
    sentence: list[Word], mention: Mention, told: set[str], *, is_alone: bool
) -> _Claim | None:
    before = sentence[: mention.first]
    if not (evidence.ends(sentence, mention) and evidence.begins(before, mention)):
        return None
    is_workshop = _is_workshop(before, mention, told)
    if is_workshop and mention.entry.kind == "journal":
        return None
    if not _is_claimed(sentence, mention, is_workshop=is_workshop, is_alone=is_alone):
        return None
    venue = venue_of(mention.entry, is_workshop=is_workshop, track=track_of(told))
    return _Claim(venue, year_of(sentence, mention))


def _is_workshop(before: list[Word], mention: Mention, told: set[str]) -> bool:
    """Whether a sentence tells of a workshop: by the word, by "CVPRW", by "Some Name @ CVPR"."""
    if mention.workshops or told & _WORKSHOP:
        return True
    return bool(before) and before[-1].text == "@" and not evidence.leads(before[:-1])[0]


def _is_claimed(
    sentence: list[Word], mention: Mention, *, is_workshop: bool, is_alone: bool
) -> bool:
    is_accepted, start = evidence.leads(sentence[: mention.first])
    beside = year_beside(sentence, mention) is not None
    if is_workshop:
        begins = start == 0 and any(map(is_year, sentence))
        return is_accepted or beside or begins or evidence.has_acceptance(sentence)
    if evidence.names_a_part(sentence, mention.stop):
        return False
    if is_accepted:
        return True
    if not _stands_apart(sentence[: mention.first], start):
        return False
    after = sentence[mention.stop :]
    if beside or evidence.is_reference(after) or evidence.has_acceptance(after[:_NEAR]):
        return True
    return is_alone and not after and evidence.is_clear(sentence, mention)


def _stands_apart(before: list[Word], start: int) -> bool:
    """Whether a name begins a part of its sentence, from ``start`` on: "8 pages, CVPR 2019"."""
    if start == len(before) and before and before[-1].text not in ",(:[|–—/*":
        return False
    if evidence.names_another(before[:start]):
        return False
    lead = {word.folded for word in before[start:]}
    return "proceedings" in lead or not (before and before[-1].folded in _ARTICLES and start)
