"""The hooks for pre-commit: their entries run, on the notes of a commit, and ask nobody."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"
NOTES = ("conference-pages.md", "mkdocs-evenings.md")


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    for name in NOTES:
        shutil.copy(ROOT / "fixtures" / "notes" / name, tmp_path)
    (tmp_path / "cache").mkdir()
    shutil.copy(ROOT / "cache" / "fixtures.jsonl", tmp_path / "cache")
    (tmp_path / "enricher.toml").write_text('cache = "cache"\n', encoding="utf-8")
    return tmp_path


def hook(folder: Path, id_: str) -> int:
    """The exit code of a hook, which is called as pre-commit does."""
    [declared] = [each for each in yaml.safe_load(HOOKS.read_bytes()) if each["id"] == id_]
    program, *options = shlex.split(declared["entry"])
    assert program == "enricher"
    return subprocess.run(
        [sys.executable, "-m", program, *options, *declared.get("args", []), *NOTES],
        cwd=folder,
        env={**os.environ, "HTTPS_PROXY": "http://127.0.0.1:9", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=60,
        check=False,
    ).returncode


def test_the_check_fails_until_the_other_one_was_run(folder: Path) -> None:
    before = [(folder / name).read_bytes() for name in NOTES]
    assert hook(folder, "enricher-check") == 1
    assert [(folder / name).read_bytes() for name in NOTES] == before
    assert hook(folder, "enricher-run") == 0
    assert all(b"\npapers:" in (folder / name).read_bytes() for name in NOTES)
    assert hook(folder, "enricher-check") == 0
    assert [path.name for path in (folder / "cache").iterdir()] == ["fixtures.jsonl"]


def test_the_manifest_is_one_that_pre_commit_takes() -> None:
    clientlib = pytest.importorskip("pre_commit.clientlib", reason="pip install '.[action]'")
    assert [each["id"] for each in clientlib.load_manifest(HOOKS)] == [
        "enricher-check",
        "enricher-run",
    ]
