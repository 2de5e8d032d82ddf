"""`init` proposes what a site needs, writes only what is not there, and says how to undo it."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from enricher import config
from enricher.writers import all_writers
from tests.cli.conftest import ROOT, Site, contents

SITES = {
    "Jekyll": ("_config.yml", "data", "_includes/enricher.html", "{% include enricher.html %}"),
    "Hugo": (
        "hugo.toml",
        "data",
        "layouts/partials/enricher.html",
        '{{ partial "enricher.html" . }}',
    ),
    "MkDocs": ("mkdocs.yml", "", "", "- enricher"),
    "Quarto": ("_quarto.yml", "csl-json", "", "bibliography: references.json"),
    "": ("README.md", "venue", "", ""),
}


@pytest.fixture(name="bare")
def _bare(site: Site) -> Site:
    """A site without settings."""
    (site.folder / "enricher.toml").unlink()
    return site


def undo(site: Site, told: str) -> None:
    """Type what the command said undoes it."""
    lines = told.partition("\nTo undo this:\n")[2].splitlines()
    assert lines
    for line in lines:
        assert line.startswith(("  rm ", "  rmdir "))
        subprocess.run(shlex.split(line), cwd=site.folder, check=True)


def folders(site: Site) -> list[Path]:
    return sorted(path for path in site.folder.rglob("*") if path.is_dir())


@pytest.mark.parametrize("builder", SITES)
def test_a_site_gets_settings_and_its_template(bare: Site, builder: str) -> None:
    name, writer, template, paste = SITES[builder]
    (bare.folder / name).touch()
    before, folders_before = contents(bare.folder), folders(bare)
    looked = bare.run("init", "--diff")
    assert looked.code == 0
    assert (f'+to = ["{writer}"]' if writer else "+to = []") in looked.out
    assert contents(bare.folder) == before
    ran = bare.run("init")
    assert ran.code == 0
    assert builder in ran.out
    assert config.load(folder=bare.folder, environment={}).to == ((writer,) if writer else ())
    assert paste in ran.out
    if template:
        assert (bare.folder / template).read_text(encoding="utf-8")
    undo(bare, ran.out)
    assert contents(bare.folder) == before
    assert folders(bare) == folders_before


@pytest.mark.parametrize("builder", ["MkDocs", "Hugo"])
@pytest.mark.parametrize("kept", ["", ".github", ".github/workflows", "layouts/partials"])
def test_undoing_takes_new_folders_away_and_no_other(bare: Site, builder: str, kept: str) -> None:
    (bare.folder / SITES[builder][0]).touch()
    (bare.folder / kept).mkdir(parents=True, exist_ok=True)
    before, folders_before = contents(bare.folder), folders(bare)
    undo(bare, bare.run("init", "--github-action").out)
    assert contents(bare.folder) == before
    assert folders(bare) == folders_before


def test_with_a_plugin_notes_stay_as_they_are(bare: Site) -> None:
    (bare.folder / "mkdocs.yml").touch()
    (bare.folder / "docs").mkdir()
    (bare.folder / "docs" / "index.md").write_text("---\ntitle: x\n---\n", encoding="utf-8")
    ran = bare.run("init")
    assert "  enricher run docs " in ran.out
    before = contents(bare.folder / "docs")
    for command in ("run", "check"):
        assert bare.run(command, "docs").code == 0
    assert contents(bare.folder / "docs") == before


SPHINX = 'extensions = ["myst_parser"]\n'


@pytest.mark.parametrize(
    ("name", "content"), [("mkdocs.yml", ""), ("conf.py", SPHINX), ("_quarto.yml", "")]
)
def test_a_workflow_has_something_to_propose_all_the_same(
    bare: Site, name: str, content: str
) -> None:
    (bare.folder / name).write_text(content, encoding="utf-8")
    told = bare.run("init", "--github-action").out
    workflow = (bare.folder / ".github/workflows/enricher.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(workflow)["jobs"]["papers"]["steps"]
    [given] = [step["with"] for step in steps if step.get("id") == "enricher"]
    creates = given.get("create-front-matter") == "true"
    to = config.load(folder=bare.folder, environment={}).to
    assert creates == (to == ("front-matter",)) == ("without front matter" in told)
    assert creates or to == ("csl-json",)
    assert given["paths"] == ("docs" if name == "mkdocs.yml" else ".")


def test_what_sphinx_builds_is_no_note(bare: Site) -> None:
    (bare.folder / "conf.py").write_text(SPHINX, encoding="utf-8")
    bare.note("../index.md", "2005.06826")
    for built in ("_build/html", "build/_sources"):
        bare.note(f"../{built}/index.md.txt", "1706.03762")
    bare.run("init")
    ran = bare.run("links", ".")
    assert "2005.06826" in ran.out
    assert "1706.03762" not in ran.out


@pytest.mark.parametrize("builder", SITES)
def test_what_runs_will_do_is_told(bare: Site, builder: str) -> None:
    name, writer, *_ = SITES[builder]
    (bare.folder / name).touch()
    told = all_writers()[writer].title if writer else "Runs change no note"
    assert told in bare.run("init", "--diff").out


def test_what_is_there_stays(bare: Site) -> None:
    (bare.folder / "_config.yml").touch()
    (bare.folder / "enricher.toml").write_text("# mine\n", encoding="utf-8")
    ran = bare.run("init")
    assert "Left as it is: enricher.toml" in ran.out
    assert (bare.folder / "enricher.toml").read_text(encoding="utf-8") == "# mine\n"
    again = bare.run("init")
    assert "Written" not in again.out
    assert "rm " not in again.out


def test_a_folder_that_is_none_is_told(bare: Site) -> None:
    ran = bare.run("init", "nowhere")
    assert ran.code == 2
    assert "there is no folder nowhere" in ran.err


def test_the_workflow_is_the_one_of_the_examples(bare: Site) -> None:
    ran = bare.run("init", "--github-action")
    written = bare.folder / ".github/workflows/enricher.yml"
    assert "Written: .github/workflows/enricher.yml" in ran.out
    example = ROOT / "examples/workflows/enricher-pull-request.yml"
    assert written.read_bytes() == example.read_bytes()


def test_settings_in_pyproject_are_not_hidden(bare: Site) -> None:
    (bare.folder / "pyproject.toml").write_text('[tool.enricher]\nto = ["bibtex"]\n')
    done = bare.run("init")
    assert "Left as it is: pyproject.toml" in done.out
    assert not (bare.folder / "enricher.toml").exists()


@pytest.mark.parametrize("name", ["enricher.toml", "pyproject.toml"])
@pytest.mark.parametrize("builder", ["mkdocs.yml", "_config.yml", "README.md"])
def test_what_settings_write_that_are_there_is_told(bare: Site, name: str, builder: str) -> None:
    (bare.folder / builder).touch()
    head = "[tool.enricher]\n" if name == "pyproject.toml" else ""
    (bare.folder / name).write_text(f'{head}to = ["venue", "bibtex=a.bib"]\n', encoding="utf-8")
    told = bare.run("init", "--diff").out
    titles = [all_writers()[writer].title for writer in ("venue", "bibtex")]
    assert f"Runs write {titles[0]}, and {titles[1]} (`to` in {name};" in told
    (bare.folder / name).write_text(f"{head}to = []\n", encoding="utf-8")
    told = bare.run("init", "--diff").out
    assert "Runs change no note" in told
    assert f"(`to` in {name})" in told


def test_a_workflow_beside_settings_that_write_nothing_says_which_line_to_change(
    bare: Site,
) -> None:
    (bare.folder / "mkdocs.yml").touch()
    bare.run("init")
    told = bare.run("init", "--github-action").out
    assert "Left as it is: enricher.toml" in told
    assert 'change the line of `to` in enricher.toml to:\n  to = ["front-matter"]\n' in told


def test_what_runs_wrote_is_taken_out_before_the_settings_go(bare: Site) -> None:
    (bare.folder / "_config.yml").touch()
    told = bare.run("init").out
    first, _, rest = told.partition("  enricher remove . --to data\n")
    assert "before you undo this:" in first
    assert rest.startswith("To undo this:\n  rm ")
