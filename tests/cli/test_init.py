"""`init` proposes what a site needs, writes only what is not there, and says how to undo it."""

from __future__ import annotations

import shlex
import subprocess

import pytest

from enricher import config
from tests.cli.conftest import ROOT, Site, contents

SITES = {
    "Jekyll": ("_config.yml", "data", "_includes/enricher.html", "{% include enricher.html %}"),
    "Hugo": (
        "hugo.toml",
        "data",
        "layouts/partials/enricher.html",
        '{{ partial "enricher.html" . }}',
    ),
    "MkDocs": ("mkdocs.yml", "front-matter", "", "- enricher"),
    "Quarto": ("_quarto.yml", "csl-json", "", "bibliography: references.json"),
    "": ("README.md", "venue", "", ""),
}


@pytest.fixture(name="bare")
def _bare(site: Site) -> Site:
    """A site without settings."""
    (site.folder / "enricher.toml").unlink()
    return site


@pytest.mark.parametrize("builder", SITES)
def test_a_site_gets_settings_and_its_template(bare: Site, builder: str) -> None:
    name, writer, template, paste = SITES[builder]
    (bare.folder / name).touch()
    before = contents(bare.folder)
    looked = bare.run("init", "--diff")
    assert looked.code == 0
    assert f'+to = ["{writer}"]' in looked.out
    assert contents(bare.folder) == before
    ran = bare.run("init")
    assert ran.code == 0
    assert builder in ran.out
    assert config.load(folder=bare.folder, environment={}).to == (writer,)
    assert paste in ran.out
    if template:
        assert (bare.folder / template).read_text(encoding="utf-8")
    undo = ran.out.splitlines()[-1]
    assert undo.startswith("  rm ")
    subprocess.run(shlex.split(undo), cwd=bare.folder, check=True)
    assert contents(bare.folder) == before


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
