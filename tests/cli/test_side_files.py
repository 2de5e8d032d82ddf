"""Files beside the notes: where they go, what they hold, and what happens to them in the end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Site, contents

PAPER, OTHER = "1803.02780", "1706.03762"


def keys(path: Path) -> list[str]:
    return sorted(json.loads(path.read_text(encoding="utf-8")))


@pytest.fixture(name="jekyll")
def _jekyll(site: Site) -> Site:
    """A Jekyll site of three notes, one of them without papers."""
    (site.folder / "_config.yml").write_text("title: x\n", encoding="utf-8")
    site.note("a.md", PAPER, front=None)
    site.note("sub/b.md", PAPER, OTHER)
    site.note("c.md")
    return site


def test_a_file_goes_where_the_site_expects_it_and_leaves_the_notes_alone(jekyll: Site) -> None:
    before = contents(jekyll.notes)
    ran = jekyll.run("run", "notes", "--to", "data")
    assert ran.code == 0
    assert "Written: _data/papers.json" in ran.out
    assert contents(jekyll.notes) == before
    written = json.loads((jekyll.folder / "_data/papers.json").read_text(encoding="utf-8"))
    assert sorted(written) == [f"arxiv:{OTHER}", f"arxiv:{PAPER}"]
    assert sorted(written[f"arxiv:{PAPER}"]["notes"]) == ["notes/a.md", "notes/sub/b.md"]
    again = jekyll.run("run", "notes", "--to", "data")
    assert "Up to date: _data/papers.json" in again.out
    assert jekyll.run("check", "notes", "--to", "data").code == 0


def test_removing_all_of_it_deletes_the_file_and_its_diff_says_so(jekyll: Site) -> None:
    jekyll.run("run", "notes", "--to", "data", "--to", "bibtex", "--to", "front-matter")
    ran = jekyll.run("remove", "notes", "--to", "data", "--to", "bibtex", "--diff")
    assert ran.code == 0
    assert "--- a/_data/papers.json\n+++ /dev/null\n" in ran.out
    assert not (jekyll.folder / "_data/papers.json").exists()
    assert not (jekyll.folder / "references.bib").exists()
    assert "Nothing" not in ran.err


@pytest.mark.parametrize("beside", [None, "mine.yml"])
def test_a_folder_that_is_left_empty_is_told_and_stays(jekyll: Site, beside: str | None) -> None:
    jekyll.run("run", "notes", "--to", "data")
    folder = jekyll.folder / "_data"
    if beside:
        (folder / beside).touch()
    told = jekyll.run("remove", "notes", "--to", "data").out
    assert ("rmdir _data" in told) is (beside is None)
    assert folder.is_dir()


@pytest.mark.parametrize(
    ("to", "empty"),
    [
        ("bibtex=mine.bib", ""),
        ("bibtex=mine.bib", "\ufeff\n"),
        ("data=mine.json", ""),
        ("data=mine.json", "{}"),
        ("data=mine.yml", "# mine\n"),
        ("csl-json=mine.json", "[ ]\n"),
    ],
)
def test_an_empty_file_that_held_nothing_of_ours_stays(jekyll: Site, to: str, empty: str) -> None:
    target = jekyll.folder / to.partition("=")[2]
    target.write_text(empty, encoding="utf-8")
    assert jekyll.run("remove", "notes", "--to", to).code == 0
    assert target.read_text(encoding="utf-8") == empty


@pytest.mark.parametrize(
    ("to", "setting"),
    [
        ("bibtex=notes/a.md", ""),
        ("data=notes/a.md", ""),
        ("csl-json=new.QMD", ""),
        ("bibtex=references.json", ""),
        ("data=Makefile", ""),
        ("csl-json=paper.bib", ""),
        ("bibtex", '[writers.bibtex]\npath = "notes/a.md"\n'),
    ],
)
@pytest.mark.parametrize("command", ["run", "check", "remove"])
def test_a_file_of_another_kind_is_never_written(
    jekyll: Site, command: str, to: str, setting: str
) -> None:
    own = jekyll.folder / "enricher.toml"
    own.write_text(own.read_text(encoding="utf-8") + setting, encoding="utf-8")
    before = contents(jekyll.folder)
    ran = jekyll.run(command, "notes", "--to", to)
    assert ran.code == 2
    place = to.partition("=")[2] or "notes/a.md"
    assert f"does not write to {place}" in ran.err.replace(f"{jekyll.folder}/", "")
    assert "name a file that ends in ." in ran.err
    assert contents(jekyll.folder) == before


def test_the_place_is_the_users_before_the_sites(jekyll: Site) -> None:
    settings = (jekyll.folder / "enricher.toml").read_text(encoding="utf-8")
    more = '[writers.data]\npath = "mine/all.yml"\n'
    (jekyll.folder / "enricher.toml").write_text(settings + more, encoding="utf-8")
    jekyll.run("run", "notes", "--to", "data")
    assert (jekyll.folder / "mine/all.yml").exists()
    jekyll.run("run", "notes", "--to", "data=here.json")
    assert keys(jekyll.folder / "here.json") == [f"arxiv:{OTHER}", f"arxiv:{PAPER}"]
    assert not (jekyll.folder / "_data").exists()


@pytest.mark.parametrize("config", ["mkdocs.yml", "_quarto.yml", ".obsidian/app.json"])
@pytest.mark.parametrize("is_set", [False, True])
def test_a_site_without_a_place_of_its_own_has_files_in_its_folder_from_anywhere(
    site: Site, monkeypatch: pytest.MonkeyPatch, config: str, is_set: bool
) -> None:
    site.note("docs/a.md", PAPER)
    (site.notes / config).parent.mkdir(exist_ok=True)
    (site.notes / config).write_text("{}", encoding="utf-8")
    settings = site.folder / "enricher.toml"
    if not is_set:
        monkeypatch.setenv("ENRICHER_CACHE", str(site.folder / "records"))
        site.run("run", "notes")
        settings.unlink()
    monkeypatch.chdir(site.home)
    named = ("--config", settings) if is_set else ("--offline",)
    ran = site.run("run", site.notes / "docs", *named, "--to", "bibtex")
    assert ran.code == 0
    assert ((site.folder if is_set else site.notes) / "references.bib").exists()
    assert list(site.home.glob("*.bib")) == []


def test_a_folder_that_is_made_is_told(site: Site) -> None:
    site.note("a.md", PAPER)
    (site.folder / "there").mkdir()
    command = ("notes", "--to", "data=there/new/deep/x.json", "--to", "bibtex=there/x.bib")
    told = "there/new/deep/x.json (the folder there/new is new)\n"
    assert f"Would write: {told}" in site.run("check", *command).out
    assert not (site.folder / "there/new").exists()
    ran = site.run("run", *command)
    assert f"Written: {told}Written: there/x.bib\n" in ran.out
    assert "is new" not in site.run("run", *command).out


def test_runs_over_parts_of_a_site_add_up(jekyll: Site) -> None:
    whole = jekyll.folder / "whole.json"
    jekyll.run("run", "notes", "--to", f"data={whole}")
    for part in ("notes/sub", "notes/a.md", "notes/c.md"):
        jekyll.run("run", part, "--to", "data=parts.json")
    assert (jekyll.folder / "parts.json").read_bytes() == whole.read_bytes()
    (jekyll.notes / "a.md").unlink()
    jekyll.run("run", "notes", "--to", "data=parts.json")
    written = json.loads((jekyll.folder / "parts.json").read_text(encoding="utf-8"))
    assert list(written[f"arxiv:{PAPER}"]["notes"]) == ["notes/sub/b.md"]
    (jekyll.notes / "sub/b.md").write_text("no links any more\n", encoding="utf-8")
    jekyll.run("run", "notes", "--to", "data=parts.json")
    assert keys(jekyll.folder / "parts.json") == []


def test_a_bibliography_among_the_notes_is_no_note(site: Site) -> None:
    site.note("a.md", PAPER)
    target = site.notes / "references.bib"
    for _ in range(2):
        ran = site.run("run", "notes", "--to", f"bibtex={target}")
        assert "1 link to 1 paper" in ran.out
        assert "1 note read" in ran.out
    assert target.read_text(encoding="utf-8").count("@misc{") == 1


def test_standard_output_holds_the_file_alone(jekyll: Site) -> None:
    ran = jekyll.run("run", "notes", "--to", "data=-")
    assert sorted(json.loads(ran.out)) == [f"arxiv:{OTHER}", f"arxiv:{PAPER}"]
    assert not (jekyll.folder / "_data").exists()
    for more in (("--to", "front-matter"), ("--diff",), ("--format", "json")):
        assert jekyll.run("run", "notes", "--to", "data=-", *more).code == 2
    assert jekyll.run("check", "notes", "--to", "data=-").code == 2


@pytest.mark.parametrize(
    ("to", "told"),
    [
        (("venue=x.md",), "takes no file"),
        (("nonsense",), "unknown writer"),
        (("data=x.json", "csl-json=x.json"), "two writers would write"),
    ],
)
def test_what_does_not_go_together_is_told(site: Site, to: tuple[str, ...], told: str) -> None:
    site.note("a.md", PAPER)
    ran = site.run("run", "notes", *(part for name in to for part in ("--to", name)))
    assert ran.code == 2
    assert told in ran.err


def test_a_copy_goes_into_the_output_folder(jekyll: Site) -> None:
    (jekyll.folder / "_data").mkdir()
    users = '{"mine": 1}\n'
    (jekyll.folder / "_data/papers.json").write_text(users, encoding="utf-8")
    ran = jekyll.run("run", ".", "--to", "data", "--output", "../out")
    assert ran.code == 0
    copy = jekyll.folder.parent / "out/_data/papers.json"
    assert keys(copy) == [f"arxiv:{OTHER}", f"arxiv:{PAPER}", "mine"]
    assert (jekyll.folder / "_data/papers.json").read_text(encoding="utf-8") == users
    assert "Up to date" in jekyll.run("run", ".", "--to", "data", "--output", "../out").out


def test_a_file_that_cannot_be_edited_is_refused_and_stays(jekyll: Site) -> None:
    target = jekyll.folder / "papers.json"
    target.write_text("[1, 2\n", encoding="utf-8")
    ran = jekyll.run("run", "notes", "--to", "data=papers.json", "--to", "front-matter")
    assert ran.code == 3
    assert "not written: papers.json" in ran.err
    assert target.read_text(encoding="utf-8") == "[1, 2\n"
    assert "papers:" in (jekyll.notes / "sub/b.md").read_text(encoding="utf-8")


def test_the_site_is_told_when_everything_is(jekyll: Site) -> None:
    ran = jekyll.run("run", "notes", "-v")
    assert "Site: Jekyll (" in ran.out
    assert "_data/papers.json" in ran.out
