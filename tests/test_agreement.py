"""What is planned is what is written: what a file's own state forbids is told before, and what was
written beside the notes is none of their links."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from enricher.engine import Enricher
from enricher.plan import Plan
from enricher.settings.form import read as settings_of

CACHE = Path(__file__).parent.parent / "cache"
NOTE = "---\ntitle: x\n---\n- https://arxiv.org/abs/1803.02780\n"


def planned(folder: Path, to: Sequence[str], **values: object) -> Plan:
    settings = settings_of({"cache": CACHE, "offline": True, **values}, "the test")
    with Enricher(settings=settings, home=folder) as engine:
        return engine.plan(engine.scan([folder], to=to), to=to)


def removed(folder: Path, to: Sequence[str], **values: object) -> Plan:
    settings = settings_of({"cache": CACHE, "offline": True, **values}, "the test")
    with Enricher(settings=settings, home=folder) as engine:
        return engine.plan_removal([folder], to=to)


@pytest.mark.parametrize("to", ["front-matter", "bibtex"])
@pytest.mark.parametrize(("why", "state"), [("read-only", "mode"), ("other hard links", "link")])
def test_what_cannot_be_written_is_told_before(
    tmp_path: Path, to: str, why: str, state: str
) -> None:
    note = tmp_path / "notes" / "note.md"
    note.parent.mkdir()
    note.write_text(NOTE)
    bibliography = tmp_path / "references.bib"
    bibliography.write_text("% mine\n")
    file = note if to == "front-matter" else bibliography
    before = file.read_bytes()
    if state == "mode":
        file.chmod(0o444)
    else:
        os.link(file, tmp_path / "other")
    made = planned(note.parent, [f"bibtex={bibliography}" if to == "bibtex" else to])
    (refused,) = made.refused
    assert why in refused.why
    assert not made.changed
    made.write()
    assert [change.why for change in made.refused] == [refused.why]
    assert file.read_bytes() == before


def test_a_bibliography_of_ours_among_the_notes_is_no_note(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(NOTE)
    both = ["front-matter", f"bibtex={tmp_path / 'references.bib'}"]
    planned(tmp_path, both).write()
    for to in (["front-matter"], both, ["front-matter"]):
        again = planned(tmp_path, to)
        assert not again.changed
        assert again.links == 1


def test_users_entries_of_the_same_bibliography_are_links(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(NOTE)
    bibliography = tmp_path / "references.bib"
    bibliography.write_text("@misc{mine, url = {https://arxiv.org/abs/2002.10389}}\n")
    planned(tmp_path, ["front-matter", f"bibtex={bibliography}"]).write()
    assert bibliography.read_text().count("@") == 2
    assert planned(tmp_path, ["front-matter"]).links == 2


def test_removal_tells_of_a_list_under_an_earlier_key(tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text(NOTE)
    planned(tmp_path, ["front-matter"], key="refs").write()
    (left,) = removed(tmp_path, ["front-matter"]).left
    assert "note.md:3" in left
    assert "'refs'" in left


def test_removal_tells_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    plan = removed(tmp_path, ["bibtex"])
    (notice,) = plan.notices
    assert "references.bib: no such file" in notice
    assert not plan.all_changes


def test_a_new_data_file_hides_none_of_the_users(tmp_path: Path) -> None:
    """Jekyll, Hugo and Eleventy know papers.json and papers.yml by one name."""
    (tmp_path / "note.md").write_text(NOTE)
    (tmp_path / "papers.yml").write_text("- title: mine\n")
    made = planned(tmp_path, [f"data={tmp_path / 'papers.json'}"])
    (refused,) = made.refused
    assert "would hide papers.yml" in refused.why
    assert "papers-of-notes.json" in refused.hint
    assert planned(tmp_path, [f"csl-json={tmp_path / 'papers.json'}"]).changed
