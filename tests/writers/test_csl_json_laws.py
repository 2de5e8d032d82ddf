"""The laws: a second run is a no-op, removal gives the file's own bytes back, and what is the
user's stays letter by letter."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enricher import text as texts
from enricher.errors import EditError
from enricher.models import Edit
from enricher.paper import Paper
from enricher.writers.csl_json import items
from enricher.writers.csl_json.array import parse
from enricher.writers.csl_json.edits import verify
from enricher.writers.csl_json.fields import ORDER, Fields
from tests.writers.csl_samples import (
    OTHER,
    PATH,
    PREPRINT,
    PUBLISHED,
    bare,
    planned,
    read,
    remove,
    run,
)

FILES = {
    "none": "",
    "blank": " \n\t\n",
    "empty array": "[]",
    "empty array with a line": "[]\n",
    "empty array over lines": "[\n]\n",
    "empty array with blanks": "[ \n\n ]  \n\n",
    "one line": '[{"id":"a","type":"book"},{"id":2,"type":"book","title":"x"}]',
    "pandoc": '[\n  {\n    "id": "a",\n    "type": "book"\n  }\n]\n',
    "Zotero": '[\n\t{\n\t\t"id": "http://zotero.org/users/1/items/A",\n\t\t"type": "book"\n\t}\n]',
    "odd blanks": '\n\n[ {"id" :"a" ,"type":"book"} ,\n\n\n{ "id":"b","type":"book"}  \n\n ]\n \n',
    "at the margin": '[\n{"id": "a", "type": "book"},\n{"id": "b", "type": "book"}\n]\n',
    "far from the margin": '[\n            {"id": "a", "type": "book"}]\n',
    "every value": '[{"id": 1e3, "n": null, "t": true, "l": [[], {}], "s": "\\u00e9\\/"}]',
    "undecodable bytes": '[{"id": "a", "title": "caf\udce9 \u2028 \ufeff"}]\n',
}
LONG = Paper(
    id="neurips:2019/x",
    title="O" * 10_000,
    authors=tuple(f"Ann{n} Lee" for n in range(200)),
    year=2019,
)


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


FORMS: dict[str, Callable[[str], str]] = {
    "LF": str,
    "CRLF": _crlf,
    "CR": lambda text: text.replace("\n", "\r"),
    "BOM": lambda text: texts.BOM + text,
    "BOM and CRLF": lambda text: texts.BOM + _crlf(text),
    "no final newline": lambda text: text.rstrip("\n"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", FILES)
def test_a_run_adds_a_second_one_does_nothing_and_removal_restores(name: str, form: str) -> None:
    before = FORMS[form](FILES[name])
    after = run(before, PREPRINT, OTHER, LONG)
    users = read(before) if before.strip(" \t\r\n\ufeff") else []
    assert read(after)[: len(users)] == users
    assert len(read(after)) == len(users) + 3
    assert planned(after, PREPRINT, OTHER, LONG).edits == ()
    assert remove(after) == before
    assert after.startswith(texts.BOM) == before.startswith(texts.BOM)
    assert _endings(after) <= (_endings(before) or {"\n"})


def _endings(text: str) -> set[str]:
    rest = text.replace("\r\n", "\x00")
    kinds = {"\r\n": "\x00", "\n": "\n", "\r": "\r"}
    return {ending for ending, sign in kinds.items() if sign in rest}


@pytest.mark.parametrize("name", FILES)
def test_what_is_the_users_stays_through_updates(name: str) -> None:
    before = FILES[name]
    after = run(run(run(before, PREPRINT), OTHER), PUBLISHED, OTHER)
    assert run(after, PUBLISHED, OTHER) == after
    assert run(after, PREPRINT) == after, "the venue stays where a run does not know it"
    assert remove(after) == before


def test_users_items_behind_ours_stay() -> None:
    ours = run("", PREPRINT, OTHER)
    mixed = ours.rstrip().removesuffix("]").rstrip() + ',\n{"id":"mine","type":"book"}\n]\n'
    assert remove(mixed) == '[\n  {"id":"mine","type":"book"}\n]\n'
    between = '[{"id":"a"},' + ours.strip()[1:-1].strip() + ',\t{"id":"b"}]'
    assert remove(between) == '[{"id":"a"},\t{"id":"b"}]'


@pytest.mark.parametrize(
    ("before", "indent"),
    [
        ('[{"id": "a"}]', ""),
        ('[\n{"id": "a"}]', ""),
        ('[\r\t{"id": "a"}]', "\t"),
        ('[\n    {"id": "a"}]', "    "),
        ("[\n" + " " * 8 + '{"id": "a"}]', " " * 8),
        ("[\n" + " " * 9 + '{"id": "a"}]', "  "),
        ("[" + " " * 9 + '{"id": "a"}]', "  "),
    ],
)
def test_items_are_indented_like_the_last_one(before: str, indent: str) -> None:
    newline = texts.newline_of(before)
    unit = indent or "  "
    start = f',{newline}{indent}{{{newline}{indent}{unit}"id": "anshu2019hypothesis",{newline}'
    assert run(before, OTHER).startswith(before[:-1] + start)


def test_an_edit_that_does_not_read_back_as_meant_is_refused() -> None:
    text = '[{"id": "a"}]'
    array = parse(PATH, text)
    added: Fields = {"id": "b", "title": "x"}
    for edit, meant in (
        (Edit(12, "", ', {"id": "b", "title": "y"}'), [*array.items, added]),
        (Edit(12, "", ', {"id": "b", "title": "x"}'), array.items),
        (Edit(12, "", '; {"id": "b", "title": "x"}'), [*array.items, added]),
        (Edit(8, "a", "c"), array.items),
        (Edit(7, "", " "), array.items),
    ):
        with pytest.raises(EditError):
            verify(PATH, text, [edit], meant)


def test_an_item_is_changed_in_its_own_place_and_form() -> None:
    before = _crlf('[\n    {"id": "a"},\n    {"id": "b"}\n]\n')
    once = run(before, PREPRINT)
    mixed = once.replace("\r\n    {\r\n", '\r\n    {"id": "c"},\r\n    {\r\n')
    after = run(mixed, PUBLISHED)
    start = after.index('"wong2018transfer"')
    assert after[: start - 10] == mixed[: start - 10]
    assert '\r\n        "type": "paper-conference",\r\n' in after
    assert [each["id"] for each in read(after)] == ["a", "b", "c", "wong2018transfer"]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec=None), max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
BLANKS = st.text(" \t\r\n", max_size=4)


@st.composite
def bibliographies(draw: st.DrawFn) -> str:
    """A user's file: any values, any blanks, characters escaped or not."""
    fields = st.dictionaries(st.text(min_size=1, max_size=6), JSON, max_size=3)
    escaped = draw(st.booleans())
    parts = [
        draw(BLANKS)
        + json.dumps({**draw(fields), "id": f"k{n}"}, ensure_ascii=escaped)
        + draw(BLANKS)
        for n in range(draw(st.integers(0, 4)))
    ]
    return f"{draw(BLANKS)}[{','.join(parts) or draw(BLANKS)}]{draw(BLANKS)}"


@given(bibliographies())
@settings(max_examples=150)
def test_any_file_of_a_user_comes_back(before: str) -> None:
    after = run(before, PREPRINT, OTHER)
    assert bare(read(after)[:-2]) == bare(read(before))
    assert planned(after, OTHER, PREPRINT).edits == ()
    assert remove(run(after, PUBLISHED)) == before


MARKS = st.sampled_from((PREPRINT.id, OTHER.id)).map(lambda id_: {"enricher": f"{id_} 12345678"})
NAMES = st.sampled_from((*ORDER, "archive", "archive_location", "note"))


@given(st.dictionaries(NAMES, JSON | st.lists(JSON, max_size=2), max_size=9), MARKS | JSON)
@settings(max_examples=200)
def test_whatever_a_hand_made_of_an_item_stays(fields: dict[str, Any], custom: Any) -> None:
    item = {**fields, "id": "mine", "custom": custom}
    before = json.dumps([item])
    after = run(run(before, PREPRINT, OTHER), PUBLISHED, OTHER)
    assert read(after)[0] == item
    assert after.startswith(before[:-1])
    assert remove(after) == before


HOSTILE = (
    '"><script>alert(1)</script>',
    "{{ site }}",
    "{% raw %}",
    "---",
    "-->",
    "*/}",
    "\\write18{ls}",
    "${{ github.token }}",
    "%0A::error::",
    "a\nb\r\nc\x00\x1b[31m",
    "\u202etxet\u2066",
    "\udc80\ud800",
    "\ufeff\uffff\u2028\x85",
    '\\"',
    "]},[{",
    '<i>a</i> <sup>2</sup> <span class="x">',
)


@given(st.text(st.characters(codec=None), max_size=40) | st.sampled_from(HOSTILE))
@settings(max_examples=200)
def test_titles_and_names_break_nothing(text: str) -> None:
    hostile = Paper(
        id="acl:X", title=text, authors=(text, f"Ann {text}"), venue=text, booktitle=text,
        pages=text, volume=text, doi=text, url=text, published=text, arxiv=text,
    )  # fmt: skip
    before = '[\n  {"id": "a", "type": "book"}\n]\n'
    after = run(before, hostile, OTHER)
    assert len(read(after)) == 3
    assert after.encode()
    assert "\x00" not in after
    assert run(after, hostile, OTHER) == after
    assert remove(after) == before


@pytest.mark.timed
@pytest.mark.parametrize(
    "part",
    [
        "[",
        "{",
        '{"a":',
        '"',
        "<i>",
        "<span ",
        "<span class=",
        " ",
        "-",
        "—",
        "\\",
        "a,",
        "1",
        "arXiv:",
        "<",
        "$a_",
        "10.1/",
    ],
)
def test_hostile_text_takes_linear_time(part: str) -> None:
    def seconds(times: int) -> float:
        title = part * times
        hostile = Paper(
            id="acl:X", title=title, authors=(title,), pages=title, url=title, doi=title
        )
        file = run("", PREPRINT) if not times else ""
        begin = time.process_time()
        run(file, hostile)
        run(
            '[{"id": "a", "title": ' + json.dumps(title) + ', "note": ' + json.dumps(title) + "}]",
            OTHER,
        )
        return time.process_time() - begin

    seconds(100)
    assert seconds(40_000) < 30 * max(seconds(4_000), 0.01), "10 times as much text"


@pytest.mark.timed
def test_thousands_of_items_take_seconds() -> None:
    def paper(number: int) -> Paper:
        title = f"On the matter of {number} and what follows"
        return Paper(
            id=f"arxiv:{2001 + number // 99_999}.{number:05}",
            title=title,
            year=2020,
            type="preprint",
            authors=tuple(f"Given{n} Family{number + n}" for n in range(4)),
        )

    old, new = ([paper(n) for n in range(start, start + 1000)] for start in (1, 5001))
    users = items(old)
    begin = time.process_time()
    after = run(users, *new)
    assert run(after, *old, *new) == after
    assert remove(after) == users
    assert time.process_time() - begin < 10, "about 1 s where nothing else runs"
