"""What whole runs ask of servers: in turn, as few requests as can be, and none in vain."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.arxiv_site import knowing
from tests.cli.conftest import Site, ids_asked
from tests.fetch.emulator import PROGRAM, emulating
from tests.fetch.server import Server

emulated = pytest.mark.skipif(not PROGRAM.is_file(), reason="no emulator beside the checkout")
AT_ONCE = 300
CLOCKS = 0.005  # s: the server notes an end before the client does, and clocks are adjusted


def ids(number: int) -> list[str]:
    return [f"2001.{10_000 + each}" for each in range(number)]


def all_but(missing: set[str]) -> dict[str, str]:
    return {paper: f"Paper {paper}" for paper in ids(1_000) if paper not in missing}


# --------------------------------------------------------------------------------- how many


@pytest.mark.parametrize("number", [1, 300, 301, 1_000])
def test_new_ids_cost_one_request_for_each_300_and_known_ones_none(
    site: Site, arxiv: Server, number: int
) -> None:
    missing = set(ids(number)[1::50])
    arxiv.always = knowing(all_but(missing))
    site.settings(arxiv.url, batch=AT_ONCE)
    site.note("a.md", *ids(number))
    ran = site.run("run", "notes", "--format", "json")
    assert ran.code == 0, ran.err
    rows = {row["paper"]: row["status"] for row in json.loads(ran.out)["outcomes"]}
    assert {paper for paper, status in rows.items() if status == "missing"} == {
        f"arxiv:{paper}" for paper in missing
    }
    assert len(rows) == number
    assert len(arxiv.seen) <= math.ceil(number / AT_ONCE)
    arxiv.seen.clear()
    for name in ("a.md", "b.md"):  # a note that no manifest knows asks for no more
        site.note(name, *ids(number), front="title: y")
        assert site.run("run", "notes").code == 0
    assert site.run("show", *(f"arxiv:{paper}" for paper in ids(number)[:40])).code == 0
    assert arxiv.seen == []


@emulated
def test_forty_papers_of_one_year_of_cvf_cost_two_requests(
    offline_site: Site, tmp_path: Path
) -> None:
    with emulating(tmp_path, papers=40) as emulator:
        emulator.faults()
        base_url = emulator.url + "/_h/openaccess.thecvf.com"
        (offline_site.folder / "enricher.toml").write_text(
            f'cache = "records"\nvenues-from = []\n[sources.cvf]\nbase_url = "{base_url}"\n'
            "interval = 0\n",
            encoding="utf-8",
        )
        papers = [f"- {want.urls[0]}\n" for want in emulator.known["cvf"]]
        assert len(papers) == 40
        offline_site.note("a.md", body="".join(papers))
        assert offline_site.run("run", "notes").code == 0
        assert emulator.stats()["stats"]["cvf"]["requests"] <= 2
        emulator.faults()
        offline_site.note("b.md", body="".join(papers))
        assert offline_site.run("run", "notes").code == 0
        assert emulator.stats()["stats"] == {}


# ---------------------------------------------------------------------------------- in turn


def test_two_runs_at_once_keep_arxivs_three_seconds(site: Site, arxiv: Server) -> None:
    """Real time, and the interval that holds where no setting shortens it."""
    site.settings(arxiv.url, 'mailto = "ada@example.org"', batch=1)
    settings = site.folder / "enricher.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("interval = 0\n", ""))
    arxiv.always = knowing(all_but(set()))
    site.note("a/a.md", *ids(2))
    site.note("b/b.md", *ids(4)[2:])
    running = [site.start("run", f"notes/{name}") for name in "ab"]
    try:
        told = [process.communicate(timeout=60) for process in running]
    finally:
        for process in running:
            process.kill()
    assert [process.returncode for process in running] == [0, 0], told
    assert sorted(ids_asked(arxiv)) == ids(4)
    seen = sorted(arxiv.seen, key=lambda request: request.started)
    assert min(after.started - before.ended for before, after in pairwise(seen)) >= 3.0 - CLOCKS
    agents = {request.headers["user-agent"] for request in seen}
    (agent,) = agents
    assert "+https://github.com/" in agent
    assert "mailto:ada@example.org" in agent


@emulated
def test_no_operator_is_asked_for_two_things_at_once(offline_site: Site, tmp_path: Path) -> None:
    """By two runs that share a cache, with servers that take their time."""
    with emulating(tmp_path) as emulator:
        emulator.faults({"match": ".", "kind": "latency", "seconds": 0.2})
        hosts = {
            "arxiv": "export.arxiv.org",
            "cvf": "openaccess.thecvf.com",
            "neurips": "papers.nips.cc",
        }
        tables = "".join(
            f'[sources.{name}]\nbase_url = "{emulator.url}/_h/{host}"\ninterval = 0\nbatch = 2\n'
            for name, host in hosts.items()
        )
        (offline_site.folder / "enricher.toml").write_text(
            f'cache = "records"\nvenues-from = []\n{tables}', encoding="utf-8"
        )
        for at, folder in enumerate("ab"):
            lines = [
                *(want.urls[0] for want in emulator.known["cvf"]),
                *(f"https://arxiv.org/abs/{want.ref.id}" for want in emulator.known["arxiv"]),
                *(
                    f"https://papers.nips.cc/paper/{want.ref.id.replace('/', '/hash/')}"
                    for want in emulator.known["neurips"]
                ),
            ][at::2]
            offline_site.note(f"{folder}/a.md", body="".join(f"- {line}\n" for line in lines))
        running = [offline_site.start("run", f"notes/{name}") for name in "ab"]
        try:
            told = [process.communicate(timeout=60) for process in running]
        finally:
            for process in running:
                process.kill()
        assert [process.returncode for process in running] == [0, 0], told
        stats = emulator.stats()["stats"]
    assert {name: stats[name]["max_inflight"] for name in ("arxiv", "cvf", "nips")} == {
        "arxiv": 1,
        "cvf": 1,
        "nips": 1,
    }
