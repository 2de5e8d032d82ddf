"""`--summary FILE` tells in files, too, and never takes the place of one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.arxiv_site import TITLES
from tests.cli.conftest import Site, contents
from tests.fetch.server import Server

PAPER = "1803.02780"


@pytest.mark.parametrize("command", ["run", "check"])
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_summaries_go_with_every_format_and_tell_every_paper(
    site: Site, command: str, form: str
) -> None:
    site.note("a.md", PAPER)
    site.note("b.md", "1706.03762")
    site.run("run", "notes/b.md")
    ran = site.run(
        command, "notes", "--format", form, "--summary", "plan.json", "--summary", "report.md"
    )
    assert ran.code == (command == "check")
    told = json.loads((site.folder / "plan.json").read_text(encoding="utf-8"))
    assert set(told["papers"]) == {f"arxiv:{PAPER}", "arxiv:1706.03762"}
    assert told["new"] == [f"arxiv:{PAPER}"]
    report = (site.folder / "report.md").read_text(encoding="utf-8")
    assert report.startswith("## 1 new paper\n")
    assert TITLES[PAPER] in report
    assert ("Files changed" in report) == (command == "run")
    if form == "json":
        assert json.loads(ran.out) == told


@pytest.mark.parametrize("name", ["report.txt", "report", "notes/a.md", "notes", "link.md"])
def test_what_is_there_or_of_another_kind_is_refused_before_anything_is_done(
    site: Site, arxiv: Server, name: str
) -> None:
    site.note("a.md", PAPER)
    (site.folder / "link.md").symlink_to("nowhere.md")
    before = contents(site.folder)
    ran = site.run("run", "notes", "--summary", name)
    assert ran.code == 2
    assert f"--summary {name}: " in ran.err
    assert contents(site.folder) == before
    assert arxiv.seen == []


def test_one_that_cannot_be_written_is_told(site: Site) -> None:
    site.note("a.md", PAPER)
    ran = site.run("run", "notes", "--summary", str(Path("nowhere", "report.md")))
    assert ran.code == 2
    assert "cannot be written: No such file or directory" in ran.err
