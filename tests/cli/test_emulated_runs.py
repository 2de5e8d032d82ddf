"""Whole runs as commands, over one note with links of every kind that the emulator answers.

Whatever a server does, each paper ends as found, missing or failed by name, what is written is what
a healthy run writes, and the next healthy run gets the rest.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.cli.conftest import ROOT, Site
from tests.fetch.emulator import PROGRAM, Emulator, absent, emulating, providers
from tests.fetch.test_emulated_faults import FAULTS

pytestmark = pytest.mark.skipif(not PROGRAM.is_file(), reason="no emulator beside the checkout")
SILENT = {"a slow drip", "a hang"}  # a command has 30 s of patience; the fetcher's tests have less
ADDRESSES = {
    "arxiv": "https://arxiv.org/abs/{}",
    "neurips": "https://papers.nips.cc/paper/{}-Abstract.html",
    "doi": "https://doi.org/{}",
}


@pytest.fixture(scope="module", name="emulator")
def _emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with emulating(tmp_path_factory.mktemp("emulator")) as running:
        yield running


def links(emulator: Emulator) -> list[str]:
    """One link to each paper that is known, and to one of each kind that nobody has."""
    found: list[str] = []
    for name, known in emulator.known.items():
        for want in (*known, absent(name)):
            form = ADDRESSES.get(want.ref.source)
            id_ = want.ref.id.replace("/", "/hash/") if name == "neurips" else want.ref.id
            found.append(form.format(id_) if form else want.urls[0])
    nobody = hashlib.sha1(b"nobody", usedforsecurity=False).hexdigest()
    found.append(f"https://www.semanticscholar.org/paper/{nobody}")
    return list(dict.fromkeys(found))


def settle(folder: Path, emulator: Emulator, *, deadline: float = 60) -> None:
    """Settings that lead every request to the emulator. With a short ``deadline`` no request is
    made a second time, for the pause before it would be too long."""
    others = ("datacite", "arxiv-pages", "crossref-numbers", "dblp")
    tables = [f"[indexes.{name}]\nenabled = false\n" for name in others]
    for name, provider in providers().items():
        kind = "indexes" if name in {"semantic-scholar", "crossref"} else "sources"
        base_url = emulator.site(provider).base_url
        tables.append(f'[{kind}.{name}]\nbase_url = "{base_url}"\ninterval = 0\n')
    (folder / "enricher.toml").write_text(
        f'cache = "records"\nvenues-from = ["semantic-scholar"]\ndeadline = {deadline}\n'
        + "".join(tables),
        encoding="utf-8",
    )


def lay(folder: Path, emulator: Emulator) -> Path:
    """A note with all links, and its settings."""
    settle(folder, emulator)
    note = folder / "notes" / "a.md"
    note.parent.mkdir(exist_ok=True)
    lines = "".join(f"- {link}\n" for link in links(emulator))
    note.write_text(f"---\ntitle: x\n---\n{lines}", encoding="utf-8")
    return note


@pytest.fixture(name="whole")
def _whole(offline_site: Site, emulator: Emulator) -> Site:
    """A site of one note with all links."""
    lay(offline_site.folder, emulator)
    return offline_site


def entries(note: Path) -> dict[str, dict[str, Any]]:
    """What stands in a note."""
    front = note.read_text(encoding="utf-8").split("---\n")[1]
    return {entry["id"]: entry for entry in yaml.safe_load(front).get("papers", ())}


def statuses(out: str) -> dict[str, str]:
    """What became of each reference."""
    return {row["paper"]: row["status"] for row in json.loads(out)["outcomes"]}


class Healthy(NamedTuple):
    """The note that a run leaves, and what it says of each reference, when all is well."""

    note: str
    entries: dict[str, dict[str, Any]]
    statuses: dict[str, str]


@pytest.fixture(scope="module", name="healthy")
def _healthy(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Healthy:
    folder = tmp_path_factory.mktemp("healthy")
    note = lay(folder, emulator)
    emulator.faults()
    ran = subprocess.run(
        [sys.executable, "-m", "enricher", "run", "notes", "--format", "json"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    return Healthy(note.read_text(encoding="utf-8"), entries(note), statuses(ran.stdout.decode()))


def test_a_healthy_run_finds_what_there_is(emulator: Emulator, healthy: Healthy) -> None:
    counts = list(healthy.statuses.values())
    assert len(counts) == len(links(emulator)) == 35
    assert {kind: counts.count(kind) for kind in counts} == {"found": 30, "missing": 5}
    assert len(healthy.entries) == 30


@pytest.mark.parametrize("fault", sorted(FAULTS.keys() - SILENT))
def test_a_fault_that_stays_is_told_and_the_next_run_gets_the_rest(
    whole: Site, emulator: Emulator, healthy: Healthy, fault: str
) -> None:
    note = whole.notes / "a.md"
    rule = {"match": ".", **FAULTS[fault]}
    emulator.faults(rule | ({"retry_after": 1} if rule.get("retry_after") == 20 else {}))
    settle(whole.folder, emulator, deadline=1)
    ran = whole.run("run", "notes", "--format", "json")
    told = statuses(ran.out)
    assert told.keys() == healthy.statuses.keys()
    failed = {paper for paper, status in told.items() if status == "failed"}
    assert {paper: told[paper] for paper in told.keys() - failed} == {
        paper: status for paper, status in healthy.statuses.items() if paper not in failed
    }
    assert ran.code == (3 if failed else 0)
    named = re.findall(r"^failed: (\S+): \S", ran.err, re.MULTILINE)
    assert sorted(named) == sorted(failed)
    for id_, entry in entries(note).items():  # nothing wrong, though an index may have been silent
        assert entry["title"] == healthy.entries[id_]["title"]
        assert entry["authors"] == healthy.entries[id_]["authors"]

    emulator.faults()
    settle(whole.folder, emulator)
    assert whole.run("run", "notes").code == 0
    assert note.read_text(encoding="utf-8") == healthy.note
    emulator.faults()
    warm = whole.run("run", "notes")
    assert (warm.code, emulator.stats()["stats"]) == (0, {})


@pytest.mark.parametrize("operator", ["export.arxiv", "openaccess", "nips", "semantic", "crossref"])
def test_a_fault_of_one_operator_costs_the_others_nothing(
    whole: Site, emulator: Emulator, healthy: Healthy, operator: str
) -> None:
    emulator.faults({"match": operator, "kind": "status", "status": 503})
    settle(whole.folder, emulator, deadline=3)
    ran = whole.run("run", "notes", "--format", "json")
    told = statuses(ran.out)
    named = {"export.arxiv": "arxiv", "openaccess": "cvf", "nips": "neurips", "crossref": "doi"}
    mine = {paper for paper in told if paper.startswith(f"{named.get(operator, operator)}")}
    assert mine
    assert {paper for paper, status in told.items() if status == "failed"} == mine
    assert ran.code == 3
    assert {paper: told[paper] for paper in told.keys() - mine} == {
        paper: status for paper, status in healthy.statuses.items() if paper not in mine
    }
