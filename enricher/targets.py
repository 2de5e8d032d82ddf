"""Which writers a run has, and which files those that write beside the notes keep."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from enricher.builders import Site
from enricher.config import expanded
from enricher.errors import ConfigError
from enricher.settings import Settings
from enricher.writers import all_writers, named
from enricher.writers.interface import STDOUT, AnyWriter, SideFileSettings, SideWriter, Writer


class Target(NamedTuple):
    """A side file; without a path it goes to standard output."""

    writer: SideWriter
    path: Path | None


class Outputs(NamedTuple):
    """What a run writes: into the notes, and beside them."""

    writers: list[Writer]
    targets: list[Target]

    @property
    def paths(self) -> list[Path]:
        """The side files."""
        return [target.path for target in self.targets if target.path is not None]


def outputs(
    names: Sequence[str], settings: Settings, site: Site | None, home: Path | None
) -> Outputs:
    """The outputs that ``WRITER`` and ``WRITER=FILE`` name.

    A file that is not named is the one of the settings, else the one where the site expects it,
    else one beside the settings, in ``home``; without settings it is in the site's folder, or in
    the current one. Raises ConfigError for what is unknown or twice, and for a file of another
    kind than its writer's.
    """
    writers: dict[str, Writer] = {}
    targets: dict[str, Target] = {}
    for name, sign, file in (each.partition("=") for each in names):
        found = named(name)
        if found and sign:
            _must_take(found, file)
        match found:
            case None:
                known = ", ".join(all_writers())
                raise ConfigError(f"unknown writer {name!r}", f"known: {known}")
            case Writer() as writer:
                writers[name] = writer
            case SideWriter() as writer:
                target = Target(writer, _path(writer, file, settings, site, home))
                targets.setdefault(f"{name}={target.path}", target)
    made = Outputs(list(writers.values()), list(targets.values()))
    for path in made.paths:
        if made.paths.count(path) > 1:
            raise ConfigError(f"two writers would write {path}", "name another file: WRITER=FILE")
    return made


def _path(
    writer: SideWriter, file: str, settings: Settings, site: Site | None, home: Path | None
) -> Path | None:
    if file == STDOUT:
        return None
    if file:
        return expanded(file)
    own = settings.writers.get(writer.name)
    if isinstance(own, SideFileSettings) and own.path is not None:
        _must_take(writer, str(own.path))
        return own.path
    if site is not None and writer.name in site.files:
        return shown(site.root / site.files[writer.name])
    return shown((home or (site.root if site else Path.cwd())) / writer.file)


def _must_take(writer: AnyWriter, file: str) -> None:
    try:
        writer.must_take(file)
    except ValueError as error:
        raise ConfigError(str(error)) from None


def shown(path: Path) -> Path:
    """A path as people would write it: relative where it lies below the current folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path
