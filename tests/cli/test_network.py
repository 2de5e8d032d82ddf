"""What a user sees of the network: its faults by name, no note touched, nothing asked twice."""

from __future__ import annotations

import json
import time
from urllib.parse import urlsplit

import pytest

from enricher.fetch.reach import NOBODY
from tests.cli.arxiv_site import ABSENT, TITLES, error_feed, feed, send
from tests.cli.conftest import Site, contents, ids_asked
from tests.fetch.server import Fault, Server, empty, html, reset, status, too_short

IMPATIENT = "deadline = 1"  # shorter than the wait before a second attempt
IDS = ("1803.02780", "1706.03762")


def test_without_network_every_paper_fails_with_host_and_reason(offline_site: Site) -> None:
    offline_site.note("a.md", *IDS)
    offline_site.note("b.md", IDS[0])
    before = contents(offline_site.notes)
    ran = offline_site.run("run", "notes")
    assert ran.code == 3
    failed = [line for line in ran.err.splitlines() if line.startswith("failed: ")]
    assert [line.split()[1].rstrip(":") for line in failed] == [f"arxiv:{paper}" for paper in IDS]
    for line in failed:
        assert "127.0.0.1" in line or "export.arxiv.org" in line
        assert "onnect" in line
    assert ran.err.count(f"note: {NOBODY}\n") == 1
    assert ran.err.count("hint: ") == 1
    assert "Errno" not in ran.err
    assert "failed 2" in ran.out
    assert contents(offline_site.notes) == before


@pytest.mark.parametrize(
    "command",
    [("check", "notes"), ("audit", "notes"), ("list", "notes"), ("show", "arxiv:1803.02780")],
)
def test_every_command_that_asks_says_that_nobody_was_reached(
    offline_site: Site, command: tuple[str, ...]
) -> None:
    offline_site.note("a.md", *IDS)
    ran = offline_site.run(*command)
    assert ran.code == 3
    assert ran.err.count(NOBODY) == 1


def test_a_server_that_answers_badly_was_reached(site: Site, arxiv: Server) -> None:
    site.settings(arxiv.url, IMPATIENT)
    site.note("a.md", *IDS)
    arxiv.always = status(500)
    assert NOBODY not in site.run("run", "notes").err


def test_the_host_that_was_asked_is_the_one_that_is_blamed(offline_site: Site) -> None:
    offline_site.note("a.md", IDS[0])
    ran = offline_site.run("run", "notes", "--format", "json")
    (outcome,) = json.loads(ran.out)["outcomes"]
    assert "127.0.0.1" in outcome["why"]
    assert list(json.loads(ran.out)["requests"]) == ["127.0.0.1"]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (status(403), "403"),
        (status(429), "429"),
        (status(429, Retry_After="600"), "left alone until"),
        (status(500), "500"),
        (status(503), "503"),
        (html, "200"),
        (empty, "200"),
        (reset, ""),
        (too_short, ""),
        (send(feed(TITLES)[:200]), "200"),
        (send(error_feed("the API is tired")), "the API is tired"),
    ],
)
def test_every_fault_is_a_named_failure_and_no_note_changes(
    site: Site, arxiv: Server, fault: Fault, told: str
) -> None:
    site.settings(arxiv.url, IMPATIENT)
    arxiv.always = fault
    site.note("a.md", IDS[0])
    before = contents(site.notes)
    ran = site.run("run", "notes")
    assert ran.code == 3
    assert f"failed: arxiv:{IDS[0]}: " in ran.err
    assert told in ran.err
    assert ran.err.count("hint: ") == 1
    assert contents(site.notes) == before


def test_a_failure_is_asked_for_again_and_what_came_is_not(site: Site, arxiv: Server) -> None:
    site.settings(arxiv.url, IMPATIENT, batch=1)
    healthy = arxiv.always
    assert healthy is not None
    site.note("a.md", *IDS, ABSENT)
    arxiv.faults.extend([healthy, status(500), healthy])
    first = site.run("run", "notes")
    assert first.code == 3
    assert "found 1, missing 1, failed 1" in first.out
    arxiv.seen.clear()
    second = site.run("run", "notes")
    assert second.code == 0
    assert ids_asked(arxiv) == [IDS[1]]


def test_what_is_written_stays_when_a_paper_cannot_be_fetched_again(
    site: Site, arxiv: Server
) -> None:
    site.note("a.md", *IDS)
    site.run("run", "notes")
    before = contents(site.notes)
    arxiv.always = status(500)
    site.settings(arxiv.url, IMPATIENT)
    assert site.run("run", "notes", "--refresh-all").code == 3
    assert contents(site.notes) == before
    site.run("cache", "clear")
    assert site.run("run", "notes").code == 3
    assert contents(site.notes) == before


def test_a_server_that_wants_to_be_left_alone_is_not_asked_by_the_next_run(
    site: Site, arxiv: Server
) -> None:
    healthy = arxiv.always
    arxiv.always = status(429, Retry_After="86400")
    site.note("a.md", *IDS)
    before = contents(site.notes)
    assert site.run("run", "notes").code == 3
    arxiv.always = healthy
    started = time.monotonic()
    second = site.run("run", "notes")
    assert time.monotonic() - started < 60
    assert second.code == 3
    for paper in IDS:
        assert f"failed: arxiv:{paper}: 127.0.0.1 asked to be left alone until 2" in second.err
    assert len(arxiv.seen) == 1
    assert contents(site.notes) == before


def test_a_second_run_asks_nothing(site: Site, arxiv: Server) -> None:
    site.note("a.md", *IDS, ABSENT)
    site.run("run", "notes")
    assert sorted(ids_asked(arxiv)) == sorted([*IDS, ABSENT])
    arxiv.seen.clear()
    before = contents(site.notes)
    second = site.run("run", "notes")
    assert second.code == 0
    assert arxiv.seen == []
    assert contents(site.notes) == before
    assert "Requests" not in second.out


@pytest.mark.parametrize("option", ["--refresh", "--refresh-all"])
def test_refresh_asks_again_for_preprints(site: Site, arxiv: Server, option: str) -> None:
    site.note("a.md", *IDS)
    site.run("run", "notes")
    arxiv.seen.clear()
    ran = site.run("run", "notes", option)
    assert ran.code == 0
    assert sorted(ids_asked(arxiv)) == sorted(IDS)


def test_one_line_tells_what_a_fetch_will_be(site: Site, arxiv: Server) -> None:
    site.settings(arxiv.url, batch=1)
    site.note("a.md", *IDS, ABSENT)
    ran = site.run("run", "notes")
    (line,) = [line for line in ran.err.splitlines() if "request" in line]
    assert "3 papers" in line
    assert "about 3 requests" in line
    assert len(arxiv.seen) == 3


def test_the_user_agent_names_the_project_and_the_user(site: Site, arxiv: Server) -> None:
    site.settings(arxiv.url, 'mailto = "me@example.org"')
    site.note("a.md", IDS[0])
    site.run("run", "notes")
    (request,) = arxiv.seen
    assert request.headers["user-agent"].startswith("enricher/")
    assert "mailto:me@example.org" in request.headers["user-agent"]
    assert urlsplit(request.path).path == "/api/query"


def test_offline_asks_no_server_and_names_what_is_not_cached(site: Site, arxiv: Server) -> None:
    site.note("a.md", *IDS)
    ran = site.run("run", "notes", "--offline")
    assert ran.code == 3
    assert ran.err.count("offline") >= 2
    for paper in IDS:
        assert f"arxiv:{paper}" in ran.err
    assert ran.err.count("hint: ") == 1
    assert arxiv.seen == []


def test_a_refused_connection_costs_no_long_wait(offline_site: Site) -> None:
    offline_site.note("a.md", *IDS)
    started = time.monotonic()
    offline_site.run("run", "notes")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SSL_CERT_FILE", "/nowhere/ca.pem"),
        ("HTTPS_PROXY", "foo://x"),
        ("ALL_PROXY", "socks4://x"),
        ("NO_PROXY", "[::1"),
    ],
)
def test_a_wrong_environment_is_2_and_nothing_is_written(
    site: Site, arxiv: Server, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    site.note("a.md", *IDS)
    before = contents(site.folder)
    monkeypatch.setenv(name, value)
    ran = site.run("run", "notes")
    assert ran.code == 2
    assert f"enricher: {name}" in ran.err
    assert "Traceback" not in ran.err
    assert arxiv.seen == []
    assert contents(site.folder) == before
    monkeypatch.delenv(name)
    assert site.run("links", "notes").code == 0
