"""The laws, for TOML: one insertion, a second run is a no-op, removal gives the bytes back, and
readers of three languages' descent read the same."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
import rtoml
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.errors import NoteError
from enricher.writers.front_matter import FrontMatterSettings
from enricher.writers.interface import Profile, WriteOptions
from tests.writers.samples import BODY, OPTIONS, inserted, planned, remove, run
from tests.writers.toml_samples import FRONTS, ZOLA, content

PROFILES = {
    "nested": OPTIONS,
    "extra": ZOLA,
}


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def _mixed(text: str) -> str:
    parts = text.split("\n")
    ends = ("\r\n" if number % 3 else "\n" for number in range(len(parts) - 1))
    return "".join(part + end for part, end in zip(parts, [*ends, ""], strict=True))


MANGLES: dict[str, Callable[[str], str]] = {
    "LF": str,
    "CRLF": _crlf,
    "mixed": _mixed,
    "BOM and CRLF": lambda text: texts.BOM + _crlf(text),
    "bad byte in the body": lambda text: text + texts.decode(b"\xff\xfe caf\xe9\n"),
    "lone CR in the body": lambda text: text + "a\rb\rc\n",
    "no final newline": lambda text: text.rstrip("\n"),
    "fences with blanks": lambda text: text.replace("+++\n", "+++ \t\n"),
    "rule in the body": lambda text: text + "\n+++\n\n---\nmore\n",
}


def _note(front: str) -> str:
    return f"+++\n{front}+++\n{BODY}"


@pytest.mark.parametrize("options", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("mangle", MANGLES.values(), ids=MANGLES)
@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)
def test_run_inserts_once_and_removal_restores(
    front: str, mangle: Callable[[str], str], options: WriteOptions
) -> None:
    before = mangle(_note(front))
    after = run(before, options=options)
    added = inserted(before, after)
    assert added is not None
    assert planned(after, options=options).edits == ()
    assert texts.encode(remove(after, options)) == texts.encode(before)
    assert remove(after) == remove(after, ZOLA) == before


def test_obsidian_reads_no_toml_so_its_profile_nests() -> None:
    before = _note(FRONTS["Zola"])
    assert run(before, options=WriteOptions(profile=Profile.FLAT)) == run(before)


def test_the_setting_of_the_writer_beats_the_profile_of_the_site() -> None:
    before = _note(FRONTS["Zola"])
    zola = WriteOptions(writers=(FrontMatterSettings(profile=Profile.EXTRA),))
    assert run(before, options=zola) == run(before, options=ZOLA)
    hugo = WriteOptions(
        profile=Profile.EXTRA, writers=(FrontMatterSettings(profile=Profile.NESTED),)
    )
    assert run(before, options=hugo) == run(before)


@pytest.mark.parametrize("bom", ["", texts.BOM])
def test_blank_lines_above_are_passed_over_as_hugo_and_zola_do(bom: str) -> None:
    before = bom + "\n \n" + _note(FRONTS["Hugo"])
    after = run(before)
    assert inserted(before, after)
    assert planned(after).edits == ()
    assert remove(after) == before


@pytest.mark.parametrize("options", [OPTIONS, ZOLA], ids=["nested", "extra"])
@pytest.mark.parametrize("mangle", ["LF", "CRLF", "mixed"])
@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)
def test_all_readers_read_the_same(front: str, mangle: str, options: WriteOptions) -> None:
    before = MANGLES[mangle](_note(front))
    after = run(before, options=options)
    for read in (tomllib.loads, _by_tomlkit, _by_rtoml):
        was, now = read(content(before)), read(content(after))
        holder = now["extra"] if options is ZOLA else now
        written = holder.pop("papers")
        if options is ZOLA and "extra" not in was:
            assert now.pop("extra") == {}
        assert repr(now) == repr(was)  # nan is not equal to itself
        gates, neural = sorted(written, key=len)
        assert gates["id"] == "arxiv:2004.01899"
        assert neural["authors"] == ["Catherine Wong", "Neil Houlsby"]
        assert (neural["venue"], neural["year"]) == ("NeurIPS 2018", 2018)


def _by_tomlkit(text: str) -> dict[str, Any]:
    return tomlkit.parse(text).unwrap()


def _by_rtoml(text: str) -> dict[str, Any]:
    return rtoml.loads(text)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_inserted_lines_end_as_the_front_matter_does(newline: str) -> None:
    before = '+++\ntitle = "x"\n+++\n'.replace("\n", newline) + BODY
    added = inserted(before, run(before))
    assert added is not None
    assert added.replace(newline, "").isprintable()
    assert added.count(newline) == 17


def test_the_written_form() -> None:
    before = _note(FRONTS["Zola"])
    added = (
        "\n[[extra.papers]]\n"
        'id = "arxiv:1803.02780"\n'
        'url = "https://arxiv.org/abs/1803.02780"\n'
        'links = ["https://arxiv.org/pdf/1803.02780.pdf"]\n'
        'title = "Transfer Learning with Neural AutoML"\n'
        'authors = ["Catherine Wong", "Neil Houlsby"]\n'
        'venue = "NeurIPS 2018"\n'
        "year = 2018\n"
        "\n[[extra.papers]]\n"
        'id = "arxiv:2004.01899"\n'
        'url = "https://arxiv.org/abs/2004.01899"\n'
        'links = ["https://arxiv.org/abs/2004.01899"]\n'
        'title = "A Generic Graph-based: Encoding"\n'
        'authors = ["Ann Lee", "Bo Li"]\n'
        "year = 2020\n"
    )
    after = run(before, options=ZOLA)
    assert after == before.replace("# the end\n", "# the end\n" + added)
    assert run(before) == after.replace("extra.papers", "papers")
    assert run(before, options=WriteOptions(key="My-list")) == after.replace(
        "extra.papers", "My-list"
    )


@pytest.mark.parametrize("start", ["", texts.BOM])
def test_zola_gets_front_matter_in_toml_on_demand_and_it_is_taken_out_whole(start: str) -> None:
    options = WriteOptions(profile=Profile.EXTRA, create_front_matter=True)
    before = start + BODY
    assert run(before, options=ZOLA) == before
    after = run(before, options=options)
    assert after.removeprefix(start).startswith("+++\n# this front matter was made")
    assert inserted(before, after)
    assert len(tomllib.loads(content(after))["extra"]["papers"]) == 2
    assert planned(after, options=options).edits == planned(after, options=ZOLA).edits == ()
    assert remove(after, ZOLA) == before


# Any TOML

names = st.from_regex(r"[a-z]{1,6}", fullmatch=True) | st.text("a .\"'#[]=\\é", max_size=4)
scalars = (
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.datetimes()
    | st.dates()
    | st.times()
    | st.text(st.characters(codec="utf-8"))
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=10,
)


@given(
    st.dictionaries(names.filter(lambda name: name not in {"papers", "extra"}), values, max_size=5),
    st.dictionaries(names, values, max_size=3).map(lambda extra: {"extra": extra} if extra else {}),
    st.sampled_from([OPTIONS, ZOLA]),
    st.sampled_from(["LF", "CRLF", "no final newline"]),
)
def test_any_toml_keeps_its_bytes(
    front: dict[str, object], extra: dict[str, object], options: WriteOptions, name: str
) -> None:
    before = MANGLES[name](_note(tomlkit.dumps(front | extra)))
    if _refused(before, options) is None:
        after = run(before, options=options)
        assert after == before or inserted(before, after)
        assert planned(after, options=options).edits == ()
        assert remove(after, options) == before


@given(
    st.text(alphabet="+=.[]{}#\"'\\, \t\r\nabpapersextid0:\x85\u2028\ufeff\x00\udcff"),
    st.sampled_from([OPTIONS, ZOLA]),
)
def test_whatever_stands_between_fences_is_kept_or_refused(
    front: str, options: WriteOptions
) -> None:
    before = f"+++\n{front}\n+++\n{BODY}"
    refused = _refused(before, options)
    if refused is None:
        after = run(before, options=options)
        assert after == before or inserted(before, after)
        assert planned(after, options=options).edits == ()
        assert remove(after, options) == before
    else:
        assert refused.line is not None
        assert 1 <= refused.line <= texts.LineIndex(before).position(len(before))[0]


def _refused(before: str, options: WriteOptions) -> NoteError | None:
    try:
        planned(before, options=options)
    except NoteError as refused:
        return refused
    return None
