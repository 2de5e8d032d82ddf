"""Every writer tells which papers it writes for the first time, and tells it once."""

from __future__ import annotations

from pathlib import Path

import pytest

from enricher import Enricher
from enricher.paper import Paper
from enricher.plan import Plan
from enricher.settings import Settings
from enricher.writers import all_writers

ROOT = Path(__file__).parents[2]
FIRST = "[one](https://papers.nips.cc/paper/8464-channel-gating-neural-networks.pdf)"
SECOND = "[two](https://arxiv.org/abs/2005.06826)"
AGAIN = "[the same](https://arxiv.org/pdf/2005.06826v1.pdf)"


def note(*links: str, front: str = "---\ntitle: x\n---\n") -> str:
    listed = "\n".join(f"- {link}\n" for link in links)
    return f"{front}<!-- enricher:begin -->\n<!-- enricher:end -->\n\n{listed}"


def plan(folder: Path, writer: str, *, creates: bool = False) -> Plan:
    settings = Settings(cache=ROOT / "cache", offline=True, to=(writer,))
    with Enricher(settings=settings, home=folder) as enricher:
        options = enricher.write_options()
        if creates:
            options = type(options)(create_front_matter=True)
        return enricher.plan(enricher.scan([folder]), options=options)


def titles(papers: list[Paper]) -> list[str]:
    return [paper.title for paper in papers]


@pytest.mark.parametrize("writer", all_writers())
def test_new_papers_are_told_once(tmp_path: Path, writer: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(note(SECOND, AGAIN), encoding="utf-8")
    first = plan(tmp_path, writer)
    assert titles(first.new) == ["Intermittently Failing Tests in the Embedded Systems Domain"]
    first.write()
    assert plan(tmp_path, writer).new == []
    written = path.read_text(encoding="utf-8")
    path.write_text(f"{written}\n- {FIRST}\n", encoding="utf-8")
    second = plan(tmp_path, writer)
    assert titles(second.new) == ["Channel Gating Neural Networks"]
    second.write()
    assert plan(tmp_path, writer).added == []


@pytest.mark.parametrize("profile", ["nested", "flat", "extra"])
def test_those_of_a_front_matter_that_is_made_are_new(tmp_path: Path, profile: str) -> None:
    if profile == "flat":
        (tmp_path / ".obsidian").mkdir()
    if profile == "extra":
        (tmp_path / "config.toml").write_text('base_url = "/"\n[markdown]\n', encoding="utf-8")
        (tmp_path / "content").mkdir()
    folder = tmp_path / "content" if profile == "extra" else tmp_path
    (folder / "a.md").write_text(note(FIRST, SECOND, front=""), encoding="utf-8")
    first = plan(folder, "front-matter", creates=True)
    assert len(first.new) == 2
    first.write()
    assert plan(folder, "front-matter", creates=True).added == []
