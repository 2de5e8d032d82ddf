"""The written form in TOML: strings that every reader reads the same, and that break nothing."""

from __future__ import annotations

import re
import tomllib

import pytest
import rtoml
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.writers.front_matter.toml_text import statements, tree
from enricher.writers.interface import Profile, WriteOptions
from tests.writers.samples import ONE, inserted, paper, papers, planned, remove, run
from tests.writers.toml_samples import FRONTS, content, toml

HOSTILE = [
    '"><script>alert(1)</script>',
    "{{ site.title }} {% raw %} ${{ github.token }}",
    "+++",
    "a\n+++\n[[papers]]\nid = 'x'",
    "line\r\nbreak \r alone",
    "tab\tand \x00 NUL \x07 \x08 \x0c \x1b[31m",
    "next\x85line \u2028 \u2029 \x9d \x7f",
    "\\ back\\slash \\n \\u0041 \\e \\x41",
    "\"double\" \"\"\" 'single' ''' # no comment",
    "🦉 e\u0301 标题 \ufeff \ufffe \uffff",
    "left \u202e right \u2066",
    "\ud800 \udfff \udcff",
    "",
    " 2018-01-01 ",
    "x" * 10_000,
]


@pytest.mark.parametrize("options", [WriteOptions(), WriteOptions(profile=Profile.EXTRA)])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_values_are_read_as_they_are(hostile: str, options: WriteOptions) -> None:
    values = {"title": hostile, "authors": (hostile, "Bo Li"), "venue": hostile, "doi": hostile}
    before = toml("a = 1", body=ONE)
    known = papers(paper("2004.01899", **values))
    after = run(before, known, options)
    _check(before, after, hostile)
    assert planned(after, known, options).edits == ()
    assert remove(after, options) == before


@given(st.text())
def test_any_text_is_read_as_it_is(value: str) -> None:
    before = toml("a = 1", body=ONE)
    _check(before, run(before, papers(paper("2004.01899", title=value, authors=(value,)))), value)


def _check(before: str, after: str, value: str) -> None:
    added = inserted(before, after)
    assert added is not None
    assert added.splitlines() == added.split("\n")[:-1]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]", added)
    meant = texts.twin(value)
    for read in (tomllib.loads, lambda text: tomlkit.parse(text).unwrap(), rtoml.loads):
        data = read(content(after))
        (written,) = (data.get("extra") or data)["papers"]
        assert written.get("title", "") == meant
        assert written["authors"][0] == meant


# Where statements stand


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)
def test_statements_are_all_but_comments_and_blanks(front: str, newline: str) -> None:
    text = front.replace("\n", newline)
    found = list(statements(text, 0, len(text)))
    parts = [text[slice(*each.span)] for each in found]
    assert tree(tomllib.loads("\n".join(parts))) == tree(tomllib.loads(text))
    assert parts == [part.strip() for part in parts]
    done = 0
    for each, part in zip(found, parts, strict=True):
        between = text[done : each.span.start]
        assert all(not line.strip() or line.lstrip()[0] == "#" for line in between.split("\n"))
        assert part.startswith("[") == (not each.key)
        done = each.span.end


def test_statements_are_named_in_full() -> None:
    text = 'a."b.c" = 1\n[d . \'e\']\nf = [ # g\n 1]\n[[d.h]]\n"\\u0069" = 2 # j\n'
    found = list(statements(text, 0, len(text)))
    assert [each.path for each in found] == [
        ("a", "b.c"),
        ("d", "e"),
        ("d", "e", "f"),
        ("d", "h"),
        ("d", "h", "i"),
    ]
    assert [each.comments for each in found] == [(), (), ("# g",), (), ()]
