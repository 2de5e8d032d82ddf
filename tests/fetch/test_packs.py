"""Packs: what is written reads back, people may edit them, and bad lines cost only themselves."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.fetch import packs
from enricher.fetch.packs import Stored
from enricher.models import PaperRef

GOOD = (
    '{"provider": "toy", "paper": "toy:a", "kind": "preprint", "date": "2018-03-07", '
    '"fetched": "2026-11-24T12:00:00Z", "version": 1, "form": "line", "body": "Title a"}'
)
A = Stored("toy", PaperRef("toy", "a"), "line", "Title a", "preprint", "2018-03-07", 1795521600.0)

any_text = st.text(st.characters(categories=None))  # lone surrogates too
records = st.builds(
    Stored,
    provider=st.sampled_from(["toy", "arxiv"]),
    ref=st.builds(
        PaperRef,
        st.sampled_from(["toy", "arxiv"]),
        st.from_regex(r"[a-z0-9.][\w./()-]*", fullmatch=True),
    ),
    form=any_text,
    body=any_text,
    kind=st.sampled_from(packs.KINDS),
    date=st.sampled_from(["", "2018", "2018-03-07"]),
    fetched=st.integers(0, 4 * 10**9).map(float),
    version=st.integers(1, 9),
    handmade=st.booleans(),
)


def load(path: Path, content: bytes | str) -> tuple[list[Stored], list[str]]:
    """What a pack with this content holds, and the warnings."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    warnings: list[str] = []
    return packs.load(path, warnings.append), warnings


@given(st.lists(records, max_size=5))
def test_what_is_written_reads_back(
    tmp_path_factory: pytest.TempPathFactory, written: list[Stored]
) -> None:
    path = tmp_path_factory.getbasetemp() / "round.jsonl"
    read, warnings = load(path, "".join(packs.lines(written)))
    assert warnings == []
    assert sorted(read) == sorted(written)


@given(st.lists(records, max_size=5))
def test_lines_are_sorted_whole_and_the_same_every_time(written: list[Stored]) -> None:
    lines = list(packs.lines(written))
    names = [(json.loads(line)["provider"], json.loads(line)["paper"]) for line in lines]
    assert names == sorted(names)
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    assert all(line.encode() for line in lines)


def test_people_can_read_a_line() -> None:
    stored = A._replace(body="“Ünïcode” 中文\n", handmade=True)
    expected = (
        '{"provider": "toy", "paper": "toy:a", "kind": "preprint", "date": "2018-03-07", '
        '"fetched": "2026-11-24T12:00:00+00:00", "version": 1, "handmade": true, '
        '"form": "line", "body": "“Ünïcode” 中文\\n"}\n'
    )
    assert list(packs.lines([stored])) == [expected]


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        GOOD + "\n",
        "\ufeff" + GOOD,  # as some editors save
        GOOD + "\r\n\r\n",
        f"\n  \n{GOOD}\n",
        GOOD.replace('"version": 1, ', ""),
        GOOD.replace("12:00:00Z", "13:00:00+01:00"),
        GOOD.replace("12:00:00Z", "12:00:00"),  # without a zone: UTC, the same everywhere
        GOOD.replace('"body"', '"note": "mine", "body"'),
    ],
)
def test_what_people_do_to_a_line_is_fine(tmp_path: Path, content: str) -> None:
    assert load(tmp_path / "p.jsonl", content) == ([A], [])


BAD: dict[str, bytes | str] = {
    "no JSON": "paper: toy:a",
    "cut off": GOOD[:-20],
    "a list": "[]",
    "text": '"toy:a"',
    "null": "null",
    "no provider": GOOD.replace('"provider": "toy", ', ""),
    "no body": GOOD.replace(', "body": "Title a"', ""),
    "a list of bodies": GOOD.replace('"Title a"', '["Title a"]'),
    "a number for a body": GOOD.replace('"Title a"', "1"),
    "an unknown kind": GOOD.replace("preprint", "draft"),
    "a list for a kind": GOOD.replace('"preprint"', "[]"),
    "a paper without source": GOOD.replace("toy:a", "a"),
    "a number for a paper": GOOD.replace('"toy:a"', "1"),
    "a path for a paper": GOOD.replace("toy:a", "../toy:a"),
    "no time": GOOD.replace("2026-11-24T12:00:00Z", "yesterday"),
    "a number for a time": GOOD.replace('"2026-11-24T12:00:00Z"', "1"),
    "a time before all others": GOOD.replace("2026-11-24T12:00:00Z", "0001-01-01T00:00:00+14:00"),
    "a version without end": GOOD.replace('"version": 1', '"version": 1e999'),
    "no version": GOOD.replace('"version": 1', '"version": null'),
    "a list for a version": GOOD.replace('"version": 1', '"version": [1]'),
    "a number of 5000 digits": GOOD.replace('"version": 1', f'"version": {"9" * 5000}'),
    "nested for ever": "[" * 100_000,
    "not UTF-8": GOOD.encode().replace(b"Title", b"Titl\xe9"),
    "UTF-16": GOOD.encode("utf-16"),
    "zeros": bytes(100),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_named_and_costs_only_itself(tmp_path: Path, name: str) -> None:
    bad = BAD[name]
    bad = bad if isinstance(bad, bytes) else bad.encode()
    other = GOOD.replace("toy:a", "toy:b")
    content = GOOD.encode() + b"\n" + bad.replace(b"\n", b" ") + b"\n" + other.encode()
    read, warnings = load(tmp_path / "p.jsonl", content)
    assert [stored.ref.id for stored in read] == ["a", "b"]
    assert len(warnings) == 1
    assert warnings[0].startswith(f"{tmp_path / 'p.jsonl'}:2: not a record: ")


@given(st.binary(max_size=200))
def test_no_bytes_break_it(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    read, warnings = load(path, content)
    assert read == []
    assert len(warnings) == sum(1 for line in content.split(b"\n") if line.strip())


def test_a_file_that_is_no_pack_at_all_does_not_fill_the_screen(tmp_path: Path) -> None:
    read, warnings = load(tmp_path / "p.jsonl", "nonsense\n" * 5000)
    assert read == []
    assert len(warnings) == packs.LINES_TOLD + 1
    assert "4990 more lines" in warnings[-1]


def test_packs_are_files_that_end_in_jsonl(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl", "c.json", "README.md"):
        (tmp_path / name).write_text("")
    (tmp_path / "folder.jsonl").mkdir()
    os.mkfifo(tmp_path / "pipe.jsonl")  # opening it would wait for ever
    assert [path.name for path in packs.paths(tmp_path)] == ["a.jsonl", "b.jsonl"]
    assert packs.paths(tmp_path / "none") == []


def test_a_pack_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    warnings: list[str] = []
    assert packs.load(tmp_path / "none.jsonl", warnings.append) == []
    assert "cannot be read" in warnings[0]


def test_what_a_terminal_or_a_runner_would_obey_is_escaped() -> None:
    hostile = "\x1b[31m \x9b2J \u202egnp.exe \u2066 \u2028 ##[error]x \ud800 \x7f"
    stored = A._replace(body=hostile, form=hostile)
    (line,) = packs.lines([stored])
    assert line[:-1].isprintable()
    assert "##[" not in line
    assert json.loads(line)["body"] == hostile
