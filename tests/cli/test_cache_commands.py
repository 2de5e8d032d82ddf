"""The record cache and its packs, as users handle them; offline changes nothing in the folder."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.cli.arxiv_site import ABSENT, TITLES
from tests.cli.conftest import Site, contents, ids_asked
from tests.fetch.server import Server

IDS = ("1803.02780", "1706.03762")


@pytest.fixture(name="filled")
def _filled(site: Site) -> Site:
    """A site whose cache knows the papers of its one note; the note is as it was."""
    note = site.note("a.md", *IDS, ABSENT)
    before = note.read_bytes()
    assert site.run("run", "notes").code == 0
    note.write_bytes(before)
    return site


def states(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and the time of its last change."""
    return {
        name: (raw, (folder / name).stat().st_mtime_ns) for name, raw in contents(folder).items()
    }


def test_info_counts_records_by_source_and_kind(filled: Site) -> None:
    ran = filled.run("cache", "info")
    assert ran.code == 0
    assert ran.err == ""
    lines = ran.out.splitlines()
    assert lines[0] == str(filled.cache)
    assert [line.split() for line in lines[1:]] == [
        ["arxiv", "missing:", "1"],
        ["arxiv", "preprint:", "2"],
    ]


@pytest.mark.parametrize("command", ["info", "clear"])
@pytest.mark.parametrize("place", ["records", "other", "other/below"])
def test_where_no_cache_is_none_is_made(offline_site: Site, command: str, place: str) -> None:
    before = contents(offline_site.folder)
    ran = offline_site.run("cache", command, "--cache", place)
    assert ran.code == 0
    assert ran.out == f"{place}: there is no cache there yet\n"
    assert ran.err == ""
    assert contents(offline_site.folder) == before
    assert not (offline_site.folder / place).exists()


@pytest.mark.parametrize("command", ["info", "clear"])
def test_a_file_in_the_place_of_a_cache_is_2(offline_site: Site, command: str) -> None:
    ran = offline_site.run("cache", command, "--cache", "enricher.toml")
    assert ran.code == 2
    assert "enricher.toml" in ran.err


def test_an_empty_folder_holds_no_records(offline_site: Site) -> None:
    offline_site.cache.mkdir()
    assert offline_site.run("cache", "info").out.splitlines()[1:] == ["  no records"]


def test_clear_forgets_and_the_next_run_asks_again(filled: Site, arxiv: Server) -> None:
    ran = filled.run("cache", "clear")
    assert ran.code == 0
    assert ran.out == "3 records forgotten\n"
    arxiv.seen.clear()
    filled.run("run", "notes")
    assert sorted(ids_asked(arxiv)) == sorted([*IDS, ABSENT])


def test_clear_leaves_packs(filled: Site) -> None:
    filled.run("cache", "export", "records/mine.jsonl", "notes")
    pack = (filled.cache / "mine.jsonl").read_bytes()
    filled.run("cache", "clear")
    assert (filled.cache / "mine.jsonl").read_bytes() == pack
    assert filled.run("check", "notes", "--offline").code == 1


def test_export_then_import_then_offline_gives_the_same_bytes(filled: Site) -> None:
    exported = filled.run("cache", "export", "pack.jsonl", "notes")
    assert exported.code == 0
    assert "3 records of 3 papers" in exported.err
    imported = filled.run("cache", "import", "pack.jsonl", "--cache", "empty")
    assert imported.code == 0
    assert "3 records" in imported.out
    shutil.copytree(filled.notes, filled.folder / "copy")
    assert filled.run("run", "copy", "--offline", "--cache", "empty").code == 0
    assert filled.run("run", "notes").code == 0
    assert contents(filled.folder / "copy") == contents(filled.notes)
    again = filled.run("cache", "export", "again.jsonl", "notes", "--cache", "empty")
    assert again.code == 0
    assert (filled.folder / "again.jsonl").read_bytes() == (
        filled.folder / "pack.jsonl"
    ).read_bytes()


def test_a_pack_holds_only_what_the_notes_need_sorted(filled: Site) -> None:
    filled.run("show", "arxiv:hep-th/9901001")
    filled.run("cache", "export", "pack.jsonl", "notes")
    lines = (filled.folder / "pack.jsonl").read_text(encoding="utf-8").splitlines()
    papers = [json.loads(line)["paper"] for line in lines]
    assert papers == sorted(f"arxiv:{paper}" for paper in (*IDS, ABSENT))


def test_counts_of_one_are_no_plurals(site: Site) -> None:
    site.note("a.md", IDS[0])
    site.run("run", "notes")
    assert site.run("cache", "export", "pack.jsonl", "notes").err == "1 record of 1 paper\n"
    assert site.run("cache", "import", "pack.jsonl", "--cache", "b").out == "1 record kept\n"
    assert site.run("cache", "clear").out == "1 record forgotten\n"


def test_export_names_the_papers_that_the_pack_lacks(filled: Site) -> None:
    filled.note("b.md", "hep-th/9901001")
    ran = filled.run("cache", "export", "pack.jsonl", "notes")
    assert "3 records of 4 papers" in ran.err
    assert "arxiv:hep-th/9901001" in ran.err


def test_export_needs_notes_that_exist(filled: Site) -> None:
    ran = filled.run("cache", "export", "pack.jsonl", "nowhere")
    assert ran.code == 2
    assert not (filled.folder / "pack.jsonl").exists()


@pytest.mark.parametrize("content", [b"", b"\n", None])
def test_a_pack_is_written_anew_or_replaced_whole(filled: Site, content: bytes | None) -> None:
    first = filled.run("cache", "export", "first.jsonl", "notes")
    whole = (filled.folder / "first.jsonl").read_bytes()
    pack = filled.folder / "pack.jsonl"
    pack.write_bytes(whole.splitlines(keepends=True)[0] if content is None else content)
    inode = pack.stat().st_ino
    ran = filled.run("cache", "export", "pack.jsonl", "notes")
    assert (ran.code, first.code) == (0, 0)
    assert pack.read_bytes() == whole
    assert pack.stat().st_ino != inode, "written in place: it could end half written"


@pytest.mark.parametrize("content", [b"mine\n", b"{}\n", b"---\ntitle: x\n---\n", b"\xff"])
@pytest.mark.parametrize("last", [False, True])
def test_what_is_no_pack_is_never_replaced_by_one(
    filled: Site, content: bytes, *, last: bool
) -> None:
    filled.run("cache", "export", "pack.jsonl", "notes")
    pack = filled.folder / "pack.jsonl"
    pack.write_bytes(pack.read_bytes() + content if last else content)
    before = contents(filled.folder)
    ran = filled.run("cache", "export", "pack.jsonl", "notes")
    assert ran.code == 2
    assert "pack.jsonl is not a pack" in ran.err
    assert contents(filled.folder) == before


@pytest.mark.parametrize("name", ["b.md", "b.json", "b", "jsonl", "b.jsonl.md"])
def test_a_forgotten_file_costs_no_note(filled: Site, name: str) -> None:
    filled.note(name, "hep-th/9901001")
    before = contents(filled.folder)
    ran = filled.run("cache", "export", f"notes/{name}", "notes/a.md")
    assert ran.code == 2
    assert f"notes/{name}" in ran.err
    assert ".jsonl" in ran.err
    assert contents(filled.folder) == before


@pytest.mark.parametrize("path", ["pack.jsonl", "./pack.jsonl", "alias.md"])
def test_no_pack_is_written_over_what_it_is_made_of(filled: Site, path: str) -> None:
    filled.run("cache", "export", "pack.jsonl", "notes")
    (filled.folder / "alias.md").symlink_to("pack.jsonl")
    before = contents(filled.folder)
    ran = filled.run("cache", "export", "pack.jsonl", "notes", path)
    assert ran.code == 2
    assert "one of the notes" in ran.err
    assert contents(filled.folder) == before


def test_a_minus_is_standard_output(filled: Site) -> None:
    filled.run("cache", "export", "pack.jsonl", "notes")
    ran = filled.run("cache", "export", "-", "notes")
    assert ran.out == (filled.folder / "pack.jsonl").read_text(encoding="utf-8")
    assert not (filled.folder / "-").exists()


@pytest.mark.parametrize("file", ["absent/pack.jsonl", "notes", "folder.jsonl"])
def test_a_pack_that_cannot_be_written_is_named_and_no_defect(filled: Site, file: str) -> None:
    (filled.folder / "folder.jsonl").mkdir()
    ran = filled.run("cache", "export", file, "notes")
    assert ran.code == 2
    assert file in ran.err
    assert not (filled.folder / "absent").exists()


@pytest.mark.parametrize("content", [b"no record\n", b"\xff\xfe\n", b"{}\n[]\n"])
def test_a_pack_that_holds_no_records_is_told(filled: Site, content: bytes) -> None:
    (filled.folder / "bad.jsonl").write_bytes(content)
    ran = filled.run("cache", "import", "bad.jsonl", "--cache", "other")
    assert "bad.jsonl:1" in ran.err
    assert ran.code in {2, 3}


def test_offline_serves_what_is_cached_and_changes_nothing_there(
    filled: Site, arxiv: Server
) -> None:
    before = states(filled.cache)
    arxiv.seen.clear()
    ran = filled.run("run", "notes", "--offline")
    assert ran.code == 0
    assert "found 2, missing 1, failed 0" in ran.out
    assert states(filled.cache) == before
    assert arxiv.seen == []


def test_offline_beats_refresh(filled: Site, arxiv: Server) -> None:
    arxiv.seen.clear()
    assert filled.run("run", "notes", "--offline", "--refresh-all").code == 0
    assert arxiv.seen == []


@pytest.mark.parametrize("command", ["run", "check", "list"])
def test_a_cache_folder_that_is_absent_is_named_offline(offline_site: Site, command: str) -> None:
    offline_site.note("a.md", *IDS)
    ran = offline_site.run(command, "notes", "--offline", "--cache", "recrods")
    assert ran.code == 3
    assert ran.err.count("there is no cache folder recrods, which the setting `cache` names") == 1
    assert not (offline_site.folder / "recrods").exists()


def test_an_absent_cache_is_not_told_of_where_nothing_is_lacking(offline_site: Site) -> None:
    offline_site.note("a.md")
    assert offline_site.run("run", "notes", "--offline", "--cache", "recrods").err == ""


def test_a_pack_in_the_place_of_its_folder_is_told_as_such(offline_site: Site) -> None:
    (offline_site.folder / "papers.jsonl").write_text("", encoding="utf-8")
    ran = offline_site.run("cache", "info", "--cache", "papers.jsonl")
    assert ran.code == 2
    assert "name that folder" in ran.err


def test_offline_makes_no_cache_folder(offline_site: Site) -> None:
    offline_site.note("a.md", *IDS)
    assert offline_site.run("run", "notes", "--offline").code == 3
    assert not offline_site.cache.exists()
    assert list(offline_site.home.iterdir()) == []


def test_offline_works_in_a_read_only_folder(filled: Site) -> None:
    before = states(filled.cache)
    places = [filled.cache, *(path for path in filled.cache.rglob("*"))]
    for path in places:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        ran = filled.run("run", "notes", "--offline")
    finally:
        for path in places:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert ran.code == 0
    assert ran.err == ""
    assert states(filled.cache) == before


@pytest.mark.parametrize("setting", ["offline = true", ""])
def test_offline_may_be_a_setting_or_a_variable(
    filled: Site, arxiv: Server, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    filled.settings(arxiv.url, setting)
    if not setting:
        monkeypatch.setenv("ENRICHER_OFFLINE", "1")
    filled.note("new.md", "hep-th/9901001")
    arxiv.seen.clear()
    ran = filled.run("run", "notes")
    assert ran.code == 3
    assert arxiv.seen == []


def test_the_cache_is_the_one_that_the_option_the_variable_or_the_file_names(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for where in ("option", "variable"):
        monkeypatch.setenv("ENRICHER_CACHE", "variable")
        more = ["--cache", "option"] if where == "option" else []
        assert site.run("show", "arxiv:1803.02780", *more).code == 0
        assert (site.folder / where).is_dir()
    assert not site.cache.exists()
    monkeypatch.delenv("ENRICHER_CACHE")
    site.run("show", "arxiv:1803.02780")
    assert site.cache.is_dir()


def test_without_any_setting_the_users_own_cache_folder_is_used(site: Site, arxiv: Server) -> None:
    (site.folder / "enricher.toml").write_text(
        f'[sources.arxiv]\nbase_url = "{arxiv.url}"\ninterval = 0\n'
    )
    assert site.run("show", *(f"arxiv:{paper}" for paper in TITLES)).code == 0
    assert (site.home / "cache" / "enricher").is_dir()


def test_a_damaged_database_is_told_and_offline_goes_on(filled: Site) -> None:
    (filled.cache / "cache.db").write_bytes(b"not a database" * 100)
    ran = filled.run("run", "notes", "--offline")
    assert ran.code == 3
    assert "cache clear" in ran.err
    assert filled.run("cache", "clear").code == 0
    assert filled.run("run", "notes").code == 0


def test_a_cache_that_cannot_be_made_stops_a_run_before_it_asks(site: Site, arxiv: Server) -> None:
    note = site.note("a.md", *IDS)
    ran = site.run("run", "notes", "--cache", note / "inside")
    assert ran.code == 2
    assert "inside" in ran.err
    assert arxiv.seen == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives files away")
def test_a_cache_of_a_stranger_stops_a_run_that_would_ask_and_is_left_alone(
    filled: Site, arxiv: Server
) -> None:
    for path in (filled.cache / "cache.db", filled.cache / "manifest.json"):
        os.chown(path, 54_321, 54_321)
    before = contents(filled.cache)
    arxiv.seen.clear()
    for arguments in (("run", "notes"), ("cache", "clear"), ("run", "--refresh", "notes")):
        ran = filled.run(*arguments)
        assert ran.code == 2, ran.err
        assert "54321" in ran.err
        assert "chown -R root " in ran.err
    offline = filled.run("check", "--offline", "notes")
    assert offline.code == 3
    assert offline.err.count("54321") == 1
    assert filled.run("cache", "info").err.count("54321") == 1
    assert arxiv.seen == []
    assert contents(filled.cache) == before
