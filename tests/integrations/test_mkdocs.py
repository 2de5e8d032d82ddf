"""The plugin, in MkDocs itself."""

from __future__ import annotations

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
    UNKNOWN,
    Ran,
    Rendered,
    copy_of,
    needs,
    run,
    titled,
)

pytestmark = pytest.mark.sites
ABSENT = "https://arxiv.org/abs/2001.00001"
MARKERS = '<!-- enricher:begin papers="all" style="table" -->\n<!-- enricher:end -->\n'


def built(site: Path, *options: str) -> Ran:
    needs("mkdocs")
    return run([sys.executable, "-m", "mkdocs", "build", "-d", "out", *options], site)


def page(site: Path, name: str) -> Rendered:
    return Rendered(site / "out" / name)


def configure(site: Path, *lines: str) -> None:
    """Put further settings of the plugin into the site's configuration."""
    path = site / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    own = "".join(f"      {line}\n" for line in lines)
    path.write_text(text.replace("  - enricher:\n", f"  - enricher:\n{own}"), encoding="utf-8")


@pytest.fixture(scope="module", name="plain")
def _plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """The example site as it is, built with --strict."""
    site = copy_of("mkdocs", tmp_path_factory.mktemp("plain"))
    return site, built(site, "--strict")


def test_pages_have_titles_lists_and_a_bibliography(plain: tuple[Path, Ran]) -> None:
    site, ran = plain
    assert ran.code == 0, ran.told
    index, small, papers = (page(site, f"{n}.html") for n in ("index", "small-networks", "papers"))
    assert index.titles(NEURAL) == ["Wong et al. · arXiv 2018"]
    assert index.titles(DETECTION) == [f"{CHINESE} · Tan et al. · arXiv 2019"]
    assert index.titles(BITS) == ["my own title", ""]  # the second one is the list's
    assert small.titles(BITS)[0] == f"{PLAIN} · Sun et al. · arXiv 2019"
    assert small.titles(GATES) == ["Channel Gating Neural Networks · Hua et al. · NeurIPS 2019"]
    assert small.titles(UNKNOWN) == [""]
    assert [item.split(" · ")[0] for item in index.listed] == [
        "Transfer Learning with Neural AutoML",
        CHINESE,
        PLAIN,
    ]
    assert small.listed[0].endswith("Kang Yang et al. · preprint 2019")
    assert small.listed[1].endswith("Christopher M De Sa et al. · NeurIPS 2019")
    assert "All papers" in papers.text
    places = [papers.text.find(title) for title in ("Channel Gating", CHINESE, PLAIN, "Transfer")]
    assert -1 not in places
    assert places == sorted(places)


def test_what_is_not_in_the_cache_is_told_in_one_line(plain: tuple[Path, Ran]) -> None:
    _, ran = plain
    [line] = [line for line in ran.told.splitlines() if "not in the cache" in line]
    assert line.startswith("INFO")
    assert line.endswith("enricher: 1 paper is not in the cache, so links stay as they are: "
                         "arxiv:1706.03762 (docs/small-networks.md:5)")  # fmt: skip


@pytest.mark.parametrize(
    ("on_missing", "options", "code"),
    [("warn", (), 0), ("warn", ("--strict",), 1), ("error", (), 1)],
)
def test_a_build_fails_for_a_missing_paper_only_where_that_is_asked(
    tmp_path: Path, on_missing: str, options: tuple[str, ...], code: int
) -> None:
    site = copy_of("mkdocs", tmp_path)
    configure(site, f"on_missing: {on_missing}")
    ran = built(site, *options)
    assert ran.code == code, ran.told
    assert ran.told.count("arxiv:1706.03762 (docs/small-networks.md:5)") == 1
    assert "Traceback" not in ran.told


def test_a_theme_may_show_the_list_where_it_likes_in_the_language_of_the_page(
    tmp_path: Path,
) -> None:
    site = copy_of("mkdocs", tmp_path)
    path = site / "mkdocs.yml"
    text = path.read_text(encoding="utf-8").replace("      list: true\n", "")
    path.write_text(text.replace("  name: mkdocs\n", "  name: mkdocs\n  custom_dir: own\n"))
    (site / "own").mkdir()
    (site / "own" / "main.html").write_text(
        '{% extends "base.html" %}{% block footer %}{% set papers_language = page.meta.lang %}'
        '{% set papers = page.meta.papers %}{% include "enricher.html" %}{% endblock %}'
    )
    (site / "docs" / "zh.md").write_text(f"---\nlang: zh-CN\n---\n\n[a]({BITS})\n")
    assert built(site).code == 0
    in_footer = page(site, "zh.html")
    assert in_footer.heading == "本页论文"
    assert in_footer.listed == [f"{PLAIN} · Qigong Sun、Fanhua Shang、Kang Yang 等 · 预印本 2019"]
    assert page(site, "index.html").heading == "Papers on this page"
    configure(site, "list: true")
    (site / "own" / "main.html").unlink()
    assert built(site).code == 0
    assert page(site, "zh.html").listed == in_footer.listed


def test_an_unknown_choice_is_refused_by_name(tmp_path: Path) -> None:
    site = copy_of("mkdocs", tmp_path)
    configure(site, "to: [front-matter]")
    ran = built(site)
    assert ran.code == 1
    assert "'to': Expected one of: ('link-title', 'venue', 'listing')" in ran.told


def test_settings_that_cannot_be_used_end_a_build_without_a_traceback(tmp_path: Path) -> None:
    ran = built(copy_of("mkdocs", tmp_path, "\nunknown = 1\n"))
    assert ran.code == 1
    assert "unknown" in ran.told
    assert "Traceback" not in ran.told


def test_hostile_titles_are_text(tmp_path: Path) -> None:
    site = copy_of("mkdocs", tmp_path, titled("neurips:legacy/8464", HOSTILE))
    ran = built(site)
    assert ran.code == 0, ran.told
    small, papers = page(site, "small-networks.html"), page(site, "papers.html")
    assert small.listed[1].startswith(" ".join(HOSTILE.split()))
    [title] = small.titles(GATES)
    assert title.startswith('"><script>alert(1)</script>')
    assert " ".join(HOSTILE.split()) in papers.text
    assert not small.runs_a_title
    assert not papers.runs_a_title


@pytest.fixture(scope="module", name="odd")
def _odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """The example site with pages that are out of the ordinary."""
    site = copy_of("mkdocs", tmp_path_factory.mktemp("odd"))
    configure(site, "to: [link-title, listing]", "exclude: ['drafts/**']")
    pages = {
        "broken.md": f"---\ntitle: x\n---\n\n\n[a]({GATES})\n\n<!-- enricher:begin -->\n\nno end\n",
        "off.md": f"---\nenricher: off\n---\n[a]({GATES}) [b]({ABSENT})\n",
        "drafts/a.md": f"[a]({GATES}) [b]({ABSENT})\n",
        "own.md": f'---\npapers:\n  - id: "arxiv:1"\n    title: "Mine"\n---\n\n[a]({GATES})\n',
        "papers.md": f"# Mine\n\n{MARKERS}",
    }
    (site / "docs" / "drafts").mkdir()
    for name, content in pages.items():
        (site / "docs" / name).write_text(content, encoding="utf-8")
    return site, built(site)


def test_a_page_that_cannot_be_edited_is_named_and_built_as_it_is(odd: tuple[Path, Ran]) -> None:
    site, ran = odd
    assert ran.code == 0, ran.told
    [line] = [line for line in ran.told.splitlines() if "built as it is" in line]
    assert line.startswith("WARNING")
    assert "docs/broken.md:8:" in line
    assert page(site, "broken.html").titles(GATES) == [""]
    assert page(site, "small-networks.html").titles(GATES) != [""]


@pytest.mark.parametrize("name", ["off.html", "drafts/a.html"])
def test_pages_that_want_to_be_left_alone_are(odd: tuple[Path, Ran], name: str) -> None:
    site, ran = odd
    assert page(site, name).titles(GATES) == [""]
    assert "2001.00001" not in ran.told


def test_a_bibliography_that_is_there_is_filled_as_its_markers_say(odd: tuple[Path, Ran]) -> None:
    papers = page(odd[0], "papers.html")
    assert "Mine" in papers.text
    assert "Title Authors Venue Year" in papers.text
    assert CHINESE in papers.text


def test_papers_of_the_pages_own_front_matter_stay(odd: tuple[Path, Ran]) -> None:
    assert page(odd[0], "own.html").listed == ["Mine"]


def test_a_work_that_is_split_over_pages_is_one_to_all_of_them(tmp_path: Path) -> None:
    site = copy_of("mkdocs", tmp_path)
    (site / "docs" / "a.md").write_text(f"[a]({MOMENTUM})\n")
    (site / "docs" / "b.md").write_text(f"[b]({AT_CVPR})\n")
    assert built(site).code == 0
    assert page(site, "a.html").listed[0].endswith("CVPR 2020")
    assert page(site, "a.html").listed == page(site, "b.html").listed
    assert page(site, "papers.html").text.count("Momentum Contrast") == 1
