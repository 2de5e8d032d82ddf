"""The README keeps its promises: its tables come from the code, its examples run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from enricher.audit import all_kinds
from enricher.engine import Enricher
from enricher.reports.findings import kinds_table
from enricher.reports.papers import sources_table, writers_table
from enricher.settings import Settings
from enricher.settings.form import read as settings_of
from enricher.sources import all_sources
from enricher.writers import all_writers

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_first_two_bash_blocks_are_one_command_each() -> None:
    run, test = blocks("bash")[:2]
    assert run.splitlines()[0] == "# run"
    assert test.splitlines()[0] == "# test"
    assert len(run.splitlines()) == len(test.splitlines()) == 2


def test_continuous_integration_calls_the_readmes_own_test_command() -> None:
    command = blocks("bash")[1].splitlines()[1]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_table_of_sources_is_the_codes_own() -> None:
    table = re.search(r"<!-- sources -->\n(.*?)<!-- /sources -->", README, re.DOTALL)
    assert table is not None
    assert table[1].strip() == "\n".join(sources_table(all_sources().values()))


def test_the_table_of_writers_is_the_codes_own() -> None:
    table = re.search(r"<!-- writers -->\n(.*?)<!-- /writers -->", README, re.DOTALL)
    assert table is not None
    assert table[1].strip() == "\n".join(writers_table(all_writers().values()))


def test_the_table_of_kinds_of_findings_is_the_codes_own() -> None:
    table = re.search(r"<!-- kinds -->\n(.*?)<!-- /kinds -->", README, re.DOTALL)
    assert table is not None
    assert table[1].strip() == "\n".join(kinds_table(all_kinds().values()))


def test_the_example_settings_are_valid() -> None:
    [example] = blocks("toml")
    settings = settings_of(tomllib.loads(example), "the test")
    assert settings.max_authors == Settings().max_authors
    assert settings.fields == Settings().fields


def test_the_library_example_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    example, _ = blocks("python")
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - our own README


def test_the_dask_example_runs(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    _, example = blocks("python")
    script = tmp_path / "example.py"  # its workers import it
    script.write_text(example, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, str(script)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        timeout=120,
        text=True,
    )
    with Enricher(cache="cache", offline=True) as enricher:
        paths = sorted((ROOT / "fixtures" / "notes").glob("*.md"))
        links = [link for note in enricher.scan(paths).notes for link in note.links]
    assert ran.stdout == f"{len(links)} links to papers\n"


def test_every_setting_of_the_example_is_told() -> None:
    [example] = blocks("toml")
    tables = {
        "ascii",
        "authors",
        "dialect",
        "enabled",
        "format",
        "ignore",
        "interval",
        "path",
        "profile",
        "select",
        "venue",
    }  # keys of tables
    named = set(re.findall(r"^\[?([a-z-]+)(?= =|\.|\])", example, re.MULTILINE))
    known = set(Settings.keys())
    assert known - named == set()
    assert json.dumps(sorted(named - known - tables)) == "[]"
