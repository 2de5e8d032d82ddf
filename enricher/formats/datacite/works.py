"""The JSON of a work at DataCite, as far as it is used.

The meaning of each field is that of the DataCite Metadata Schema (schema.datacite.org).
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel


class _Part(BaseModel):
    """Every field may be absent or null; numbers are taken for texts, where texts belong."""

    model_config = ConfigDict(
        frozen=True, coerce_numbers_to_str=True, populate_by_name=True, alias_generator=to_camel
    )


class Creator(_Part):
    """A person or an organization."""

    name: str | None = None
    name_type: str | None = None
    given_name: str | None = None
    family_name: str | None = None


class Title(_Part):
    """A title; ``title_type`` is set for subtitles and translations."""

    title: str | None = None
    title_type: str | None = None


class Container(_Part):
    """Where a work stands."""

    title: str | None = None
    volume: str | None = None
    first_page: str | None = None
    last_page: str | None = None


class Date(_Part):
    """A date in one of the forms of W3CDTF, or a range."""

    date: str | None = None
    date_type: str | None = None


class Types(_Part):
    """What a work is, by the schema's list and in its archive's words."""

    resource_type_general: str | None = None
    resource_type: str | None = None


class Related(_Part):
    """Another work."""

    relation_type: str | None = None
    related_identifier: str | None = None
    related_identifier_type: str | None = None


class Description(_Part):
    """An abstract or another text."""

    description: str | None = None
    description_type: str | None = None


class Work(_Part):
    """A work. `kept` is what of it goes into the cache."""

    doi: str
    titles: list[Title] | None = None
    creators: list[Creator] | None = None
    container: Container | None = None
    publication_year: int | None = None
    dates: list[Date] | None = None
    types: Types | None = None
    related_identifiers: list[Related] | None = None
    descriptions: list[Description] | None = None

    @property
    def kept(self) -> str:
        """The work's JSON without what is not used."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True)


class Resource(_Part):
    """A resource object of JSON:API."""

    attributes: Work


def work(item: Any) -> Work | None:
    """The work that a resource object of JSON:API holds, None where it holds none."""
    try:
        return Resource.model_validate(item).attributes
    except ValidationError:
        return None


def stored(body: str) -> Work | None:
    """The work of a raw record, None where there is none in it."""
    try:
        return Work.model_validate_json(body)
    except ValidationError:
        return None
