"""The inputs of the action, and the arguments of enricher that they mean.

They arrive in the environment as ``INPUT_NAME``; lists have one item a line. No shell reads any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

INSTALLED = "installed"
FAIL_ON = ("never", "error", "unresolved", "changes")
_FLAGS = ("create-front-matter", "fill-missing", "offline")
_CHOICES = {
    "command": ("run", "check"),
    "fail-on": FAIL_ON,
    **dict.fromkeys((*_FLAGS, "cache", "annotations", "summary"), ("true", "false")),
}


class InputError(Exception):
    """An input has a value that it does not take; the message names both."""


class Inputs:
    """The inputs of a step. Raises InputError."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.workspace = Path(environment["GITHUB_WORKSPACE"])
        self.folder = self.workspace / self.text("working-directory")
        self.version = self.text("version")  # empty for that of the action
        for name, values in _CHOICES.items():
            if self.text(name) not in values:
                raise InputError(f"{name}: {self.text(name)!r} is none of {', '.join(values)}")
        if self.version not in {"", INSTALLED}:
            # the package index has another project of this name
            raise InputError(
                f"version: {self.version!r} is neither empty nor {INSTALLED!r}: the action brings "
                "its own enricher, so name its commit in `uses`"
            )
        if not self.folder.is_dir():
            raise InputError(f"working-directory: there is no folder {str(self.folder)!r}")
        if not self.lines("paths"):
            raise InputError("paths: name a note or a folder")

    def text(self, name: str) -> str:
        """The value of an input."""
        value = self._environment.get(f"INPUT_{name.upper().replace('-', '_')}", "").strip()
        return value.lower() if name in _CHOICES else value

    def lines(self, name: str) -> list[str]:
        """The items of an input that is a list."""
        return [item for line in self.text(name).split("\n") if (item := line.strip())]

    def is_on(self, name: str) -> bool:
        """Whether an input is ``true``."""
        return self.text(name) == "true"


def arguments(inputs: Inputs, *, cache: Path, plan: Path, report: Path) -> Iterator[str]:
    """The arguments of enricher, which no value can be taken for an option among.

    ``cache`` is the folder of records that is kept between runs; ``plan`` and ``report`` are the
    summaries to write, as JSON and as Markdown.
    """
    yield inputs.text("command")
    yield f"--format={'github' if inputs.is_on('annotations') else 'text'}"
    yield from (f"--summary={file}" for file in (plan, report))
    yield from (f"--{name}" for name in _FLAGS if inputs.is_on(name))
    if inputs.is_on("cache") and not inputs.is_on("offline"):
        yield f"--cache={cache}"
    yield from (f"--to={item}" for item in inputs.lines("writers"))
    yield from (f"--exclude={item}" for item in inputs.lines("exclude"))
    if inputs.text("config"):
        yield f"--config={inputs.text('config')}"
    yield from ("--", *inputs.lines("paths"))
