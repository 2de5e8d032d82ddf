"""A plan as GitHub workflow commands, which GitHub shows beside the notes."""

from __future__ import annotations

from collections.abc import Iterator

from enricher.plan import Plan
from enricher.reports.plain import escaped, printable

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def workflow_commands(plan: Plan) -> Iterator[str]:
    """One ``::warning`` for each failed paper and one ``::error`` for each refused note.

    Values are escaped as GitHub's toolkit does, so that no title ends the command.
    """
    for paper in plan.failed:
        yield f"::warning title=Not fetched::{_data(f'{paper.ref}: {paper.why}')}"
    for change in plan.refused:
        line = f",line={change.line}" if change.line else ""
        path = escaped(str(change.path).translate(_PROPERTY))
        yield f"::error file={path}{line},title=Not written::{_data(change.why)}"


def _data(text: str) -> str:
    return printable(text).translate(_DATA)
