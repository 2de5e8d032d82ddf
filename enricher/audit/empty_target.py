"""A link leads nowhere: ``[Title]()``. The paper is looked for by its title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from enricher.audit.interface import Confidence, Finding, Kind, Subject
from enricher.audit.landmarks import said_of, seen
from enricher.audit.places import address_of, quoted
from enricher.audit.shelf import Shelved
from enricher.links.empty import EmptyLink
from enricher.paper import Paper
from enricher.venues.editions import editions

CODE: Final = "empty-target"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")


def find(subject: Subject) -> Iterator[Finding]:
    """The empty links of a note, with the papers that they may mean."""
    note = seen(subject) if subject.empty else None
    for link in subject.empty:
        text = subject.text[slice(*link.label)]
        named = f"The link {quoted(text)}" if text.strip() else "The link"
        found = subject.known.shelf.find(text)
        address = address_of(found.paper) if found else ""
        if note is None or found is None or not address:
            yield subject.finding(CODE, link.span, f"{named} leads nowhere.")
            continue
        venue = f", {found.paper.venue}" if found.paper.venue else ""
        yield subject.finding(
            CODE,
            link.span,
            f"{named} leads nowhere; it may mean {quoted(found.paper.title)}{venue}.",
            proposal=address,
            confidence=_confidence(said_of(note, link.span), found),
            edit=subject.instead(link.target, _written(subject, link, address)),
        )


def _written(subject: Subject, link: EmptyLink, address: str) -> str:
    """An address as it is written in Markdown, or in an attribute of HTML."""
    return escape(address) if subject.text.startswith("<", link.span.start) else address


def seeks(subject: Subject) -> Iterator[str]:
    """The texts of the empty links of a note."""
    return (subject.text[slice(*link.label)] for link in subject.empty)


def _confidence(said: str, found: Shelved) -> Confidence:
    """Certain is what agrees in its title and in another fact; a name alone is not sure."""
    if not found.is_exact:
        return Confidence.LIKELY if found.is_title else Confidence.UNSURE
    return Confidence.CERTAIN if _agrees(said, found.paper) else Confidence.LIKELY


def _agrees(said: str, paper: Paper) -> bool:
    """Whether what a note says of a link names the venue and year of a paper, too, or its year and
    an author."""
    years = {int(year) for year in _YEAR.findall(said)} | {each.year for each in editions(said)}
    if paper.year is None or years != {paper.year}:
        return False
    if any(paper.venue and paper.venue.startswith(each.entry.short) for each in editions(said)):
        return True
    families = {author.split()[-1].casefold() for author in paper.authors if author.split()}
    return not families.isdisjoint(word.casefold() for word in _WORD.findall(said))


KIND: Final = Kind(
    code=CODE,
    title='A link leads nowhere, `[Title]()` or `<a href="">`; its paper is looked for by title.',
    find=find,
    fixes="the address, where title and another fact (venue, or year and author) agree",
    seeks=seeks,
)
