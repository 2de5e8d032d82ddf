"""A newcomer's first minutes: the README's commands, word for word, in a site of their own, up to
pages with titles and a workflow that ends well."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.action.conftest import Site
from tests.action.runner import ROOT
from tests.integrations.sites import GATES, NEURAL, Rendered, needs, program, run

LAYOUT = "<h1>{{ page.title }}</h1>\n{{ content }}\n"
NOTE = f"# Papers\n\n- [Neural AutoML]({NEURAL})\n- [gates]({GATES})\n"
SITES = {
    "Jekyll": {
        "_config.yml": "title: Mine\n",
        "_layouts/post.html": LAYOUT,
        "_posts/2024-01-01-papers.md": f"---\nlayout: post\ntitle: 论文\n---\n\n{NOTE}",
    },
    "MkDocs": {
        "mkdocs.yml": "site_name: Mine\n",
        "docs/index.md": f"---\ntitle: 论文\n---\n\n{NOTE}",
    },
}


def commands() -> list[list[str]]:
    """What the README tells newcomers to type in their site."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("### First steps in a site\n")[2].partition("\n### ")[0]
    typed = re.findall(r"^\$ (enricher .*?)(?:\s+#.*)?$", section, re.MULTILINE)
    return [shlex.split(line) for line in typed]


def pasted(told: str) -> dict[str, str]:
    """What `init` asks to paste, by the file that it names for it."""
    found = re.findall(
        r"^Paste into .*?([\w./-]+\.(?:html|yml))\b.*:\n((?:  .*\n)+)", told, re.MULTILINE
    )
    return {place: re.sub("^  ", "", lines, flags=re.MULTILINE) for place, lines in found}


@pytest.fixture(name="begun", params=SITES)
def _begun(request: pytest.FixtureRequest, site: Site) -> tuple[str, Site, str]:
    """A site of somebody who typed what the README says; and what that told."""
    shutil.rmtree(site.folder / "notes")
    (site.folder / "enricher.toml").unlink()
    for name, text in SITES[request.param].items():
        path = site.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    site.commit("My site")
    told = ""
    for command in commands():
        own = {"ENRICHER_OFFLINE": "1"}
        ran = run([sys.executable, "-m", *command], site.folder, own)
        assert ran.code == (1 if command[1] == "check" else 0), ran.told
        told += ran.told
    return request.param, site, told


def build_jekyll(folder: Path) -> Path:
    ran = run([program("jekyll"), "build", "-q", "--disable-disk-cache"], folder)
    assert ran.code == 0, ran.told
    return folder / "_site/2024/01/01/papers.html"


def build_mkdocs(folder: Path) -> Path:
    needs("mkdocs")
    ran = run([sys.executable, "-m", "mkdocs", "build", "--strict"], folder)
    assert ran.code == 0, ran.told
    return folder / "site/index.html"


BUILDS: dict[str, Callable[[Path], Path]] = {"Jekyll": build_jekyll, "MkDocs": build_mkdocs}


@pytest.mark.sites
def test_pages_show_papers_once_the_lines_are_pasted(begun: tuple[str, Site, str]) -> None:
    builder, site, told = begun
    for place, lines in pasted(told).items():
        if not place.startswith(".github"):
            with (site.folder / place).open("a", encoding="utf-8") as file:
                file.write(lines)
    page = Rendered(BUILDS[builder](site.folder))
    assert [item.split(" · ")[0] for item in page.listed] == [
        "Transfer Learning with Neural AutoML",
        "Channel Gating Neural Networks",
    ]
    assert "NeurIPS 2019" in "".join([*page.titles(GATES), *page.scripts])
    again = run([sys.executable, "-m", "enricher", "check", ".", "--offline"], site.folder)
    assert again.code == 0, again.told
    assert "2 links to 2 papers" in again.told  # what was built is no note


def test_the_workflow_ends_well_and_has_nothing_to_tell_yet(begun: tuple[str, Site, str]) -> None:
    _, site, _ = begun
    site.commit("Enriched")
    assert _workflow(site) == []


def test_a_week_later_the_workflow_opens_a_pull_request(begun: tuple[str, Site, str]) -> None:
    builder, site, _ = begun
    [folder] = [Path(name).parent for name in SITES[builder] if name.endswith(".md")]
    new = "---\ntitle: x\n---\n\n[x](https://arxiv.org/abs/2002.10389)\n"
    (site.folder / folder / "2024-01-08-new.md").write_text(new, encoding="utf-8")
    site.commit("A new note")
    assert _workflow(site) == ["1 new paper"]


def test_pages_without_front_matter_get_it_in_a_pull_request(site: Site) -> None:
    """Most of MkDocs have none."""
    shutil.rmtree(site.folder / "notes")
    (site.folder / "enricher.toml").unlink()
    (site.folder / "mkdocs.yml").write_text("site_name: Mine\n", encoding="utf-8")
    (site.folder / "docs").mkdir()
    (site.folder / "docs/index.md").write_text(NOTE, encoding="utf-8")
    ran = run([sys.executable, "-m", "enricher", "init", "--github-action"], site.folder)
    assert ran.code == 0, ran.told
    site.commit("My site")
    assert _workflow(site) == ["2 new papers"]


def _workflow(site: Site) -> list[str]:
    """The titles of the pull requests that the workflow of `init` opens."""
    job = site.runner()
    job.environment["ENRICHER_CACHE"] = str(ROOT / "cache")
    assert not job.workflow(site.folder / ".github/workflows/enricher.yml").failed, job.log
    return site.titles
