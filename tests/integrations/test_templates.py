"""The templates of Jekyll and Hugo, and the bibliography of Quarto: sites that need no plugin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypandoc
import pytest

from tests.integrations.sites import (
    BITS,
    CHINESE,
    DETECTION,
    GATES,
    HOSTILE,
    NEURAL,
    PLAIN,
    SITES,
    TEMPLATES,
    Rendered,
    copy_of,
    enrich,
    program,
    run,
    titled,
)

# how each site is enriched
RUNS = {
    "jekyll": [("_posts", "--to", "data"), ("_posts/2024-01-08-chinese.md",)],
    "hugo": [("content", "--to", "data"), ("content/posts/small-networks.zh.md",)],
    "quarto": [(".", "--to", "csl-json=references.json")],
}
FIRST = " ".join(HOSTILE.split())


@pytest.mark.parametrize("site", RUNS)
def test_what_is_committed_is_what_a_run_writes(site: str, tmp_path: Path) -> None:
    folder = copy_of(site, tmp_path)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for arguments in RUNS[site]:
        ran = enrich(folder, "run", *arguments)
        assert ran.code == 0, ran.told
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("builder", ["jekyll", "hugo"])
def test_the_templates_of_the_example_are_those_that_are_shipped(builder: str) -> None:
    shipped = [path for path in (TEMPLATES / builder).rglob("*") if path.is_file()]
    assert shipped
    for path in shipped:
        copy = SITES / builder / path.relative_to(TEMPLATES / builder)
        assert copy.read_bytes() == path.read_bytes()


def hostile(site: str, folder: Path) -> Path:
    """A site where one paper, in the data file and in a front matter, has a title for browsers."""
    more = titled("neurips:legacy/8464", HOSTILE) + titled("arxiv:1803.02780", HOSTILE)
    made = copy_of(site, folder, more)
    for arguments in RUNS[site]:
        assert enrich(made, "run", *arguments).code == 0
    return made


# ----------------------------------------------------------------------------------------- Jekyll


def jekyll(site: Path) -> dict[str, Rendered]:
    ran = run([program("jekyll"), "build", "-q", "-d", "out", "--disable-disk-cache"], site)
    assert ran.code == 0, ran.told
    return {path.stem: Rendered(path) for path in (site / "out").rglob("*.html")}


def hovers(page: Rendered) -> dict[str, str]:
    """What the script reads: titles by the links of the note."""
    data: list[list[Any]] = json.loads(page.scripts[0])
    return {url: title for url, title in data if url}


@pytest.mark.sites
def test_jekyll_lists_papers_and_gives_links_their_titles(tmp_path: Path) -> None:
    pages = jekyll(copy_of("jekyll", tmp_path))
    english, chinese = pages["reading-evenings"], pages["chinese"]
    assert english.heading == "Papers on this page"
    assert [item.split(" · ")[0] for item in english.listed] == [
        CHINESE,
        PLAIN,
        "Transfer Learning with Neural AutoML",
        "Channel Gating Neural Networks",
    ]
    assert english.listed[2].endswith(
        "Catherine Wong, Neil Houlsby, Yifeng Lu et al. · preprint 2018"
    )
    assert hovers(english).keys() == {NEURAL, DETECTION, BITS, GATES}
    assert hovers(english)[NEURAL] == english.listed[2]
    assert chinese.heading == "本页论文"
    assert chinese.listed[1] == f"{PLAIN} · Qigong Sun、Fanhua Shang、Kang Yang 等 · 预印本 2019"
    assert hovers(chinese) == dict(zip([DETECTION, BITS], chinese.listed, strict=True))


@pytest.mark.sites
def test_hostile_titles_are_text_to_jekyll(tmp_path: Path) -> None:
    program("jekyll")
    page = jekyll(hostile("jekyll", tmp_path))["reading-evenings"]
    assert page.listed[2].startswith(FIRST)
    assert hovers(page)[GATES].startswith(FIRST)
    assert len(page.scripts) == 2  # the data, and what reads it
    assert "alert" not in page.scripts[1]


@pytest.mark.sites
def test_a_page_without_papers_gets_nothing_from_jekyll(tmp_path: Path) -> None:
    site = copy_of("jekyll", tmp_path)
    for name, front in (("none", ""), ("own", "papers: [a, 1]\n"), ("text", "papers: mine\n")):
        note = f"---\ntitle: x\n{front}---\n\nno papers\n"
        (site / "_posts" / f"2024-02-01-{name}.md").write_text(note, encoding="utf-8")
    pages = jekyll(site)
    for name in ("none", "own", "text"):
        assert pages[name].text == "no papers"
        assert pages[name].scripts == []


# ------------------------------------------------------------------------------------------- Hugo


def hugo(site: Path) -> dict[str, Rendered]:
    ran = run([program("hugo"), "-d", "out", "--panicOnWarning"], site)
    assert ran.code == 0, ran.told
    return {path.parent.name: Rendered(path) for path in (site / "out").rglob("index.html")}


@pytest.mark.sites
def test_hugo_lists_papers_and_gives_links_their_titles(tmp_path: Path) -> None:
    pages = hugo(copy_of("hugo", tmp_path))
    english, chinese = pages["reading-evenings"], pages["small-networks"]
    assert english.heading == "Papers on this page"
    assert [item.split(" · ")[0] for item in english.listed] == [
        CHINESE,
        PLAIN,
        "Transfer Learning with Neural AutoML",
        "Channel Gating Neural Networks",
    ]
    assert english.titles(NEURAL) == [english.listed[2]]
    assert english.titles(GATES) == [english.listed[3]]
    assert english.titles(BITS)[0] == "my own title"
    assert chinese.heading == "本页论文"
    assert chinese.listed[1] == f"{PLAIN} · Qigong Sun、Fanhua Shang、Kang Yang 等 · 预印本 2019"
    assert chinese.titles(BITS)[0] == chinese.listed[1]


@pytest.mark.sites
def test_hostile_titles_are_text_to_hugo(tmp_path: Path) -> None:
    program("hugo")
    page = hugo(hostile("hugo", tmp_path))["reading-evenings"]
    assert page.listed[2].startswith(FIRST)
    assert page.titles(NEURAL)[0].startswith('"><script>alert(1)</script>')
    assert page.scripts == []


@pytest.mark.sites
def test_a_page_without_papers_gets_nothing_from_hugo(tmp_path: Path) -> None:
    site = copy_of("hugo", tmp_path)
    for name, front in (("none", ""), ("own", "papers: [a, 1]\n"), ("text", "papers: mine\n")):
        note = f"---\ntitle: x\n{front}---\n\n[no](https://example.org/) papers\n"
        (site / "content" / "posts" / f"{name}.md").write_text(note, encoding="utf-8")
    pages = hugo(site)
    for name in ("none", "own", "text"):
        assert pages[name].text == "no papers"
        assert pages[name].titles("https://example.org/") == [""]


# ----------------------------------------------------------------------------------------- Quarto


@pytest.mark.sites
def test_quartos_engine_prints_the_bibliography(tmp_path: Path) -> None:
    site = copy_of("quarto", tmp_path)
    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-s", "--citeproc", "index.qmd"]
    ran = run([*command, "-o", "index.html"], site)
    assert ran.code == 0, ran.told
    assert ran.told == ""
    text = Rendered(site / "index.html").text
    assert "Tan, Mingxing, Ruoming Pang, and Quoc V. Le. 2019." in text
    for title in ("Transfer Learning with Neural AutoML", CHINESE, PLAIN):
        assert f"“{title}.”" in text
