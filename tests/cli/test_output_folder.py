"""`--output DIR`: changed copies there, the notes themselves as they were."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Site, contents

IDS = ("1803.02780", "1706.03762")


def test_output_writes_copies_and_compares_with_them(site: Site) -> None:
    for name in ("a.md", "b.md", "sub/deep.md"):
        site.note(name, *IDS)
    site.note("sub/none.md", body="no links\n")
    before = contents(site.notes)
    first = site.run("run", "notes", "--output", "out")
    assert first.code == 0
    assert contents(site.notes) == before
    copies = contents(site.folder / "out")
    assert set(copies) == {"a.md", "b.md", "sub/deep.md"}
    assert all(b"papers:" in copy for copy in copies.values())
    second = site.run("run", "notes", "--output", "out")
    assert second.code == 0
    assert "4 notes read: 0 changed, 3 up to date, 1 without paper links" in second.out
    assert site.run("check", "notes", "--output", "out").code == 0
    assert contents(site.folder / "out") == copies
    site.run("run", "notes")
    assert {name: contents(site.notes)[name] for name in copies} == copies


def test_output_notices_that_a_note_or_its_copy_changed(site: Site) -> None:
    note = site.note("a.md", IDS[0])
    site.run("run", "notes", "--output", "out")
    copy = site.folder / "out" / "a.md"
    good = copy.read_bytes()
    copy.write_bytes(b"mine\n")
    assert site.run("check", "notes", "--output", "out").code == 1
    site.run("run", "notes", "--output", "out")
    assert copy.read_bytes() == good
    note.write_bytes(note.read_bytes() + b"more\n")
    assert site.run("run", "notes", "--output", "out").code == 0
    assert copy.read_bytes() == good + b"more\n"


@pytest.mark.parametrize("output", ["notes", ".", "notes/../notes"])
def test_a_path_inside_the_output_folder_is_refused(site: Site, output: str) -> None:
    site.note("a.md", IDS[0])
    before = contents(site.notes)
    ran = site.run("run", "notes/a.md", "--output", output)
    assert ran.code == 2
    assert "inside the output folder" in ran.err
    assert contents(site.notes) == before


def test_copies_in_a_folder_below_the_notes_are_no_notes(site: Site) -> None:
    site.note("a.md", IDS[0])
    for _ in range(2):
        ran = site.run("run", "notes", "--output", "notes/out")
        assert ran.code == 0
    assert set(contents(site.notes)) == {"a.md", "out/a.md"}


def test_an_output_folder_that_is_a_file_is_an_error(site: Site) -> None:
    site.note("a.md", IDS[0])
    (site.folder / "out").write_text("mine")
    ran = site.run("run", "notes", "--output", "out")
    assert ran.code in {2, 3}
    assert "out" in ran.err
    assert (site.folder / "out").read_text() == "mine"


def test_notes_of_two_folders_keep_their_places(site: Site) -> None:
    site.note("one/a.md", IDS[0])
    site.note("two/a.md", IDS[1])
    site.run("run", "notes/one", "notes/two", "--output", "out")
    assert set(contents(site.folder / "out")) == {"one/a.md", "two/a.md"}


def test_a_folder_of_copies_below_the_notes_is_never_read(site: Site) -> None:
    site.note("a.md", IDS[0])
    site.run("run", ".", "--output", "out")
    assert "1 note read" in site.run("run", ".", "--output", "out").out
    assert set(contents(site.folder / "out")) == {"notes/a.md"}


def test_a_copy_follows_its_note_also_when_no_link_is_left(site: Site) -> None:
    note = site.note("a.md", IDS[0])
    site.run("run", "notes", "--output", "out")
    note.write_bytes(b"all is gone\n")
    site.run("run", "notes", "--output", "out")
    assert (site.folder / "out" / "a.md").read_bytes() == b"all is gone\n"
