"""Settings: defaults, then a file, then the environment, then the command line.

The file is ``enricher.toml``, or ``[tool.enricher]`` in ``pyproject.toml``, in the current folder
or the nearest one above it. A key that is not known is an error that names file and key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

from enricher.errors import ConfigError
from enricher.settings import Settings


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
    if path:
        values = _based(values, path.parent)
    given = _given(options)
    layers = (
        (values, str(path)),
        (_from_environment(environment), "the environment"),
        (given, "the options"),
    )
    merged: dict[str, Any] = {}
    for layer, name in layers:
        if layer:
            _settings(layer, name)
            merged = _over(merged, layer)
    return _settings(merged, str(path or "the options")) if merged else Settings()


def checked(settings: object, options: Mapping[str, Any] | None = None) -> Settings:
    """Settings that were made by hand, once they are as they have to be; ``options`` count above
    them as in `load`. Raises ConfigError."""
    if not isinstance(settings, Settings):
        kind = type(settings).__name__
        raise ConfigError(f"the settings: must be an enricher.settings.Settings, not {kind}")
    usual = Settings()
    given = {each.name: getattr(settings, each.name) for each in fields(settings)}
    made = {name: value for name, value in given.items() if value != getattr(usual, name)}
    if above := _given(options):
        _settings(above, "the options")
    return _settings({**made, **above}, "the settings") if made or above else settings


def _given(options: Mapping[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (options or {}).items() if value is not None}


def _settings(values: Mapping[str, Any], where: str) -> Settings:
    """What only settings that differ from the defaults need takes as long as a short command."""
    from enricher.settings import form

    return form.read(values, where)


def expanded(path: str) -> Path:
    """A path, with ``~`` and ``~NAME`` as the folders that they stand for. Raises ConfigError."""
    try:
        return Path(path).expanduser()
    except (RuntimeError, ValueError):  # ValueError for the sign NUL
        raise ConfigError(f"{path}: there is no such home") from None


def home(*, file: Path | None = None, folder: Path) -> Path | None:
    """The folder of the settings file that holds in ``folder``; None where there is none."""
    path = file or _find(folder)
    return path.parent if path else None


def _based(values: Mapping[str, Any], base: Path) -> dict[str, Any]:
    """The settings of a file, whose relative paths are relative to that file."""
    based = dict(values)
    if isinstance(based.get("cache"), str):
        based["cache"] = base / expanded(based["cache"])
    if isinstance(based.get("to"), list):
        based["to"] = [_based_target(name, base) for name in based["to"]]
    writers = based.get("writers")
    if isinstance(writers, dict):
        tables = cast("dict[str, Any]", writers)
        based["writers"] = {name: _based_path(table, base) for name, table in tables.items()}
    return based


def _based_target(name: object, base: Path) -> object:
    """``WRITER=FILE``; ``-`` is standard output, and other values are for the model to refuse."""
    if not isinstance(name, str):
        return name
    writer, _, file = name.partition("=")
    if file in ("", "-"):
        return name
    return f"{writer}={base / expanded(file)}"


def _based_path(table: object, base: Path) -> object:
    if not isinstance(table, dict):
        return table
    values = cast("dict[str, Any]", table)
    path = values.get("path")
    return {**values, "path": base / expanded(path)} if isinstance(path, str) else values


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
        if project.is_file() and "enricher" in _table(project, _toml(project), "tool"):
            return project
    return None


def _toml(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such settings file") from None
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: not a readable TOML file: {error}") from error


def _read(path: Path) -> dict[str, Any]:
    content = _toml(path)
    if path.name == "pyproject.toml":
        return _table(path, content, "tool", "enricher")
    return content


def _table(path: Path, content: dict[str, Any], *keys: str) -> dict[str, Any]:
    """The table at these keys of a file, empty where there is none."""
    for depth, key in enumerate(keys, 1):
        found = content.get(key, {})
        if not isinstance(found, dict):
            raise ConfigError(f"{path}: {'.'.join(keys[:depth])}: must be a table")
        content = cast("dict[str, Any]", found)
    return content


_KEY_VARIABLE = re.compile(r"ENRICHER_([A-Z0-9_]{1,60})_KEY")  # ENRICHER_SEMANTIC_SCHOLAR_KEY


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if environment.get("ENRICHER_CACHE"):
        values["cache"] = expanded(environment["ENRICHER_CACHE"])
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


def cache_folder(settings: Settings) -> Path:
    """The folder of the record cache: as set, else the user's own cache folder."""
    if settings.cache is not None:
        return settings.cache
    import platformdirs

    return Path(platformdirs.user_cache_dir("enricher", appauthor=False))
