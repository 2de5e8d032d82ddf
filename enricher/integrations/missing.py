"""Papers without a record: what they are to a build, and how its user is told of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from enricher.errors import ConfigError, EnricherError
from enricher.models import Link, PaperRef

_FIRST = 3  # papers that the line about missing ones names


class OnMissing(StrEnum):
    """What a paper without a record is to a build."""

    INFO = "info"
    WARN = "warn"
    ERROR = "error"


class Log(Protocol):
    """What a builder tells its user with."""

    def info(self, msg: str, /, *args: object) -> None: ...
    def warning(self, msg: str, /, *args: object) -> None: ...


def choice(on_missing: str) -> OnMissing:
    """What a user chose. Raises ConfigError for anything else."""
    try:
        return OnMissing(on_missing)
    except ValueError:
        known = ", ".join(OnMissing)
        raise ConfigError(f"on missing papers: {on_missing!r}", f"known: {known}") from None


def places_of(path: str, links: Sequence[Link], missing: Collection[PaperRef]) -> dict[str, str]:
    """Where papers without a record are linked to first, by id."""
    places: dict[str, str] = {}
    for link in links:
        if link.ref in missing:
            places.setdefault(str(link.ref), f"{path}:{link.line}")
    return places


def tell(missing: Mapping[str, str], on_missing: OnMissing, log: Log) -> None:
    """Tell of papers, by their places, in one line; nothing where there are none.

    Raises EnricherError where a build shall fail for want of one.
    """
    line = _line(missing)
    if not line:
        return
    match on_missing:
        case OnMissing.INFO:
            log.info("%s", line)
        case OnMissing.WARN:
            log.warning("%s", line)
        case OnMissing.ERROR:
            raise EnricherError(line, "`enricher check` on the pages' folder fetches them")


def _line(missing: Mapping[str, str]) -> str:
    if not missing:
        return ""
    first = [f"{paper} ({place})" for paper, place in list(missing.items())[:_FIRST]]
    if len(missing) > _FIRST:
        first.append(f"{len(missing) - _FIRST:,} more")
    subject = "1 paper is" if len(missing) == 1 else f"{len(missing):,} papers are"
    return f"{subject} not in the cache, so links stay as they are: {', '.join(first)}"
