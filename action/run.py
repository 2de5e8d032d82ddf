"""The action: installs enricher, calls it once, and hands on what it told.

The standard library is all that is needed. Outputs are written before the step may fail.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path

from inputs import INSTALLED, InputError, Inputs, arguments
from outputs import Result, lines_of, outputs_of

UNFINISHED = 2  # what enricher ends with where it is called wrongly
_LONGEST = 1_000  # characters of a message in an annotation


class InstallError(Exception):
    """enricher could not be installed; the message tells what was tried."""


def main(environment: Mapping[str, str]) -> int:
    """Do the work of the step; the result is its exit code."""
    temporary = Path(environment["RUNNER_TEMP"])
    folder = Path(tempfile.mkdtemp(prefix="enricher-", dir=temporary))
    report = folder / "report.md"
    try:
        inputs = Inputs(environment)
    except InputError as error:
        workspace = Path(environment["GITHUB_WORKSPACE"])
        _hand_on(Result(UNFINISHED, {}), report, workspace, workspace, environment)
        return _say(str(error))
    try:
        python = install(inputs.version, folder / "venv", Path(__file__).parent.parent)
        result = call(python, inputs, temporary / "enricher-cache", folder, environment)
    except InstallError as error:
        result = Result(_say(str(error)), {})
    _hand_on(result, report, inputs.folder, inputs.workspace, environment)
    if inputs.is_on("summary"):
        _append(environment["GITHUB_STEP_SUMMARY"], report.read_text(encoding="utf-8"))
    return (result.code or 1) if result.fails(inputs.text("fail-on")) else 0


def install(version: str, folder: Path, source: Path) -> Path:
    """The Python that has enricher: that of a new environment in ``folder``, with the code at
    ``source``, or the one that runs this. Raises InstallError."""
    if version == INSTALLED:
        return Path(sys.executable)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet", str(source))
    for command in ((sys.executable, "-m", "venv", folder), (python, *pip)):
        with _commands_stopped():
            code = subprocess.run(command, check=False).returncode  # noqa: S603 - no shell
        if code:
            raise InstallError(f"{source} could not be installed; the log tells why")
    return python


def call(
    python: Path, inputs: Inputs, cache: Path, folder: Path, environment: Mapping[str, str]
) -> Result:
    """Call enricher, which writes its report into ``folder``; its annotations are printed."""
    cache.mkdir(exist_ok=True)
    plan, report = folder / "plan.json", folder / "report.md"
    mailto = inputs.text("mailto")
    annotations = folder / "annotations"
    with (
        _commands_stopped(),
        annotations.open("wb") as printed,
        subprocess.Popen(  # noqa: S603 - no shell
            [
                *(python, "-P", "-m", "enricher"),  # -P: no module of the checkout stands in
                *arguments(inputs, cache=cache, plan=plan, report=report),
            ],
            cwd=inputs.folder,
            env={**environment, **({"ENRICHER_MAILTO": mailto} if mailto else {})},
            stdout=printed if inputs.is_on("annotations") else None,
            stderr=subprocess.PIPE,
        ) as called,
    ):
        why = _logged(called.stderr or ())
    sys.stdout.buffer.write(annotations.read_bytes())
    sys.stdout.flush()
    if not (plan.exists() and report.exists()):
        _say(f"enricher did not finish (exit code {called.returncode}): {why}")
        return Result(called.returncode, {})
    return Result(called.returncode, json.loads(plan.read_text(encoding="utf-8")))


def _logged(lines: Iterable[bytes]) -> str:
    """Pass what enricher says on to the log, line by line; the result is why it did not finish."""
    why = "the log tells why"
    for line in lines:
        sys.stderr.buffer.write(line)
        sys.stderr.flush()
        if line.startswith(b"enricher: "):
            why = line.decode(errors="replace").removeprefix("enricher: ").strip()[:_LONGEST]
    return why


def _hand_on(
    result: Result, report: Path, folder: Path, workspace: Path, environment: Mapping[str, str]
) -> None:
    outputs = outputs_of(result, report, folder, workspace)
    if not report.exists():
        report.write_text(f"## {outputs['title']}\n\nThe log tells why.\n", encoding="utf-8")
    _append(environment["GITHUB_OUTPUT"], lines_of(outputs))


def _append(file: str, text: str) -> None:
    with Path(file).open("a", encoding="utf-8", errors="surrogateescape", newline="\n") as stream:
        stream.write(text)


def _say(message: str) -> int:
    """Say what kept enricher from its work; the result is the exit code of that."""
    data = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    print(f"::error title=enricher::{data}", flush=True)
    return UNFINISHED


@contextmanager
def _commands_stopped() -> Generator[None]:
    """Meanwhile the runner takes no line of the log for a command: it holds titles and names."""
    token = secrets.token_hex(16)
    print(f"::stop-commands::{token}", flush=True)
    try:
        yield
    finally:
        print(f"\n::{token}::", flush=True)


if __name__ == "__main__":
    sys.exit(main(os.environ))
