"""Notes that somebody else changes while a run is under way: read and planned once more, and never
overwritten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import Plan
from enricher.plan import Change
from tests import handmade_pack
from tests.handmade_pack import ABSENT, KNOWN, UNKNOWN, note, offline

WHY = "changed while this run was under way"
When = Literal["before it is planned", "before it is written"]
Edit = Callable[[Path], object]
WHENS: tuple[When, ...] = ("before it is planned", "before it is written")
FIRST, SECOND = KNOWN
BROKEN = note(FIRST, front="---\na: [\n---\n")


@pytest.fixture(scope="module", name="cache")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handmade_pack.make(tmp_path_factory.mktemp("cache"))


def run(
    cache: Path, folder: Path, edit: Edit | None = None, when: When = "before it is written"
) -> Plan:
    """A run, with what happens to its note meanwhile."""
    with offline(cache) as engine:
        scanned = engine.scan(folder)
        if edit and when == "before it is planned":
            edit(folder / "note.md")
        plan = engine.plan(scanned)
        if edit and when == "before it is written":
            edit(folder / "note.md")
        plan.write()
    return plan


def written(cache: Path, folder: Path, text: str) -> str:
    """What a run makes of a note that nobody changes meanwhile."""
    folder.mkdir(exist_ok=True)
    (folder / "note.md").write_text(text, encoding="utf-8")
    run(cache, folder)
    return (folder / "note.md").read_text(encoding="utf-8")


def note_in(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "note.md").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("when", WHENS)
def test_what_an_editor_wrote_stays_and_the_papers_are_written_below_it(
    cache: Path, tmp_path: Path, when: When
) -> None:
    edited = note(FIRST, front="---\ntitle: y\n---\nMore words.\n")
    folder = note_in(tmp_path / "notes", note(FIRST, SECOND))
    plan = run(cache, folder, lambda path: path.write_text(edited, encoding="utf-8"), when)
    assert plan.refused == []
    assert [change.status for change in plan.changes] == ["changed"]
    found = (folder / "note.md").read_text(encoding="utf-8")
    assert found == written(cache, tmp_path / "other", edited)
    assert KNOWN[FIRST] in found
    assert "More words." in found


@pytest.mark.parametrize("when", WHENS)
def test_what_another_run_wrote_is_up_to_date(cache: Path, tmp_path: Path, when: When) -> None:
    folder = note_in(tmp_path / "notes", note(FIRST, SECOND))
    plan = run(cache, folder, lambda path: run(cache, path.parent), when)
    assert plan.refused == []
    expected = written(cache, tmp_path / "other", note(FIRST, SECOND))
    assert (folder / "note.md").read_text(encoding="utf-8") == expected


@pytest.mark.parametrize("when", WHENS)
def test_where_another_run_and_an_editor_wrote_nothing_is_written(
    cache: Path, tmp_path: Path, when: When
) -> None:
    folder = note_in(tmp_path / "notes", note(FIRST, SECOND))

    def edit(path: Path) -> None:
        run(cache, path.parent)
        path.write_text(path.read_text(encoding="utf-8") + "More words.\n", encoding="utf-8")

    plan = run(cache, folder, edit, when)
    assert [change.status for change in plan.changes] == ["unchanged"]
    assert plan.written == []
    assert (folder / "note.md").read_text(encoding="utf-8").endswith("More words.\n")


@pytest.mark.parametrize("when", WHENS)
@pytest.mark.parametrize(
    ("edit", "why"),
    {
        "a link that nobody asked for": (lambda path: path.write_text(note(ABSENT)), WHY),
        "another encoding": (lambda path: path.write_text("x", encoding="utf-16"), "UTF-16"),
        "a broken front matter": (lambda path: path.write_text(BROKEN), "front matter"),
        "nothing at all": (Path.unlink, "No such file"),
        "a folder": (lambda path: (path.unlink(), path.mkdir()), ""),
    }.values(),
)
def test_what_cannot_be_planned_again_is_refused_and_stays(
    cache: Path, tmp_path: Path, when: When, edit: Edit, why: str
) -> None:
    folder = note_in(tmp_path / "notes", note(FIRST, SECOND))
    left: list[bytes | None] = []

    def edit_and_look(path: Path) -> None:
        edit(path)
        left.append(path.read_bytes() if path.is_file() else None)

    plan = run(cache, folder, edit_and_look, when)
    [refused] = plan.refused
    assert why in refused.why
    path = folder / "note.md"
    assert [path.read_bytes() if path.is_file() else None] == left


def test_a_note_that_changes_again_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_bytes(b"first edit")

    def again() -> None:
        change.before, change.after = path.read_bytes(), b"planned once more"
        path.write_bytes(b"second edit")

    change = Change(path, "changed", path, before=b"as it was", after=b"planned", again=again)
    plan = Plan(changes=[change], roots=(tmp_path,))
    plan.write()
    assert (change.status, change.why) == ("refused", WHY)
    assert plan.written == []
    assert path.read_bytes() == b"second edit"


PAPERS = st.lists(st.sampled_from([*KNOWN, ABSENT, UNKNOWN]), max_size=4)


@given(PAPERS, PAPERS, st.sampled_from(["title: x", "title: y\nother: 1"]), st.sampled_from(WHENS))
def test_an_edit_is_kept_and_planned_as_any_note_is(
    cache: Path,
    tmp_path_factory: pytest.TempPathFactory,
    before: Sequence[str],
    after: Sequence[str],
    front: str,
    when: When,
) -> None:
    place = tmp_path_factory.mktemp("place")
    edited = note(*after, front=f"---\n{front}\n---\n")
    folder = note_in(place / "notes", note(*before))
    plan = run(cache, folder, lambda path: path.write_text(edited, encoding="utf-8"), when)
    found = (folder / "note.md").read_text(encoding="utf-8")
    if any(change.status == "refused" for change in plan.changes):
        assert found == edited
        assert not set(after) <= set(before)
    elif plan.changed:
        assert found == written(cache, place / "other", edited)
    else:  # where there was nothing to plan on nobody looks again
        assert found in {edited, written(cache, place / "other", edited)}
