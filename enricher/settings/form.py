"""Raw tables become settings, and what is wrong with them is told in the words of TOML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from enricher.errors import ConfigError
from enricher.sections import Section
from enricher.settings import AuditSettings, IndexSettings, Override, ProviderSettings, Settings
from enricher.settings.rules import hint
from enricher.writers import all_writers

# What a value of a wrong type is told.
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
    "dataclass_type": "must be a table",
    "path_type": "must be a path",
}
_TABLES: Mapping[str, type[Section]] = {
    "audit": AuditSettings,
    "sources": ProviderSettings,
    "indexes": IndexSettings,
    "overrides": Override,
}


def read(values: Mapping[str, Any], where: str) -> Settings:
    """The settings that a table holds, of raw values or of those that were made by hand. ``where``
    tells where it stands. Raises ConfigError, which names the key."""
    try:
        return _form().validate_python(values)
    except ValidationError as error:
        raise _told(error.errors()[0], where) from None


@cache
def _form() -> TypeAdapter[Settings]:
    return TypeAdapter(Settings)


def _told(error: ErrorDetails, where: str) -> ConfigError:
    place = [str(part) for part in error["loc"]]
    key = ".".join(place)
    if error["type"] == "unexpected_keyword_argument":
        return ConfigError(f"{where}: unknown key {key!r}", hint(place[-1], _keys(place[:-1])))
    message = _WANTED.get(error["type"], error["msg"].removeprefix("Value error, "))
    if place[0] == "links" and error["type"] != "value_error":
        key, message = (
            ".".join(place[:2]),
            "must be a paper such as 'arxiv:1803.02780', or false",
        )
    return ConfigError(f"{where}: {key}: {message}")


def _keys(tables: Sequence[str]) -> Sequence[str]:
    """The keys that may stand in a table of the settings."""
    match tables[:2]:
        case ["writers"]:
            return list(all_writers())
        case ["writers", name]:
            return all_writers()[name].settings.keys()
        case [name, *_] if name in _TABLES:
            return _TABLES[name].keys()
        case _:
            return Settings.keys()
