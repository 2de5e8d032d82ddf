"""The documentation builds without a warning, from the pack of this checkout."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import enricher
from tests.integrations.sites import GATES, ROOT, Rendered, needs, run


@pytest.fixture(scope="module", name="site")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built documentation."""
    needs("mkdocs")
    needs("mkdocstrings_handlers.python")
    folder = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    ran = run(command, ROOT)
    assert ran.code == 0, ran.told
    return folder


@pytest.mark.sites
def test_the_reference_holds_every_public_name(site: Path) -> None:
    text = " ".join(Rendered(path).text for path in sorted(site.glob("reference/*/index.html")))
    missing = [name for name in enricher.__all__ if f"{name} " not in text]
    assert missing == []


@pytest.mark.sites
def test_the_documentation_is_enriched(site: Path) -> None:
    reading, papers = (Rendered(site / name / "index.html") for name in ("reading", "papers"))
    assert reading.titles(GATES) == ["Channel Gating Neural Networks · Hua et al. · NeurIPS 2019"]
    assert [item.split(" · ")[0] for item in reading.listed] == [
        "Channel Gating Neural Networks",
        "Towards Real-World Blind Face Restoration With Generative Facial Prior",
        "Transfer Learning with Neural AutoML",
    ]
    assert "Towards Real-World Blind Face Restoration" in papers.text


def test_the_table_of_fields_is_the_papers_own() -> None:
    page = (ROOT / "docs" / "reference" / "papers.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == list(enricher.Paper.model_fields)
