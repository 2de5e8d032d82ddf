"""A site in a real git repository with a bare remote, and what stands in for others' actions."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.action.runner import ROOT, Runner

CLOSED = "http://127.0.0.1:9"  # a proxy that answers nobody: no step leaves this machine
GIT = {
    **{f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(folder: Path, *arguments: str) -> bytes:
    """What a git command prints."""
    environment = {**os.environ, **GIT}
    command = ["git", "-c", "core.quotePath=false", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True
    ).stdout


class Site:
    """A checkout of a site: notes, a committed pack, and settings that name it.

    ``titles`` and ``bodies`` are those of the pull requests that were opened.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.remote = folder / "site", folder / "remote.git"
        self._temporary = folder
        self._jobs = 0
        self.titles: list[str] = []
        self.bodies: list[str] = []
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.remote))
        git(folder, "clone", "--quiet", str(self.remote), str(self.folder))
        git(self.folder, "checkout", "--quiet", "-b", "main")
        shutil.copytree(ROOT / "fixtures" / "notes", self.folder / "notes")
        (self.folder / "cache").mkdir()
        shutil.copy(ROOT / "cache" / "fixtures.jsonl", self.folder / "cache")
        (self.folder / "enricher.toml").write_text('cache = "cache"\n', encoding="utf-8")
        self.commit("Notes")

    def note(self, name: bytes | str, text: str) -> Path:
        """Write a note of any name."""
        path = self.folder / "notes" / os.fsdecode(name)
        path.write_text(text, encoding="utf-8")
        return path

    def commit(self, message: str, branch: str = "main") -> dict[str, str]:
        """Commit all that is in the checkout, and push it."""
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "--allow-empty", "--message", message)
        git(self.folder, "push", "--quiet", "--force", "origin", f"HEAD:{branch}")
        return {}

    def runner(self, **given: str) -> Runner:
        """A runner for a new job. The action gets ``given``, and works from the committed pack
        with the enricher of this very environment."""
        self._jobs += 1
        temporary = self._temporary / f"runner{self._jobs}"
        temporary.mkdir()
        job = Runner(self.folder, temporary, self._actions())
        job.given = {"version": "installed", "offline": "true", **given}
        job.environment |= {
            "PATH": os.pathsep.join((str(self._python()), os.environ["PATH"])),
            "HOME": str(temporary),
            "HTTPS_PROXY": CLOSED,
            "HTTP_PROXY": CLOSED,
        }
        return job

    def _python(self) -> Path:
        """A folder in which `python3` is this one."""
        folder = self._temporary / "python"
        folder.mkdir(exist_ok=True)
        script = folder / "python3"
        script.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
        return folder

    def _actions(self) -> dict[str, Callable[[Runner, Mapping[str, str]], dict[str, str]]]:
        def checkout(_job: Runner, _given: Mapping[str, str]) -> dict[str, str]:
            git(self.folder, "fetch", "--quiet", "origin")
            git(self.folder, "checkout", "--quiet", "--force", "-B", "main", "origin/main")
            git(self.folder, "clean", "--quiet", "-dffx")
            return {}

        def pull_request(_job: Runner, given: Mapping[str, str]) -> dict[str, str]:
            self.titles.append(given["title"])
            self.bodies.append(Path(given["body-path"]).read_text(encoding="utf-8"))
            return self.commit(given["commit-message"], given["branch"])

        def commit(_job: Runner, given: Mapping[str, str]) -> dict[str, str]:
            return self.commit(given["commit_message"])

        def cached(job: Runner, given: Mapping[str, str]) -> dict[str, str]:
            job.cached.append((given["path"], given["key"], given.get("restore-keys", "")))
            return {}

        return {
            "actions/checkout": checkout,
            "actions/setup-python": lambda _job, _given: {"python-path": sys.executable},
            "actions/cache/restore": cached,
            "actions/cache/save": cached,
            "peter-evans/create-pull-request": pull_request,
            "stefanzweifel/git-auto-commit-action": commit,
        }


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site whose notes were never enriched."""
    return Site(tmp_path)
