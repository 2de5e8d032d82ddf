"""The workflows for users, from the checkout to the commit on the remote, from a committed pack."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.action.conftest import Site, git
from tests.action.runner import ROOT

WORKFLOWS = sorted((ROOT / "examples" / "workflows").glob("*.yml"))
COMMIT, PULL_REQUEST = WORKFLOWS


def added(site: Site, before: str, after: str) -> list[str]:
    """The lines that a commit of the remote adds. It takes none out."""
    diff = git(site.remote, "diff", "--no-color", "--unified=0", before, after)
    lines = diff.decode("utf-8", "surrogateescape").split("\n")
    changed = [line for line in lines if line[:1] in {"+", "-"} and line[:3] not in {"+++", "---"}]
    assert all(line.startswith("+") for line in changed)
    return [line[1:].rstrip("\r") for line in changed]


def test_the_first_pull_request_holds_metadata_and_nothing_else(site: Site) -> None:
    done = site.runner().workflow(PULL_REQUEST)
    assert not done.failed
    [title], [body] = site.titles, site.bodies
    assert re.fullmatch(r"\d+ new papers", title)
    assert body.startswith(f"## {title}\n")
    lines = added(site, "main", "enricher/papers")
    assert sum(line.startswith("  - id: ") for line in lines) >= 5
    assert all(re.match(r"papers:$|  - id: |    [a-z_]+: |\+papers", line) for line in lines)
    files = git(site.remote, "diff", "--name-only", "main", "enricher/papers").decode().split()
    assert all(name.startswith("notes/") for name in files)
    assert all(name.removeprefix("notes/") in body for name in files)


def test_a_pull_request_names_what_could_not_be_fetched(site: Site) -> None:
    site.note("later.md", "---\ntitle: x\n---\nhttps://arxiv.org/abs/2001.99999\n")
    site.commit("A paper that nobody can be asked for")
    assert not site.runner().workflow(PULL_REQUEST).failed
    [body] = site.bodies
    assert "### New (" in body
    assert "### Not fetched this time (1)" in body
    assert "| arxiv:2001.99999 | <code>notes/later.md:4</code> | not in the cache" in body


def test_once_it_is_merged_there_is_nothing_to_do(site: Site) -> None:
    site.runner().workflow(PULL_REQUEST)
    git(site.remote, "branch", "--force", "main", "enricher/papers")
    again = site.runner()
    assert not again.workflow(PULL_REQUEST).failed
    assert len(site.titles) == 1
    assert "No news of papers" in again.summary


def test_the_other_one_commits_the_same_to_the_branch(site: Site) -> None:
    site.runner().workflow(PULL_REQUEST)
    before = git(site.remote, "rev-parse", "main").decode().strip()
    assert not site.runner().workflow(COMMIT).failed
    assert git(site.remote, "log", "-1", "--format=%s", "main").decode().strip() == site.titles[0]
    assert git(site.remote, "rev-parse", "main~1").decode().strip() == before
    assert git(site.remote, "diff", "main", "enricher/papers") == b""


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)
@pytest.mark.parametrize("folder", ["cache", ".enricher"])
def test_no_record_lands_in_a_diff(site: Site, workflow: Path, folder: str) -> None:
    """The cache is in the checkout, and a server is asked in vain."""
    (site.folder / "enricher.toml").write_text(f'cache = "{folder}"\n', encoding="utf-8")
    if folder != "cache":
        (site.folder / "cache").rename(site.folder / folder)
    site.note("later.md", "---\ntitle: x\n---\nhttps://arxiv.org/abs/2001.99999\n")
    site.commit("A cache of our own")
    before = git(site.remote, "rev-parse", "main").decode().strip()
    site.runner(offline="false", cache="false").workflow(workflow)
    assert (site.folder / folder / "cache.db").exists()
    branch = "enricher/papers" if workflow == PULL_REQUEST else "main"
    files = git(site.remote, "diff", "--name-only", before, branch).decode().split()
    assert files
    assert all(name.startswith("notes/") for name in files)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)
def test_a_note_that_cannot_be_read_fails_the_run_and_keeps_nothing_back(
    site: Site, workflow: Path
) -> None:
    site.note("broken.md", "---\na: [\n---\nhttps://arxiv.org/abs/1706.03762\n")
    site.commit("A broken note")
    before = git(site.remote, "rev-parse", "main").decode().strip()
    runner = site.runner()
    assert runner.workflow(workflow).failed
    [error] = [command for command in runner.commands if command[0] == "error"]
    assert "file=notes/broken.md,line=" in error[1]
    branch = "enricher/papers" if workflow == PULL_REQUEST else "main"
    assert added(site, before, branch)
    assert "broken.md" in runner.summary
