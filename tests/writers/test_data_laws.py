"""The laws: a second run is a no-op, removal gives the user's own bytes back, nothing of the user's
changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from random import Random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.errors import EditError, NoteError
from tests.writers.data_samples import JSON, NOTES, YAML, planned, removed, run, run_over
from tests.writers.samples import KNOWN, inserted, paper, papers

USERS_JSON = {
    "one line": '{"mine": 1}\n',
    "minified": '{"mine":[1,{"a":null}],"b":"x"}',
    "four spaces": '{\n    "mine": 1,\n    "b": {\n        "c": [1, 2]\n    }\n}\n',
    "tabs": '{\n\t"mine": 1,\n\t"b": 2\n}\n',
    "odd white space": '\n {  "mine"\t:\n1  ,\n\n"b"  : { } \n\n ,"c":2\n\t} \n\n',
    "commas first": '{ "mine": 1\n, "b": 2\n, "c": [ 1\n, 2 ]\n}\n',
    "blank lines": '{\n\n  "mine": 1,\n\n  "b": 2\n\n}\n\n',
    "odd keys": '{"": 1, "arxiv": 2, "a,b}{": ",}", "\\u0061\\"rxiv:x": 3, "标签": "🦉"}\n',
    "numbers": '{"a": 1.50, "b": -0, "c": 1e400, "d": 123456789012345678901234567890}\n',
    "an entry like ours": '{"arxiv:1": {"id": "arxiv:2"}, "x:y": {"title": "no id"}}\n',
    "escapes": '{"a": "\\ud800 \\/ \\u0000", "b": "</script>"}\n',
}
USERS_YAML = {
    "one line": "mine: 1\n",
    "comments": "# my papers\nmine: 1 # one\n\n# the end\n",
    "only comments": "# my papers\n\n# none yet\n",
    "document start": "---\nmine: 1\n",
    "only a document start": "---\n",
    "directive and end": "%YAML 1.1\n---\nmine: 1\n...\n",
    "blank lines": "\n\nmine: 1\n\n\nb: 2\n\n\n",
    "empty value at the end": "mine: 1\nb:\n",
    "empty value, then a comment": "b:   # nothing\n\n# end\n",
    "literal block at the end": "about: |\n  one\n\n  two\n",
    "kept block at the end": "about: |+\n  one\n\n\n\n",
    "folded block, then a comment": "about: >-\n  one\n  two\n\n# end\n",
    "flow over lines": "tags: [a,\n  b,\n  c]\n",
    "quoted over lines": 'title: "one\n\n  two"\nb: 1\n',
    "plain over lines": "title: one\n  two\n\n  three\n",
    "list without indent": "tags:\n- a\n- b\n",
    "anchors": "a: &x [1, 2]\nb: *x\nc: &y {d: *x}\n",
    "nested merge": "a: &x {b: 1}\nc:\n  <<: *x\n",
    "complex keys": "? [a, b]\n: 1\n? c\n: 2\n",
    "odd values": "date: 2024-01-01\nn: 0o17\non: yes\nt: 12:30\ns: !my {x: 1}\n",
    "Liquid and template": "url: '{{ page.url }}'\nx: \"{% raw %}\"\n",
    "other scripts": "标签: 🦉 e\u0301 \u200b \u00a0x\n",
    "an entry like ours": "arxiv:1:\n  id: arxiv:2\nx:y: {title: no id}\n",
    "same key of two kinds": "1: a\n'1': b\n",
}
USERS = [
    *(pytest.param(JSON, text, id=f"JSON, {name}") for name, text in USERS_JSON.items()),
    *(pytest.param(YAML, text, id=f"YAML, {name}") for name, text in USERS_YAML.items()),
]
MANGLES: dict[str, Callable[[str], str]] = {
    "LF": str,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "mixed": lambda text: text.replace("\n", "\r\n").replace("\r\n", "\n", text.count("\n") // 2),
    "BOM": lambda text: texts.BOM + text,
    "BOM and CRLF": lambda text: texts.BOM + text.replace("\n", "\r\n"),
    "no final newline": lambda text: text.rstrip("\n"),
    "bad byte": lambda text: text.replace("mine", texts.decode(b"m\xefne"), 1),
}


@pytest.mark.parametrize("mangle", MANGLES.values(), ids=MANGLES)
@pytest.mark.parametrize(("path", "users"), USERS)
def test_run_inserts_once_and_removal_restores(
    path: str, users: str, mangle: Callable[[str], str]
) -> None:
    before = mangle(users)
    try:
        after = run(before, path=path)
    except EditError:  # the last line of a literal block begins to count when others follow
        assert path == YAML
        assert not before.endswith(("\n", "\r"))
        assert before.rpartition(":")[2].strip().startswith("|")
        return
    assert inserted(before, after)
    assert planned(after, path=path).edits == ()
    assert texts.encode(removed(after, path)) == texts.encode(before)
    newline = texts.newline_of(before)
    added = inserted(before, after)
    assert added is not None
    assert not added.replace(newline, "").count("\n")


@pytest.mark.parametrize("path", [JSON, YAML])
@pytest.mark.parametrize("text", ["", "\ufeff", "\r\n"])
def test_removal_leaves_nothing_of_a_file_of_ours(path: str, text: str) -> None:
    after = run(text, path=path)
    assert planned(after, path=path).edits == ()
    assert removed(after, path) == ""
    assert removed("", path) == ""


@pytest.mark.parametrize(("path", "users"), USERS)
def test_removal_touches_no_file_without_entries_of_ours(path: str, users: str) -> None:
    assert removed(users, path) == users


# Anything


texts_of_users = st.text(st.characters(codec="utf-8"), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts_of_users,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts_of_users, inner, max_size=3),
    max_leaves=8,
)
mappings = st.dictionaries(texts_of_users, values, min_size=1, max_size=5)


@given(
    mappings,
    st.sampled_from([None, 0, 3, "\t"]),
    st.sampled_from([(",", ":"), (" ,", " : "), (", ", ": ")]),
    st.booleans(),
    st.sampled_from(["LF", "CRLF", "CR", "BOM"]),
)
def test_any_json_keeps_its_bytes(
    users: Mapping[str, object],
    indent: int | str | None,
    marks: tuple[str, str],
    is_ascii: bool,
    name: str,
) -> None:
    dumped = json.dumps(users, indent=indent, separators=marks, ensure_ascii=is_ascii) + "\n"
    before = MANGLES[name](dumped)
    after = run(before)
    assert inserted(before, after)
    assert planned(after).edits == ()
    assert removed(after) == before
    read = json.loads(after.removeprefix(texts.BOM))
    assert {name: read[name] for name in users} == json.loads(before.removeprefix(texts.BOM))


printable = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)
trees = st.recursive(
    st.none() | st.booleans() | st.integers() | printable,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(printable, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(printable, trees, min_size=1, max_size=5),
    st.sampled_from([False, None]),
    st.sampled_from(["LF", "CRLF", "BOM", "no final newline"]),
)
def test_any_yaml_keeps_its_bytes(users: dict[str, object], style: bool | None, name: str) -> None:
    dumped = yaml.safe_dump(users, default_flow_style=style, allow_unicode=True, width=40)
    if not dumped.startswith("{"):
        before = MANGLES[name](dumped)
        after = run(before, path=YAML)
        assert inserted(before, after)
        assert planned(after, path=YAML).edits == ()
        assert removed(after, YAML) == before


OURS = run("", path=JSON), run("", path=YAML)


@given(
    st.sampled_from([JSON, YAML]),
    st.text(alphabet="{}[]\"':,-?#&*!|>%~ \t\r\nab1id\x85\u2028\ufeff\x9d\udcff\x00", max_size=30),
    st.integers(0, 600),
    st.integers(0, 40),
)
def test_whatever_stands_in_a_file_is_kept_or_refused(
    path: str, users: str, place: int, cut: int
) -> None:
    ours = OURS[path == YAML]
    for before in (users, ours[:place] + users + ours[place + cut :]):
        refused = _refused(before, path)
        if refused is None:
            assert planned(run(before, path=path), path=path).edits == ()
        elif isinstance(refused, NoteError):
            assert 1 <= (refused.line or 0) <= len(before) + 1
            assert refused.hint
        else:
            assert path == YAML


def _refused(text: str, path: str) -> NoteError | EditError | None:
    try:
        planned(text, path=path)
    except (NoteError, EditError) as refused:
        return refused
    return None


# Notes of other runs


NUMBERS = [f"1901.0000{n}" for n in range(6)]
SIX = papers(*(paper(number) for number in NUMBERS))
a_note = st.lists(st.sampled_from(NUMBERS), max_size=4).map(
    lambda numbers: " ".join(f"https://arxiv.org/abs/{number}" for number in numbers)
)
libraries = st.dictionaries(st.sampled_from("abcdefgh"), a_note, max_size=6)


@given(st.sampled_from([JSON, YAML]), libraries, libraries, st.randoms(use_true_random=False))
def test_runs_over_some_notes_end_as_one_run_over_all(
    path: str, earlier: dict[str, str], notes: dict[str, str], random: Random
) -> None:
    text = run("", earlier, SIX, path=path)
    gone = dict.fromkeys(earlier.keys() - notes.keys(), "")
    order = list(notes)
    random.shuffle(order)
    for some in ({name: notes[name]} for name in order):
        text = run_over(text, some, SIX, path)
        assert run_over(text, some, SIX, path) == text
    text = run_over(text, gone, SIX, path)
    whole = run("", notes, SIX, path=path)
    assert text == whole or (text == "{}\n" and whole == "")


@given(st.sampled_from([JSON, YAML]), libraries, libraries)
def test_a_run_that_knows_nothing_loses_nothing(
    path: str, earlier: dict[str, str], notes: dict[str, str]
) -> None:
    text = run("", earlier, SIX, path=path)
    assert run(text, earlier, {}, path=path) == text
    after = _read(run(text, notes, {}, path=path), path)
    before = _read(text, path)
    linked = {number for number in NUMBERS if number in " ".join(notes.values())}
    assert after.keys() == {f"arxiv:{number}" for number in linked} & before.keys()
    for id_, entry in after.items():
        for field in ("title", "authors", "url"):
            assert entry[field] == before[id_][field]


KEYS = ["mine", "locked", "read", "#x"]
users_keys = st.dictionaries(st.sampled_from(KEYS), st.booleans() | trees, max_size=2)


@given(
    st.sampled_from([JSON, YAML]),
    libraries,
    libraries,
    st.lists(users_keys, max_size=6),
    st.dictionaries(st.sampled_from(["a", "z", "m:1"]), trees, max_size=3),
    st.randoms(use_true_random=False),
)
def test_whatever_users_add_and_however_they_sort_it_stays(
    path: str,
    earlier: dict[str, str],
    notes: dict[str, str],
    added: list[dict[str, object]],
    others: dict[str, object],
    random: Random,
) -> None:
    entries = _read(run("", earlier, SIX, path=path), path)
    for entry, keys in zip(entries.values(), added, strict=False):
        entry.update(keys)
    items = [*entries.items(), *others.items()]
    random.shuffle(items)
    indent = random.choice([2, 3, 4])
    text = json.dumps(dict(items), indent=indent, ensure_ascii=False)
    if path == YAML:
        text = yaml.safe_dump(
            dict(items),
            default_flow_style=False,
            indent=indent,
            sort_keys=False,
            allow_unicode=True,
        )
    after = run(text, notes, SIX, path=path)
    assert run(after, notes, SIX, path=path) == after
    read = _read(after, path)
    assert [name for name in read if name in others] == [
        name for name, _ in items if name in others
    ]
    assert {name: read[name] for name in others} == others
    linked = {f"arxiv:{number}" for number in NUMBERS if number in " ".join(notes.values())}
    kept = {name for name, entry in entries.items() if entry.keys() & set(KEYS)}
    assert read.keys() - others.keys() == linked | kept
    for name in kept:
        old = entries[name]
        assert {key: read[name][key] for key in old.keys() & set(KEYS)} == {
            key: old[key] for key in old.keys() & set(KEYS)
        }
        assert read[name] == old or old.get("locked") is not True
    without = _read(removed(after, path) or "{}", path)
    assert without == {name: value for name, value in read.items() if name in kept | others.keys()}


def _read(text: str, path: str) -> dict[str, dict[str, object]]:
    return (yaml.safe_load(text) if path == YAML else json.loads(text or "{}")) or {}


@pytest.mark.parametrize("path", [JSON, YAML])
def test_a_formatter_may_have_its_way(path: str) -> None:
    read = _read(run("", path=path), path)
    for text in (
        json.dumps(read, indent=4),
        json.dumps(read, indent="\t", ensure_ascii=False) + "\n",
        json.dumps(read, sort_keys=True),
        *(
            yaml.safe_dump(read, default_flow_style=False, indent=indent, sort_keys=is_sorted)
            for indent in (2, 4)
            for is_sorted in (True, False)
            if path == YAML
        ),
    ):
        if path == JSON or not text.startswith("{"):
            assert planned(text, path=path).edits == ()
            assert removed(text, path) == ""
            more = run(
                text, {**NOTES, "c.md": "https://arxiv.org/abs/1803.02780"}, KNOWN, path=path
            )
            assert _read(more, path)["arxiv:1803.02780"]["notes"] == {
                "b.md": ["https://arxiv.org/abs/1803.02780"],
                "c.md": ["https://arxiv.org/abs/1803.02780"],
            }
            assert _read(run(more, path=path), path) == read
