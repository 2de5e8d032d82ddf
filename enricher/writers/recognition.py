"""Whether what stands beside a link is what was written there before.

Form alone proves nothing: people write "Luo et al." and "NeurIPS 2020" by themselves. What is ours
says of a paper what is known of it, so without records nothing is ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from enricher import titles
from enricher.models import Edit, Link, PaperRef
from enricher.paper import Paper
from enricher.venues import short_name
from enricher.writers import short_form
from enricher.writers.attributes import one_line
from enricher.writers.interface import Planned

_BRIEF = re.compile(r"[^\d,;:()\[\]]{1,40} \d{4}")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


class Whose(StrEnum):
    """Whose a text is. ``UNSURE`` is one that looks like ours and does not say what is known: it
    was edited, its link leads elsewhere now, or it never was ours. It is left as it is."""

    OURS = "ours"
    UNSURE = "unsure"
    USERS = "the user's"


class Said(NamedTuple):
    """What stands beside a link that leads to a paper, or to none, and is left there."""

    link: Link
    text: str


class KnownPapers:
    """The papers that a run knows, by their references and by what was written of them."""

    def __init__(self, papers: Mapping[PaperRef, Paper]) -> None:
        self._papers = papers

    def get(self, ref: PaperRef) -> Paper | None:
        """The paper of a link."""
        return self._papers.get(ref)

    def by(self, authors: str) -> list[Paper]:
        """The papers whose first author is the one of these authors in short."""
        return self._by_first_author.get(_first(authors), [])

    @cached_property
    def _by_first_author(self) -> dict[str, list[Paper]]:
        found: dict[str, list[Paper]] = {}
        for paper in {each.id: each for each in self._papers.values()}.values():
            if first := _first(short_form.authors(paper)):
                found.setdefault(first, []).append(paper)
        return found


def is_by(authors: str, paper: Paper) -> bool:
    """Whether authors in short are those of a paper. The first one tells: how many more there are
    differs between versions, and accents between indexes."""
    known = short_form.authors(paper)
    return bool(known) and (authors == one_line(known) or _first(authors) == _first(known))


def is_venue_of(venue: str, paper: Paper) -> bool:
    """Whether a text is a venue of a paper, by whatever name, or one that is spelled as we spell
    it: what was written may be older than what is known now."""
    known = (paper.venue, paper.booktitle, paper.journal)
    if venue in (one_line(each) for each in known if each):
        return True
    named, year = short_name(venue), _YEAR.search(venue)
    if named is None:
        return False
    own = paper.venue or ""
    is_renamed = year is not None and year[0] in own and named == short_name(own)
    if is_renamed and _BRIEF.fullmatch(venue):  # by the setting `venues`
        return True
    return named.publication(int(year[0]) if year else None).venue == venue


def names_year(text: str) -> bool:
    """Whether a text holds a year."""
    return _YEAR.search(text) is not None


def removal(path: str, edits: Iterable[Edit], left: Iterable[Said], known: KnownPapers) -> Planned:
    """Edits that take out what is ours, and what to tell of that which looks like it and stays."""
    notices: list[str] = []
    undecided: list[str] = []
    for link, text in left:
        stays = f"{path}:{link.line}: {text!r} stays, for it may be yours: "
        if not link.ref.id:
            notices.append(f"{stays}its link leads to no paper; delete it by hand if it is not")
        elif known.get(link.ref):
            notices.append(
                f"{stays}it is not what is known of {link.ref}; delete it by hand if it is not"
            )
        else:
            undecided.append(
                f"{stays}nothing is known of {link.ref} here; `enricher run` first, or delete it "
                "by hand"
            )
    return Planned(tuple(edits), notices=tuple(notices), undecided=tuple(undecided))


def _first(authors: str) -> str:
    """What of the first author's family name counts: its last word, without accents."""
    words = authors.removesuffix(" et al.").partition(" and ")[0].split()
    letters = unicodedata.normalize("NFKD", titles.key(words[-1])) if words else ""
    return "".join(char for char in letters if not unicodedata.combining(char))
