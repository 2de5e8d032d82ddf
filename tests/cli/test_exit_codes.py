"""Every exit code, for the reasons that the README gives for it."""

from __future__ import annotations

import os

import pytest

from tests.cli.arxiv_site import ABSENT
from tests.cli.conftest import ROOT, Site, contents


@pytest.mark.parametrize(
    "arguments", [("--help",), ("-h",), ("--version",), ("run", "--help"), ("cache", "-h")]
)
def test_help_and_version_are_results(offline_site: Site, arguments: tuple[str, ...]) -> None:
    ran = offline_site.run(*arguments)
    assert ran.code == 0
    assert ran.out.strip()
    assert ran.err == ""


def test_the_module_is_the_program(offline_site: Site) -> None:
    ran = offline_site.process("--version")
    assert ran.code == 0
    assert ran.out.startswith("enricher ")
    assert ran.err == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("run",), "PATH"),
        (("bogus",), "bogus"),
        (("run", "notes", "--bogus"), "--bogus"),
        (("run", "notes", "--format", "xml"), "xml"),
        (("run", "notes", "--to", "front-mater"), "did you mean 'front-matter'"),
        (("run", "nowhere"), "nowhere"),
        (("check", "notes", "nowhere.md"), "nowhere.md"),
        (("links", "nowhere"), "nowhere"),
        (("remove", "notes"), "`enricher remove notes --to front-matter`"),
        (("remove", "notes", "--to", "nothing"), "nothing"),
        (("show", "1803.0278"), "1803.0278"),
        (("show", "nosource:1"), "nosource"),
        (("show", "arxiv:99"), "'99' is not an id of arXiv"),
        (("show", "https://example.org/paper"), "https://example.org/paper"),
        (("run", "notes", "--config", "absent.toml"), "absent.toml"),
        (("run", "notes", "--diff", "--format", "json"), "--diff"),
        (("cache", "import", "absent.jsonl"), "absent.jsonl"),
    ],
)
def test_wrong_usage_is_2_and_names_what_is_wrong(
    offline_site: Site, arguments: tuple[str, ...], told: str
) -> None:
    ran = offline_site.run(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert told in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("arguments", [(), ("cache",)])
def test_no_command_shows_the_help_and_no_empty_message(
    offline_site: Site, arguments: tuple[str, ...]
) -> None:
    ran = offline_site.run(*arguments)
    assert ran.code == 2
    assert "Usage" in ran.out + ran.err
    assert "enricher: \n" not in ran.err


def test_a_message_is_not_about_our_libraries(offline_site: Site) -> None:
    ran = offline_site.run("run", "notes", "--format", "xml")
    assert "Value error" not in ran.err


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("max-author = 3", ["max-author", "max-authors"]),
        ("cache = ", ["TOML"]),
        ("cache = 3", ["cache"]),
        ("[sources.arxiv]\ninterval = 1", ["sources", "base_url"]),
        ("[sources.arxif]\nenabled = true", ["arxif", "arxiv"]),
    ],
)
def test_a_mistake_in_the_settings_is_2_and_names_file_and_key(
    offline_site: Site, toml: str, told: list[str]
) -> None:
    (offline_site.folder / "enricher.toml").write_text(toml, encoding="utf-8")
    ran = offline_site.run("run", "notes")
    assert ran.code == 2
    assert ran.out == ""
    for part in ["enricher.toml", *told]:
        assert part in ran.err


def test_settings_that_are_no_text_are_2(offline_site: Site) -> None:
    (offline_site.folder / "enricher.toml").write_bytes(b"\xff\xfe\x00")
    ran = offline_site.run("run", "notes")
    assert ran.code == 2
    assert "enricher.toml" in ran.err


def test_a_cache_folder_that_is_a_file_is_2(offline_site: Site) -> None:
    (offline_site.folder / "records").write_text("mine")
    offline_site.note("a.md", "1803.02780")
    before = contents(offline_site.folder)
    ran = offline_site.run("run", "notes")
    assert ran.code == 2
    assert "records" in ran.err
    assert "--cache" in ran.err
    assert contents(offline_site.folder) == before


def test_a_folder_without_notes_is_no_error_but_is_said(offline_site: Site) -> None:
    (offline_site.notes / "code.py").write_text("x = 1\n")
    for command in ("run", "check"):
        ran = offline_site.run(command, "notes")
        assert ran.code == 0
        assert "no notes found" in ran.err
        assert "notes" in ran.err


@pytest.mark.parametrize("command", ["run", "check", "links"])
def test_notes_that_are_all_left_out_are_not_called_absent(
    offline_site: Site, command: str
) -> None:
    offline_site.note("a.md", "1803.02780")
    offline_site.note("sub/b.md", "1803.02780")
    ran = offline_site.run(command, ".", "--exclude", "*.md")
    assert ran.code == 0
    assert "no notes left: all 2 in . are left out by exclude: *.md" in ran.err
    assert "no notes found" not in ran.err
    (offline_site.folder / "empty").mkdir()
    assert "no notes found" in offline_site.run(command, "empty", "--exclude", "*.md").err


@pytest.mark.parametrize("command", [("links",), ("remove", "--to", "front-matter")])
def test_every_command_says_that_it_found_no_notes(
    offline_site: Site, command: tuple[str, ...]
) -> None:
    ran = offline_site.run(command[0], "notes", *command[1:])
    assert ran.code == 0
    assert "no notes found" in ran.err


def test_papers_that_no_source_has_are_reported_with_0(site: Site) -> None:
    note = site.note("a.md", ABSENT)
    before = note.read_bytes()
    ran = site.run("run", "notes")
    assert ran.code == 0
    assert f"arxiv:{ABSENT}" in ran.out
    assert "missing 1" in ran.out
    assert note.read_bytes() == before


def test_check_is_1_until_run_has_written(site: Site) -> None:
    site.note("a.md", "1803.02780", ABSENT)
    before = contents(site.notes)
    checked = site.run("check", "notes")
    assert checked.code == 1
    assert "would change" in checked.out
    assert contents(site.notes) == before
    assert site.run("run", "notes").code == 0
    assert contents(site.notes) != before
    assert site.run("check", "notes").code == 0


def test_3_beats_1(site: Site) -> None:
    site.note("a.md", "1803.02780")
    assert site.run("check", "notes").code == 1
    (site.notes / "bad.md").write_text("---\na: [\n---\nhttps://arxiv.org/abs/1706.03762\n")
    assert site.run("check", "notes").code == 3


def test_a_defect_of_ours_is_70_and_leaves_a_log(offline_site: Site) -> None:
    broken = offline_site.folder / "broken"
    broken.mkdir()
    (broken / "pyromark.py").write_text("raise RuntimeError('on purpose')\n")  # found first
    offline_site.note("a.md", "1803.02780")
    ran = offline_site.process("links", "notes", PYTHONPATH=f"{broken}{os.pathsep}{ROOT}")
    assert ran.code == 70
    assert "internal error" in ran.err
    assert "on purpose" in ran.err
    (log,) = offline_site.home.glob("enricher-*.log")
    assert str(log) in ran.err
    assert "Traceback" not in ran.err
    written = log.read_text(encoding="utf-8")
    assert "Traceback" in written
    assert "enricher 0" in written
    assert "Python 3" in written


def test_a_reader_that_leaves_ends_the_program_quietly(site: Site) -> None:
    site.note("a.md", *["1803.02780"] * 3000)
    running = site.start("links", "notes")
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.readline()
    running.stdout.close()
    err = running.stderr.read()
    running.stderr.close()
    assert running.wait(timeout=30) == 0
    assert err == b""
