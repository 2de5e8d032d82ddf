"""The findings of an audit: for people, for programs, and for GitHub."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from enricher.audit.interface import Finding, Kind
from enricher.auditing import Audit
from enricher.change import Place
from enricher.reports.annotations import Annotation, commands
from enricher.reports.plain import count, obeyed_by_none, printable, wrapped

_PLACE, _CODE, _PROPOSAL, _END = "\x1b[1m", "\x1b[33m", "\x1b[32m", "\x1b[0m"


def lines(findings: Iterable[Finding], *, width: int | None, colour: bool) -> Iterator[str]:
    """``path:line:column: code: message`` for each, and below it what is proposed instead."""
    for finding in findings:
        place = f"{printable(finding.path)}:{finding.line}:{finding.column}:"
        first, *more = wrapped(f"{place} {finding.code}: {printable(finding.message)}", width)
        yield _coloured(first, place, finding.code) if colour else first
        yield from more
        if finding.proposal:
            told = f"  proposed ({finding.confidence}): {printable(finding.proposal)}"
            for line in wrapped(told, width):
                yield f"{_PROPOSAL}{line}{_END}" if colour else line


def totals(audit: Audit, *, fixed: int, width: int | None) -> Iterator[str]:
    """How much was found of each kind, and in how many notes."""
    found = Counter(finding.code for finding in audit.findings)
    number = sum(found.values())
    notes = len({finding.path for finding in audit.findings})
    read = count(audit.plan.notes, "note")
    if not number:
        yield from wrapped(f"{read} with {count(audit.plan.links, 'link')}: nothing found", width)
        return
    kinds = ", ".join(f"{code} {times}" for code, times in sorted(found.items()))
    yield from wrapped(f"{count(number, 'finding')} in {notes:,} of {read}: {kinds}", width)
    fixable = len(audit.fixable)
    if fixed:
        yield from wrapped(f"{count(fixed, 'finding')} fixed", width)
    elif fixable:
        yield from wrapped(f"--fix would write {count(fixable, 'proposal')}", width)


def troubles(audit: Audit) -> Iterator[str]:
    """What was not checked, and what could not be written: one line each."""
    for change in audit.plan.refused:
        yield f"not done: {printable(change.place)}: {printable(change.why)}"
    for ref, why in audit.plan.failed:
        place = audit.plan.places.get(ref)
        yield f"not checked: {_at(place)}{printable(str(ref))}: {printable(why)}"
    for place, url in audit.unknown:
        yield (
            f"not checked: {_at(place)}nothing is known of {printable(url)}; [links] in the "
            "settings can say which paper it is"
        )
    for notice in audit.plan.notices:
        yield printable(notice)


def findings_json(audit: Audit, *, fixed: Sequence[Finding]) -> str:
    """All of an audit as a JSON object."""
    written = set(fixed)
    value = {
        "findings": [_value(finding, is_fixed=finding in written) for finding in audit.findings],
        "failed": [{"paper": str(ref), "why": why} for ref, why in audit.plan.failed],
        "refused": [{"path": str(each.path), "why": each.why} for each in audit.plan.refused],
        "unknown": [
            {"path": place.path, "line": place.line, "url": url} for place, url in audit.unknown
        ],
        "requests": audit.plan.requests,
    }
    return obeyed_by_none(json.dumps(value, indent=2))


def findings_commands(audit: Audit, workspace: Path) -> Iterator[str]:
    """A ``::warning`` for each finding, as GitHub shows it beside the note."""
    annotations = [
        Annotation(
            finding.code,
            _with_proposal(finding),
            Place(finding.path, finding.line, finding.column),
        )
        for finding in audit.findings
    ]
    yield from commands("warning", annotations, workspace)


def _with_proposal(finding: Finding) -> str:
    """A finding in one line."""
    told = f" (proposed, {finding.confidence}: {finding.proposal})" if finding.proposal else ""
    return f"{finding.message}{told}"


def kinds_table(kinds: Iterable[Kind]) -> Iterator[str]:
    """A Markdown table of the kinds of findings."""
    yield "| code | finds | `--fix` writes |"
    yield "|---|---|---|"
    for kind in kinds:
        opt_in = " (only where it is selected)" if kind.opt_in else ""
        yield f"| `{kind.code}` | {kind.title}{opt_in} | {kind.fixes or '-'} |"


def _coloured(line: str, place: str, code: str) -> str:
    styled = line.replace(place, f"{_PLACE}{place}{_END}", 1)
    return styled.replace(f" {code}:", f" {_CODE}{code}{_END}:", 1)


def _at(place: Place | None) -> str:
    return f"{printable(str(place))}: " if place else ""


def _value(finding: Finding, *, is_fixed: bool) -> dict[str, object]:
    return {
        "code": finding.code,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "start": finding.span.start,
        "end": finding.span.end,
        "message": finding.message,
        "proposal": finding.proposal,
        "confidence": str(finding.confidence) if finding.proposal else None,
        "edit": finding.edit._asdict() if finding.edit is not None else None,
        "fixed": is_fixed,
    }
