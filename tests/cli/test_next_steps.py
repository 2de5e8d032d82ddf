"""The commands that a run proposes: they do what they say when they are pasted."""

from __future__ import annotations

import shlex

from tests.cli.arxiv_site import ABSENT
from tests.cli.conftest import Ran, Site, contents
from tests.fetch.server import Server

IDS = ("1803.02780", "1706.03762")


def proposed(ran: Ran, what: str) -> list[str]:
    """The arguments of the one proposed command that holds ``what``."""
    (line,) = [line for line in ran.out.splitlines() if what in line]
    return shlex.split(line.partition("enricher ")[2])


def test_notes_without_front_matter_are_counted_with_the_remedy(site: Site) -> None:
    note = site.note("list.md", *IDS, front=None)
    before = note.read_bytes()
    ran = site.run("run", "notes")
    assert ran.code == 0
    assert note.read_bytes() == before
    assert "1 note with papers but no front matter" in ran.out
    assert "Learning to Write Notes" in ran.out
    created = site.run(*proposed(ran, "--create-front-matter"))
    assert created.code == 0
    assert note.read_bytes().endswith(before)
    assert note.read_bytes().startswith(b"---\n")
    assert "no front matter" not in created.out
    assert site.run("check", "notes").code == 0
    site.run("remove", "notes", "--to", "front-matter")
    assert note.read_bytes() == before


def test_a_writer_that_is_given_twice_is_taken_out_once(site: Site) -> None:
    site.note("a.md", *IDS)
    ran = site.run("run", "notes", "--to", "front-matter", "--to", "front-matter")
    assert proposed(ran, "enricher remove") == ["remove", "notes", "--to", "front-matter"]


def test_what_was_left_out_stays_left_out(site: Site) -> None:
    site.note("list.md", *IDS, front=None)
    site.note("a.md", *IDS)
    draft = site.note("drafts/list.md", *IDS, front=None)
    before = contents(site.notes)
    ran = site.run("run", "notes", "--exclude", "drafts/")
    for what in ("--create-front-matter", "enricher remove"):
        assert site.run(*proposed(ran, what)).code == 0
        assert draft.read_bytes() == before["drafts/list.md"]
    assert contents(site.notes) == before


def test_create_front_matter_makes_none_without_a_known_paper(site: Site) -> None:
    site.note("absent.md", ABSENT, front=None)
    site.note("nothing.md", front=None, body="text\n")
    before = contents(site.notes)
    assert site.run("run", "notes", "--create-front-matter").code == 0
    assert contents(site.notes) == before


def test_a_note_whose_format_has_no_front_matter_gets_no_impossible_advice(site: Site) -> None:
    (site.notes / "links.bib").write_text("@misc{a, url={https://arxiv.org/abs/1803.02780}}\n")
    (site.notes / "page.html").write_text('<a href="https://arxiv.org/abs/1803.02780">x</a>\n')
    before = contents(site.notes)
    ran = site.run("run", "notes")
    assert ran.code == 0
    advised = "--create-front-matter" in ran.out
    site.run("run", "notes", "--create-front-matter")
    assert (contents(site.notes) != before) == advised


def test_what_is_proposed_beside_an_output_folder_leaves_the_notes_alone(site: Site) -> None:
    site.note("list.md", *IDS, front=None)
    before = contents(site.notes)
    ran = site.run("run", "notes", "--output", "out")
    assert site.run(*proposed(ran, "--create-front-matter")).code == 0
    assert contents(site.notes) == before


def test_the_undo_of_a_run_with_its_own_settings_undoes_it(site: Site, arxiv: Server) -> None:
    site.note("a.md", *IDS)
    before = contents(site.notes)
    site.settings(arxiv.url, 'key = "refs"')
    (site.folder / "enricher.toml").rename(site.folder / "other.toml")
    ran = site.run("run", "notes", "--config", "other.toml")
    assert contents(site.notes) != before
    assert site.run(*proposed(ran, "enricher remove")).code == 0
    assert contents(site.notes) == before


def test_check_does_not_speak_of_writing(site: Site) -> None:
    site.note("a.md", IDS[0])
    site.note("list.md", *IDS, front=None)
    ran = site.run("check", "notes")
    assert "was written" not in ran.out
    assert "To take it out again" not in ran.out


def test_kinds_that_are_only_read_count_as_such(site: Site) -> None:
    (site.notes / "links.bib").write_text("@misc{a, url={https://arxiv.org/abs/1803.02780}}\n")
    for writers in (("front-matter",), ("venue",), ("listing", "front-matter")):
        ran = site.run("check", "notes", *(part for name in writers for part in ("--to", name)))
        assert "1 note read: 0 would change, 0 up to date, 1 of a kind that is only read" in ran.out
        assert "without markers" not in ran.out
    beside = site.run("check", "notes", "--to", "data=x.json")
    assert "1 up to date" in beside.out


def test_a_note_that_one_writer_keeps_up_to_date_is_no_note_without_markers(site: Site) -> None:
    site.note("a.md", *IDS)
    for told in ("1 changed, 0 up to date", "0 changed, 1 up to date"):
        ran = site.run("run", "notes", "--to", "listing", "--to", "front-matter")
        assert ran.out.splitlines()[-1] == f"1 note read: {told}"
    alone = site.run("check", "notes", "--to", "listing")
    assert "0 up to date, 1 without markers" in alone.out
