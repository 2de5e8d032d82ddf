"""Papers that are not known where they would be, in a whole audit."""

from __future__ import annotations

from pathlib import Path

import pytest

from enricher import auditing
from enricher.fetch import packs
from enricher.fetch.packs import Stored
from enricher.models import PaperRef
from enricher.paper import Missing
from tests import handmade_pack


@pytest.mark.parametrize(
    ("provider", "ref", "url", "is_told"),
    [
        ("arxiv", "arxiv:0808.0539", "https://arxiv.org/abs/0808.0539", True),
        ("crossref", "doi:10.1145/1.2", "https://doi.org/10.1145/1.2", True),
        # Crossref looks for a title, and IEEE and ACM were never asked
        ("crossref-numbers", "ieee:9009019", "https://ieeexplore.ieee.org/document/9009019", False),
        ("crossref-numbers", "acm:2939672", "https://dl.acm.org/citation.cfm?id=2939672", False),
    ],
)
def test_only_who_would_have_to_know_can_miss_a_paper(
    tmp_path: Path, provider: str, ref: str, url: str, is_told: bool
) -> None:
    others = {"doi": ["datacite"], "acm": ["semantic-scholar"]}
    paper = PaperRef.parse(ref)
    records = [
        Stored(name, paper, "x", "", "missing", "", handmade_pack.FETCHED, handmade=True)
        for name in (provider, *others.get(paper.source, ()))
    ]
    (tmp_path / "a.jsonl").write_text("".join(packs.lines(records)), "utf-8")
    note = tmp_path / "note.md"
    note.write_text(f"- [A Paper]({url})\n", "utf-8")
    with handmade_pack.offline(tmp_path) as enricher:
        scanned = enricher.scan(note, all_notes=True)
        made = auditing.audit(enricher, scanned, auditing.chosen(enricher.settings))
    assert made.plan.outcomes == [Missing(paper)]
    assert [each.code for each in made.findings] == ["missing"] * is_told
