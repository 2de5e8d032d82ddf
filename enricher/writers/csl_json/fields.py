"""A paper as the fields of a CSL-JSON item (CSL 1.0.2, "Standard Variables" and "Types").

CSL has no type for preprints: they are an ``article`` with a ``genre``, as Zotero writes them. The
server is their ``publisher``; as ``archive`` it would be printed twice. An ``event-title`` beside a
``container-title`` would be printed twice, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from enricher.identifiers import arxiv_ids, dois
from enricher.paper import Paper
from enricher.venues.names import is_preprint_server
from enricher.writers import names
from enricher.writers.csl_json.strings import literal, plain

Fields = dict[str, object]
"""An item, or a part of one: names of fields and JSON's values."""

ORDER = (
    "id", "type", "genre", "title", "author", "issued", "container-title", "event-title",
    "publisher", "number", "volume", "page", "DOI", "URL", "custom",
)  # fmt: skip

UNKNOWN = "document"  # the type of works of which none is known
_TYPES = {
    "conference": "paper-conference",
    "workshop": "paper-conference",
    "journal": "article-journal",
    "book": "book",
    "thesis": "thesis",
    "report": "report",
}
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def fields_of(paper: Paper) -> Fields:
    """What an item of the paper says, without ``id`` and without anything that is not known."""
    type_ = _type(paper)
    preprint = type_ == "article"
    fields: Fields = {
        "type": type_,
        "title": literal(paper.title),
        "author": [_name(name) for name in paper.authors if plain(name)],
        "issued": _issued(paper, preprint=preprint),
        **(_server(paper) if preprint else _place(paper, type_)),
        "page": re.sub(r"\s*(?:-{2,3}|[‐-―])\s*", "-", plain(paper.pages or "")),
        "DOI": _doi(paper, preprint=preprint),
        "URL": paper.url if paper.url and _URL.fullmatch(paper.url) else "",
    }
    return in_order({name: value for name, value in fields.items() if value not in ("", [], {})})


def in_order(fields: Mapping[str, object]) -> Fields:
    """The fields in the order in which items have them; all others stand before the mark."""
    rank = {name: number for number, name in enumerate(ORDER)}
    return dict(sorted(fields.items(), key=lambda each: rank.get(each[0], rank["URL"])))


def _type(paper: Paper) -> str:
    """The type in CSL. What has a venue is published, whatever a preprint's record says of it."""
    if paper.type in _TYPES:
        type_ = _TYPES[paper.type]
        if type_ == "book" and paper.booktitle and paper.booktitle != paper.title:
            return "chapter"
        return type_
    places = [name for name in (paper.journal, paper.booktitle, paper.venue) if name]
    if any(not is_preprint_server(name) for name in places):
        return "article-journal" if paper.journal else "paper-conference"
    return "article" if paper.type or places or _arxiv(paper) else UNKNOWN


def _server(paper: Paper) -> Fields:
    """What is known of a preprint: its kind, its server and its number there."""
    arxiv = _arxiv(paper)
    if arxiv:
        return {"genre": "preprint", "publisher": "arXiv", "number": f"arXiv:{arxiv}"}
    server = paper.journal or paper.booktitle or paper.venue or ""
    return {"genre": "preprint", "publisher": literal(server)}


def _place(paper: Paper, type_: str) -> Fields:
    """Where a work appeared. An event is told only where its proceedings have no known title."""
    title = literal(paper.booktitle or paper.journal or "")
    venue = literal(paper.venue or "")
    volume = plain(paper.volume or "")
    if type_ in {"thesis", "report"}:
        return {"publisher": title or venue}
    if type_ == "book":
        return {"volume": volume}
    if type_ == "article-journal":
        title = literal(paper.journal or "") or title
        venue = venue.removesuffix(f" {paper.year}")
    if type_ == "paper-conference" and not title:
        return {"event-title": venue, "volume": volume}
    if volume and title.endswith(f" {volume}"):  # "Advances in … Systems 31"
        volume = ""
    return {"container-title": title or venue, "volume": volume}


def _issued(paper: Paper, *, preprint: bool) -> Fields:
    """The date of issue; of a publication the year only, since the day may be the preprint's."""
    parts = _date(paper.published or "")
    if paper.year and (not preprint or parts[:1] != [paper.year]):
        parts = [paper.year]
    elif not preprint:
        parts = parts[:1]
    return {"date-parts": [parts]} if parts else {}


def _date(text: str) -> list[int]:
    """The year, the month and the day of an ISO date, as far as it says them."""
    found = re.match(r"([1-9][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?![0-9])", text)
    if found is None:
        return []
    parts = [int(part) for part in found.groups() if part]
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return parts[:1]
    return parts


def _name(printed: str) -> Fields:
    """A name in CSL's parts. Particles are those that stay where only the family is named: to drop
    them is for the few who know whose they are."""
    name = names.split(plain(printed))
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _doi(paper: Paper, *, preprint: bool) -> str:
    """The DOI; of a preprint that has none, the one that arXiv gave it, in arXiv's spelling."""
    doi = (dois.parse(paper.doi) or plain(paper.doi)) if paper.doi else ""
    own = arxiv_ids.from_doi(doi)
    if not preprint:
        return "" if own else doi
    arxiv = own.id if own else _arxiv(paper)
    return f"10.48550/arXiv.{arxiv}" if arxiv and (own or not doi) else doi


def _arxiv(paper: Paper) -> str:
    ids = (paper.arxiv or "", *(id_ for id_ in paper.ids if id_.startswith("arxiv:")))
    return next((own.id for own in map(arxiv_ids.parse, ids) if own), "")
