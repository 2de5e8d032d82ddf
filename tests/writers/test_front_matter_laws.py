"""The laws: one insertion, a second run is a no-op, removal gives the note's own bytes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.errors import NoteError
from enricher.writers.front_matter import WRITER
from enricher.writers.interface import WriteOptions
from tests.writers.samples import (
    BODY,
    KNOWN,
    document,
    inserted,
    lines,
    note,
    planned,
    remove,
    run,
)

CREATE = WriteOptions(create_front_matter=True)

FRONTS = {
    "empty": (),
    "blank": ("", "  "),
    "comment": ("# nothing but a comment",),
    "plain": ("title: Notes",),
    "aligned, commented, trailing blanks": (
        "layout:     post                    # the layout",
        "header-img:  img/5_1/wf-0.jpg  #a picture  ",
        "tags:                               # 标签",
        "     - 心得",
        "     - 综述",
    ),
    "comment at the end": ("title: Notes", "# until here"),
    "empty value at the end": ("title: Notes", "excerpt:"),
    "literal block at the end": ("title: Notes", "about: |+", "  one", "", "  two", "", ""),
    "folded block at the end": ("about: >-", "  one", "  two"),
    "flow over lines": ("tags: [a,", "  b,", "  c]"),
    "quoted over lines": ('title: "one', '  two"'),
    "list without indent": ("tags:", "- a", "- b"),
    "tab after colon": ("title:\tNotes",),
    "anchors of the user": ("a: &x [1, 2]", "b: *x"),
    "duplicate key of the user": ("a: 1", "a: 2"),
    "dates, octals, booleans": ("date: 2024-01-01", "n: 0o17", "m: 1e3", "on: yes", "t: 12:30"),
    "quoted braces": ('url: "{{ page.url }}"',),
    "a fence in a value": ("title: a --- b", "sub:", "  - ---x"),
    "emoji and marks": ("title: 🦉 e\u0301 \u200b \u00a0x",),
    "key that only looks managed": ("papers-read: 3", "my:", "  papers: [1]"),
    "url in the front matter": ("code: https://arxiv.org/abs/2004.01899",),
}


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def _mixed(text: str) -> str:
    parts = text.split("\n")
    return "".join(
        part + ("\r\n" if number % 3 else "\n") for number, part in enumerate(parts[:-1])
    )


def _body_in_crlf(text: str) -> str:
    front = texts.front_matter(text)
    assert front is not None
    return text[: front.span.end] + _crlf(text[front.span.end :])


MANGLES: dict[str, Callable[[str], str]] = {
    "LF": str,
    "CRLF": _crlf,
    "CR": lambda text: text.replace("\n", "\r"),
    "mixed": _mixed,
    "body in CRLF": _body_in_crlf,
    "BOM": lambda text: texts.BOM + text,
    "BOM and CRLF": lambda text: texts.BOM + _crlf(text),
    "bad byte in the body": lambda text: text + texts.decode(b"\xff\xfe caf\xe9\n"),
    "odd line breaks in the body": lambda text: text + "a\u2028b\x85c\x0bd\x0ce\x00\n",
    "no final newline": lambda text: text.rstrip("\n"),
    "fence with blanks": lambda text: text.replace("---\n", "---  \n", 1),
    "closed by dots": lambda text: text.replace("\n---\n", "\n...\n", 1),
    "rule in the body": lambda text: text + "\n---\n\nmore\n",
}


@pytest.mark.parametrize("mangle", MANGLES.values(), ids=MANGLES)
@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)
def test_run_inserts_once_and_removal_restores(
    front: tuple[str, ...], mangle: Callable[[str], str]
) -> None:
    before = mangle(note(*front))
    after = run(before)
    added = inserted(before, after)
    assert added is not None
    assert added.startswith("papers:")
    assert planned(after).edits == ()
    assert texts.encode(remove(after)) == texts.encode(before)


@pytest.mark.parametrize("mangle", ["LF", "CRLF", "mixed", "BOM and CRLF", "fence with blanks"])
@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)
def test_other_keys_read_as_before(front: tuple[str, ...], mangle: str) -> None:
    before = MANGLES[mangle](note(*front))
    read = [yaml.load(_content(text), yaml.CSafeLoader) or {} for text in (before, run(before))]
    written = read[1].pop("papers")
    assert read[0] == read[1]
    assert {paper["id"] for paper in written} == {"arxiv:1803.02780", "arxiv:2004.01899"}


def _content(text: str) -> str:
    front = texts.front_matter(text)
    assert front is not None
    return text[slice(*front.content)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_inserted_lines_end_as_the_front_matter_does(newline: str) -> None:
    front = lines("---", "title: x", "---").replace("\n", newline)
    added = inserted(front + BODY, run(front + BODY))
    assert added is not None
    assert added.replace(newline, "").isprintable()
    assert added.count(newline) == 14


@pytest.mark.parametrize(
    "before",
    [
        BODY,
        BODY.lstrip(),
        _crlf(BODY),
        texts.BOM + BODY,
        "https://arxiv.org/abs/1803.02780",
        "---\n\nprose between rules https://arxiv.org/abs/1803.02780\n\n---\n",
        "***\nhttps://arxiv.org/abs/1803.02780\n",
        texts.decode(b"caf\xe9 https://arxiv.org/abs/1803.02780\n"),
    ],
)
def test_front_matter_is_created_only_on_demand_and_taken_out_whole(before: str) -> None:
    assert planned(before).edits == ()
    after = run(before, options=CREATE)
    assert inserted(before, after)
    assert after.removeprefix(texts.BOM).startswith("---")
    assert planned(after, options=CREATE).edits == ()
    assert planned(after).edits == ()
    assert texts.encode(remove(after)) == texts.encode(before)


def test_a_created_front_matter_goes_with_its_last_paper() -> None:
    link = "https://arxiv.org/abs/1803.02780"
    after = run(f"See {link}\n", options=CREATE)
    assert run(after.replace(f"See {link}\n", "See nothing\n")) == "See nothing\n"


def test_the_users_own_empty_front_matter_stays() -> None:
    assert remove(run("---\n---\n" + BODY)) == "---\n---\n" + BODY


@pytest.mark.parametrize("path", ["a.ipynb", "a.bib", "a.html", "a.rst", "a.txt", "a.org"])
def test_no_front_matter_is_created_where_none_belongs(path: str) -> None:
    assert WRITER.plan(document(BODY, path), KNOWN, CREATE).edits == ()


values = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")))
keys = st.from_regex(r"[a-z]{1,8}", fullmatch=True).filter(lambda key: key != "papers")
trees = st.recursive(
    st.none() | st.booleans() | st.integers() | values,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(keys, trees, min_size=1, max_size=5),
    st.sampled_from([False, None]),
    st.sampled_from(["LF", "CRLF", "BOM", "bad byte in the body", "no final newline"]),
)
def test_any_yaml_keeps_its_bytes(front: dict[str, object], style: object, name: str) -> None:
    dumped = yaml.safe_dump(front, default_flow_style=style, allow_unicode=True, width=40)
    if not dumped.startswith("{"):
        before = MANGLES[name](f"---\n{dumped}---\n{BODY}")
        after = run(before)
        assert inserted(before, after)
        assert planned(after).edits == ()
        assert remove(after) == before


@given(st.text(alphabet="-+.:{}[]#&*!|>'\"% \t\r\nabpapers\x85\u2028\ufeff\x9d\udcff"))
def test_whatever_stands_between_fences_is_kept_or_refused(content: str) -> None:
    before = f"---\n{content}\n---\n{BODY}"
    line = _refused_line(before)
    if line is None:
        after = run(before)
        assert after == before or inserted(before, after)
        assert planned(after).edits == ()
        assert remove(after) == before
    else:
        assert 1 <= line <= before.count("\n") + 1


def _refused_line(before: str) -> int | None:
    try:
        planned(before)
    except NoteError as refused:
        return refused.line
    return None
