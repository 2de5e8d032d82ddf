"""Settings: defaults, then a file, then the environment, then the command line.

The file is ``enricher.toml``, or ``[tool.enricher]`` in ``pyproject.toml``, in the current folder
or the nearest one above it. A key that is not known is an error that names file and key.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from enricher.errors import ConfigError
from enricher.exchange import Provider
from enricher.indexes import all_indexes
from enricher.models import PaperRef
from enricher.sources import all_sources
from enricher.writers import all_writers
from enricher.writers.interface import DEFAULT_FIELDS

SUFFIXES = (
    ".md", ".markdown", ".mdx", ".qmd", ".rmd", ".ipynb", ".rst", ".org", ".html", ".txt", ".bib",
)  # fmt: skip

HOST = r"^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}$"


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class _Section(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=_kebab, populate_by_name=True
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
    venues_from: tuple[str, ...] = ("crossref", "semantic-scholar", "dblp", "openalex")
    pages: tuple[Annotated[str, Field(pattern=HOST)], ...] = ()
    sources: dict[str, ProviderSettings] = Field(default_factory=dict)
    indexes: dict[str, IndexSettings] = Field(default_factory=dict)
    overrides: dict[str, Override] = Field(default_factory=dict)
    links: dict[str, str | Literal[False]] = Field(default_factory=dict)
    venues: dict[str, str] = Field(default_factory=dict)

    @field_validator("to")
    @classmethod
    def _known_writers(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            _must_be_known(name, all_writers(), "writer")
        return names

    @field_validator("venues_from")
    @classmethod
    def _known_indexes(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            _must_be_known(name, all_indexes(), "index")
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
                ref = PaperRef.parse(paper)
                _must_be_known(ref.source, all_sources(), f"source for {url}")
        return links

    @field_validator("overrides")
    @classmethod
    def _named_overrides(cls, overrides: dict[str, Override]) -> dict[str, Override]:
        for paper in overrides:
            ref = PaperRef.parse(paper)
            _must_be_known(ref.source, all_sources(), "source")
        return overrides

    @field_validator("sources")
    @classmethod
    def _polite_sources(cls, sources: dict[str, ProviderSettings]) -> dict[str, ProviderSettings]:
        for name, setting in sources.items():
            _must_be_known(name, all_sources(), "source")
            _must_be_polite(name, all_sources()[name].provider, setting)
        return sources

    @field_validator("indexes")
    @classmethod
    def _polite_indexes(cls, indexes: dict[str, IndexSettings]) -> dict[str, IndexSettings]:
        for name, setting in indexes.items():
            _must_be_known(name, all_indexes(), "index")
            _must_be_polite(name, all_indexes()[name], setting)
            if setting.key and not all_indexes()[name].takes_key:
                raise ValueError(f"{name} takes no key")
        return indexes


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


def load(
    *,
    file: Path | None = None,
    folder: Path,
    environment: Mapping[str, str],
    options: Mapping[str, Any] | None = None,
) -> Settings:
    """The settings that hold in ``folder``.

    ``options`` are those of the command line or the library call; None values count as not given.
    Relative paths in a file are relative to that file. Raises ConfigError.
    """
    path = file or _find(folder)
    values = _read(path) if path else {}
    if path and isinstance(values.get("cache"), str):
        values["cache"] = path.parent / Path(values["cache"]).expanduser()
    given = {key: value for key, value in (options or {}).items() if value is not None}
    layers = (
        (values, str(path)),
        (_from_environment(environment), "the environment"),
        (given, "the options"),
    )
    merged: dict[str, Any] = {}
    for layer, name in layers:
        _validate(layer, name)
        merged = _over(merged, layer)
    return _validate(merged, str(path or "the options"))


def _over(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with others above them. A key from the environment leaves the index's table."""
    merged = {**lower, **upper}
    if "indexes" in lower and "indexes" in upper:
        tables = dict(lower["indexes"])
        for name, table in upper["indexes"].items():
            tables[name] = {**tables.get(name, {}), **table}
        merged["indexes"] = tables
    return merged


def _find(folder: Path) -> Path | None:
    for place in (folder, *folder.parents):
        if (place / "enricher.toml").is_file():
            return place / "enricher.toml"
        project = place / "pyproject.toml"
        if project.is_file() and "enricher" in _toml(project).get("tool", {}):
            return project
    return None


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such settings file") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: not a readable TOML file: {error}") from error


def _read(path: Path) -> dict[str, Any]:
    content = _toml(path)
    if path.name == "pyproject.toml":
        return cast("dict[str, Any]", content.get("tool", {}).get("enricher", {}))
    return content


_KEY_VARIABLE = re.compile(r"ENRICHER_([A-Z0-9_]{1,60})_KEY")  # ENRICHER_SEMANTIC_SCHOLAR_KEY


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if environment.get("ENRICHER_CACHE"):
        values["cache"] = Path(environment["ENRICHER_CACHE"]).expanduser()
    if environment.get("ENRICHER_MAILTO"):
        values["mailto"] = environment["ENRICHER_MAILTO"]
    if environment.get("ENRICHER_OFFLINE"):
        values["offline"] = environment["ENRICHER_OFFLINE"]
    keys = {
        found[1].lower().replace("_", "-"): {"key": value.strip()}
        for variable, value in environment.items()
        if (found := _KEY_VARIABLE.fullmatch(variable)) and value.strip()
    }
    if keys:
        values["indexes"] = keys
    return values


# What a value of a wrong type is told, in the words of TOML.
_WANTED = {
    "string_type": "must be a text",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "tuple_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "path_type": "must be a path",
}


def _validate(values: Mapping[str, Any], where: str) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = [str(part) for part in first["loc"]]
        key = ".".join(place)
        if first["type"] == "extra_forbidden":
            known = [_kebab(name) for name in _fields(place[:-1])]
            close = difflib.get_close_matches(place[-1], known, n=1)
            hint = f"did you mean {close[0]!r}?" if close else "known: " + ", ".join(sorted(known))
            raise ConfigError(f"{where}: unknown key {key!r}", hint) from None
        message = _WANTED.get(first["type"], first["msg"].removeprefix("Value error, "))
        if place[0] == "links" and first["type"] != "value_error":
            key, message = (
                ".".join(place[:2]),
                "must be a paper such as 'arxiv:1803.02780', or false",
            )
        raise ConfigError(f"{where}: {key}: {message}") from None


def _fields(tables: Sequence[str]) -> Iterable[str]:
    """The keys that may stand in a table of the settings."""
    match tables[:1]:
        case ["sources"]:
            return [field.alias or name for name, field in ProviderSettings.model_fields.items()]
        case ["indexes"]:
            return [field.alias or name for name, field in IndexSettings.model_fields.items()]
        case ["overrides"]:
            return [field.alias or name for name, field in Override.model_fields.items()]
        case _:
            return Settings.model_fields


def cache_folder(settings: Settings) -> Path:
    """The folder of the record cache: as set, else the user's own cache folder."""
    if settings.cache is not None:
        return settings.cache
    import platformdirs

    return Path(platformdirs.user_cache_dir("enricher", appauthor=False))
