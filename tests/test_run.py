"""Whole runs over the example notes, offline, from the shipped pack: the laws, and goldens."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from enricher.engine import Enricher
from enricher.plan import Plan
from enricher.settings import Settings

ROOT = Path(__file__).parent.parent
NOTES = ROOT / "fixtures" / "notes"
GOLDENS = ROOT / "fixtures" / "expected" / "front-matter"
NO_FRONT_MATTER = "awesome-list.md"


def lf(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n")


def mixed(raw: bytes) -> bytes:
    """Every other line ends in CRLF."""
    lines = lf(raw).split(b"\n")
    ends = [b"\r\n" if number % 2 else b"\n" for number in range(len(lines) - 1)]
    return b"".join(a + b for a, b in zip(lines, [*ends, b""], strict=True))


def with_broken_front_matter(raw: bytes) -> bytes:
    return re.sub(rb"\A((?:\xef\xbb\xbf)?---\r?\n)", rb"\1a: [b\r\n", raw)


MANGLED: dict[str, Callable[[bytes], bytes]] = {
    "as is": lambda raw: raw,
    "lf": lf,
    "crlf": lambda raw: lf(raw).replace(b"\n", b"\r\n"),
    "mixed": mixed,
    "byte-order mark": lambda raw: b"\xef\xbb\xbf" + raw.removeprefix(b"\xef\xbb\xbf"),
    "a bad byte": lambda raw: raw + b"\xff\n",
    "no final newline": lambda raw: raw.rstrip(b"\r\n"),
}


def enricher() -> Enricher:
    return Enricher(settings=Settings(cache=ROOT / "cache", offline=True))


def plan(folder: Path, output: Path | None = None) -> Plan:
    with enricher() as engine:
        return engine.plan(engine.scan([folder], output=output), output=output)


def copied(folder: Path, mangle: Callable[[bytes], bytes]) -> Path:
    shutil.copytree(NOTES, folder)
    for note in folder.iterdir():
        note.write_bytes(mangle(note.read_bytes()))
    return folder


@pytest.fixture(params=MANGLED, name="notes")
def _notes(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return copied(tmp_path / "notes", MANGLED[request.param])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_paper_is_found_and_each_note_gets_one_insertion(notes: Path) -> None:
    before = contents(notes)
    made = plan(notes)
    assert not made.failed
    assert not made.missing
    assert not made.refused
    assert len(made.found) == len(made.outcomes) > 60
    assert made.requests == {}
    made.write()
    for name, new in contents(notes).items():
        old = before[name]
        if name == NO_FRONT_MATTER:
            assert new == old
            continue
        start = next(i for i in range(len(new)) if new[: i + 1] != old[: i + 1])
        assert len(new) > len(old)
        assert new[start + len(new) - len(old) :] == old[start:]


def test_a_second_run_is_a_no_op_and_remove_restores_the_bytes(notes: Path) -> None:
    before = contents(notes)
    plan(notes).write()
    after = contents(notes)
    second = plan(notes)
    assert not second.changed
    assert second.links == plan(notes).links
    second.write()
    assert contents(notes) == after
    with enricher() as engine:
        engine.plan_removal([notes], to=["front-matter"]).write()
    assert contents(notes) == before


def test_what_a_run_writes_is_no_link_of_the_note(notes: Path) -> None:
    """The managed entries hold URLs, too; they are not counted as the user's links."""
    with enricher() as engine:
        before = engine.scan([notes])
        engine.plan(before).write()
        after = engine.scan([notes])
    assert [len(note.links) for note in after.notes] == [len(note.links) for note in before.notes]


def test_broken_front_matter_is_refused_and_stays(tmp_path: Path) -> None:
    notes = copied(tmp_path / "notes", with_broken_front_matter)
    before = contents(notes)
    made = plan(notes)
    made.write()
    assert contents(notes) == before
    assert {change.path.name for change in made.refused} == before.keys() - {NO_FRONT_MATTER}
    assert all(change.why and change.line for change in made.refused)


def test_without_front_matter_notes_are_counted_and_left_alone(tmp_path: Path) -> None:
    notes = copied(tmp_path / "notes", lambda raw: re.sub(rb"(?s)\A.*?\n---\r?\n", b"", raw))
    made = plan(notes)
    assert not made.changed
    assert len(made.without_front_matter) == len(made.changes)


def test_the_results_are_the_expected_bytes(tmp_path: Path) -> None:
    made = plan(NOTES, tmp_path / "out")
    made.write()
    assert contents(tmp_path / "out") == contents(GOLDENS)


def test_output_leaves_the_notes_alone_and_settles(tmp_path: Path) -> None:
    before = contents(NOTES)
    made = plan(NOTES, tmp_path / "out")
    made.write()
    assert contents(NOTES) == before
    assert contents(tmp_path / "out").keys() == before.keys() - {NO_FRONT_MATTER}
    assert not plan(NOTES, tmp_path / "out").changed
