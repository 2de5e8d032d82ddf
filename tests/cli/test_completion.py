"""Shells complete the names that options take."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from enricher.audit import all_kinds
from enricher.cli import app
from enricher.writers import all_writers

CODES = list(all_kinds())
FORMATS = {
    "run": ["text", "json", "github"],
    "audit": ["text", "json", "github"],
    "links": ["table", "jsonl"],
    "show": ["yaml", "json", "bibtex", "csl-json"],
    "list": ["text", "json", "csv", "bibtex"],
}


def completed(*words: str) -> list[str]:
    """What bash offers for the last of these words."""
    asked = {
        "_ENRICHER_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(("enricher", *words)),
        "COMP_CWORD": str(len(words)),
    }
    return CliRunner().invoke(app, [], env=asked, prog_name="enricher").output.split()


@pytest.mark.parametrize("command", ["run", "check", "remove"])
def test_writers(command: str) -> None:
    assert completed(command, "--to", "") == list(all_writers())
    assert completed(command, "--to", "li") == ["link-title", "listing"]
    assert completed(command, "--to", "no-such") == []


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_kinds_of_findings(option: str) -> None:
    assert completed("audit", option, "") == CODES
    assert completed("audit", option, "wr") == ["wrong-paper"]
    more = completed("audit", option, "wrong-paper,")
    assert more == [f"wrong-paper,{code}" for code in CODES if code != "wrong-paper"]


@pytest.mark.parametrize("command", FORMATS)
def test_formats(command: str) -> None:
    assert completed(command, "--format", "") == FORMATS[command]
