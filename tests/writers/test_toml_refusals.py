"""TOML that cannot be edited safely: told with file, line and reason, left as it is."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import pytest

from enricher import text as texts
from enricher.errors import NoteError
from enricher.writers.front_matter import WRITER
from enricher.writers.interface import WriteOptions
from tests.writers.samples import BODY, OPTIONS, document, note, papers, planned, run
from tests.writers.toml_samples import ZOLA, table, toml

MINE = table("2004.01899")
ZOLAS = table("2004.01899", name="extra.papers")

REFUSED = [
    (("title = x",), 2, "not valid TOML: Invalid value"),
    (('title = "x"', "", "title = 1"), 4, "not valid TOML: Cannot overwrite"),
    (('title = "x"', "tags = ["), 3, "not valid TOML"),
    (('a = "标签"', '+++ = "x"'), 3, "not valid TOML"),
    (("title: x",), 2, "not valid TOML"),
    (('title = "{{ replace .Name "-" " " }}"',), 2, "not valid TOML"),
    (("date = {{ .Date }}",), 2, "not valid TOML"),
    (("date = 2024-02-30",), 2, "not valid TOML: Invalid date"),
    (('title = "x"', 'a = "\x00"'), 3, "not valid TOML"),
    (('title = "x"', "a = 1 # \x1b"), 3, "not valid TOML"),
    (('a = """', "x"), 3, "not valid TOML"),
    (("a = 1", "b = " + "[" * 5000 + "]" * 5000), 2, "nested too deeply"),
    (("a = 1", "b = " + "9" * 5000), 3, "a number of more than 4,000 digits"),
    (("a = 1", ".".join("b" * 101) + " = 1"), 3, "a key of more than 100 parts"),
    (("a = 1", ' . "" . '.join("b" * 60) + " = 1"), 3, "a key of more than 100 parts"),
    (("a = 1", "papers = [{id = 'arxiv:2004.01899'}]"), 3, "form"),
    ((*MINE, "[b]", *MINE), 6, "another table stands between those of [[papers]]"),
    ((*MINE, "[b]", "[papers.mine]", "c = 1"), 6, "another table stands between"),
    ((*MINE, "[papers.authors]", "first = 'x'"), 6, "'authors' of an entry is written as a table"),
    ((*MINE, "title.de = 'x'"), 6, "'title' of an entry is written as a table"),
    (("Papers = 1", "a = 1", "papers = 2"), 4, "'Papers' and 'papers' are one to Hugo"),
]
REFUSED_FOR_ZOLA = [
    (("a = 1", "extra = { math = true }"), 3, "'extra' is not written as the table [extra]"),
    (("a = 1", "extra = 2"), 3, "'extra' is not written as the table [extra]"),
    (("[[extra]]", "a = 1"), 2, "'extra' is not written as the table [extra]"),
    (("extra.papers = [{id = 'arxiv:2004.01899'}]",), 2, "form"),
    ((*ZOLAS, "[extra.b]", *ZOLAS), 6, "another table stands between those of [[extra.papers]]"),
    (("a = 1", "", *MINE), 5, "papers stand in a table that this site's readers do not know"),
]


@pytest.mark.parametrize(
    ("front", "line", "why", "options"),
    [(*each, OPTIONS) for each in REFUSED] + [(*each, ZOLA) for each in REFUSED_FOR_ZOLA],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", texts.BOM])
def test_refused_with_line_and_reason(
    front: tuple[str, ...], line: int, why: str, options: WriteOptions, newline: str, start: str
) -> None:
    before = start + toml(*front).replace("\n", newline)
    with pytest.raises(NoteError) as refused:
        planned(before, options=options)
    assert refused.value.path == "note.md"
    assert refused.value.line == line
    assert why in refused.value.why
    assert refused.value.hint


def test_what_is_refused_is_not_taken_out_either() -> None:
    for front, line, _ in REFUSED:
        before = toml(*front)
        with pytest.raises(NoteError) as refused:
            WRITER.remove(document(before), {}, OPTIONS)
        assert refused.value.line == line


def test_a_bad_byte_inside_the_front_matter_is_refused() -> None:
    before = texts.decode(b'+++\ntitle = "x"\nabout = "caf\xe9"\n+++\n') + BODY
    with pytest.raises(NoteError, match=r"note\.md:3: .* not UTF-8"):
        planned(before)


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ('+++\rtitle = "x"\r+++\r', 2),
        ('+++\ntitle = "x"\nabout = """a\rb"""\n+++\n', 3),
        ('+++\r\ntitle = "x"\r\n# a\rb\r\n+++\r\n', 3),
    ],
)
def test_a_carriage_return_alone_is_refused(before: str, line: int) -> None:
    with pytest.raises(NoteError, match=rf"note\.md:{line}: .*carriage return alone"):
        planned(before + BODY)


def test_front_matter_that_is_never_closed_is_refused() -> None:
    with pytest.raises(NoteError, match=r"note\.md:1: .*never closed"):
        planned('+++\ntitle = "x"\n' + BODY)


def test_a_comment_beside_the_fence_is_refused() -> None:
    with pytest.raises(NoteError, match=r"note\.md:1: .*opens with more than"):
        planned('+++ # x\ntitle = "x"\n+++\n' + BODY)


def test_yaml_is_refused_where_readers_want_toml() -> None:
    with pytest.raises(NoteError, match=r"note\.md:1: .*YAML.*\[extra\] of TOML.*--to data"):
        planned(note("a: 1"), options=ZOLA)
    assert planned(note("a: 1"), papers(), ZOLA).edits == ()
    before = run(note("a: 1"))
    assert WRITER.remove(document(before), {}, ZOLA).edits
    assert WRITER.own("note.md", before, ZOLA)


def test_where_another_profile_wrote_removal_and_a_run_mend_it() -> None:
    before = toml("a = 1")
    for old, new in ((OPTIONS, ZOLA), (ZOLA, OPTIONS)):
        after = run(before, options=old)
        with pytest.raises(NoteError, match=r"note\.md:4: .*`enricher remove --to front-matter`"):
            planned(after, options=new)
        removed = texts.apply(after, WRITER.remove(document(after), {}, new).edits)
        assert removed == before
        assert run(removed, options=new) == run(before, options=new)


@pytest.mark.parametrize("front", ["extra = { math = true }", "[[extra]]", "extra = 1"])
def test_what_zola_would_refuse_is_none_of_hugos_concern(front: str) -> None:
    after = run(toml(front))
    assert after != toml(front)
    assert texts.apply(after, WRITER.remove(document(after), {}, OPTIONS).edits) == toml(front)


HOSTILE = {
    "dotted": lambda size: ".".join("a" * size) + " = 1",
    "dotted, with blanks": lambda size: " . ".join("a" * size) + " = 1",
    "dotted, quoted": lambda size: ".".join(['"\\"a"'] * size) + " = 1",
    "dotted in a string": lambda size: 'a = "' + "b." * size + '"',
    "blanks": lambda size: "a" + " " * size + "b" + " " * size + "= 1",
    "open brackets": lambda size: "[" * size,
    "open strings": lambda size: "a = " + '"""a' * size,
    "quotes": lambda size: "a = '''" + "''b" * size + "'''",
    "escapes": lambda size: 'a = """' + '\\"' * size + '"""',
    "comments": lambda size: "# a\n" * size,
    "comments in a list": lambda size: "a = [\n" + "# ]\n" * size + "]",
    "blank lines": lambda size: "\n" * size + "a = 1" + "\n" * size,
    "tables": lambda size: "".join(f"[a{n}]\n" for n in range(size)),
    "entries": lambda size: "\n".join(table("2004.01899", "a = 1")) + "\n[[papers]]\n" * size,
    "comments above a table": lambda size: "\n".join((*MINE, *["# a", ""] * size, *MINE)),
    "digits": lambda size: "a = " + "9" * size,
}


@pytest.mark.timed
@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_hostile_front_matter_costs_linear_time(make: Callable[[int], str]) -> None:
    small, large = (_seconds(toml(make(size))) for size in (4_000, 16_000))
    assert large < 8 * small + 0.1


def _seconds(before: str) -> float:
    begin = time.process_time()
    with contextlib.suppress(NoteError):
        planned(before)
    return time.process_time() - begin
