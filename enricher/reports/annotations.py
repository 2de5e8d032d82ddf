"""A plan as GitHub workflow commands, which GitHub shows beside the notes."""

from __future__ import annotations

from collections.abc import Iterator

from enricher.plan import Change, Plan
from enricher.reports.plain import escaped, printable

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def workflow_commands(plan: Plan, *, written: bool) -> Iterator[str]:
    """One ``::warning`` for each failed paper, one ``::error`` for each refused note, and a
    ``::notice`` for each note that changed (or, not ``written``, would) and each paper that is
    published now.

    Values are escaped as GitHub's toolkit does, so that no title ends the command.
    """
    for paper in plan.failed:
        yield f"::warning title=Not fetched::{_data(f'{paper.ref}: {paper.why}')}"
    for change in plan.refused:
        line = f",line={change.line}" if change.line else ""
        yield f"::error file={_path(change)}{line},title=Not written::{_data(change.why)}"
    title = "Changed" if written else "Would change"
    told = "Its papers were brought up to date" if written else "Its papers are not up to date"
    for change in plan.changed:
        yield f"::notice file={_path(change)},title={title}::{told}"
    for each in plan.published:
        yield f"::notice title=Published::{_data(f'{each.paper}: {each.now}')}"


def _path(change: Change) -> str:
    return escaped(str(change.path).translate(_PROPERTY))


def _data(text: str) -> str:
    return printable(text).translate(_DATA)
