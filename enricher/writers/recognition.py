"""Whether what stands beside a link is what was written there before.

Form alone proves nothing: people write "Luo et al." and "NeurIPS 2020" by themselves. What is ours
says of a paper what is known of it, so without records nothing is ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from enricher import titles
from enricher.models import Edit, Link, PaperRef
from enricher.paper import Paper
from enricher.venues import short_name
from enricher.writers import short_form
from enricher.writers.attributes import one_line
from enricher.writers.interface import Planned

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


class Said(NamedTuple):
    """What stands beside a link that leads to a paper, or to none, and is left there."""

    link: Link
    text: str


def is_by(authors: str, paper: Paper) -> bool:
    """Whether authors in short are those of a paper, accents and capitals aside: these differ
    between indexes. Whoever shortened them more has edited them."""
    known = one_line(short_form.authors(paper))
    return bool(known) and (authors == known or _letters(authors) == _letters(known))


def is_venue_of(venue: str, paper: Paper) -> bool:
    """Whether a text is the venue of a paper, or one with a year that is spelled as we spell it:
    what was written may be older than what is known now."""
    known = (paper.venue, paper.booktitle, paper.journal)
    if venue in (one_line(each) for each in known if each):
        return True
    named, year = short_name(venue), _YEAR.search(venue)
    return bool(named and year and named.publication(int(year[0])).venue == venue)


def removal(
    path: str, edits: Iterable[Edit], left: Iterable[Said], papers: Mapping[PaperRef, Paper]
) -> Planned:
    """Edits that take out what is ours, and what to tell of that which looks like it and stays."""
    return Planned(tuple(edits), left=tuple(_told(path, said, papers) for said in left))


def _told(path: str, said: Said, papers: Mapping[PaperRef, Paper]) -> str:
    link, text = said
    if not link.ref.id:
        why = "its link leads to no paper"
    elif link.ref in papers:
        why = f"it is not what is known of {link.ref}"
    else:
        why = f"nothing is known of {link.ref} here; `enricher run` first"
    return f"{path}:{link.line}: {text!r}, for it may be yours: {why}, or delete it by hand"


def _letters(authors: str) -> str:
    letters = unicodedata.normalize("NFKD", titles.key(authors))
    return "".join(char for char in letters if not unicodedata.combining(char))
