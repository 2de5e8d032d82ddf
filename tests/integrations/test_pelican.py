"""The plugin, in Pelican itself."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.integrations.sites import (
    AT_CVPR,
    BITS,
    CHINESE,
    DETECTION,
    HOSTILE,
    MOMENTUM,
    NEURAL,
    UNKNOWN,
    Ran,
    Rendered,
    copy_of,
    needs,
    run,
    titled,
)

pytestmark = pytest.mark.sites


def built(site: Path, *options: str) -> Ran:
    needs("pelican")
    needs("markdown")
    command = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-o", "out", "-v", *options]
    return run(command, site)


def page(site: Path) -> Rendered:
    return Rendered(site / "out" / "reading-evenings.html")


def test_links_have_titles_and_templates_have_papers(tmp_path: Path) -> None:
    site = copy_of("pelican", tmp_path)
    ran = built(site, "--fatal", "warnings")
    assert ran.code == 0, ran.told
    article = page(site)
    assert article.titles(NEURAL) == ["Wong et al. · arXiv 2018"]
    assert article.titles(DETECTION) == [f"{CHINESE} · Tan et al. · arXiv 2019"]
    assert article.titles(BITS)[0] == "my own title"
    assert article.titles(BITS)[1].endswith(" · Sun et al. · arXiv 2019")
    assert article.titles(UNKNOWN) == [""]
    assert len(article.listed) == 4
    assert (
        article.listed[3]
        == "Squeeze-and-Excitation Networks · Jie Hu, Li Shen, Gang Sun · CVPR 2018"
    )
    assert ran.told.count("not in the cache") == 1
    assert "arxiv:1706.03762 (content/reading-evenings.md:9)" in ran.told


@pytest.mark.parametrize(
    ("on_missing", "options", "code"),
    [("warn", (), 0), ("warn", ("--fatal", "warnings"), 1), ("error", (), 1)],
)
def test_a_build_fails_for_a_missing_paper_only_where_that_is_asked(
    tmp_path: Path, on_missing: str, options: tuple[str, ...], code: int
) -> None:
    site = copy_of("pelican", tmp_path)
    settings = site / "pelicanconf.py"
    own = f'ENRICHER_ON_MISSING = "{on_missing}"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + own, encoding="utf-8")
    ran = built(site, *options)
    assert ran.code == code, ran.told
    assert "arxiv:1706.03762" in ran.told


def test_hostile_titles_are_text_and_other_pages_stay(tmp_path: Path) -> None:
    site = copy_of("pelican", tmp_path, titled("arxiv:1803.02780", HOSTILE))
    off = f"Title: Off\nDate: 2024-01-02\nenricher: no\n\n[a]({NEURAL})\n"
    (site / "content" / "off.md").write_text(off, encoding="utf-8")
    assert built(site).code == 0
    article = page(site)
    assert article.listed[0].startswith(" ".join(HOSTILE.split()))
    assert article.titles(NEURAL)[0].startswith('"><script>alert(1)</script>')
    assert not article.runs_a_title
    assert Rendered(site / "out" / "off.html").titles(NEURAL) == [""]


def test_a_work_that_is_split_over_pages_is_one_to_all_of_them(tmp_path: Path) -> None:
    site = copy_of("pelican", tmp_path)
    for name, url in (("a", MOMENTUM), ("b", AT_CVPR)):
        text = f"Title: {name}\nDate: 2024-01-02\n\n[{name}]({url})\n"
        (site / "content" / f"{name}.md").write_text(text, encoding="utf-8")
    assert built(site).code == 0
    listed = [Rendered(site / "out" / f"{name}.html").listed for name in ("a", "b")]
    assert listed[0] == listed[1]
    assert listed[0][0].endswith("CVPR 2020")
