"""The form of a link's title: ``Title · Luo et al. · NeurIPS 2020``, or without the title where
the link's text already is it.

A title of ours has this form, that hardly anyone types, and says what is known of its paper; what
could not be told from a user's own words is not written.
"""

from __future__ import annotations

import html
import re
from typing import Final, NamedTuple

from enricher import titles
from enricher.paper import Paper
from enricher.venues import short_name
from enricher.writers import short_form
from enricher.writers.attributes import escaped, one_line

SEPARATOR: Final = " · "
_DOT = "&#183;"  # the separator's dot within a part

_LONGEST_TITLE = 500  # code points; no real title comes near
_LONGEST_VENUE = 160
_MOST_WORDS = 8  # of one name
_SHORTEST_IN_TEXT = 20  # letters of a title that a link's text may hold beside other words

_YEAR = r"(?:19|20)[0-9]{2}"
_HAS_YEAR = re.compile(rf"(?<![0-9]){_YEAR}(?![0-9])")
# What stands for a venue where none is known. "arXiv" and "preprint" are what readers look for.
_UNPUBLISHED = re.compile(rf"(?:arXiv|preprint|thesis|report|book|paper) ({_YEAR})")
_TELLING = re.compile(rf"(?:arXiv|preprint|thesis) {_YEAR}")
_OF_TYPE = {"preprint": "preprint", "thesis": "thesis", "report": "report", "book": "book"}

_ET_AL = re.compile(r"\S.{0,200} et al\.")
_NAME_WORD = re.compile(r"[^\W\d_][^\d:/@#()]*")
# What people call a link: "Oral · CVPR 2019" names no author, nor does "Talk and Slides".
_LABELS = frozenset(
    {
        *("article", "award", "benchmark", "best", "blog", "code", "data", "dataset", "demo"),
        *("github", "highlight", "keynote", "link", "notes", "official", "oral", "page", "paper"),
        *("pdf", "post", "poster", "presentation", "project", "published", "release", "repo"),
        *("review", "slides", "spotlight", "summary", "survey", "talk", "tutorial", "video"),
        *("website", "workshop", "youtube"),
    }
)


class Parts(NamedTuple):
    """What a title says; ``title`` is empty where the link's text says it. ``last`` is the venue
    with its year, or stands for one."""

    title: str
    authors: str
    last: str

    @property
    def unpublished(self) -> str:
        """The year where ``last`` only stands for a venue; else empty."""
        found = _UNPUBLISHED.fullmatch(self.last)
        return found[1] if found else ""

    def __str__(self) -> str:
        return SEPARATOR.join(filter(None, self))


def parts_of(paper: Paper, label: str) -> Parts | None:
    """What the title of a link with this text says. None where no author or no year is known, or
    where it could not be told from a title of the user's."""
    title = title_part(paper)
    authors = one_line(short_form.authors(paper))
    last = venue_part(paper)
    if not (title and authors and last):
        return None
    shown = "" if says(label, paper.title) else title
    candidates = (Parts(shown, authors, last), Parts(title, authors, last))
    return next((parts for parts in candidates if read(f'"{written(parts)}"') == parts), None)


def written(parts: Parts) -> str:
    """The title as it stands between its quotes."""
    return SEPARATOR.join(escaped(part).replace("·", _DOT) for part in parts if part)


def read(title: str) -> Parts | None:
    """What a title of ours says, from its text with quotes; None for a user's."""
    inner = title[1:-1]
    if SEPARATOR not in inner or title[0] != '"':
        return None
    split = [html.unescape(part) for part in inner.split(SEPARATOR)]
    if len(split) == 2:
        split.insert(0, "")
    if len(split) != 3:
        return None
    parts = Parts(*split)
    is_ours = written(parts) == inner and _are_ours(parts)
    return parts if is_ours else None


def says(label: str, title: str) -> bool:
    """Whether a link's text is a title, or holds a long one."""
    sought, text = titles.key(title), titles.key(label)
    return sought == text or (len(sought) >= _SHORTEST_IN_TEXT and sought in text)


def cut(text: str, longest: int) -> str:
    """A text of at most so many code points."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def title_part(paper: Paper) -> str:
    """The first part of a paper's title, in plain text: no tooltip sets formulas."""
    return cut(one_line(titles.clean(paper.title)), _LONGEST_TITLE)


def venue_part(paper: Paper) -> str:
    """The last part of a paper's title; empty where no year is known."""
    year = str(paper.year or (paper.published or "")[:4])
    venue = one_line(paper.venue or paper.journal or paper.booktitle or "")
    if not venue:
        is_arxiv = bool(paper.arxiv) or any(id_.startswith("arxiv:") for id_ in paper.ids)
        kind = "arXiv" if is_arxiv else _OF_TYPE.get(paper.type or "", "paper")
        return f"{kind} {year}" if year else ""
    venue = cut(venue, _LONGEST_VENUE)
    if not _HAS_YEAR.search(venue):
        if not year:
            return ""
        venue = f"{venue} {year}"
    return venue if _is_known(venue) else f"in {venue}"


def _is_known(venue: str) -> bool:
    return short_name(venue) is not None


def _are_ours(parts: Parts) -> bool:
    """Whether the parts are what only a record would put together."""
    if not _HAS_YEAR.search(parts.last):
        return False
    is_telling = _TELLING.fullmatch(parts.last) is not None or _is_known(parts.last)
    if not (is_telling or parts.last.startswith("in ") or parts.unpublished):
        return False
    if _ET_AL.fullmatch(parts.authors):
        return True
    first, *second = parts.authors.split(" and ")
    names = [name for name in (first, *second) if not _is_label(name)]
    if second:
        return len(second) == 1 and bool(names)
    return bool(names and _is_name(first) and (parts.title or is_telling))


def _is_label(text: str) -> bool:
    return all(word.strip(".,").casefold() in _LABELS for word in text.split())


def _is_name(text: str) -> bool:
    words = text.split()
    return len(words) <= _MOST_WORDS and all(map(_NAME_WORD.fullmatch, words))
