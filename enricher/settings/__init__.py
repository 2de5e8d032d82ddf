"""The settings that a user may make: their names, their defaults and what they may be.

They are plain values. What makes them of raw tables, and refuses what breaks a rule, is
`enricher.settings.form`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Annotated, Any, Literal

from enricher.sections import (
    Place,
    Reading,
    Rule,
    Secret,
    Section,
    Text,
    WebAddress,
    above,
    at_least,
    between,
    keyed,
    matching,
)
from enricher.settings import rules
from enricher.writers.interface import DEFAULT_FIELDS, WriterSettings

SUFFIXES = (
    ".md", ".markdown", ".mdx", ".qmd", ".rmd", ".ipynb", ".rst", ".org", ".html", ".txt", ".bib",
)  # fmt: skip

Days = Annotated[float, at_least(0)]
Host = Annotated[str, matching(r"^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}$")]
Mail = Annotated[  # it stands in a comment of the User-Agent header (RFC 9110, 10.1.5)
    str, matching(r"([!-'*-;=?A-~]+@[!-'*-;=?A-~]+)?", "a mail address of ASCII letters and signs")
]
DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings(Section):
    """``[sources.NAME]``: whether one is asked, where, how often, how many at once."""

    __pydantic_config__ = keyed(str)

    enabled: bool = True
    base_url: Annotated[WebAddress, matching(r"[!-~]+", "a URL of ASCII signs")] | None = None
    interval: Annotated[float, between(0, DAY)] | None = None
    batch: Annotated[int, at_least(1)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSettings(ProviderSettings):
    """``[indexes.NAME]``: the same, and the user's key."""

    key: Annotated[Secret | None, Reading(Secret.of)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Override(Section):
    """``[overrides."source:id"]``: values that beat any fetched one."""

    __pydantic_config__ = keyed(str)

    title: Text | None = None
    authors: tuple[Text, ...] | None = None
    venue: Text | None = None
    booktitle: Text | None = None
    journal: Text | None = None
    year: Annotated[int, between(1000, 9999)] | None = None
    doi: Text | None = None
    url: WebAddress | None = None
    same_as: tuple[str, ...] | None = None

    @property
    def wishes(self) -> dict[str, Any]:
        """The values that are set, but for the names of the same work."""
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        said.pop("same_as")
        return {name: value for name, value in said.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSettings(Section):
    """``[audit]``: the kinds of findings to look for, by their codes, and those to leave out."""

    select: Annotated[tuple[str, ...], Rule(rules.known_kinds)] = ()
    ignore: Annotated[tuple[str, ...], Rule(rules.known_kinds)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Section):
    """All settings. Names in files are in kebab case (``max-authors``)."""

    to: Annotated[tuple[str, ...], Rule(rules.known_writers)] = ("front-matter",)
    cache: Place | None = None
    include: tuple[str, ...] = SUFFIXES
    exclude: Annotated[tuple[str, ...], Rule(rules.globs)] = ()
    fields: Annotated[tuple[str, ...], Rule(rules.known_fields)] = DEFAULT_FIELDS
    key: Annotated[str, matching(r"^[A-Za-z_][A-Za-z0-9_-]*$")] = "papers"
    max_authors: Annotated[int, at_least(1)] = 20
    mailto: Mail = ""
    offline: bool = False
    deadline: Annotated[float, above(0)] = 3600
    preprint_days: tuple[Days, Days, Days] = (6, 30, 182)
    venues_from: Annotated[tuple[str, ...], Rule(rules.known_indexes)] = (
        "crossref", "semantic-scholar", "dblp", "openalex",
    )  # fmt: skip
    pages: tuple[Host, ...] = ()
    sources: Annotated[dict[str, ProviderSettings], Rule(rules.polite_sources)] = field(
        default_factory=dict[str, ProviderSettings]
    )
    indexes: Annotated[dict[str, IndexSettings], Rule(rules.polite_indexes)] = field(
        default_factory=dict[str, IndexSettings]
    )
    overrides: Annotated[dict[str, Override], Rule(rules.named_papers)] = field(
        default_factory=dict[str, Override]
    )
    links: Annotated[dict[str, str | Literal[False]], Rule(rules.known_papers)] = field(
        default_factory=dict[str, str | Literal[False]]
    )
    venues: dict[str, Text] = field(default_factory=dict[str, str])
    fill: Annotated[dict[str, Text], Rule(rules.known_fills)] = field(
        default_factory=dict[str, str]
    )
    audit: AuditSettings = AuditSettings()
    writers: Annotated[dict[str, WriterSettings], Reading(rules.of_each_writer)] = field(
        default_factory=dict[str, WriterSettings]
    )
