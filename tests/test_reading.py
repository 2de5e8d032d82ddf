"""Notes are read the same by one process and by several, and only where they have to be."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from enricher.change import Change
from enricher.engine import Enricher
from enricher.fetch.manifest import Known
from enricher.notes import Note
from enricher.reading import Reader, scanned
from enricher.settings import Settings
from enricher.settings.form import read as settings_of
from enricher.writers.interface import WriteOptions

READER = Reader(Settings(pages=("papers.example.org",)), WriteOptions())


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    for number in range(30):
        link = f"https://arxiv.org/abs/18{number % 12 + 1:02}.{number:05}\n"
        (tmp_path / f"n{number:02}.md").write_text(link * (number % 3), encoding="utf-8")
    (tmp_path / "page.md").write_text("https://papers.example.org/a.html\n", encoding="utf-8")
    (tmp_path / "dangling.md").symlink_to(tmp_path / "nothing")
    return tmp_path


def test_any_number_of_processes_reads_the_same(folder: Path) -> None:
    alone = scanned(READER, [folder])
    together = scanned(READER, [folder], workers=2, worth=1)
    assert together == alone
    assert together.read == 31
    assert len(together.notes) == 21
    assert len(together.bare) == 10


def test_a_reader_and_what_it_reads_can_be_sent_to_another_machine(folder: Path) -> None:
    reader = pickle.loads(pickle.dumps(READER))  # noqa: S301 - our own
    for path in folder.iterdir():
        read = reader.read_file(path)
        assert isinstance(read, Note | Change)
        assert pickle.loads(pickle.dumps(read)) == READER.read_file(path)  # noqa: S301 - our own


def test_a_public_reader_reads_as_its_enricher_does_and_carries_no_key(folder: Path) -> None:
    chosen = settings_of({
        "cache": folder / "cache",
        "links": {"https://example.org/x": "arxiv:2004.08955"},
        "indexes": {"openalex": {"key": "s3cret-k3y"}},
    }, "the test")  # fmt: skip
    (folder / "mapped.md").write_text("https://example.org/x\n", encoding="utf-8")
    with Enricher(settings=chosen) as enricher:
        sent = pickle.dumps(enricher.reader())
        notes = enricher.scan(folder).notes
    assert b"s3cret" not in sent
    reader = pickle.loads(sent)  # noqa: S301 - our own
    assert [reader.read_file(note.path) for note in notes] == notes
    assert "mapped.md" in {note.path.name for note in notes}
    assert not (folder / "cache").exists()


def test_what_is_known_is_not_read(folder: Path) -> None:
    known = Known(links=5)
    seen: list[str] = []

    def known_of(path: Path, digest: str) -> Known | None:
        seen.append(digest)
        return known if path.name.startswith("n0") else None

    made = scanned(READER, [folder], known=known_of)
    assert [(path.name, told) for path, told in made.settled] == [
        (f"n0{number}.md", known) for number in range(10)
    ]
    assert len(seen) == 31
    assert made.read == len(made.settled) + len(made.notes) + len(made.bare) == 31
