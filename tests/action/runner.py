"""A small runner of GitHub Actions: real bash, the runner's files, and its rules for commands.

It knows what the action and its workflows use, and refuses all else: an expression, a name or a
step that it does not know is an error, never a pass.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).parents[2]
_TOKEN = re.compile(
    r"\s*(?:'((?:[^']|'')*)'|(==|!=|&&|\|\||!|\(|\))|(\w+\(\))|([\w-]+(?:\.[\w-]+)+))"
)
_OPERATORS = {"&&": " and ", "||": " or ", "!": " not "}
_COMMAND = re.compile(r"\s*::([\w-]+)(?: ([^:]*))?::(.*)")

Uses = Callable[["Runner", Mapping[str, str]], dict[str, str]]
"""What stands in for an action: the job's runner and the step's inputs give its outputs."""


class Done(NamedTuple):
    """What became of a job or a composite action."""

    failed: bool
    outputs: dict[str, str]


class Runner:
    """Runs steps in a workspace; ``actions`` stand in for those of others, by owner and name.

    ``given`` are inputs of the action that beat those of a workflow. ``log`` is all that was
    printed, ``summary`` what the steps wrote to the job's summary, ``cached`` the paths and keys
    that the cache was asked for.
    """

    def __init__(self, workspace: Path, temporary: Path, actions: Mapping[str, Uses]) -> None:
        self.workspace, self.temporary, self.actions = workspace, temporary, actions
        self.log, self.summary = "", ""
        self.given: dict[str, str] = {}
        self.cached: list[tuple[str, str, str]] = []
        self.environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            "LANG": "C.UTF-8",
            "GITHUB_ACTIONS": "true",
            "RUNNER_TEMP": str(temporary),
            "GITHUB_WORKSPACE": str(workspace),
            "GITHUB_ACTION_PATH": str(ROOT),
        }
        self._github = {
            "runner.temp": str(temporary),
            "runner.os": "Linux",
            "github.run_id": "7",
            "github.run_attempt": "1",
        }

    def workflow(self, file: Path) -> Done:
        """Run the one job of a workflow."""
        [job] = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values()
        return self._steps(job["steps"], dict(self._github), {})

    def composite(self, given: Mapping[str, str]) -> Done:
        """Run the action of this repository. Unknown inputs are an error."""
        action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
        unknown = {*given, *self.given} - action["inputs"].keys()
        assert not unknown, f"no such inputs: {unknown}"
        values = {name: each["default"] for name, each in action["inputs"].items()}
        values |= {**given, **self.given}
        names = {**self._github, **{f"inputs.{name}": value for name, value in values.items()}}
        outputs = {name: each["value"] for name, each in action["outputs"].items()}
        return self._steps(action["runs"]["steps"], names, outputs)

    def _steps(
        self, steps: list[dict[str, Any]], names: dict[str, str], outputs: Mapping[str, str]
    ) -> Done:
        failed = False
        for step in steps:
            condition = str(step.get("if", "success()")).removeprefix("${{").removesuffix("}}")
            if not re.search(r"\b(always|cancelled|success)\(\)", condition):
                condition = f"success() && ({condition})"
            state = {"always()": True, "success()": not failed, "cancelled()": False}
            done = Done(False, {})
            if _value(condition, {**names, **state}, names):
                done = self._step(step, names)
            failed = failed or done.failed
            if "id" in step:
                names[f"steps.{step['id']}"] = ""
                told = done.outputs.items()
                names |= {f"steps.{step['id']}.outputs.{name}": value for name, value in told}
        return Done(failed, {name: _filled(value, names) for name, value in outputs.items()})

    def _step(self, step: dict[str, Any], names: dict[str, str]) -> Done:
        if "uses" in step:
            given = {name: _filled(str(value), names) for name, value in step["with"].items()}
            name, _, version = step["uses"].partition("@")
            assert re.fullmatch("[0-9a-f]{40}", version), f"{name} is not pinned"
            if name == "enricher/enricher":
                return self.composite(given)
            return Done(False, self.actions[name](self, given))
        assert step["shell"] == "bash"
        environment = {name: _filled(value, names) for name, value in step["env"].items()}
        return self.bash(step["run"], environment)

    def bash(self, script: str, environment: Mapping[str, str]) -> Done:
        """Run a step's script as GitHub does."""
        file, output, summary = (self.temporary / name for name in ("step.sh", "output", "summary"))
        file.write_text(script, encoding="utf-8")
        output.write_bytes(b"")
        summary.write_bytes(b"")
        ran = subprocess.run(
            ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", file],
            cwd=self.workspace,
            env={
                **self.environment,
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(summary),
                **environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
        )
        self.log += ran.stdout.decode("utf-8", "replace")
        self.summary += summary.read_text(encoding="utf-8")
        return Done(ran.returncode != 0, outputs_in(output.read_text(encoding="utf-8")))

    @property
    def commands(self) -> list[tuple[str, str, str]]:
        """The workflow commands that the runner would obey: name, properties and data."""
        obeyed: list[tuple[str, str, str]] = []
        token = ""
        for line in self.log.splitlines():
            command = _COMMAND.fullmatch(line)
            if command is None:
                assert "##[" not in line or token, f"a command of the old form: {line}"
            elif token:
                token = "" if command[1] == token else token
            elif command[1] == "stop-commands":
                token = command[3]
            else:
                obeyed.append((command[1], command[2] or "", command[3]))
        return obeyed


def _filled(text: str, names: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(_value(found[1], names, names)), text)


def _value(expression: str, known: Mapping[str, object], names: Mapping[str, str]) -> object:
    """The value of an expression. An output that a step did not set is empty, as on GitHub."""
    python, place = "", 0
    while place < len(expression.rstrip()):
        token = _TOKEN.match(expression, place)
        assert token, f"not known to this runner: {expression[place:]!r}"
        literal, operator, function, name = token.groups()
        if operator:
            python += _OPERATORS.get(operator, f" {operator} ")
        elif literal is not None:
            python += repr(literal.replace("''", "'"))
        else:
            found = function or name
            step = re.fullmatch(r"(steps\.[\w-]+)\.outputs\.[\w-]+", found)
            is_unset = step is not None and step[1] in names and found not in known
            python += repr("" if is_unset else known[found])
        place = token.end()
    return eval(python, {"__builtins__": {}})  # noqa: S307 - literals and operators alone


def outputs_in(text: str) -> dict[str, str]:
    """What a step wrote to its file of outputs."""
    outputs: dict[str, str] = {}
    lines = iter(text.split("\n"))
    for line in lines:
        name, is_long, delimiter = line.partition("<<")
        if is_long:
            values = list(iter(lambda: next(lines), delimiter))
            outputs[name] = "\n".join(values)
        elif line:
            raise AssertionError(f"not an output of more than one line: {line!r}")
    return outputs
