"""The extension, in Sphinx itself, with MyST and reStructuredText."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.integrations.sites import (
    AT_CVPR,
    BITS,
    CHINESE,
    DETECTION,
    GATES,
    HOSTILE,
    MOMENTUM,
    NEURAL,
    PLAIN,
    ROOT,
    UNKNOWN,
    Ran,
    Rendered,
    copy_of,
    needs,
    run,
    titled,
)

pytestmark = pytest.mark.sites


def built(site: Path, *options: str, cache: Path = ROOT / "cache") -> Ran:
    needs("sphinx")
    needs("myst_parser")
    command = [sys.executable, "-m", "sphinx", ".", "out", "-d", "trees", *options]
    return run(command, site, {"ENRICHER_CACHE": str(cache)})


def page(site: Path, name: str) -> Rendered:
    return Rendered(site / "out" / name)


def test_markdown_and_rst_have_titles_and_lists_in_a_parallel_build(tmp_path: Path) -> None:
    site = copy_of("sphinx", tmp_path)
    ran = built(site, "-j", "2", "-W")
    assert ran.code == 0, ran.told
    index, small = page(site, "index.html"), page(site, "small-networks.html")
    assert index.titles(NEURAL) == ["Wong et al. · arXiv 2018"]
    assert index.titles(DETECTION) == [f"{CHINESE} · Tan et al. · arXiv 2019"]
    assert index.titles(BITS) == ["my own title", ""]  # the second one is the list's
    assert small.titles(BITS)[0].endswith(" · Sun et al. · arXiv 2019")
    assert small.titles(GATES) == ["Hua et al. · NeurIPS 2019"]  # the URL holds its title
    assert small.titles(UNKNOWN) == [""]
    assert [item.split(" · ")[0] for item in index.listed][1:] == [CHINESE, PLAIN]
    assert len(small.listed) == 2
    [line] = [line for line in ran.told.splitlines() if "not in the cache" in line]
    assert line.endswith("arxiv:1706.03762 (small-networks.rst:6)")


@pytest.mark.parametrize(
    ("on_missing", "options", "code"), [("warn", (), 0), ("warn", ("-W",), 1), ("error", (), 2)]
)
def test_a_build_fails_for_a_missing_paper_only_where_that_is_asked(
    tmp_path: Path, on_missing: str, options: tuple[str, ...], code: int
) -> None:
    site = copy_of("sphinx", tmp_path)
    ran = built(site, "-D", f"enricher_on_missing={on_missing}", *options)
    assert ran.code == code, ran.told
    assert ran.told.count("arxiv:1706.03762 (small-networks.rst:6)") == 1
    assert "Traceback (most recent" not in ran.told


def test_hostile_titles_are_text(tmp_path: Path) -> None:
    site = copy_of("sphinx", tmp_path, titled("neurips:legacy/8464", HOSTILE))
    assert built(site).code == 0
    small = page(site, "small-networks.html")
    assert small.listed[1].startswith(" ".join(HOSTILE.split()))
    assert small.titles(GATES)[0].startswith('"><script>alert(1)</script>')
    assert not small.runs_a_title


def test_pages_are_read_again_once_the_cache_knows_more(tmp_path: Path) -> None:
    site, cache = copy_of("sphinx", tmp_path), tmp_path / "records"
    cache.mkdir()
    first = built(site, cache=cache)
    assert first.code == 0, first.told
    assert "5 papers are not in the cache" in first.told
    assert page(site, "index.html").titles(NEURAL) == [""]
    again = built(site, cache=cache)
    assert "0 added, 0 changed" in again.told
    assert "5 papers are not in the cache" in again.told
    shutil.copy(ROOT / "cache" / "fixtures.jsonl", cache)
    assert "2 changed" in built(site, cache=cache).told
    assert page(site, "index.html").titles(NEURAL) == ["Wong et al. · arXiv 2018"]


def test_switches_exclusions_and_lists_of_the_pages_own_are_heeded(tmp_path: Path) -> None:
    site = copy_of("sphinx", tmp_path)
    link = f"[a]({GATES})"
    pages = {
        "off.md": f"---\nenricher: false\norphan: true\n---\n# x\n\n{link}\n",
        "part.md": f"---\norphan: true\n---\n# x\n\n<!-- enricher: off -->\n\n{link}\n\n"
        f"<!-- enricher: on -->\n\n{link}\n",
        "draft.md": f"---\norphan: true\n---\n# x\n\n{link}\n",
        "own.md": "---\norphan: true\npapers:\n  - id: 'arxiv:1'\n    title: Mine\n---\n# x\n\n"
        f"{link}\n",
    }
    for name, content in pages.items():
        (site / name).write_text(content, encoding="utf-8")
    ran = built(site, "-W", "-D", "enricher_exclude=draft.md")
    assert ran.code == 0, ran.told
    told = "Channel Gating Neural Networks · Hua et al. · NeurIPS 2019"
    assert page(site, "off.html").titles(GATES) == [""]
    assert page(site, "draft.html").titles(GATES) == [""]
    assert page(site, "part.html").titles(GATES) == ["", told]
    assert page(site, "own.html").listed == ["Mine"]


def test_a_work_that_is_split_over_pages_is_one_to_all_of_them(tmp_path: Path) -> None:
    site = copy_of("sphinx", tmp_path)
    for name, url in (("a", MOMENTUM), ("b", AT_CVPR)):
        (site / f"{name}.md").write_text(f"---\norphan: true\n---\n# x\n\n[{name}]({url})\n")
    assert built(site, "-j", "2", "-W").code == 0
    assert page(site, "a.html").listed[0].endswith("CVPR 2020")
    assert page(site, "a.html").listed == page(site, "b.html").listed
