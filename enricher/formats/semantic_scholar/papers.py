"""The JSON of a paper at Semantic Scholar, as far as it is asked for.

Its manual is api.semanticscholar.org/api-docs/graph. Any field but ``paperId`` may be null.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)


class Person(_Part):
    """An author."""

    name: str | None = None


class Venue(_Part):
    """A conference, journal or repository that the service knows."""

    name: str | None = None
    type: str | None = None


class Journal(_Part):
    """What a paper stands in by its own words; arXiv's are ``ArXiv`` and ``abs/1412.6980``."""

    name: str | None = None
    volume: str | None = None
    pages: str | None = None


class Ids(_Part):
    """The paper's ids at other services."""

    arxiv: str | None = Field(default=None, alias="ArXiv")
    doi: str | None = Field(default=None, alias="DOI")
    acl: str | None = Field(default=None, alias="ACL")
    dblp: str | None = Field(default=None, alias="DBLP")


class Paper(_Part):
    """A paper. ``known_venue`` is a bare id where the service has lost the venue's name."""

    paper_id: str = Field(alias="paperId")
    title: str | None = None
    authors: list[Person] | None = None
    year: int | None = None
    date: str | None = Field(default=None, alias="publicationDate")
    venue: str | None = None
    known_venue: Venue | str | None = Field(default=None, alias="publicationVenue")
    types: list[str] | None = Field(default=None, alias="publicationTypes")
    journal: Journal | None = None
    external_ids: Ids | None = Field(default=None, alias="externalIds")

    @property
    def ids(self) -> Ids:
        """The ids at other services, of which there may be none."""
        return self.external_ids or Ids()

    @property
    def iso_date(self) -> str:
        """The day of publication; empty where it is not known."""
        try:
            return date.fromisoformat(self.date or "").isoformat()
        except ValueError:
            return ""


# The fields to ask for.
FIELDS = tuple(
    field.alias or name for name, field in Paper.model_fields.items() if name != "paper_id"
)


def paper(item: Any) -> Paper | None:
    """The paper that a piece of JSON is; None where it is none."""
    try:
        return Paper.model_validate(item)
    except ValidationError:
        return None


def stored(body: str) -> Paper | None:
    """The paper of a raw record; None where there is none in it."""
    try:
        return Paper.model_validate_json(body)
    except ValidationError:
        return None
