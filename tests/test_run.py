"""A whole run over the example notes, offline, from the shipped pack."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from enricher.config import Settings
from enricher.engine import Enricher
from enricher.plan import Plan

ROOT = Path(__file__).parent.parent
NOTES = ROOT / "fixtures" / "notes"
MANGLED = {
    "as is": lambda raw: raw,
    "crlf": lambda raw: raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "byte-order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "a bad byte": lambda raw: raw + b"\xff\n",
    "no final newline": lambda raw: raw.rstrip(b"\r\n"),
}


def enricher() -> Enricher:
    return Enricher(settings=Settings(cache=ROOT / "cache", offline=True))


def plan(folder: Path, output: Path | None = None) -> Plan:
    with enricher() as engine:
        return engine.plan(engine.scan([folder], output=output), output=output)


@pytest.fixture(params=MANGLED, name="notes")
def _notes(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    shutil.copytree(NOTES, folder)
    for note in folder.iterdir():
        note.write_bytes(MANGLED[request.param](note.read_bytes()))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_paper_is_found_and_each_note_gets_one_insertion(notes: Path) -> None:
    before = contents(notes)
    made = plan(notes)
    assert not made.failed
    assert not made.missing
    assert not made.refused
    assert len(made.found) == 9
    assert made.requests == {}
    made.write()
    for name, new in contents(notes).items():
        old = before[name]
        if name == "list.md":
            assert new == old
            continue
        start = next(i for i in range(len(new)) if new[: i + 1] != old[: i + 1])
        assert new[start + len(new) - len(old) :] == old[start:]


def test_a_second_run_is_a_no_op_and_remove_restores_the_bytes(notes: Path) -> None:
    before = contents(notes)
    plan(notes).write()
    assert not plan(notes).changed
    with enricher() as engine:
        engine.plan_removal(engine.scan([notes], all_notes=True), to=["front-matter"]).write()
    assert contents(notes) == before


def test_output_leaves_the_notes_alone_and_settles(tmp_path: Path) -> None:
    before = contents(NOTES)
    made = plan(NOTES, tmp_path / "out")
    assert len(made.changed) == 2
    made.write()
    assert contents(NOTES) == before
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        change.path.name for change in made.changes if change.path.name != "list.md"
    )
    assert not plan(NOTES, tmp_path / "out").changed
