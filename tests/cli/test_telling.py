"""The commands that tell: results on standard output, messages on standard error, forms pinned."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from enricher.sources import all_sources
from enricher.writers import all_writers
from tests.cli.arxiv_site import ABSENT, TITLES
from tests.cli.conftest import Site, contents
from tests.fetch.server import Server

FIELDS: dict[str, type | tuple[type, ...]] = {
    "path": str,
    "line": int,
    "column": int,
    "start": int,
    "end": int,
    "url": str,
    "text": str,
    "context": str,
    "source": str,
    "id": str,
    "version": (int, type(None)),
    "paper": str,
}
NOTE = """\ufeff---\r
title: x\r
---\r
𝔸é [a paper](https://arxiv.org/abs/1803.02780v2) and https://arxiv.org/pdf/1706.03762.pdf。\r
`https://arxiv.org/abs/1412.6980`\r
<https://arxiv.org/abs/hep-th/9901001> caf\udce9\r
"""


def rows(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


@pytest.fixture(name="note")
def _note(site: Site) -> Path:
    path = site.notes / "a.md"
    path.write_bytes(NOTE.encode("utf-8", "surrogateescape"))
    return path


def test_links_as_json_lines_have_the_promised_fields(site: Site, note: Path) -> None:
    ran = site.run("links", "notes", "--format", "jsonl")
    assert ran.code == 0
    assert ran.err == ""
    text = note.read_bytes().decode("utf-8", "surrogateescape")
    found = rows(ran.out)
    for row in found:
        assert list(row) == list(FIELDS)
        assert all(isinstance(row[name], kind) for name, kind in FIELDS.items())
        assert row["path"] == "notes/a.md"
        assert text[row["start"] : row["end"]] == row["url"]
        before = text[: row["start"]].replace("\r\n", "\n").split("\n")
        assert (row["line"], row["column"]) == (len(before), len(before[-1]) + 1)
        assert row["paper"] == f"{row['source']}:{row['id']}"
    assert [(row["id"], row["version"], row["context"], row["text"]) for row in found] == [
        ("1803.02780", 2, "inline", "a paper"),
        ("1706.03762", None, "bare", ""),
        ("1412.6980", None, "code", ""),
        ("hep-th/9901001", None, "autolink", ""),
    ]


def test_links_as_a_table_has_a_line_a_link(site: Site, note: Path) -> None:
    ran = site.run("links", "notes")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert len(lines) == 4
    assert lines[0].split() == [
        "notes/a.md:4:14", "inline", "arxiv:1803.02780v2", "https://arxiv.org/abs/1803.02780v2",
    ]  # fmt: skip


def test_links_asks_no_server_and_makes_no_cache(site: Site, arxiv: Server, note: Path) -> None:
    site.run("links", "notes")
    assert arxiv.seen == []
    assert not site.cache.exists()


def test_links_does_not_list_what_enricher_itself_wrote(site: Site, note: Path) -> None:
    before = rows(site.run("links", "notes", "--format", "jsonl").out)
    site.run("run", "notes")
    after = rows(site.run("links", "notes", "--format", "jsonl").out)
    assert [row["url"] for row in after] == [row["url"] for row in before]


@pytest.mark.parametrize(
    "name",
    ["arxiv:1803.02780", "https://arxiv.org/pdf/1803.02780v3.pdf", "arxiv.org/abs/1803.02780"],
)
def test_show_takes_ids_and_urls(site: Site, name: str) -> None:
    ran = site.run("show", name, "--format", "json")
    assert ran.code == 0
    (paper,) = json.loads(ran.out)
    assert paper["id"] == "arxiv:1803.02780"
    assert paper["title"] == TITLES["1803.02780"]
    assert paper["authors"] == ["Ada Lovelock", "Grace Brewster"]
    assert paper["year"] == 2018
    assert paper["type"] == "preprint"
    assert None not in paper.values()
    assert "" not in paper.values()


def test_show_as_yaml_says_the_same_as_json(site: Site) -> None:
    names = [f"arxiv:{paper}" for paper in TITLES]
    as_json = json.loads(site.run("show", *names, "--format", "json").out)
    as_yaml = list(yaml.safe_load_all(site.run("show", *names).out))
    assert [paper["id"] for paper in as_json] == names
    assert as_yaml == as_json


def test_show_of_an_absent_paper_prints_nothing_and_says_so(site: Site) -> None:
    ran = site.run("show", f"arxiv:{ABSENT}")
    assert ran.code == 0
    assert ran.out == ""
    assert f"missing: arxiv:{ABSENT}" in ran.err


def test_show_of_what_cannot_be_fetched_is_3(offline_site: Site) -> None:
    ran = offline_site.run("show", "arxiv:1803.02780")
    assert ran.code == 3
    assert ran.out == ""
    assert "failed: arxiv:1803.02780" in ran.err


def test_sources_and_writers_are_tables(offline_site: Site) -> None:
    for command, names in (("sources", all_sources()), ("writers", all_writers())):
        ran = offline_site.run(command)
        assert ran.code == 0
        assert ran.err == ""
        body = ran.out.splitlines()[2:]
        assert [line.split("`")[1] for line in body] == list(names)


def test_run_as_json_has_the_promised_form(site: Site) -> None:
    site.note("a.md", "1803.02780", ABSENT)
    site.note("b.md", "1803.02780", front=None)
    (site.notes / "bad.md").write_text("---\na: [\n---\nhttps://arxiv.org/abs/1706.03762\n")
    checked = site.run("check", "notes", "--format", "json")
    ran = site.run("run", "notes", "--format", "json")
    assert ran.code == 3
    told = json.loads(ran.out)
    assert list(told) == [
        "papers",
        "outcomes",
        "changes",
        "published",
        "new",
        "requests",
        "headline",
    ]
    assert set(told["papers"]) == {"arxiv:1803.02780", "arxiv:1706.03762"}
    assert told["papers"]["arxiv:1803.02780"]["title"] == TITLES["1803.02780"]
    assert {(outcome["paper"], outcome["status"]) for outcome in told["outcomes"]} == {
        ("arxiv:1803.02780", "found"),
        ("arxiv:1706.03762", "found"),
        (f"arxiv:{ABSENT}", "missing"),
    }
    assert {change["path"]: change["status"] for change in told["changes"]} == {
        "notes/a.md": "changed",
        "notes/b.md": "unchanged",
        "notes/bad.md": "refused",
    }
    assert told["published"] == []
    assert told["new"] == ["arxiv:1803.02780"]
    assert told["headline"] == "1 new paper"
    assert told["requests"] == {}
    first = json.loads(checked.out)
    assert sum(first["requests"].values()) == 1
    assert {**first, "requests": {}} == told


def test_github_has_a_command_for_each_trouble_and_nothing_else(offline_site: Site) -> None:
    offline_site.note("a.md", "1803.02780")
    (offline_site.notes / "bad.md").write_text("---\na: [\n---\nhttps://arxiv.org/abs/1706.03762\n")
    ran = offline_site.run("run", "notes", "--format", "github")
    assert ran.code == 3
    warnings = [line for line in ran.out.splitlines() if line.startswith("::warning file=")]
    (error,) = [line for line in ran.out.splitlines() if line.startswith("::error file=")]
    assert len(warnings) == 2
    assert "::warning file=notes/a.md,line=4,col=11,title=Not fetched::" in ran.out
    assert len(ran.out.splitlines()) == 3
    assert re.match(r"::error file=notes/bad\.md,line=[23],title=[^:]+::.", error)


@pytest.mark.parametrize("form", ["json", "github"])
def test_formats_for_programs_announce_nothing(site: Site, form: str) -> None:
    site.note("a.md", "1803.02780")
    ran = site.run("run", "notes", "--format", form)
    assert ran.code == 0
    assert ran.err == ""


def test_json_of_no_notes_is_json_still(site: Site) -> None:
    ran = site.run("run", "notes", "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)["changes"] == []


def test_quiet_says_only_what_went_wrong(site: Site) -> None:
    site.note("a.md", "1803.02780")
    good = site.run("run", "notes", "-q")
    assert (good.code, good.out, good.err) == (0, "", "")
    (site.notes / "bad.md").write_text("---\na: [\n---\nhttps://arxiv.org/abs/1706.03762\n")
    bad = site.run("run", "notes", "--quiet")
    assert bad.code == 3
    assert bad.out == ""
    assert [line for line in bad.err.splitlines() if "bad.md" not in line] == []


def test_verbose_lists_all_that_is_else_cut_short(site: Site) -> None:
    for number in range(20):
        site.note(f"n{number:02}.md", "1803.02780")
    short = site.run("check", "notes")
    whole = site.run("check", "notes", "-v")
    assert "n19.md" not in short.out
    assert "(-v shows all)" in short.out
    assert all(f"notes/n{number:02}.md" in whole.out for number in range(20))
    assert "-v shows" not in whole.out


def test_results_go_to_standard_output_and_messages_to_standard_error(site: Site) -> None:
    site.note("a.md", "1803.02780", ABSENT)
    (site.notes / "bad.md").write_text("---\na: [\n---\nhttps://arxiv.org/abs/1706.03762\n")
    ran = site.run("run", "notes")
    assert "to fetch" in ran.err
    assert "not written" in ran.err
    assert "to fetch" not in ran.out
    assert "not written" not in ran.out
    assert "found 2" in ran.out
    assert "found" not in ran.err


def test_the_totals_come_last_and_the_papers_first(site: Site) -> None:
    for number in range(20):
        site.note(f"n{number:02}.md", "1803.02780", ABSENT)
    site.note("list.md", "1706.03762", front=None)
    lines = site.run("run", "notes").out.splitlines()
    order = ["Learning to Write", "Not known", "Changed:", "n01.md", "--create", "remove", "links"]
    places = [next(n for n, line in enumerate(lines) if part in line) for part in order]
    assert places == sorted(places)
    assert lines[-1] == "21 notes read: 20 changed, 0 up to date, 1 without front matter"


def test_a_paper_that_no_source_has_is_told_with_the_place_of_its_first_link(site: Site) -> None:
    site.note("a.md", "1803.02780")
    site.note("b.md", "1803.02780", ABSENT, ABSENT)
    site.note("c.md", ABSENT)
    assert f"  arxiv:{ABSENT}  notes/b.md:5\n" in site.run("check", "notes").out


def test_the_counts_of_notes_add_up(site: Site) -> None:
    site.note("changed.md", "1803.02780")
    site.note("list.md", "1803.02780", front=None)
    (site.notes / "list.txt").write_text("https://arxiv.org/abs/1803.02780\n")
    site.note("own.md", "1803.02780", front="papers: [mine]")
    site.note("out.md", "1803.02780", front="enricher: No")
    site.note("none.md", body="no link\n")
    site.note("code.md", body="`https://arxiv.org/abs/1803.02780`\n")
    site.note("absent.md", ABSENT)
    site.note("bad.md", "1803.02780", front="a: [")
    ran = site.run("run", "notes")
    assert ran.out.splitlines()[-1] == (
        "9 notes read: 1 changed, 1 up to date, 2 without paper links, 2 without front matter, "
        "1 left alone, 1 opted out, 1 refused"
    )
    assert site.run("run", "notes").out.splitlines()[-1] == (
        "9 notes read: 0 changed, 2 up to date, 2 without paper links, 2 without front matter, "
        "1 left alone, 1 opted out, 1 refused"
    )
    whys = {
        change["path"]: change.get("why")
        for change in json.loads(site.run("run", "notes", "--format", "json").out)["changes"]
    }
    assert whys["notes/own.md"] == "left alone"
    assert whys["notes/out.md"] == "opted out"
    assert whys["notes/list.md"] == whys["notes/list.txt"] == "without front matter"
    assert whys["notes/changed.md"] is whys["notes/absent.md"] is None


def test_a_note_that_waits_for_papers_is_counted_as_such(offline_site: Site) -> None:
    offline_site.note("a.md", "1803.02780")
    assert offline_site.run("run", "notes").out.splitlines()[-1] == (
        "1 note read: 0 changed, 0 up to date, 1 waiting for papers that failed"
    )


def test_a_note_whose_papers_failed_is_not_called_up_to_date(offline_site: Site) -> None:
    offline_site.note("a.md", "1803.02780")
    ran = offline_site.run("run", "notes")
    assert "1 up to date" not in ran.out  # nobody knows


def test_nothing_is_written_outside_the_cache_and_the_notes(site: Site) -> None:
    site.note("a.md", "1803.02780")
    before = set(contents(site.folder))
    site.run("run", "notes")
    new = set(contents(site.folder)) - before
    assert new
    assert all(name.startswith("records/") for name in new)
    assert list(site.home.iterdir()) == []
