"""The diff of a run, as a patch: `git apply` and `patch` make of the old notes what a run does."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Site, contents

PAPER = "1803.02780"
TOOLS = {"git": ["apply"], "patch": ["-p1", "--batch", "-s"]}


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("repository", [False, True])
@pytest.mark.parametrize(
    ("here", "path"),
    [(".", "notes"), ("notes", "."), ("notes/sub", ".."), ("notes/sub", "../../notes/a b.md")],
)
def test_a_patch_applies_from_where_it_was_made(
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    tool: str,
    repository: bool,
    here: str,
    path: str,
) -> None:
    program, git = shutil.which(tool), shutil.which("git")
    if not program or not git:
        pytest.skip(f"{tool} or git is not installed")
    site.note("a b.md", PAPER)
    site.note("sub/it's.md", PAPER)
    if repository:
        subprocess.run([git, "init", "-q"], cwd=site.folder, check=True)
    monkeypatch.chdir(site.folder / here)
    options = ("--to", "front-matter", "--to", "bibtex=x.bib")
    diff = site.run("check", path, *options, "--diff").out
    folder = applied_in(diff)
    assert (folder == ".") is (".." not in path)
    before = contents(site.notes)
    assert site.run("run", path, *options).code == 0
    after = contents(site.folder)
    for name, content in before.items():
        (site.notes / name).write_bytes(content)
    Path("x.bib").unlink()
    done = subprocess.run(
        [program, *TOOLS[tool]], cwd=folder, input=diff.encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert contents(site.folder) == after


def applied_in(diff: str) -> str:
    """The folder that the first line names, if there is one."""
    told = re.match(
        r"In (?P<folder>.+): git -C (?P=folder) apply, or patch -d (?P=folder) -p1\n", diff
    )
    return shlex.split(told["folder"])[0] if told else "."


def test_the_name_of_a_folder_makes_no_patch(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = site.notes / "x\n--- a"
    site.note("x\n--- a/b.md/n.md", PAPER)
    (odd / "here").mkdir()
    monkeypatch.chdir(odd / "here")
    other = site.notes / "other"
    site.note("other/m.md", PAPER)
    diff = site.run("check", str(odd / "b.md"), str(other), "--diff").out
    assert diff.startswith("In ../..: ")
    monkeypatch.chdir(other)
    diff = site.run("check", str(odd / "b.md"), "--diff").out
    assert diff.splitlines()[1].startswith("--- a/n.md")
