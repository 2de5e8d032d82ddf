"""What all builders share: only the cache is read, and pages are remembered while they hold."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from enricher.errors import ConfigError, EnricherError
from enricher.fetch.reach import NOBODY
from enricher.integrations.build import Build
from enricher.integrations.missing import Gap
from enricher.integrations.pages import Anchor, Memory
from tests import handmade_pack
from tests.cli.arxiv_site import TITLES, knowing
from tests.fetch.server import Server, serving
from tests.handmade_pack import ABSENT, KNOWN, UNKNOWN, note
from tests.integrations.sites import AT_CVPR, MOMENTUM, ROOT

TITLE = "Learning to Write Notes"
LINKED = "[x](https://arxiv.org/abs/1803.02780)\n"
TITLED = f'[x](https://arxiv.org/abs/1803.02780 "{TITLE} · Lovelock · arXiv 2018")\n'


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ENRICHER_CACHE", "ENRICHER_OFFLINE", "ENRICHER_MAILTO"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(name="site")
def _site(tmp_path: Path) -> Path:
    (tmp_path / "records").mkdir()
    handmade_pack.make(tmp_path / "records")
    (tmp_path / "enricher.toml").write_text("", encoding="utf-8")
    return tmp_path


@pytest.fixture(name="arxiv")
def _arxiv() -> Iterator[Server]:
    with serving() as server:
        server.always = knowing(TITLES)
        yield server


def asking(site: Path, server: Server) -> None:
    """Settings under which arXiv is a server of this machine."""
    (site / "enricher.toml").write_text(
        f'cache = "fetched"\nvenues-from = []\n[sources.arxiv]\nbase_url = "{server.url}"\n'
        "interval = 0\n[indexes.datacite]\nenabled = false\n"
        "[indexes.arxiv-pages]\nenabled = false\n",
        encoding="utf-8",
    )


# ------------------------------------------------------------------------------------------ pages


def test_a_page_gets_titles_entries_and_what_it_lacks(site: Path) -> None:
    build = Build(site, cache="records")
    page = build.page("a.md", f"{LINKED}[y](https://arxiv.org/abs/{UNKNOWN})\n")
    build.close()
    assert page.text.startswith(TITLED)
    assert page.missing == build.missing == {f"arxiv:{UNKNOWN}": Gap("a.md:2", is_unknown=False)}
    [entry] = page.entries
    assert entry["title"] == TITLE
    assert entry["authors"] == ["Ada Lovelock"]
    assert entry["links"] == ["https://arxiv.org/abs/1803.02780"]


def test_links_of_a_tree_get_the_same_titles_as_those_of_a_text(site: Path) -> None:
    build = Build(site, cache="records")
    urls = ["https://arxiv.org/abs/1803.02780", "https://example.org/", "not a url ]"]
    found = build.titles("a", [Anchor(url, "x") for url in [*urls, UNKNOWN, urls[0]]])
    text_page = build.page("a.md", LINKED)
    build.close()
    title = f"{TITLE} · Lovelock · arXiv 2018"
    assert found.titles == [title, "", "", "", title]
    assert found.entries == text_page.entries


def test_links_that_the_settings_leave_alone_have_no_title(site: Path) -> None:
    setting = '[links]\n"https://arxiv.org/abs/1803.02780" = false\n'
    (site / "enricher.toml").write_text(setting, encoding="utf-8")
    build = Build(site, cache="records")
    found = build.titles("a", [Anchor("https://arxiv.org/abs/1803.02780", "x")])
    build.close()
    assert found.titles == [""]
    assert not found.entries


@pytest.mark.parametrize("name", ["absent", "records/deeper"])
def test_without_a_cache_pages_stay_as_they_are_and_nothing_is_made(site: Path, name: str) -> None:
    build = Build(site, cache=name)
    assert build.page("a.md", LINKED).text == LINKED
    build.close()
    assert not (site / name).exists()


def test_settings_that_cannot_be_used_are_refused(site: Path) -> None:
    with pytest.raises(ConfigError, match="info, warn, error"):
        Build(site, on_missing="never")
    (site / "enricher.toml").write_text("unknown = 1\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="unknown"):
        Build(site)


def test_globs_of_a_plug_in_are_checked_as_those_of_the_settings(site: Path) -> None:
    with pytest.raises(ConfigError, match="'!' is no pattern"):
        Build(site, exclude=["!"])


# -------------------------------------------------------------------------------------- all pages

PAGES = {"a.md": f"[a]({MOMENTUM})\n", "b.md": f"[b]({AT_CVPR})\n"}
ONE = "Momentum Contrast for Unsupervised Visual Representation Learning · He et al. · CVPR 2020"


def gathered(site: Path, pages: dict[str, str], memory: Memory | None = None) -> Build:
    build = Build(site, cache=str(ROOT / "cache"), memory=memory)
    build.gather(pages.items())
    return build


def test_a_work_that_is_split_over_pages_is_one_to_all_of_them(site: Path) -> None:
    build = gathered(site, PAGES)
    made = [build.page(path, content) for path, content in PAGES.items()]
    of_tree = build.titles("c", [Anchor(MOMENTUM, "x")])
    build.close()
    assert [page.entries[0]["venue"] for page in made] == ["CVPR 2020", "CVPR 2020"]
    assert [page.entries[0]["links"] for page in made] == [[MOMENTUM], [AT_CVPR]]
    assert of_tree.titles == [ONE]
    alone = Build(site, cache=str(ROOT / "cache"))
    assert "venue" not in alone.page("a.md", PAGES["a.md"]).entries[0]
    alone.close()


def test_a_folder_is_gathered_as_its_pages_are(site: Path) -> None:
    pages = site / "pages"
    pages.mkdir()
    for name, content in PAGES.items():
        (pages / name).write_text(content, encoding="utf-8")
    (pages / "broken.md").write_text("---\na: [\n---\n[a](https://arxiv.org/abs/1803.02780)\n")
    build = Build(site, cache=str(ROOT / "cache"))
    build.gather_below(pages)
    page = build.page("a.md", PAGES["a.md"])
    build.close()
    assert ONE in page.text


def test_what_nobody_gathered_is_looked_up_for_its_page(site: Path) -> None:
    build = gathered(site, PAGES)
    page = build.page("c.md", LINKED + PAGES["a.md"])
    build.close()
    assert page.entries[0]["title"] == "Transfer Learning with Neural AutoML"
    assert ONE in page.text
    assert not page.missing


def test_a_page_that_is_remembered_follows_the_papers_of_the_others(site: Path) -> None:
    memory = Memory()
    first = {"a.md": PAGES["a.md"], "b.md": "nothing\n"}
    for pages, venue in ((first, "arXiv 2019"), (PAGES, "CVPR 2020"), (first, "arXiv 2019")):
        build = gathered(site, pages, memory)
        page = build.page("a.md", pages["a.md"])
        assert venue in page.text
        assert build.page("a.md", pages["a.md"]) is page
        build.close()


# ----------------------------------------------------------------------------------------- memory


def test_a_page_is_made_once_until_its_text_or_the_cache_changes(site: Path) -> None:
    memory = Memory()

    def page(content: str) -> object:
        build = Build(site, cache="records", memory=memory)
        made = build.page("a.md", content)
        build.close()
        return made

    first = page(LINKED)
    assert page(LINKED) is first
    assert page(LINKED + "\n") is not first
    again = page(LINKED)
    (site / "records" / "more.jsonl").write_text("", encoding="utf-8")
    assert page(LINKED) is not again
    (site / "enricher.toml").write_text("max-authors = 1\n", encoding="utf-8")
    assert not memory.pages.keys() - {"a.md"}
    last = page(LINKED)
    assert page(LINKED) is last


def test_a_remembered_page_still_tells_what_it_lacks(site: Path) -> None:
    memory = Memory()
    for _ in range(2):
        build = Build(site, cache="records", memory=memory)
        build.page("a.md", note(UNKNOWN, front=""))
        build.close()
        assert build.missing == {f"arxiv:{UNKNOWN}": Gap("a.md:1", is_unknown=False)}


# ----------------------------------------------------------------------------------------- telling


def test_nothing_is_told_where_nothing_is_missing(
    site: Path, caplog: pytest.LogCaptureFixture
) -> None:
    build = Build(site, cache="records", on_missing="error")
    build.page("a.md", note(*KNOWN))
    with caplog.at_level(logging.INFO):
        build.tell(logging.getLogger("test"))
    build.close()
    assert not caplog.records


def test_many_missing_papers_are_one_line_for_each_reason(
    site: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ids = [f"2001.0000{number}" for number in range(1, 8)]
    for on_missing, level in (("info", "INFO"), ("warn", "WARNING")):
        build = Build(site, cache="records", on_missing=on_missing)
        build.page("a.md", note(*ids, ABSENT, front=""))
        build.page("b.md", note("2001.00008", *ids, front=""))
        caplog.clear()
        with caplog.at_level(logging.INFO):
            build.tell(logging.getLogger("test"))
        build.close()
        assert {record.levelname for record in caplog.records} == {level}
        absent, unknown = (record.getMessage() for record in caplog.records)
        assert absent == (
            "8 papers are not in the cache, so links stay as they are: arxiv:2001.00001 (a.md:1), "
            "arxiv:2001.00002 (a.md:2), arxiv:2001.00003 (a.md:3), 5 more"
        )
        assert unknown == (
            "1 paper is not known to the source that the link names, so links stay as they are: "
            f"arxiv:{ABSENT} (a.md:8)"
        )


def test_a_build_ends_where_a_missing_paper_is_an_error(site: Path) -> None:
    build = Build(site, cache="records", on_missing="error")
    build.page("a.md", note(UNKNOWN))
    with pytest.raises(EnricherError, match=f"arxiv:{UNKNOWN}"):
        build.tell(logging.getLogger("test"))
    build.close()


def test_a_paper_that_its_source_does_not_have_is_told_as_such_of_anchors_too(site: Path) -> None:
    build = Build(site, cache="records", on_missing="error")
    urls = [f"https://arxiv.org/abs/{paper}" for paper in (UNKNOWN, ABSENT)]
    found = build.titles("a.md", [Anchor(url, "x") for url in urls])
    assert [gap.is_unknown for gap in found.missing.values()] == [False, True]
    with pytest.raises(EnricherError, match=r"1 paper is not in the cache.*; 1 paper is not known"):
        build.tell(logging.getLogger("test"))
    build.close()


def test_no_fetch_is_advised_for_what_nobody_has(site: Path) -> None:
    build = Build(site, cache="records", on_missing="error")
    build.gather([("a.md", note(ABSENT))])
    build.page("a.md", note(ABSENT))
    with pytest.raises(EnricherError) as error:
        build.tell(logging.getLogger("test"))
    build.close()
    assert "check" not in error.value.hint


@pytest.mark.parametrize("on_missing", ["info", "warn"])
def test_a_cache_folder_that_is_absent_is_named_with_what_it_lacks(
    site: Path, caplog: pytest.LogCaptureFixture, on_missing: str
) -> None:
    build = Build(site, cache="recrods", on_missing=on_missing)
    build.page("a.md", note(*KNOWN))
    with caplog.at_level(logging.INFO):
        build.tell(logging.getLogger("test"))
    build.close()
    first, second = (record.getMessage() for record in caplog.records)
    assert f"there is no cache folder {site / 'recrods'}" in first
    assert "`cache`" in first
    assert "not in the cache" in second
    level = {"info": "INFO", "warn": "WARNING"}[on_missing]
    assert {record.levelname for record in caplog.records} == {level}


# ---------------------------------------------------------------------------------------- network


def test_no_server_is_asked_unless_that_is_wanted(site: Path, arxiv: Server) -> None:
    asking(site, arxiv)
    build = Build(site)
    assert build.page("a.md", LINKED).text == LINKED
    build.close()
    assert arxiv.seen == []


def test_what_is_wanted_is_asked_for_once_before_the_first_page(site: Path, arxiv: Server) -> None:
    asking(site, arxiv)
    pages = site / "pages"
    pages.mkdir()
    for number, paper in enumerate([*TITLES, UNKNOWN]):
        (pages / f"{number}.md").write_text(note(paper), encoding="utf-8")
    build = Build(site)
    build.fetch(pages)
    asked = len(arxiv.seen)
    made = [build.page(path.name, path.read_text("utf-8")) for path in sorted(pages.iterdir())]
    build.close()
    assert [page.entries[0]["title"] for page in made[:-1]] == list(TITLES.values())
    assert not made[-1].entries
    assert len(arxiv.seen) == asked
    assert asked <= 2  # one batch, and another look for what it did not have


def test_a_build_that_asks_in_vain_says_that_nobody_was_reached(
    site: Path, arxiv: Server, caplog: pytest.LogCaptureFixture
) -> None:
    asking(site, arxiv)
    settings = site / "enricher.toml"
    closed = settings.read_text("utf-8").replace(arxiv.url, "http://127.0.0.1:9")
    settings.write_text(closed, encoding="utf-8")
    (site / "pages").mkdir()
    (site / "pages" / "a.md").write_text(LINKED, encoding="utf-8")
    build = Build(site)
    build.fetch(site / "pages")
    build.page("a.md", LINKED)
    build.tell(logging.getLogger("test"))
    build.close()
    assert [each.getMessage() for each in caplog.records if each.levelname == "WARNING"] == [NOBODY]
