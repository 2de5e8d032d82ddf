"""The settings that a user may make: their names, their defaults and what they may be."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    SerializeAsAny,
    create_model,
    field_validator,
)

from enricher import indexes, sources, writers
from enricher.exchange import Provider, Source
from enricher.models import PaperRef
from enricher.writers.interface import DEFAULT_FIELDS, WriterSettings, kebab

SUFFIXES = (
    ".md", ".markdown", ".mdx", ".qmd", ".rmd", ".ipynb", ".rst", ".org", ".html", ".txt", ".bib",
)  # fmt: skip

HOST = r"^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}$"


Days = Annotated[float, Field(ge=0)]


class _Section(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=kebab, populate_by_name=True
    )


class ProviderSettings(_Section):
    """``[sources.NAME]``: whether one is asked, where, how often, how many at once."""

    enabled: bool = True
    base_url: str | None = Field(default=None, alias="base_url", pattern=r"^https?://[^\s]+$")
    interval: float | None = Field(default=None, ge=0)
    batch: int | None = Field(default=None, ge=1)


class IndexSettings(ProviderSettings):
    """``[indexes.NAME]``: the same, and the user's key."""

    key: SecretStr | None = None

    @field_validator("key")
    @classmethod
    def _sendable(cls, key: SecretStr | None) -> SecretStr | None:
        # What would be hidden wherever it stands must be no common word.
        if key is not None and not re.fullmatch(r"[!-~]{8,500}", key.get_secret_value()):
            raise ValueError("must be 8 to 500 signs of ASCII without blanks")
        return key


class Override(_Section):
    """``[overrides."source:id"]``: values that beat any fetched one."""

    title: str | None = None
    authors: tuple[str, ...] | None = None
    venue: str | None = None
    booktitle: str | None = None
    journal: str | None = None
    year: int | None = None
    doi: str | None = None
    url: str | None = None
    same_as: tuple[str, ...] | None = Field(default=None, alias="same_as")


class AuditSettings(_Section):
    """``[audit]``: the kinds of findings to look for, by their codes, and those to leave out."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @field_validator("select", "ignore")
    @classmethod
    def _known_kinds(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        if codes:
            from enricher.audit import all_kinds

            for code in codes:
                _must_be_known(code, {*all_kinds(), "all"}, "kind of finding")
        return codes


@cache
def _all_writers_settings() -> type[BaseModel]:
    """``[writers]``. A writer is one file: that file has its settings, too."""
    tables: dict[str, Any] = {
        name.replace("-", "_"): (writer.settings, writer.settings())
        for name, writer in writers.all_writers().items()
    }
    return create_model("Writers", __base__=_Section, **tables)


class Settings(_Section):
    """All settings. Names in files are in kebab case (``max-authors``)."""

    to: tuple[str, ...] = ("front-matter",)
    cache: Path | None = None
    include: tuple[str, ...] = SUFFIXES
    exclude: tuple[str, ...] = ()
    fields: tuple[str, ...] = DEFAULT_FIELDS
    key: str = Field(default="papers", pattern=r"^[A-Za-z_][A-Za-z0-9_-]*$")
    max_authors: int = Field(default=20, ge=1)
    mailto: str = Field(default="", pattern=r"^([^\s@<>()]+@[^\s@<>()]+)?$")
    offline: bool = False
    deadline: float = Field(default=3600, gt=0)
    preprint_days: tuple[Days, Days, Days] = (6, 30, 182)
    venues_from: tuple[str, ...] = ("crossref", "semantic-scholar", "dblp", "openalex")
    pages: tuple[Annotated[str, Field(pattern=HOST)], ...] = ()
    sources: dict[str, ProviderSettings] = Field(default_factory=dict)
    indexes: dict[str, IndexSettings] = Field(default_factory=dict)
    overrides: dict[str, Override] = Field(default_factory=dict)
    links: dict[str, str | Literal[False]] = Field(default_factory=dict)
    venues: dict[str, str] = Field(default_factory=dict)
    fill: dict[str, str] = Field(default_factory=dict)
    audit: AuditSettings = AuditSettings()
    writers: dict[str, SerializeAsAny[WriterSettings]] = Field(default_factory=dict)

    @field_validator("to")
    @classmethod
    def _known_writers(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            writer = name.partition("=")[0]
            _known(writer, writers.named, writers.all_writers, "writer")
        return names

    @field_validator("fill")
    @classmethod
    def _known_fills(cls, fill: dict[str, str]) -> dict[str, str]:
        from enricher.paper import Paper

        for name in fill:
            _must_be_known(name, set(Paper.model_fields), "field")
        return fill

    @field_validator("writers", mode="before")
    @classmethod
    def _of_each_writer(cls, tables: object) -> object:
        """The tables that are there, each by its writer's own rules: importing all writers takes
        longer than most commands, so that no other settings need them."""
        if tables in ({}, None):
            return tables
        read = _all_writers_settings().model_validate(tables)
        return {kebab(name): table for name, table in read if name in read.model_fields_set}

    @field_validator("venues_from")
    @classmethod
    def _known_indexes(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            _index(name)
        return names

    @field_validator("fields")
    @classmethod
    def _known_fields(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        from enricher.paper import Paper

        for name in names:
            _must_be_known(name, {*Paper.model_fields, "links"}, "field")
        if "id" not in names:
            raise ValueError("'id' is what marks an entry as enricher's: it cannot be left out")
        return names

    @field_validator("links")
    @classmethod
    def _known_papers(
        cls, links: dict[str, str | Literal[False]]
    ) -> dict[str, str | Literal[False]]:
        for url, paper in links.items():
            if paper is not False:
                _must_be_paper(paper, f"source for {url}")
        return links

    @field_validator("overrides")
    @classmethod
    def _named_overrides(cls, overrides: dict[str, Override]) -> dict[str, Override]:
        for paper in overrides:
            _must_be_paper(paper)
        return overrides

    @field_validator("sources")
    @classmethod
    def _polite_sources(cls, sources: dict[str, ProviderSettings]) -> dict[str, ProviderSettings]:
        for name, setting in sources.items():
            _must_be_polite(name, _source(name).provider, setting)
        return sources

    @field_validator("indexes")
    @classmethod
    def _polite_indexes(cls, indexes: dict[str, IndexSettings]) -> dict[str, IndexSettings]:
        for name, setting in indexes.items():
            index = _index(name)
            _must_be_polite(name, index, setting)
            if setting.key and not index.takes_key:
                raise ValueError(f"{name} takes no key")
        return indexes


T = TypeVar("T")


def _source(name: str, what: str = "source") -> Source:
    return _known(name, sources.named, sources.all_sources, what)


def _must_be_paper(name: str, what: str = "source") -> None:
    ref = PaperRef.parse(name)
    source = _source(ref.source, what)
    if not source.is_id(ref.id):
        raise ValueError(f"{name!r}: {ref.id!r} is not an id of {source.title}")


def _index(name: str) -> Provider:
    return _known(name, indexes.named, indexes.all_indexes, "index")


def _known(
    name: str, named: Callable[[str], T | None], all_of: Callable[[], Mapping[str, T]], what: str
) -> T:
    """The one of this name; all others are imported only to tell what is known instead."""
    found = named(name)
    if found is None:
        _must_be_known(name, all_of(), what)
        return all_of()[name]
    return found


def _must_be_polite(name: str, provider: Provider | None, setting: ProviderSettings) -> None:
    least = provider.operator.interval if provider else 0.0
    if setting.interval is not None and setting.interval < least and not setting.base_url:
        raise ValueError(
            f"{name} allows one request every {least:g} s; a shorter interval needs a "
            "base_url of your own"
        )


def _must_be_known(name: str, known: Mapping[str, object] | set[str], what: str) -> None:
    if name not in known:
        close = difflib.get_close_matches(name, sorted(known), n=1)
        hint = f"did you mean {close[0]!r}?" if close else "known: " + ", ".join(sorted(known))
        raise ValueError(f"unknown {what} {name!r}; {hint}")
