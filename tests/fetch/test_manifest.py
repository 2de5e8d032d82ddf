"""What is remembered of notes, when it counts no more, and what a damaged manifest does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.fetch.manifest import FILE, FORGOTTEN_AFTER, Known, Manifest, forget
from enricher.writers.interface import Idle

NOW = 1_700_000_000.0
NOTE = Path("notes/a.md")
KNOWN = Known(
    links=3,
    papers=("arxiv:1803.02780 = doi:10.1/x ~0123",),
    missing=(("arxiv:0808.0539", 7),),
    expires=NOW + 1000,
    idle=Idle.NO_FRONT_MATTER,
    is_crowded=True,
)


def manifest(
    folder: Path,
    *,
    settings: str = "s",
    now: float = NOW,
    fetched: Mapping[str, float] | None = None,
    offline: bool = False,
) -> Manifest:
    return Manifest(
        folder, settings, now=now, fetched_since=lambda _moment: fetched or {}, offline=offline
    )


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A cache folder whose manifest knows one note."""
    first = manifest(tmp_path)
    first.keep(NOTE, "digest", KNOWN, now=NOW)
    first.save()
    return tmp_path


def test_a_note_is_known_as_it_was_kept(folder: Path) -> None:
    assert manifest(folder, now=NOW + 1).known(NOTE, "digest") == KNOWN
    assert manifest(folder).known(NOTE.absolute(), "digest") == KNOWN


def test_what_changed_makes_a_note_unknown(folder: Path) -> None:
    later = NOW + 1
    assert manifest(folder, now=later).known(NOTE, "other") is None
    assert manifest(folder, now=later).known(Path("notes/b.md"), "digest") is None
    assert manifest(folder, now=later, settings="t").known(NOTE, "digest") is None
    assert manifest(folder, now=NOW + 1000).known(NOTE, "digest") is None
    assert manifest(folder, now=NOW + 1000, offline=True).known(NOTE, "digest") == KNOWN
    assert manifest(folder, now=NOW - 1).known(NOTE, "digest") is None, "the clock went back"


def test_a_record_that_came_later_makes_a_note_unknown(folder: Path) -> None:
    def known(**fetched: float) -> Known | None:
        named = {name.replace("_", ":"): moment for name, moment in fetched.items()}
        return manifest(folder, now=NOW + 9, fetched=named).known(NOTE, "digest")

    assert known(doi_x=NOW + 5) == KNOWN
    assert known(**{"doi:10.1/x": NOW + 5}) is None
    assert known(**{"doi:10.1/x": NOW - 5}) == KNOWN


def test_without_records_nothing_is_known(folder: Path) -> None:
    bare = Manifest(folder, "s", now=NOW + 1, fetched_since=None, offline=False)
    assert bare.known(NOTE, "digest") is None


def test_other_settings_stay_and_old_notes_are_forgotten(folder: Path) -> None:
    other = manifest(folder, settings="t", now=NOW + 10)
    other.keep(NOTE, "digest", KNOWN, now=NOW + 10)
    other.save()
    assert manifest(folder, now=NOW + 20).known(NOTE, "digest") == KNOWN
    late = manifest(folder, settings="u", now=NOW + FORGOTTEN_AFTER + 5)
    late.keep(NOTE, "digest", KNOWN, now=NOW + FORGOTTEN_AFTER + 5)
    late.save()
    assert len(json.loads((folder / FILE).read_bytes())) == 2


def test_offline_and_without_a_folder_nothing_is_saved(folder: Path, tmp_path: Path) -> None:
    before = (folder / FILE).read_bytes()
    offline = manifest(folder, offline=True)
    offline.keep(NOTE, "other", KNOWN, now=NOW)
    offline.save()
    assert (folder / FILE).read_bytes() == before
    nowhere = manifest(tmp_path / "none")
    nowhere.keep(NOTE, "other", KNOWN, now=NOW)
    nowhere.save()
    assert not (tmp_path / "none").exists()


def test_it_is_written_only_when_something_is_new(folder: Path) -> None:
    (folder / FILE).unlink()
    manifest(folder).save()
    assert not (folder / FILE).exists()
    forget(folder)


@given(st.binary(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.text(max_size=5), inner),
).map(lambda value: json.dumps(value).encode()))  # fmt: skip
def test_a_planted_manifest_is_as_good_as_none(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    (folder / FILE).write_bytes(raw)
    planted = manifest(folder)
    assert planted.known(NOTE, "digest") is None
    planted.keep(NOTE, "digest", KNOWN, now=NOW)
    planted.save()
    assert manifest(folder).known(NOTE, "digest") == KNOWN


@pytest.mark.parametrize(
    "changed",
    [
        {"papers": ["arxiv:1803.02780"]},
        {"papers": [""]},
        {"papers": ["arxiv:1803.02780  = x"]},
        {"papers": ["= arxiv:1803.02780"]},
        {"missing": [["nowhere", 1]]},
        {"idle": "because"},
    ],
    ids=str,
)
def test_a_planted_row_of_another_form_is_as_good_as_none(
    folder: Path, changed: dict[str, object]
) -> None:
    planted = json.loads((folder / FILE).read_bytes())
    (kept,) = planted.values()
    (row,) = kept[0].values()
    names = Known._fields
    row[2] = [changed.get(name, value) for name, value in zip(names, row[2], strict=True)]
    (folder / FILE).write_text(json.dumps(planted), encoding="utf-8")
    assert manifest(folder, now=NOW + 1).known(NOTE, "digest") is None


def test_it_knows_whether_one_run_left_these_notes_and_no_others(folder: Path) -> None:
    other = Path("notes/b.md")
    first = manifest(folder, now=NOW + 1)
    first.keep(other, "digest", KNOWN, now=NOW + 1)
    assert not first.was_run([NOTE, other])
    first.keep_run([NOTE, Path("refused.md"), other])
    first.save()
    again = manifest(folder, now=NOW + 2)
    assert again.was_run([NOTE, other])
    assert not again.was_run([NOTE])
    assert not again.was_run([other, NOTE])
    again.keep(NOTE, "digest", KNOWN, now=NOW + 2)
    assert not again.was_run([NOTE, other]), "another run left it"
    again.drop(other)
    assert not again.was_run([NOTE, other])


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.json"
    outside.write_text("{}", encoding="utf-8")
    folder = tmp_path / "cache"
    folder.mkdir()
    (folder / FILE).symlink_to(outside)
    planted = manifest(folder)
    planted.keep(NOTE, "digest", KNOWN, now=NOW)
    planted.save()
    assert outside.read_text(encoding="utf-8") == "{}"
    assert not (folder / FILE).is_symlink()
    assert [path.name for path in folder.iterdir()] == [FILE]
