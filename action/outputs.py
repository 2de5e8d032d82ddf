"""What enricher told, as the outputs of a step, and whether the step fails."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

_FINISHED = (0, 1, 3)  # all well; `check`: would change; some papers or files could not be done


class Result(NamedTuple):
    """What enricher ended with, and its plan as JSON; empty where it did not finish."""

    code: int
    plan: Mapping[str, Any]

    def changes(self, status: str) -> list[str]:
        """The files that are ``changed``, ``unchanged`` or ``refused``."""
        return [each["path"] for each in self.plan.get("changes", ()) if each["status"] == status]

    def number(self, status: str) -> int:
        """How many papers are ``found``, ``missing`` or ``failed``; two names of a work are one."""
        told = (each for each in self.plan.get("outcomes", ()) if each["status"] == status)
        return len({each.get("work", each["paper"]) for each in told})

    def fails(self, fail_on: str) -> bool:
        """Whether the step fails, by the input of that name."""
        if fail_on == "never":
            return False
        if self.code not in _FINISHED or self.changes("refused"):
            return True
        if fail_on == "unresolved":
            return self.number("failed") + self.number("missing") > 0
        return fail_on == "changes" and bool(self.changes("changed"))


def outputs_of(result: Result, report: Path, folder: Path, workspace: Path) -> dict[str, str]:
    """The outputs. Paths in the plan are relative to ``folder``, those in here to ``workspace``."""
    changed = [os.path.relpath(folder / path, workspace) for path in result.changes("changed")]
    published = {each["paper"] for each in result.plan.get("published", ())}
    return {
        "changed": str(bool(changed)).lower(),
        "changed-files": "\n".join(map(quoted, changed)),
        "found": str(result.number("found")),
        "missing": str(result.number("missing")),
        "failed": str(result.number("failed")),
        "newly-published": str(len(published)),
        "newly-found": str(len(result.plan.get("new", ()))),
        "exit-code": str(result.code),
        "report": str(report),
        "title": result.plan.get("headline", "enricher did not finish"),
    }


def lines_of(outputs: Mapping[str, str]) -> str:
    """The outputs as the runner reads them; nobody knows the delimiters before."""
    made: list[str] = []
    for name, value in outputs.items():
        delimiter = secrets.token_hex(16)
        made += [f"{name}<<{delimiter}", value, delimiter]
    return "".join(f"{line}\n" for line in made)


def quoted(path: str) -> str:
    """A path on one line, as git writes it: with ``/``, and in quotes, with octal escapes, where it
    holds quotes or what is no printable text."""
    name = path.replace(os.sep, "/")
    if name.isprintable() and not {'"', "\\"} & set(name):
        return name
    plain = set(range(0x20, 0x7F)) - set(b'"\\')
    shown = (chr(byte) if byte in plain else f"\\{byte:03o}" for byte in os.fsencode(name))
    return f'"{"".join(shown)}"'
