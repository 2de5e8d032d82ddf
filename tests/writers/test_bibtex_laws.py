"""The laws of .bib files: a second run is a no-op, removal restores, and all else stays."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.errors import NoteError
from enricher.writers.bibtex import WRITER
from enricher.writers.interface import SideFile
from tests.writers.bib_samples import (
    BIBLATEX,
    BIBTEX,
    JOURNAL,
    PATH,
    PREPRINT,
    PUBLISHED,
    planned,
    preprint,
    remove,
    run,
)

RECORDED = Path(__file__).parents[3] / "shared" / "recorded"
FILES = {
    "empty": "",
    "blank": "\n \n",
    "al-folio": "---\n---\n\n@string{aps = {American Physical Society,}}\n\n@book{einstein1920,\n"
    "  title={Relativity}, author={Einstein, Albert}, abbr={AJP},\n  bibtex_show={true},\n}\n",
    "JabRef": "% Encoding: UTF-8\n\n@Article{a,\n  title = {One},\n}\n\n"
    "@Comment{jabref-meta: databaseType:bibtex;}\n",
    "macros and a preamble": '@preamble{"\\newcommand{\\x}{y}"}\n@string(ICML = "Proc. of ICML")\n'
    '@InProceedings{a, title = "One {"}two{"}", booktitle = ICML # " 2019", month = jan}\n',
    "parentheses": "@article(a, title = {One (two)}, year = 2001)\n",
    "one line": "@misc{a,title={x}}@misc{b,title={y}}\n@misc{c}",
    "keys and fields that stand twice": "@misc{a, title={x}, title={y}}\n@misc{a, title={z}}\n",
    "a missing comma": "@misc{a\n title={x}\n}\n\n@misc{b,\n title={y}\n}\n",
    "a missing brace": "@misc{a,\n title={x,\n}\n\n@misc{b,\n title={y}\n}\n",
    "text with @ and quotes": 'me@example.org "now" {\n\n@misc{a,\n note={LeQua @ {CLEF}}\n}\n',
    "escaped": "a \\\n{\\{ \\}\n@misc{a,\n title={x \\{ y \\} \\\n z}\n}\n",
    "a commented entry": "@comment{@misc{a, title={x}}}\n%@misc{b, title={y}}\n",
    "undecodable": "% caf\udce9\n@misc{a,\n  author = {M\udcfcller},\n}\n",
    "strange blanks": "@misc{a,\n\ttitle\u00a0= {x\u2028y\u0085z\x0c},\n}\n\x0b\n",
    "Cyrillic": "@book{иванов,\n  title = {Заглавие}\n}\n",
}


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def _mixed(text: str) -> str:
    return "".join(
        line + ("\r\n" if number % 3 else "\n") for number, line in enumerate(text.split("\n"))
    )[:-1]


MANGLES: dict[str, Callable[[str], str]] = {
    "LF": str,
    "CRLF": _crlf,
    "CR": lambda text: text.replace("\n", "\r"),
    "mixed": _mixed,
    "BOM": lambda text: f"\ufeff{text}",
    "no final newline": lambda text: text.rstrip("\n"),
    "blank lines at the end": lambda text: f"{text}\n\n\n",
    "a lone CR at the end": lambda text: f"{text}\r",
    "bad byte": lambda text: f"{text}\udcff\n",
}


def check(text: str) -> str:
    """The file after a run, for which all laws hold."""
    after = run(text, PREPRINT, JOURNAL)
    assert after.startswith(text)
    assert not planned(after, JOURNAL, PREPRINT).edits
    assert remove(after) == text
    published = planned(after, PUBLISHED, JOURNAL)
    assert [each.now for each in published.published] == ["NeurIPS 2018"]
    later = texts.apply(after, published.edits)
    assert later.startswith(text)
    assert not planned(later, PUBLISHED, JOURNAL).edits
    assert not planned(later, PREPRINT).edits
    assert remove(later) == text
    assert remove(text) == text
    return after


@pytest.mark.parametrize("mangle", MANGLES.values(), ids=MANGLES)
@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_the_laws(text: str, mangle: Callable[[str], str]) -> None:
    if text == FILES["a missing brace"] and "\n" not in mangle(text):
        # without LF, there is no line on which the parser could go on
        with pytest.raises(NoteError, match="not closed"):
            check(mangle(text))
        return
    after = check(mangle(text))
    added = after.removeprefix(mangle(text))
    assert set(added) & {"\r", "\n"} == set(texts.newline_of(mangle(text)))
    assert added.count(texts.newline_of(mangle(text)) + "@") == 2


def test_entries_are_added_by_one_run_after_another() -> None:
    for before in ("", "---\n---\n", "@misc{a}", "@misc{a}\n", "x\r\n\r\n"):
        text = before
        for number in range(5):
            more = preprint(f"2001.0000{number + 1}", title=f"Paper {number}")
            text = run(text, more)
            assert "\n\n\n" not in text.replace("\r", "").removeprefix(before.replace("\r", ""))
        assert text.count("@misc{wong2018paper") == 5
        assert text.endswith("\n") == before.endswith(("\n", "")) or before == "@misc{a}"
        assert remove(text) == before


def test_ours_between_entries_of_the_user() -> None:
    mine = run("@misc{a}\n", PREPRINT)
    text = run(f"{mine}\n@misc{{b}}\n", JOURNAL) + "@misc{c}\n"
    assert remove(text) == "@misc{a}\n\n@misc{b}\n@misc{c}\n"


def test_ours_after_the_users_hand_moved_them() -> None:
    first, second = run("", PREPRINT), run("", JOURNAL)
    assert remove(f"{second.strip()}\n{first}") == ""
    assert remove(f"  {first}") == f"  {first}"  # no mark: it begins no line
    assert not remove(f"\n\n{first}\n\n").strip()


@pytest.mark.skipif(not RECORDED.is_dir(), reason="no folder of real files beside the checkout")
def test_real_files() -> None:
    paths = sorted(RECORDED.rglob("*.bib"))
    assert paths
    for path in paths:
        text = texts.decode(path.read_bytes())
        for mangle in (str, _crlf, MANGLES["BOM"], MANGLES["bad byte"], str.rstrip):
            if text.rstrip().endswith("}"):
                check(mangle(text))
                continue
            with pytest.raises(NoteError, match="not closed"):  # recordings that were cut off
                check(mangle(text))


PIECES = st.sampled_from(
    [
        *(
            "@misc{",
            "@article(",
            "@comment{",
            "@string{a=",
            "@",
            "key,",
            "title",
            " = ",
            "{",
            "}",
            '"',
        ),
        *(
            ")",
            ",",
            "\n",
            "\r\n",
            "\r",
            "\\",
            "% enricher: arxiv:1803.02780 1f2e3d4c5b6a\n",
            "%",
            "é",
        ),
        *("@misc{a, title={x}}\n", "\n\n", "\udcff", " ", "\ufeff", "eprint={1803.02780}"),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_file_keeps_its_text(text: str) -> None:
    try:
        after = run(text, PREPRINT, JOURNAL)
    except NoteError:
        assume(False)
    assert after.startswith(text)
    assert not planned(after, JOURNAL, PREPRINT).edits
    assert remove(after) == remove(text) == text


HOSTILE = st.text(
    st.sampled_from("{}\\$%&#_^~a A1é王-\n\r\x00\u202e\ud800@,=\"'()") | st.characters()
)


@given(HOSTILE, HOSTILE, HOSTILE, st.sampled_from([BIBTEX, BIBLATEX]))
def test_any_paper_keeps_the_laws(title: str, author: str, venue: str, options: object) -> None:
    hostile = preprint(title=title, authors=(author, "Ann Lee"), venue=venue, pages=venue)
    after = run("@misc{a}\n", hostile, options=options)
    assert not planned(after, hostile, options=options).edits
    assert remove(after) == "@misc{a}\n"
    assert after.count("@") == 2 + title.count("@") + author.count("@") + 2 * venue.count("@")


def test_an_id_in_a_mark_begins_no_entry() -> None:
    strange = preprint().model_copy(update={"id": "doi:10.1/a@b{c}%\ud800", "url": None})
    after = run("", strange)
    assert after.startswith("% enricher: doi:10.1/a%40b%7Bc%7D%25%EF%BF%BD ")
    assert not planned(after, strange).edits
    assert remove(after) == ""


@pytest.mark.timed
@pytest.mark.parametrize(
    "part",
    [
        "@misc{a, title={x}}\n",
        "@misc{",
        "{",
        '"',
        "@a{b,c={\n",
        "@",
        "% enricher: a ",
        "\\",
        "=",
        " ",
    ],
)
def test_a_file_of_any_length_takes_linear_time(part: str) -> None:
    start = time.perf_counter()
    with suppress(NoteError):
        WRITER.remove(SideFile(PATH, part * 5_000), BIBTEX)
    assert time.perf_counter() - start < 3
