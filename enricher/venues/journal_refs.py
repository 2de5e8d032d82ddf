"""arXiv's journal references: "Phys. Rev. Lett. 122, 010401 (2019)", "Proc. of ICML, 2019"."""

from __future__ import annotations

import re
from typing import NamedTuple

from enricher.venues.publication import Publication, Venue, venue_of
from enricher.venues.table import Mention, mentions, outside
from enricher.venues.words import Word, words
from enricher.venues.years import edition_year

_LONGEST = 1_000
_LONGEST_NAME = 120  # of a journal; what is longer is a sentence
_BEFORE_NAME = frozenset({"the", "in", "ieee", "acm"})
_AFTER_NAME = frozenset({"vol", "volume", "p", "l", "no", "pp", "issue", "art", "in"})
MOST_AFTER = 15  # years from a preprint to its print; authors add references late

_OTHER = re.compile(r";\s{0,9}(?=[A-ZÀ-Þ])")  # "…, 2007; Int. J. …": the same work, printed twice
_LEAD = re.compile(r"^(?:in|published in|appeared in|to appear in)\b[\s:]{1,4}", re.IGNORECASE)
_BRACKETED_YEAR = re.compile(r"[(\[][^()\[\]]{0,40}\b((?:18|19|20)\d\d)\b[^()\[\]]{0,20}[)\]]")
_YEAR = re.compile(r"(?<![\d.:/-])((?:18|19|20)\d\d)(?![\d:/])")
_LAST_YEAR = re.compile(r",\s{0,3}(?:18|19|20)\d\d\s{0,3}\.?$")
_NAMED_VOLUME = re.compile(r"\bvol(?:ume)?\b[.:\s]{0,4}([A-Z]?\d{1,5})\b", re.IGNORECASE)
_VOLUME = re.compile(r"(\d{1,5})\b")
_ISSUE = re.compile(
    r"\(\s{0,3}\d{1,4}(?:\s{0,3}[-–/]\s{0,3}\d{1,4})?\s{0,3}\)"
    r"|\b(?:no|nr|issue|number|num)\b[.:\s]{0,4}[A-Z]?\d{1,4}\b",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?<![\d/])([A-Z]{0,2}\d{1,7})\s{0,3}(?:-{1,3}|–|—)\s{0,3}([A-Z]{0,2}\d{1,7})\b"
)
_ARTICLE = re.compile(
    r"(?:^|[\s,:])(?:p|pp|pages?|art|article|id)?[.\s]{0,3}([A-Za-z]{0,2}\d{1,7})(?=[\s,.;()]|$)"
)
_MARKED_PAGES = re.compile(r"\b(?:pp?|pages?)\b[.:\s]{0,4}(.{0,40})", re.IGNORECASE)
_NAME_ENDS = re.compile(
    r"\s{0,9}(?:,?\s{0,3}\b(?:vol(?:ume)?|no|nr|issue|pp?|pages?)\b[.:\s]|[,;:(\[]"
    r"|(?<!\d)\d(?!\d{0,2}(?:st|nd|rd|th)\b|\d{3}\s[A-Z]))",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\(\s{0,3}(?:([A-Z][a-z]{0,9}[A-Z][A-Za-z&]{0,12})(?:-\d{1,3})?|([A-Z][a-z]{1,14})(?=[\s'’-]{1,2}\d))"
    r"[\s'’`-]{0,2}(?:\d{2}|\d{4})?\s{0,3}[),:]"
)
# A reference that begins with authors or a title, or is to a chapter of a book, has these.
_NO_JOURNAL = re.compile(
    r"[\"“”]|\b(?:edited|editors?|eds?|chapter|book|press|springer|birkh\w{1,4}user"
    r"|world scientific|elsevier|wiley|thesis|submitted|appear|available|title|published"
    r"|preprint|report)\b",
    re.IGNORECASE,
)
_PROCEEDINGS = re.compile(
    r"\b(?:proceedings|proc|conference|conf|symposium|symp|workshops?|congress|meeting|colloquium"
    r"|synopses)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\b(?:journal|transactions|trans|lecture notes|lncs)\b", re.IGNORECASE)


class _Place(NamedTuple):
    """A venue, and the text behind its name."""

    venue: Venue
    rest: str
    edition: int | None


def from_journal_ref(text: str, *, published_year: int | None) -> Publication | None:
    """The publication that a journal reference is; None where no venue can be made out.

    An unknown journal keeps the name that the reference gives it. ``published_year`` is the year
    of the preprint: a year of print that lies far behind it is none.
    """
    reference = " ".join(text[:_LONGEST].split())
    reference = _LEAD.sub("", _OTHER.split(reference, maxsplit=1)[0])
    place = _known(reference) or _unknown(reference)
    if place is None:
        return None
    latest = (published_year + MOST_AFTER) if published_year else 2100
    year = _year(place.rest, latest) or _year(reference, latest) or place.edition
    if year and year > latest:
        return None
    if place.venue.type != "journal":
        return place.venue.publication(year, pages=_pages_of_proceedings(place.rest))
    volume, pages = _numbers(place.rest)
    return place.venue.publication(year, volume, pages)


def _known(reference: str) -> _Place | None:
    spelled = words(reference)
    named = [m for m in mentions(spelled) if m.entry.kind in {"conference", "journal"}]
    told = outside(spelled, named)
    for mention in named:
        if _is_venue(mention, spelled):
            venue = venue_of(
                mention.entry,
                is_workshop=mention.workshops or bool(told & {"workshop", "workshops"}),
            )
            rest = reference[spelled[mention.stop - 1].end :]
            return _Place(venue, rest, edition_year(mention.entry, spelled[: mention.first]))
    return None


def _is_venue(mention: Mention, spelled: list[Word]) -> bool:
    """Whether a mention is the venue, not a part of a title or of a longer name."""
    is_journal = mention.entry.kind == "journal"
    if mention.first and is_journal:
        before = spelled[mention.first - 1]
        if before.text == "." or not (before.is_sign or before.folded in _BEFORE_NAME):
            return False
    if mention.stop == len(spelled):
        return True
    after = spelled[mention.stop]
    if mention.acronym and (not is_journal or sum(map(str.isupper, mention.entry.short)) > 1):
        return mention.first == 0 or not is_journal or after.is_sign or after.text.isdecimal()
    if after.is_sign:
        return after.text not in "&-/"
    return after.text.isdecimal() or after.folded in _AFTER_NAME


def _unknown(reference: str) -> _Place | None:
    """A venue that is not in the table, by the name that the reference begins with."""
    end = _NAME_ENDS.search(reference)
    name = (reference[: end.start()] if end else reference).rstrip(" ,;:-")
    rest = reference[end.start() :] if end else ""
    if not _is_name(name) or _NO_JOURNAL.search(rest):
        return None
    if _tells_of_conference(name, rest):
        is_workshop = "workshop" in reference.casefold()
        short = _SHORT.search(reference)
        named = (short[1] or short[2]) if short else name
        venue = Venue(named, name, "workshop" if is_workshop else "conference")
        return _Place(venue, rest, None)
    return None if _ANOTHER.search(rest) else _Place(Venue(name, name, "journal"), rest, None)


def _tells_of_conference(name: str, rest: str) -> bool:
    """Whether a venue is a conference. "Proc. R. Soc. A 140" has a volume: it is a journal."""
    found = {word.casefold() for word in _PROCEEDINGS.findall(f"{name} {rest}")}
    is_journal = found <= {"proc", "proceedings"} and rest.lstrip(" ,.")[:1].isdecimal()
    return bool(found) and not is_journal


def _is_name(name: str) -> bool:
    spelled = words(name[: _LONGEST_NAME + 1])
    is_series = any(each.entry.kind not in {"conference", "journal"} for each in mentions(spelled))
    return (
        sum(map(str.isalpha, name)) >= 3
        and len(name) <= _LONGEST_NAME
        and name[0].isupper()
        and not is_series
        and not _NO_JOURNAL.search(name)
    )


def _year(text: str, latest: int) -> int | None:
    """The year in brackets, else the last one of the text."""
    found = _BRACKETED_YEAR.findall(text) or _YEAR.findall(text)
    years = [int(year) for year in found if int(year) <= latest]
    return years[-1] if years else None


def _numbers(rest: str) -> tuple[str, str]:
    """Volume and pages, or the number of an article, of what follows a journal's name."""
    named = _NAMED_VOLUME.search(rest)
    plain = _BRACKETED_YEAR.sub(" ", _ISSUE.sub(" ", rest[named.end() :] if named else rest))
    plain = _LAST_YEAR.sub("", plain).strip(" ,.:")
    if named:
        return named[1], _pages(plain)
    volume = _VOLUME.match(plain)
    if volume is None or _YEAR.fullmatch(volume[1]):
        return "", _pages(plain[volume.end() :] if volume else plain)
    return volume[1], _pages(plain[volume.end() :])


def _pages(text: str) -> str:
    article = _ARTICLE.search(text)
    is_article = article is not None and not _YEAR.fullmatch(article[1])
    return _range(text) or (article[1] if article and is_article else "")


def _range(text: str) -> str:
    found = _RANGE.search(text)
    return f"{found[1]}-{found[2]}" if found else ""


def _pages_of_proceedings(rest: str) -> str:
    """The pages that are marked as such: years, days and volumes look alike."""
    marked = _MARKED_PAGES.search(rest)
    return _range(marked[1]) if marked else ""
