"""The JSON of a work at OpenAlex, as far as it is asked for.

Its manual is developers.openalex.org/api-reference/works. Any field may be null.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from enricher.identifiers import arxiv_ids, dois
from enricher.models import PaperRef

_ARXIV = re.compile(
    r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/([!-~]{1,40})", re.IGNORECASE
)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)


class Source(_Part):
    """A journal, a series or a repository."""

    display_name: str | None = None
    type: str | None = None


class Location(_Part):
    """A copy of a work: where it is, and what its own record calls it."""

    landing_page_url: str | None = None
    source: Source | None = None
    version: str | None = None
    raw_source_name: str | None = None
    raw_type: str | None = None


class Person(_Part):
    """A person as OpenAlex knows them."""

    display_name: str | None = None


class Authorship(_Part):
    """An author as the work names them."""

    raw_author_name: str | None = None
    author: Person | None = None


class Biblio(_Part):
    """Volume and pages."""

    volume: str | None = None
    first_page: str | None = None
    last_page: str | None = None


class Work(_Part):
    """A work."""

    title: str | None = None
    doi: str | None = None
    publication_year: int | None = None
    publication_date: str | None = None
    primary_location: Location | None = None
    locations: list[Location] | None = None
    authorships: list[Authorship] | None = None
    biblio: Biblio | None = None


_WORKS = TypeAdapter(list[Work])
FIELDS = tuple(Work.model_fields)


def work(item: Any) -> Work | None:
    """The work that a piece of JSON is; None where it is none."""
    try:
        return Work.model_validate(item)
    except ValidationError:
        return None


def kept(works: Sequence[Work]) -> str:
    """What of works goes into the cache."""
    return _WORKS.dump_json(list(works), exclude_none=True).decode()


def stored(body: str) -> list[Work]:
    """The works of a raw record; none where there are none in it."""
    try:
        return _WORKS.validate_json(body)
    except ValidationError:
        return []


def names_of(found: Work) -> frozenset[PaperRef]:
    """The papers that a work is by its DOI, and by the addresses of its copies."""
    places = (found.primary_location, *(found.locations or ()))
    texts = (found.doi, *(place.landing_page_url for place in places if place))
    return frozenset(ref for text in texts if text and (ref := paper_at(text)))


def paper_at(text: str) -> PaperRef | None:
    """The paper that a DOI or an address names, None for other addresses."""
    address = _ARXIV.fullmatch(text)
    if address is None:
        return dois.paper(text)
    found = arxiv_ids.parse(address[1].removesuffix(".pdf"))
    return PaperRef("arxiv", found.id) if found else None


def date_of(found: Work) -> str:
    """The day of publication; empty where it is not known."""
    try:
        return date.fromisoformat(found.publication_date or "").isoformat()
    except ValueError:
        return ""
