"""The audit of the seed note, with the records of the example notes."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from enricher import auditing
from enricher.auditing import Audit
from enricher.engine import Enricher
from enricher.settings import Settings

ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared" / "notes" / "seed.md"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason="no notes/seed.md in ../shared")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    folder = tmp_path_factory.mktemp("seed")
    shutil.copy(ROOT / "cache" / "fixtures.jsonl", folder)
    note = shutil.copy(SEED, folder)
    settings = Settings(cache=folder, offline=True)
    with Enricher(settings=settings) as enricher:
        scanned = enricher.scan(note, all_notes=True)
        return auditing.audit(enricher, scanned, auditing.chosen(settings))


def test_the_venue_of_il2m_is_wrong_and_no_other(made: Audit) -> None:
    claims = [each for each in made.findings if each.code == "venue-claim"]
    assert [(each.line, each.proposal) for each in claims] == [(489, "ICCV 2019")]


def test_the_eleven_empty_targets_are_told(made: Audit) -> None:
    empty = [each for each in made.findings if each.code == "empty-target"]
    assert len(empty) == 11
    proposed = {each.line: each.proposal for each in empty if each.proposal}
    assert set(proposed) == {134}
    assert "1cd138d0499a68f4bb72bee04bbec2d7" in proposed[134]  # MixMatch


def test_no_link_leads_to_another_paper(made: Audit) -> None:
    assert Counter(each.code for each in made.findings)["wrong-paper"] == 0


def test_what_is_not_known_is_named(made: Audit) -> None:
    named = {url for _, url in made.unknown} | {str(each.ref) for each in made.plan.found}
    assert {"https://hangzhang.org/files/resnest.pdf", "ieee:9009019"} < named
    assert "papers-with-code:190503670" in named
