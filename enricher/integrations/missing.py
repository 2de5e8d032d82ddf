"""Papers without a record: what they are to a build, and how its user is told of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from enricher.errors import ConfigError, EnricherError
from enricher.models import Link, PaperRef

_FIRST = 3  # papers that the line about missing ones names


class OnMissing(StrEnum):
    """What a paper without a record is to a build."""

    INFO = "info"
    WARN = "warn"
    ERROR = "error"


class Gap(NamedTuple):
    """A paper without a record: where it is linked to first, and whether its source was asked and
    does not have it."""

    place: str
    is_unknown: bool


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


def gaps_of(
    path: str, links: Sequence[Link], missing: Collection[PaperRef], unknown: Collection[PaperRef]
) -> dict[str, Gap]:
    """The papers without a record, by id; ``unknown`` are those that their sources do not have."""
    gaps: dict[str, Gap] = {}
    for link in links:
        if link.ref in missing:
            gap = Gap(f"{path}:{link.line}", link.ref in unknown)
            gaps.setdefault(str(link.ref), gap)
    return gaps


def tell(
    missing: Mapping[str, Gap], on_missing: OnMissing, log: Log, *, no_cache: str = ""
) -> None:
    """Tell of papers, by their places, in one line for each reason; nothing where there are none.
    ``no_cache`` tells that there is no cache at all.

    Raises EnricherError where a build shall fail for want of one.
    """
    absent = {paper: gap.place for paper, gap in missing.items() if not gap.is_unknown}
    unknown = {paper: gap.place for paper, gap in missing.items() if gap.is_unknown}
    lines = [
        *((no_cache,) if no_cache and absent else ()),
        *_line(absent, "not in the cache"),
        *_line(unknown, "not known to the source that the link names"),
    ]
    match on_missing:
        case OnMissing.INFO:
            for line in lines:
                log.info("%s", line)
        case OnMissing.WARN:
            for line in lines:
                log.warning("%s", line)
        case OnMissing.ERROR if lines:
            fetches = "`enricher check` on the pages' folder fetches what is not in the cache"
            mend = "mend the links, or leave them out in [links] of the settings"
            raise EnricherError("; ".join(lines), fetches if absent else mend)
        case OnMissing.ERROR:
            pass


def _line(places: Mapping[str, str], what: str) -> Sequence[str]:
    if not places:
        return ()
    first = [f"{paper} ({place})" for paper, place in list(places.items())[:_FIRST]]
    if len(places) > _FIRST:
        first.append(f"{len(places) - _FIRST:,} more")
    subject = "1 paper is" if len(places) == 1 else f"{len(places):,} papers are"
    return (f"{subject} {what}, so links stay as they are: {', '.join(first)}",)
