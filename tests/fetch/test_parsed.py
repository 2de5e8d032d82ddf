"""Parsed records: the same as a parser's, whatever is in the way of keeping them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.exchange import RawRecord
from enricher.fetch.cache import RecordCache
from enricher.fetch.packs import Stored
from enricher.fetch.parsed import FOLDER, ParsedRecords
from enricher.models import Author, PaperRef, Record
from tests.fetch.toy import TOY
from tests.fetch.trap import ENDLESS

REF = PaperRef("toy", "a")
RAW = RawRecord(REF, "line", "A title", "preprint", "2018-03-07")
OTHER = RawRecord(PaperRef("toy", "b"), "line", "Another", "preprint", "2018-03-07")


class Parser:
    """A toy provider whose parser tells what it was asked for."""

    def __init__(self, records: Mapping[PaperRef, Record] | None = None) -> None:
        self.asked: list[str] = []
        self._records = records
        self.provider = replace(TOY, parse=self._parse)

    def _parse(self, raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
        self.asked += [each.ref.id for each in raw]
        return TOY.parse(raw) if self._records is None else self._records


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A cache folder that a run has kept something in."""
    folder = tmp_path / "cache"
    cache = RecordCache(folder)
    cache.write([Stored("toy", REF, *RAW[1:], fetched=1.0)])
    cache.close()
    return folder


def database(folder: Path) -> Path:
    return folder / FOLDER / "cache.db"


def test_what_was_parsed_once_is_not_parsed_again(folder: Path) -> None:
    parser = Parser()
    first = ParsedRecords(folder).records(parser.provider, [RAW])
    second = ParsedRecords(folder).records(parser.provider, [RAW, OTHER])
    assert first == TOY.parse([RAW])
    assert second == TOY.parse([RAW, OTHER])
    assert parser.asked == ["a", "b"]


@pytest.mark.parametrize(
    "other",
    [
        RAW._replace(body="A better title"),
        RAW._replace(date="2019-01-01"),
        RAW._replace(kind="published"),
        RAW._replace(form="row"),
    ],
)
def test_another_raw_record_is_parsed_anew(folder: Path, other: RawRecord) -> None:
    parser = Parser()
    ParsedRecords(folder).records(parser.provider, [RAW])
    assert ParsedRecords(folder).records(parser.provider, [other]) == TOY.parse([other])
    assert parser.asked == ["a", "a"]


def test_another_program_parses_anew(folder: Path) -> None:
    parser = Parser()
    ParsedRecords(folder, program=lambda: "1").records(parser.provider, [RAW])
    ParsedRecords(folder, program=lambda: "2").records(parser.provider, [RAW])
    ParsedRecords(folder, program=lambda: "2").records(parser.provider, [RAW])
    assert parser.asked == ["a", "a"]


def test_another_provider_parses_itself(folder: Path) -> None:
    one, other = Parser(), Parser()
    ParsedRecords(folder).records(one.provider, [RAW])
    ParsedRecords(folder).records(replace(other.provider, name="tin"), [RAW])
    assert other.asked == ["a"]


def test_what_cannot_be_parsed_is_not_tried_again(folder: Path) -> None:
    parser = Parser({})
    for _ in range(2):
        assert ParsedRecords(folder).records(parser.provider, [RAW]) == {}
    assert parser.asked == ["a"]


TEXTS = st.text(alphabet=st.characters(exclude_categories=()), max_size=20)
REFS = st.builds(PaperRef, st.just("toy"), TEXTS)
AUTHORS = st.lists(st.builds(Author, TEXTS, TEXTS, TEXTS), max_size=3).map(tuple)
RECORDS = st.builds(
    Record,
    ref=st.just(REF),
    provider=TEXTS,
    title=TEXTS,
    authors=AUTHORS,
    type=st.sampled_from([None, "preprint", "journal"]),
    venue=st.none() | TEXTS,
    year=st.none() | st.integers(),
    abstract=st.none() | TEXTS,
    categories=st.lists(TEXTS, max_size=3).map(tuple),
    status=st.sampled_from([None, "withdrawn"]),
    superseded_by=st.none() | REFS,
    same_as=st.lists(REFS, max_size=2).map(tuple),
)


@given(record=RECORDS)
def test_any_record_comes_back_as_it_was_parsed(
    record: Record, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    RecordCache(folder).prepare()
    parser = Parser({REF: record})
    for _ in range(2):
        found = ParsedRecords(folder).records(parser.provider, [RAW])
        assert found == {REF: record}
        assert type(found[REF].ref) is PaperRef
        assert {type(author) for author in found[REF].authors} <= {Author}


def test_no_run_that_only_reads_and_no_folder_of_packs_is_written_to(
    folder: Path, tmp_path: Path
) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    parser = Parser()
    ParsedRecords(folder, read_only=True).records(parser.provider, [RAW])
    ParsedRecords(packs).records(parser.provider, [RAW])
    ParsedRecords(tmp_path / "none").records(parser.provider, [RAW])
    assert not (folder / FOLDER).exists()
    assert not list(packs.iterdir())
    assert parser.asked == ["a", "a", "a"]


def test_a_run_that_only_reads_uses_what_others_kept(folder: Path) -> None:
    parser = Parser()
    ParsedRecords(folder).records(parser.provider, [RAW])
    ParsedRecords(folder, read_only=True).records(parser.provider, [RAW])
    assert parser.asked == ["a"]


@pytest.mark.parametrize(
    "value",
    [
        b"bytes",
        5,
        None,
        "",
        "{mark} ",
        "{mark} {}",
        "{mark} [",
        "{mark} " + "[" * 100_000,
        '{mark} {"ref":["toy","b"],"provider":"toy","title":"T"}',
        '{mark} {"ref":["toy","a"],"provider":"toy","title":["T"]}',
        '{mark} {"ref":["toy","a","x"],"provider":"toy","title":"T"}',
        '{mark} {"ref":["toy","a"],"provider":"toy","title":"T","type":"any"}',
        '0{mark} {"ref":["toy","a"],"provider":"toy","title":"T"}',
    ],
)
def test_a_planted_row_is_a_miss(folder: Path, value: object) -> None:
    parser = Parser()
    ParsedRecords(folder).records(parser.provider, [RAW])
    with closing(sqlite3.connect(database(folder))) as rows, rows:
        (told,) = rows.execute("SELECT value FROM Cache").fetchone()
        mark = told.partition(" ")[0]
        planted = value.replace("{mark}", mark) if isinstance(value, str) else value
        rows.execute("UPDATE Cache SET value = ?", (planted,))
    for _ in range(2):
        assert ParsedRecords(folder).records(parser.provider, [RAW]) == TOY.parse([RAW])
    assert parser.asked == ["a", "a"]


PLANTED = (
    '{"ref":["toy","a"],"provider":"toy","title":"T","url":"javascript:x"}',
    '{"ref":["toy","a"],"provider":"toy","title":"T","pdf":"file:///x"}',
    '{"ref":["toy","b"],"provider":"toy","title":"T"}',
    '{"ref":["toy","a"],"provider":"toy","title":"T","year":"x"}',
)


@pytest.mark.parametrize("told", PLANTED)
def test_a_row_that_somebody_made_up_is_a_miss(folder: Path, told: str) -> None:
    parser = Parser()
    ParsedRecords(folder).records(parser.provider, [RAW])
    check = blake2b(told.encode(), digest_size=16).hexdigest()
    with closing(sqlite3.connect(database(folder))) as rows, rows:
        (value,) = rows.execute("SELECT value FROM Cache").fetchone()
        rows.execute("UPDATE Cache SET value = ?", (f"{value.split()[0]} {check} {told}",))
    assert ParsedRecords(folder).records(parser.provider, [RAW]) == TOY.parse([RAW])
    assert parser.asked == ["a", "a"]


def test_a_text_that_was_damaged_is_a_miss(folder: Path) -> None:
    parser = Parser()
    ParsedRecords(folder).records(parser.provider, [RAW])
    with closing(sqlite3.connect(database(folder))) as rows, rows:
        changed = rows.execute("UPDATE Cache SET value = replace(value, 'A title', 'A tidle')")
        assert changed.rowcount == 1
    assert ParsedRecords(folder).records(parser.provider, [RAW]) == TOY.parse([RAW])


def test_what_is_no_table_is_begun_anew(folder: Path) -> None:
    parser = Parser()
    ParsedRecords(folder).records(parser.provider, [RAW])
    with closing(sqlite3.connect(database(folder))) as rows, rows:
        rows.execute("DROP TABLE Cache")
        rows.execute(ENDLESS)
    for _ in range(3):
        assert ParsedRecords(folder).records(parser.provider, [RAW]) == TOY.parse([RAW])
    assert parser.asked == ["a", "a", "a"]


def test_a_damaged_database_is_begun_anew(folder: Path) -> None:
    parser = Parser()
    ParsedRecords(folder).records(parser.provider, [RAW])
    database(folder).write_bytes(b"no database at all" * 1_000)
    for _ in range(3):
        assert ParsedRecords(folder).records(parser.provider, [RAW]) == TOY.parse([RAW])
    assert parser.asked == ["a", "a", "a"]  # found damaged, made anew, read


def test_a_locked_database_is_not_waited_for(folder: Path) -> None:
    parser = Parser()
    ParsedRecords(folder).records(parser.provider, [RAW])
    with closing(sqlite3.connect(database(folder), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        found = ParsedRecords(folder, patience=0).records(parser.provider, [RAW, OTHER])
    assert found == TOY.parse([RAW, OTHER])
    assert ParsedRecords(folder).records(parser.provider, [RAW]) == TOY.parse([RAW])
    assert parser.asked == ["a", "a", "b"]


@pytest.mark.parametrize("place", [FOLDER, f"{FOLDER}/cache.db"])
def test_nothing_is_read_or_written_through_a_link(
    folder: Path, tmp_path: Path, place: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    parser = Parser()
    ParsedRecords(folder).records(parser.provider, [RAW])
    (folder / place).rename(elsewhere)
    (folder / place).symlink_to(elsewhere)
    before = _files(elsewhere)
    for _ in range(2):
        assert ParsedRecords(folder).records(parser.provider, [RAW]) == TOY.parse([RAW])
    assert _files(elsewhere) == before


def test_clearing_the_cache_forgets_what_was_parsed_and_nothing_of_others(folder: Path) -> None:
    ParsedRecords(folder).records(TOY, [RAW])
    (folder / FOLDER / "mine.txt").write_text("mine", encoding="utf-8")
    with closing(RecordCache(folder)) as cache:
        assert cache.clear() == 1
    assert [path.name for path in (folder / FOLDER).iterdir()] == ["mine.txt"]
    ParsedRecords(folder).records(TOY, [RAW])
    (folder / FOLDER / "mine.txt").unlink()
    with closing(RecordCache(folder)) as cache:
        cache.clear()
    assert not (folder / FOLDER).exists()


def _files(place: Path) -> dict[str, bytes]:
    if place.is_file():
        return {"": place.read_bytes()}
    return {path.name: path.read_bytes() for path in place.iterdir()}
