"""The action's inputs and outputs, with the runner's own files and real bash."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.action.conftest import Site, git
from tests.action.runner import ROOT

NOTE = "---\ntitle: x\n---\n[p](https://arxiv.org/abs/2005.06826)\n"
UNKNOWN = "---\ntitle: x\n---\n\nText, [p](https://arxiv.org/abs/2001.99999)\n"


def status(site: Site) -> bytes:
    return git(site.folder, "status", "--porcelain", "-z", "--untracked-files=all")


def test_outputs_say_what_was_done(site: Site) -> None:
    runner = site.runner(paths="notes/conference-pages.md\nnotes/awesome-list.md")
    done = runner.composite({})
    assert not done.failed
    outputs = done.outputs
    assert outputs["changed"] == "true"
    assert outputs["changed-files"] == "notes/conference-pages.md"
    assert status(site) == b" M notes/conference-pages.md\0"
    assert int(outputs["found"]) >= int(outputs["newly-found"]) > 0
    assert outputs["title"] == f"{outputs['newly-found']} new papers"
    assert outputs["newly-published"] == "0"
    report = Path(outputs["report"])
    assert report.is_relative_to(runner.temporary)
    assert runner.summary == report.read_text(encoding="utf-8")
    assert not runner.cached  # offline there is nothing to keep


def test_a_check_writes_nothing_and_may_fail(site: Site) -> None:
    given = {"command": "check", "paths": "notes/conference-pages.md"}
    done = site.runner(**given).composite({})
    assert not done.failed
    assert (done.outputs["changed"], done.outputs["exit-code"]) == ("true", "1")
    failing = site.runner(**given, **{"fail-on": "changes"}).composite({})
    assert failing.failed
    assert failing.outputs["changed-files"] == "notes/conference-pages.md"
    assert status(site) == b""


@pytest.mark.parametrize(
    ("fail_on", "unknown", "refused", "unfinished"),
    [
        ("never", False, False, False),
        ("error", False, True, True),
        ("unresolved", True, True, True),
        ("changes", False, True, True),
    ],
)
def test_outputs_are_there_whatever_fails(
    site: Site, fail_on: str, unknown: bool, refused: bool, unfinished: bool
) -> None:
    lost, broken = site.note("lost.md", UNKNOWN), site.note("broken.md", "---\na: [\n---\n" + NOTE)
    given = {"fail-on": fail_on}
    for paths, fails, code in (
        (lost, unknown, "3"),
        (broken, refused, "3"),
        ("nowhere", unfinished, "2"),
    ):
        done = site.runner(paths=str(paths), **given).composite({})
        assert done.failed == fails, paths
        assert done.outputs["exit-code"] == code
        assert done.outputs["changed"] == "false"
        assert Path(done.outputs["report"]).is_file()


def test_troubles_are_told_beside_the_link_with_paths_of_the_checkout(site: Site) -> None:
    site.note("lost.md", UNKNOWN)
    given = {"working-directory": "notes", "paths": "lost.md", "config": "../enricher.toml"}
    runner = site.runner(**given)
    runner.composite({})
    [(name, properties, data)] = runner.commands
    assert (name, properties) == ("warning", "file=notes/lost.md,line=5,col=11,title=Not fetched")
    assert data.startswith("arxiv:2001.99999: ")
    quiet = site.runner(**given, annotations="false", summary="false")
    done = quiet.composite({})
    assert quiet.commands == []
    assert quiet.summary == ""
    assert done.outputs["failed"] == "1"
    assert "2001.99999" in quiet.log


def test_a_preprint_that_has_a_venue_now_is_news(site: Site) -> None:
    note = site.note("a.md", NOTE)
    given = {"paths": "notes/a.md"}
    assert site.runner(**given).composite({}).outputs["title"] == "1 new paper"
    written = note.read_text(encoding="utf-8")
    note.write_text(re.sub("    venue: .*\n", "", written), encoding="utf-8")
    runner = site.runner(**given)
    outputs = runner.composite({}).outputs
    assert outputs["title"] == "1 paper published"
    assert (outputs["newly-published"], outputs["newly-found"]) == ("1", "0")
    assert note.read_text(encoding="utf-8") == written
    assert "| preprint 2020 | ISSTA 2020 |" in runner.summary
    assert ("notice", "file=notes/a.md,line=11,col=5,title=Published") in {
        command[:2] for command in runner.commands
    }


def test_online_the_records_are_kept_in_one_folder_under_a_new_key(site: Site) -> None:
    note = site.note("a.md", NOTE)
    runner = site.runner(
        offline="false", paths=str(note), cache="true", **{"fail-on": "unresolved"}
    )
    (site.folder / "enricher.toml").write_text("deadline = 1\n", encoding="utf-8")
    done = runner.composite({})
    assert done.failed
    assert done.outputs["failed"] == "1"
    restored, kept = runner.cached  # kept though the step failed
    assert restored[:2] == kept[:2]
    assert restored[1].startswith(restored[2])
    assert Path(kept[0]).is_dir()
    assert (runner.temporary / "enricher-cache") == Path(kept[0])


def test_every_input_and_output_is_declared_as_text_and_handed_on() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    [enrich] = [step for step in action["runs"]["steps"] if step.get("id") == "enricher"]
    assert enrich["run"] == '"$PYTHON" "$GITHUB_ACTION_PATH/action/run.py"'
    for name, declared in action["inputs"].items():
        assert re.fullmatch("[a-z]+(-[a-z]+)*", name)
        assert isinstance(declared["default"], str)
        variable = f"INPUT_{name.upper().replace('-', '_')}"
        if name != "python-version":
            assert enrich["env"][variable] == f"${{{{ inputs.{name} }}}}"
    for name, declared in action["outputs"].items():
        assert declared["value"] == f"${{{{ steps.enricher.outputs.{name} }}}}"


@pytest.mark.parametrize(
    ("given", "settings", "told"),
    [
        ({"paths": "no%0Ape"}, "", "no%250Ape"),
        ({"writers": "frontmatter"}, "", "did you mean 'front-matter'?"),
        ({}, "max-author = 3\n", "unknown key 'max-author'"),
    ],
)
def test_why_it_did_not_finish_is_in_the_annotation(
    site: Site, given: dict[str, str], settings: str, told: str
) -> None:
    if settings:
        (site.folder / "enricher.toml").write_text(settings, encoding="utf-8")
    runner = site.runner(**given)
    assert runner.composite({}).failed
    [(name, properties, data)] = runner.commands
    assert (name, properties) == ("error", "title=enricher")
    assert data.startswith("enricher did not finish (exit code 2): ")
    assert told in data
