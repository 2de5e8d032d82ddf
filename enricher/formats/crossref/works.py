"""The JSON of a work at Crossref, as far as it is used.

Its manual is github.com/CrossRef/rest-api-doc (api_format.md) and the Swagger page of the API.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

CONFERENCE = "conference_"  # the assertions in which Springer names the conference of a chapter

Texts = list[str | None] | None


class _Part(BaseModel):
    """Every field may be absent or null; numbers are taken for texts, where texts belong."""

    model_config = ConfigDict(
        frozen=True,
        coerce_numbers_to_str=True,
        populate_by_name=True,
        alias_generator=lambda name: name.replace("_", "-"),
    )


class Person(_Part):
    """An author; a group has a name only."""

    given: str | None = None
    family: str | None = None
    suffix: str | None = None
    name: str | None = None


class Dates(_Part):
    """A date of one to three numbers; ``[[null]]`` where nothing is known."""

    date_parts: list[list[int | None]] | None = None

    @property
    def parts(self) -> list[int]:
        """Year, month and day, as far as they are known and possible."""
        first = (self.date_parts or [[]])[:1]
        known = [part for part in (first[0] if first else []) if part is not None][:3]
        for length in range(len(known), 0, -1):
            try:
                date(*(*known[:length], 1, 1)[:3])
            except (ValueError, OverflowError):
                continue
            return known[:length]
        return []

    @property
    def start(self) -> str:
        """The ISO date at which it begins; empty where nothing is known."""
        return date(*(*self.parts, 1, 1)[:3]).isoformat() if self.parts else ""


class Event(_Part):
    """The conference of a paper."""

    name: str | None = None
    acronym: str | None = None
    start: Dates | None = None


class Assertion(_Part):
    """A fact that a publisher states in its own words."""

    name: str | None = None
    value: str | None = None


class Related(_Part):
    """Another work."""

    id: str | None = None
    id_type: str | None = None


class Relations(_Part):
    """The other works that are this one."""

    is_preprint_of: list[Related] | None = None
    has_preprint: list[Related] | None = None


class Work(_Part):
    """A work. `kept` is what of it goes into the cache."""

    doi: str = Field(alias="DOI")
    aliases: Texts = None
    type: str | None = None
    title: Texts = None
    subtitle: Texts = None
    author: list[Person] | None = None
    container_title: Texts = None
    event: Event | None = None
    published: Dates | None = None
    published_print: Dates | None = None
    published_online: Dates | None = None
    issued: Dates | None = None
    page: str | None = None
    volume: str | None = None
    abstract: str | None = None
    relation: Relations | None = None
    assertion: list[Assertion] | None = None

    @field_validator("assertion")
    @classmethod
    def _of_the_conference(cls, stated: list[Assertion] | None) -> list[Assertion] | None:
        return [each for each in stated or () if (each.name or "").startswith(CONFERENCE)] or None

    @property
    def kept(self) -> str:
        """The work's JSON without what is not used."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True)


# The fields to ask for. `aliases` cannot be selected, and matter for works asked for alone only.
SELECTED = tuple(
    field.alias or name for name, field in Work.model_fields.items() if name != "aliases"
)


def work(item: Any) -> Work | None:
    """The work that a piece of JSON is, None where it is none."""
    try:
        return Work.model_validate(item)
    except ValidationError:
        return None


def stored(body: str) -> Work | None:
    """The work of a raw record, None where there is none in it."""
    try:
        return Work.model_validate_json(body)
    except ValidationError:
        return None
