"""A plan as GitHub workflow commands, which GitHub shows beside the notes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from enricher.change import Place
from enricher.plan import Plan
from enricher.reports.plain import escaped, printable

MOST = 10  # of a kind: GitHub keeps no more of a step, and drops the rest without a word
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


class Annotation(NamedTuple):
    """What GitHub shows, at a place or at none."""

    title: str
    text: str
    place: Place | None = None


def workflow_commands(plan: Plan, *, written: bool, workspace: Path) -> Iterator[str]:
    """An ``::error`` for each refused note, a ``::warning`` for each paper that failed or is not
    known, and a ``::notice`` for each paper that is published now and each note that changed (or,
    not ``written``, would).

    Paths are told relative to ``workspace``, the root of the checkout. Of each kind there are
    `MOST` at most, the last of which counts the rest. Values are escaped as GitHub's toolkit does,
    so that no title ends the command.
    """
    yield from commands("error", [*_refused(plan)], workspace)
    yield from commands("warning", [*_unresolved(plan)], workspace)
    yield from commands("notice", [*_news(plan, written=written)], workspace)


def _refused(plan: Plan) -> Iterator[Annotation]:
    for change in plan.refused:
        yield Annotation("Not written", change.why, Place(str(change.path), change.line))


def _unresolved(plan: Plan) -> Iterator[Annotation]:
    for ref, why in plan.failed:
        yield Annotation("Not fetched", f"{ref}: {why}", plan.places.get(ref))
    for (ref,) in plan.missing:
        text = f"{ref} is not known to its source"
        yield Annotation("No such paper", text, plan.places.get(ref))


def _news(plan: Plan, *, written: bool) -> Iterator[Annotation]:
    works, places = plan.by_name, plan.place_of
    for each in plan.published:
        place = places.get(works[each.paper].id) if each.paper in works else None
        yield Annotation("Published", f"{each.paper}: {each.now}", place)
    title = "Changed" if written else "Would change"
    told = "Its papers were brought up to date" if written else "Its papers are not up to date"
    for change in plan.changed:
        yield Annotation(title, told, Place(str(change.path)))


def commands(kind: str, annotations: Sequence[Annotation], workspace: Path) -> Iterator[str]:
    """The commands of one kind ("error", "warning", "notice"), as `workflow_commands` has them."""
    is_cut = len(annotations) > MOST
    for title, text, place in annotations[: MOST - 1] if is_cut else annotations:
        properties = [*_properties(place, workspace), f"title={title}"]
        yield f"::{kind} {','.join(properties)}::{printable(text).translate(_DATA)}"
    if is_cut:
        yield f"::{kind} title=And more::{len(annotations) - MOST + 1:,} more of this kind"


def _properties(place: Place | None, workspace: Path) -> Iterator[str]:
    if place is None:
        return
    path = os.path.relpath(place.path, workspace).replace(os.sep, "/")
    yield f"file={escaped(path.translate(_PROPERTY))}"
    if place.line:
        yield f"line={place.line}"
    if place.line and place.column:
        yield f"col={place.column}"
