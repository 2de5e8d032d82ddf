"""`run`, `check` and `remove` on notes: what is written, what is printed, and the way back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests.cli.conftest import ROOT, Site, contents

IDS = ("1803.02780", "1706.03762")
FORMS = {
    "plain": lambda raw: raw,
    "crlf": lambda raw: raw.replace(b"\n", b"\r\n"),
    "byte-order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "a bad byte": lambda raw: raw + b"caf\xe9\n",
    "no final newline": lambda raw: raw.rstrip(b"\n"),
    "form feeds and line separators": lambda raw: raw + "a\x0cb\u2028c\u0085d\n".encode(),
}


@pytest.fixture(name="many")
def _many(site: Site) -> dict[str, bytes]:
    """One note in every form; returns their bytes."""
    for name, form in FORMS.items():
        note = site.note(f"{name}.md", *IDS, front="title: x  # keep")
        note.write_bytes(form(note.read_bytes()))
    return contents(site.notes)


def test_remove_restores_every_byte(site: Site, many: dict[str, bytes]) -> None:
    assert site.run("run", "notes").code == 0
    written = contents(site.notes)
    assert all(written[name] != old for name, old in many.items())
    removed = site.run("remove", "notes", "--to", "front-matter")
    assert removed.code == 0
    assert removed.out.splitlines()[-1] == "6 notes read: 6 changed"
    assert contents(site.notes) == many
    again = site.run("remove", "notes", "--to", "front-matter")
    assert again.code == 0
    assert again.out == "6 notes read: 0 changed, 6 with nothing to take out\n"


def test_the_undo_that_is_printed_works(site: Site) -> None:
    site.note("with blank.md", *IDS)
    before = contents(site.notes)
    ran = site.run("run", "notes/with blank.md")
    (command,) = [line for line in ran.out.splitlines() if "enricher remove" in line]
    done = subprocess.run(
        ["/bin/sh", "-c", 'enricher() { "$0" -m enricher "$@"; }; ' + command, sys.executable],
        env={**os.environ, **site.environment(), "PYTHONPATH": str(ROOT)},
        cwd=site.folder,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert contents(site.notes) == before


def test_a_second_run_is_a_no_op(site: Site, many: dict[str, bytes]) -> None:
    site.run("run", "notes")
    written = contents(site.notes)
    second = site.run("run", "notes")
    assert second.code == 0
    assert second.out.endswith("\n6 notes read: 0 changed, 6 up to date\n")
    assert "enricher remove" not in second.out
    assert contents(site.notes) == written


def test_the_counts_are_the_same_at_the_second_run(site: Site, many: dict[str, bytes]) -> None:
    first = site.run("run", "notes").out.splitlines()[-2]
    assert first == "12 links to 2 papers: found 2, missing 0, failed 0"
    assert site.run("run", "notes").out.splitlines()[-2] == first


def test_diff_prints_a_patch_that_makes_what_run_writes(site: Site) -> None:
    patch = shutil.which("patch")
    if patch is None:
        pytest.skip("no `patch` on this machine")
    site.note("a.md", *IDS, body="a\x0cb\u2028c\x85d\n")
    site.note("sub/b.md", IDS[0]).write_bytes(
        b"---\r\nt: x\r\n---\r\nhttps://arxiv.org/abs/" + IDS[0].encode()
    )
    for name in ("with blank.md", "标.md", "\u202ex.md", '"q\\.md', "a\x9bb.md"):
        site.note(name, IDS[0])
    shutil.copytree(site.notes, site.folder / "copy" / "notes")
    checked = site.run("check", "notes", "--diff")
    assert checked.code == 1
    ran = site.run("run", "notes", "--diff")
    assert ran.code == 0
    assert ran.out == checked.out
    applied = subprocess.run(
        [patch, "-p1", "--binary", "-s"],
        cwd=site.folder / "copy",
        input=ran.out.encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert applied.returncode == 0, applied.stdout
    assert contents(site.folder / "copy" / "notes") == contents(site.notes)


def test_diff_prints_nothing_else_on_standard_output(site: Site) -> None:
    site.note("a.md", IDS[0])
    out = site.run("check", "notes", "--diff").out
    assert out.startswith("--- a/notes/a.md\n+++ b/notes/a.md\n@@ ")
    assert all(line[0] in "-+@ \\" for line in out.splitlines())
    site.run("run", "notes")
    assert site.run("check", "notes", "--diff").out == ""


def test_diff_of_a_note_with_bad_bytes_keeps_them(site: Site) -> None:
    note = site.note("bad.md", IDS[0])
    note.write_bytes(note.read_bytes().replace(b"- [", b"caf\xe9\n- ["))
    running = site.start("check", "notes", "--diff")
    out, err = running.communicate(timeout=60)
    assert running.returncode == 1, err
    assert b"\n caf\xe9\n" in out


def test_diff_of_a_note_with_escape_sequences_keeps_them(site: Site) -> None:
    site.note("log.md", IDS[0], body="\x1b[31mred\x1b[0m\n")
    assert " \x1b[31mred\x1b[0m\n" in site.run("check", "notes", "--diff").out


def test_remove_with_diff_prints_what_it_takes_out(site: Site) -> None:
    site.note("a.md", IDS[0])
    site.run("run", "notes")
    ran = site.run("remove", "notes", "--to", "front-matter", "--diff")
    assert ran.code == 0
    assert "-papers:\n" in ran.out
    assert not any(line.startswith("+") for line in ran.out.splitlines()[2:])


def test_a_pattern_that_git_does_not_know_is_named(site: Site) -> None:
    ran = site.run("run", "notes", "--exclude", "!")
    assert ran.code == 2
    assert "the options: exclude: '!' is no pattern of gitignore" in ran.err


def test_exclude_leaves_notes_out(site: Site) -> None:
    site.note("a.md", IDS[0])
    draft = site.note("drafts/b.md", IDS[0])
    before = draft.read_bytes()
    assert site.run("run", "notes", "--exclude", "drafts/").code == 0
    assert draft.read_bytes() == before


@pytest.mark.parametrize("said", ["false", "FALSE", "Off", '"no"'])
def test_a_note_that_opts_out_is_left_alone_even_with_entries(site: Site, said: str) -> None:
    note = site.note("a.md", IDS[0])
    site.run("run", "notes")
    raw = note.read_bytes().replace(b"title: x", f"title: x\nenricher: {said}".encode())
    note.write_bytes(raw)
    ran = site.run("run", "notes")
    assert ran.code == 0
    assert note.read_bytes() == raw


def test_a_users_own_key_is_left_alone_and_said(site: Site) -> None:
    note = site.note("a.md", IDS[0], front="papers: [mine]")
    before = note.read_bytes()
    ran = site.run("run", "notes")
    assert ran.code == 0
    assert note.read_bytes() == before
    assert "notes/a.md:2" in ran.err
    assert "left alone" in ran.err


def test_adopt_takes_over_an_empty_key_and_only_when_told(site: Site) -> None:
    note = site.note("a.md", IDS[0], front="papers:")
    before = note.read_bytes()
    ran = site.run("run", "notes")
    assert ran.code == 0
    assert "--adopt" in ran.err
    assert note.read_bytes() == before
    assert site.run("run", "notes", "--adopt").code == 0
    assert b'papers:\n  - id: "arxiv:1803.02780"\n' in note.read_bytes()


def test_a_note_that_is_named_twice_is_written_once(site: Site) -> None:
    note = site.note("a.md", IDS[0])
    ran = site.run("run", "notes", note, "notes/../notes/a.md")
    assert ran.code == 0
    assert ran.out.endswith("\n1 note read: 1 changed, 0 up to date\n")
    assert note.read_bytes().count(b"papers:") == 1


def test_a_note_keeps_its_mode(site: Site) -> None:
    note = site.note("a.md", IDS[0])
    note.chmod(0o640)
    site.run("run", "notes")
    assert note.stat().st_mode & 0o777 == 0o640


def test_a_listing_that_was_edited_is_taken_out_as_the_message_says(site: Site) -> None:
    note = site.note("a.md", *IDS)
    markers = b"<!-- enricher:begin -->\n<!-- enricher:end -->\n"
    before = note.read_bytes() + markers
    note.write_bytes(before)
    site.run("run", "notes", "--to", "listing")
    edited = note.read_bytes().replace(b"Learning", b"Unlearning")
    note.write_bytes(edited)
    ran = site.run("remove", "notes", "--to", "listing")
    assert "--adopt takes it out" in ran.err
    assert note.read_bytes() == edited
    assert site.run("remove", "notes", "--to", "listing", "--adopt").code == 0
    assert note.read_bytes() == before
