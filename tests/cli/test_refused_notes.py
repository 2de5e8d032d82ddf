"""Notes that cannot be read or edited safely: each named with its reason, the others written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Site, contents
from tests.test_files import deep

LINK = "https://arxiv.org/abs/1803.02780\n"
MARKERS = "<!-- enricher:begin -->\n<!-- enricher:end -->\n"
BROKEN = {
    "flow.md": (f"---\ntitle: x\na: [1, 2\n---\n{LINK}", 4),
    "tab.md": (f"---\ntitle: x\n\ta: 1\n---\n{LINK}", 3),
    "open.md": (f"---\ntitle: x\n\n{LINK}", 1),
    "twice.md": (f"---\ntitle: x\npapers: []\npapers: []\n---\n{LINK}", 4),
    "first.md": (f"---\n\ttitle: x\n---\n{LINK}", 2),
    "comment.md": (f"--- # front\ntitle: x\n---\n{LINK}", 1),
    "below.md": (f"\n---\ntitle: x\n---\n{LINK}", 2),
    "toml.md": (f"+++\ntitle = x\n+++\n{LINK}", 2),
    "json.md": (f'{{\n"title": "x"\n}}\n{LINK}', 1),
}


@pytest.mark.parametrize("options", [(), ("--create-front-matter",)])
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_front_matter_is_refused_with_file_line_and_reason(
    site: Site, name: str, options: tuple[str, ...]
) -> None:
    content, line = BROKEN[name]
    (site.notes / name).write_text(content)
    good = site.note("good.md", "1803.02780")
    ran = site.run("run", "notes", *options)
    assert ran.code == 3
    assert "no front matter" not in ran.out
    (told,) = [told for told in ran.err.splitlines() if name in told]
    assert told.startswith(f"not written: notes/{name}:{line}: ")
    assert len(told) > len(f"not written: notes/{name}:{line}: ")
    assert (site.notes / name).read_text() == content
    assert b"Learning to Write Notes" in good.read_bytes()


def test_json_tells_of_refusals_too(site: Site) -> None:
    (site.notes / "flow.md").write_text(BROKEN["flow.md"][0])
    ran = site.run("check", "notes", "--format", "json")
    assert ran.code == 3
    (change,) = json.loads(ran.out)["changes"]
    assert change["status"] == "refused"
    assert change["path"] == "notes/flow.md"
    assert change["why"]


@pytest.mark.parametrize("command", [("run",), ("check",), ("links",), ("remove", "--to")])
def test_a_note_that_cannot_be_read_is_named_and_the_others_are_done(
    site: Site, command: tuple[str, ...]
) -> None:
    huge = site.notes / "huge.md"  # refused for its size: a mode would not stop the superuser
    with huge.open("wb") as file:
        file.truncate(65 * 2**20)
    site.note("good.md", "1803.02780")
    more = ["front-matter"] if len(command) > 1 else []
    ran = site.run(command[0], "notes", *command[1:], *more)
    assert ran.code == 3
    assert "notes/huge.md" in ran.err
    assert "64 MiB" in ran.err
    assert huge.stat().st_size == 65 * 2**20


COMMANDS = [("run",), ("check",), ("links",), ("remove", "--to", "front-matter")]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
@pytest.mark.parametrize("paths", [("notes",), ("notes/good.md", "notes/secret.md")])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_note_without_permission_is_named(
    site: Site, command: tuple[str, ...], paths: tuple[str, ...]
) -> None:
    site.note("secret.md", "1803.02780").chmod(0)
    site.note("good.md", "1803.02780")
    ran = site.run(command[0], *paths, *command[1:])
    assert ran.code == 3
    assert "notes/secret.md: cannot be read: Permission denied" in ran.err
    assert "good.md" in ran.out or command[0] == "remove"


@pytest.mark.parametrize("command", [*COMMANDS, ("cache", "export", "-")])
def test_a_folder_that_cannot_be_listed_is_named_and_the_others_are_done(
    site: Site, command: tuple[str, ...]
) -> None:
    site.note("good.md", "1803.02780")
    deep(site.notes)
    arguments = (
        (*command, "notes") if command[0] == "cache" else (command[0], "notes", *command[1:])
    )
    ran = site.run(*arguments)
    assert ran.code == 3
    assert "dd: cannot be read: File name too long" in ran.err
    assert "good.md" in ran.out or command[0] in {"remove", "cache"}


def test_a_read_only_note_is_not_written(site: Site) -> None:
    note = site.note("fixed.md", "1803.02780")
    note.chmod(0o444)
    before = note.read_bytes()
    ran = site.run("run", "notes")
    assert ran.code == 3
    assert "not written: notes/fixed.md: is read-only" in ran.err
    assert note.read_bytes() == before


def test_hard_linked_notes_are_named_and_the_others_written(site: Site) -> None:
    note = site.note("a.md", "1803.02780")
    (site.notes / "twin.md").hardlink_to(note)
    good = site.note("good.md", "1803.02780")
    before = note.read_bytes()
    ran = site.run("run", "notes")
    assert ran.code == 3
    for name in ("a.md", "twin.md"):
        assert f"not written: notes/{name}: has other hard links" in ran.err
        assert (site.notes / name).read_bytes() == before
    assert b"papers:" in good.read_bytes()


def test_a_pipe_that_is_named_is_refused_and_does_not_hang(site: Site) -> None:
    os.mkfifo(site.notes / "pipe.md")
    good = site.note("good.md", "1803.02780")
    ran = site.process("run", "notes/pipe.md", good)
    assert ran.code == 3
    assert "not written: notes/pipe.md: is not a regular file" in ran.err
    assert b"papers:" in good.read_bytes()


def test_pipes_and_dangling_links_below_a_folder_are_passed_over(site: Site) -> None:
    os.mkfifo(site.notes / "pipe.md")
    (site.notes / "gone.md").symlink_to("nowhere.md")
    (site.notes / "loop.md").symlink_to("loop.md")
    good = site.note("good.md", "1803.02780")
    ran = site.run("run", "notes")
    assert ran.code == 0
    assert b"papers:" in good.read_bytes()


@pytest.mark.parametrize("target", ["nowhere.md", "gone.md"])
def test_a_dangling_link_that_is_named_is_an_error_that_names_it(site: Site, target: str) -> None:
    (site.notes / "gone.md").symlink_to(target)
    ran = site.run("run", "notes/gone.md")
    assert ran.code in {2, 3}
    assert "notes/gone.md" in ran.err


def test_a_folder_may_be_called_like_a_note(site: Site) -> None:
    inner = site.note("note.md/inner.md", "1803.02780")
    assert site.run("run", "notes").code == 0
    assert b"papers:" in inner.read_bytes()
    assert site.run("check", "notes/note.md").code == 0


def test_a_link_that_leads_out_of_the_folder_is_not_written(site: Site) -> None:
    outside = site.folder / "outside.md"
    outside.write_text(f"---\ntitle: x\n---\n{LINK}")
    (site.notes / "in.md").symlink_to(outside)
    ran = site.run("run", "notes")
    assert ran.code == 3
    assert "not written: notes/in.md" in ran.err
    assert "papers" not in outside.read_text()


def test_a_link_within_the_folder_stays_a_link(site: Site) -> None:
    note = site.note("sub/real.md", "1803.02780")
    link = site.notes / "alias.md"
    link.symlink_to(Path("sub/real.md"))
    assert site.run("run", "notes").code == 0
    assert link.is_symlink()
    assert note.read_bytes().count(b"papers:") == 1


def test_every_refused_note_is_counted_by_itself(site: Site) -> None:
    for name, (content, _) in BROKEN.items():
        (site.notes / name).write_text(content)
    before = contents(site.notes)
    ran = site.run("run", "notes")
    assert ran.code == 3
    assert ran.err.count("not written: ") == len(BROKEN)
    assert "0 up to date" in ran.out
    assert contents(site.notes) == before


def test_what_one_writer_refuses_the_others_write_as_they_would_alone(site: Site) -> None:
    (site.notes / "flow.md").write_text(f"{BROKEN['flow.md'][0]}{MARKERS}")
    alone = site.run("run", "notes", "--to", "listing", "--output", "../alone")
    assert alone.code == 0
    ran = site.run("run", "notes", "--to", "front-matter", "--to", "listing")
    assert ran.code == 3
    assert "not written: notes/flow.md:4: front-matter: the front matter is not" in ran.err
    assert "1 note read: 1 changed" in ran.out
    assert contents(site.notes) == contents(site.folder.parent / "alone")


def test_what_one_writer_refuses_to_take_out_keeps_no_other_in(site: Site) -> None:
    content = f"{BROKEN['flow.md'][0]}{MARKERS}"
    (site.notes / "flow.md").write_text(content)
    site.run("run", "notes", "--to", "listing")
    ran = site.run("remove", "notes", "--to", "front-matter", "--to", "listing")
    assert ran.code == 3
    assert "notes/flow.md:4: front-matter: " in ran.err
    assert (site.notes / "flow.md").read_text() == content


def test_what_several_writers_refuse_is_told_of_each_and_counts_once(site: Site) -> None:
    (site.notes / "flow.md").write_text(BROKEN["flow.md"][0] + "<!-- enricher:begin -->\n")
    writers = ("--to", "front-matter", "--to", "listing")
    for _ in range(2):  # a warm run tells of them again
        ran = site.run("run", "notes", *writers)
        assert ran.code == 3
        assert "notes/flow.md:4: front-matter: " in ran.err
        assert "notes/flow.md:6: listing: " in ran.err
        assert "1 refused" in ran.out
    changes = json.loads(site.run("check", "notes", *writers, "--format", "json").out)["changes"]
    assert [each["status"] for each in changes] == ["refused", "refused"]


def test_a_warm_run_tells_of_what_one_writer_refuses(site: Site) -> None:
    (site.notes / "flow.md").write_text(f"{BROKEN['flow.md'][0]}{MARKERS}")
    for _ in range(3):
        ran = site.run("run", "notes", "--to", "front-matter", "--to", "listing")
        assert ran.code == 3
        assert "notes/flow.md:4: front-matter: " in ran.err
    checked = site.run("check", "notes", "--to", "front-matter", "--to", "listing")
    assert "0 would change, 0 up to date, 1 refused" in checked.out
