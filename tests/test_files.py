"""Which files are notes: gitignore-aware, each once, whatever they are called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from enricher import files
from enricher.errors import ConfigError, NoteError

INCLUDE = (".md", ".txt")


def make(top: Path, *names: str, **contents: str) -> None:
    """Files of these names, with their own name as text; ``contents`` maps folders to rules."""
    for name in names:
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def rules(folder: Path, *lines: str) -> None:
    """A ``.gitignore``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def found(top: Path, *paths: Path, exclude: tuple[str, ...] = ()) -> list[str]:
    """The notes as paths below ``top``."""
    notes = files.discover(paths or (top,), INCLUDE, exclude)
    return [os.path.relpath(note, top) for note in notes]


def test_notes_are_found_by_their_endings_and_sorted(tmp_path: Path) -> None:
    make(tmp_path, "b.md", "a.TXT", "c.py", "sub/d.md", "sub/deep/e.md", "md", "f.md.bak")
    assert found(tmp_path) == ["a.TXT", "b.md", "sub/d.md", "sub/deep/e.md"]


def test_folders_of_tools_and_hidden_ones_are_left_out(tmp_path: Path) -> None:
    make(
        tmp_path,
        ".git/a.md", ".venv/a.md", "node_modules/a.md", "_site/a.md", ".hidden/a.md", ".a.md",
        "sub/node_modules/deep/a.md", "build/b.md", "_posts/c.md",
    )  # fmt: skip
    assert found(tmp_path) == ["_posts/c.md", "build/b.md"]


def test_gitignore_of_every_level_counts(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    make(
        tmp_path, "a.md", "draft.md", "old/x.md", "sub/draft.md", "sub/y.md", "sub/b/y.md", "z.txt"
    )
    rules(tmp_path, "draft.md", "/old/", "*.txt")
    rules(tmp_path / "sub", "!draft.md", "/y.md")
    assert found(tmp_path) == ["a.md", "sub/b/y.md", "sub/draft.md"]


def test_a_rule_that_means_nothing_matches_nothing_and_the_others_count(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    make(tmp_path, "a.md", "b.md", "z.md")
    rules(tmp_path, "a.md", "!", "[z-a].md", "b.md\\", "z.md")
    assert found(tmp_path) == ["b.md"]


def test_rules_above_a_named_folder_count_up_to_the_repository(tmp_path: Path) -> None:
    make(tmp_path, "repo/sub/a.md", "repo/sub/b.md", "repo/sub/c.md")
    (tmp_path / "repo" / ".git").mkdir()
    rules(tmp_path, "a.md")
    rules(tmp_path / "repo", "/sub/b.md")
    assert found(tmp_path, tmp_path / "repo" / "sub") == ["repo/sub/a.md", "repo/sub/c.md"]


def test_what_is_named_is_taken_even_if_ignored(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "made/b.md", "made/c.md", "d.py", ".hidden.md")
    (tmp_path / ".git").mkdir()
    rules(tmp_path, "*.md", "made/")
    assert found(tmp_path) == []
    assert found(tmp_path, tmp_path / "a.md", tmp_path / "d.py") == ["a.md", "d.py"]
    assert found(tmp_path, tmp_path / ".hidden.md") == [".hidden.md"]
    assert found(tmp_path, tmp_path / "made", exclude=("c.md",)) == ["made/b.md"]


def test_excluded_globs_are_relative_to_the_path(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "b.md", "sub/a.md", "sub/c.md", "old/d.md")
    assert found(tmp_path, exclude=("/a.md", "old", "**/c.*")) == ["b.md", "sub/a.md"]


def test_each_file_once_however_it_is_reached(tmp_path: Path) -> None:
    make(tmp_path, "sub/a.md", "b.md")
    (tmp_path / "alias.md").symlink_to(tmp_path / "sub" / "a.md")
    (tmp_path / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "sub" / "loop.md").symlink_to(tmp_path / "sub" / "loop.md")
    (tmp_path / "broken.md").symlink_to(tmp_path / "nowhere.md")
    notes = files.discover([tmp_path, tmp_path / "sub", tmp_path / "b.md"], INCLUDE)
    assert sorted(note.resolve() for note in notes) == [
        tmp_path / "b.md",
        tmp_path / "sub" / "a.md",
    ]


def test_odd_names(tmp_path: Path) -> None:
    names = ["with blank.md", "new\nline.md", "笔记.md", "\udce9\udcff.md", "-dash.md", "[a]*?.md"]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    notes = files.discover([tmp_path], INCLUDE)
    assert {note.name for note in notes} == set(names)
    assert {files.read(note) for note in notes} == {b"x"}


def test_relative_paths_stay_relative(tmp_path: Path) -> None:
    make(tmp_path, "sub/a.md")
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        assert files.discover([Path()], INCLUDE) == [Path("sub/a.md")]
        assert files.discover([Path("sub/..")], INCLUDE) == [Path("sub/../sub/a.md")]
    finally:
        os.chdir(here)


@pytest.mark.parametrize("name", ["missing", "missing.md", "a.md/b"])
def test_a_path_that_does_not_exist_is_an_error_with_a_hint(tmp_path: Path, name: str) -> None:
    make(tmp_path, "a.md")
    with pytest.raises(ConfigError, match=name) as error:
        files.discover([tmp_path, tmp_path / name], INCLUDE)
    assert error.value.hint


def deep(top: Path, note: str = "") -> Path:
    """A folder whose path is longer than Linux takes (4,096 bytes): the one thing that even the
    superuser cannot list. With ``note``, its path fits, and that of the note in it does not."""
    here = Path.cwd()
    folder = top
    room = 4090 if note else 4300
    os.chdir(top)
    try:
        while len(str(folder)) + 1 < room:
            name = "d" * min(200, room - len(str(folder)) - 1)
            Path(name).mkdir()
            os.chdir(name)
            folder /= name
        if note:
            Path(note).write_bytes(b"x")
    finally:
        os.chdir(here)
    return folder


@pytest.mark.parametrize("note", ["", "n" * 100 + ".md"])
def test_what_cannot_be_looked_at_stands_for_its_notes_and_is_told(
    tmp_path: Path, note: str
) -> None:
    make(tmp_path, "a.md", "z.md")
    folder = deep(tmp_path, note)
    first, hidden, last = files.discover([tmp_path], INCLUDE)
    assert (first.name, last.name) == ("a.md", "z.md")
    assert hidden == folder / note if note else str(folder).startswith(str(hidden))
    with pytest.raises(NoteError, match="cannot be read: File name too long"):
        files.read(hidden)
    assert files.discover([tmp_path], INCLUDE, ["d*/"]) == [first, last]
    assert files.discover([hidden, first], INCLUDE) == [hidden, first]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
@pytest.mark.parametrize("mode", [0o000, 0o100, 0o400])
def test_folders_without_permission_are_told(tmp_path: Path, mode: int) -> None:
    make(tmp_path, "a.md", "sub/b.md")
    (tmp_path / "sub").chmod(mode)
    try:
        first, hidden = files.discover([tmp_path], INCLUDE)
        assert hidden.relative_to(tmp_path) in {Path("sub"), Path("sub/b.md")}
        with pytest.raises(NoteError, match="cannot be read: Permission denied"):
            files.read(hidden)
        assert files.discover([tmp_path / "sub" / "b.md", first], INCLUDE)[1] == first
        assert files.discover([tmp_path], INCLUDE, ["sub/"]) == [first]
    finally:
        (tmp_path / "sub").chmod(0o700)


def test_no_notes_is_no_error(tmp_path: Path) -> None:
    assert files.discover([tmp_path], INCLUDE) == []
    assert files.discover([], INCLUDE) == []


def test_bytes_are_read_as_they_are(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbfa\r\nb\xff\x00\r"
    (tmp_path / "a.md").write_bytes(raw)
    assert files.read(tmp_path / "a.md") == raw


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    for path in (tmp_path, tmp_path / "pipe.md", tmp_path / "loop.md", tmp_path / "gone.md"):
        with pytest.raises(NoteError) as error:
            files.read(path)
        assert error.value.path == str(path)
        assert "None" not in error.value.why


def test_a_huge_file_is_no_note(tmp_path: Path) -> None:
    path = tmp_path / "huge.md"
    with path.open("wb") as file:
        file.truncate(files.LARGEST_NOTE + 1)
    with pytest.raises(NoteError, match="64 MiB"):
        files.read(path)
