"""Data files that cannot be edited safely: told with file, line, reason and fix, and left alone."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import pytest

from enricher.errors import EditError, NoteError
from enricher.writers.data import WRITER, _verify, json_file
from enricher.writers.data.entries import entries_of
from enricher.writers.interface import SideFile
from tests.writers.data_samples import JSON, YAML, library, planned, removed, run
from tests.writers.samples import OPTIONS

ENTRY = '"arxiv:2004.01899": {"id": "arxiv:2004.01899"}'
REFUSED_JSON = [
    ("[]", 1, "it is a list"),
    ('\n[{"id": "arxiv:2004.01899"}]', 2, "it is a list"),
    ('"x"', 1, "not a JSON object"),
    ("---\n---\n{}", 1, "not a JSON object"),
    ("not json", 1, "not a JSON object"),
    ('{\n  "a": 1', 2, "',' is wanted"),
    ("{", 1, "double quotes"),
    ('{\n  "a": 1,\n}', 3, "double quotes"),
    ('{\n  "a": 1,,\n "b": 2}', 2, "double quotes"),
    ("{\n  a: 1}", 2, "double quotes"),
    ('{"a": 1\n "b": 2}', 2, "',' is wanted"),
    ('{"a"\n 1}', 2, "':' is wanted"),
    ('{\n"a": }', 2, "Expecting value"),
    ('{\n"a": [1,\n2,]}', 3, "not JSON"),
    ('{\n"a": NaN}', 2, "NaN"),
    ('{\n"a": "b\nc"}', 2, "control character"),
    ('{\n"a": "b}', 2, "Unterminated"),
    ("{\n// mine\n}", 2, "double quotes"),
    ('{"a": 1}\n\n{"b": 2}', 3, "more follows"),
    ('{"a": 1,\n"b": 1,\n"\\u0061": 2}', 3, "'a' stands twice"),
    (f"{{{ENTRY},\n{ENTRY}}}", 2, "stands twice"),
    ('{"a:b": {"id": "a:b",\n"x": 1,\n"x": 2}}', 3, "'x' stands twice"),
    ('{"a": {\n"b": {"x": 1, "x": 2}}}', 2, "twice"),
    ('{"a": ' + "[" * 100_000, 1, "nested too deeply"),
    ('{"a":\n' + "9" * 5000 + "}", 2, "digits"),
]
MINE = '"arxiv:2004.01899":\n  id: "arxiv:2004.01899"\n'
REFUSED_YAML = [
    ("- id: arxiv:2004.01899\n", 1, "not a mapping"),
    ("prose\n", 1, "not a mapping"),
    ("title: x\nmore: Foo: bar\n", 2, "not one valid YAML"),
    ("a: [b\n", 2, "not one valid YAML"),
    ("a: 1\n---\nb: 2\n", 2, "not one valid YAML"),
    ("# mine\n{a: 1}\n", 2, "{…} form"),
    ("{} # mine\n", 1, "{…} form"),
    (f"z: 1\n{{{ENTRY}}}\n", 3, "not one valid YAML"),
    (f"z: 1\n{ENTRY}\n", 2, "block form"),
    ("  a: 1\n  b: 2\n", 1, "indented"),
    ("a: 1\nb: 1\n'a': 2\n", 3, "'a' stands twice"),
    (f"{MINE}{MINE}", 3, "stands twice"),
    (f"{MINE}  x: 1\n  x: 2\n", 4, "'x' stands twice"),
    ("a: &x {b: 1}\n<<: *x\n", 2, "merge key"),
    (f"{MINE}  x: &x [1]\ny: *x\n", 1, "anchor ties"),
    (f"y: &x [1]\n{MINE}  x: *x\n", 2, "anchor ties"),
    (f"{MINE}  x: &x [1]\n  y: *x\n", 1, "anchor ties"),
    ('"arxiv:2004.01899": &x\n  id: "arxiv:2004.01899"\ny: *x\n', 1, "anchor ties"),
    ("a: &x b\n*x : 2\n", 1, "stands for a key"),
    ('? "arxiv:2004.01899"\n: id: "arxiv:2004.01899"\n', 1, "block form"),
    (f"{MINE}  ? x\n  : 1\n", 3, "does not begin its line"),
    ("a: 1\nb: 标签\nc: a\x9d\n", 3, "U+009D"),
    ("a: \x00\n", 1, "U+0000"),
    ("a: " + "[" * 5000 + "]" * 5000, 1, "is no data file"),
]
REFUSED = [
    *(pytest.param(JSON, *each, id=f"JSON {number}") for number, each in enumerate(REFUSED_JSON)),
    *(pytest.param(YAML, *each, id=f"YAML {number}") for number, each in enumerate(REFUSED_YAML)),
]


@pytest.mark.parametrize(("path", "text", "line", "why"), REFUSED)
@pytest.mark.parametrize("form", ["as it is", "CRLF", "BOM"])
def test_refused_with_line_reason_and_fix(
    path: str, text: str, line: int, why: str, form: str
) -> None:
    text = text.replace("\n", "\r\n") if form == "CRLF" else "\ufeff" * (form == "BOM") + text
    for act in (
        lambda: planned(text, path=path),
        lambda: WRITER.remove(SideFile(path, text), OPTIONS),
    ):
        with pytest.raises(NoteError) as refused:
            act()
        assert refused.value.path == path
        assert refused.value.line == line
        assert why in refused.value.message
        assert "--to data=FILE" in refused.value.hint
        assert len(refused.value.message) < 300


@pytest.mark.timed
@pytest.mark.parametrize("path", [JSON, YAML])
def test_hostile_files_take_linear_time(path: str) -> None:
    for make in (
        lambda size: '{"a":' * size,
        lambda size: '{"a": 1' + "," * size,
        lambda size: " " * size + "[",
        lambda size: "#" * size + "\n" + "# \n" * size + "a: *b\n",
        lambda size: "a: &x [1]\n" + "".join(f"k{n}: *x\n# c\n\n" for n in range(size // 20)),
        lambda size: "{" + ",".join(f'"k{n}":{n}' for n in range(size // 10)) + "}",
        lambda size: "{" + ",".join(f'"a:{n}":{{"id":"a:{n}"}}' for n in range(size // 20)) + "}",
    ):
        spent = [_seconds(make(size), path) for size in (20_000, 40_000)]
        assert spent[1] < 4 * spent[0] + 0.5, make(10)


def _seconds(text: str, path: str) -> float:
    begin = time.process_time()
    for act in (run, removed):
        with contextlib.suppress(NoteError):
            act(text, path=path)
    return time.process_time() - begin


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: text[:-2], "not readable"),
        (lambda text: text.replace('"mine"', '"yours"'), "not enricher's"),
        (lambda text: text.replace('"arxiv:1803.02780"', '"arxiv:1803.00000"'), "other entries"),
        (lambda text: text.replace("NeurIPS 2018", "NeurIPS 2019"), "arxiv:1803.02780"),
    ],
)
def test_what_would_not_read_back_as_meant_is_not_written(
    change: Callable[[str], str], why: str
) -> None:
    text = '{"z": "mine"}'
    parsed = json_file.parse(JSON, text)
    file = SideFile(JSON, text)
    entries = entries_of(file, parsed.members, library(), OPTIONS).entries
    built = json_file.build(text, parsed, entries)
    _verify(json_file.FORM, JSON, built, parsed, entries)
    with pytest.raises(EditError, match=why):
        _verify(json_file.FORM, JSON, change(built), parsed, entries)


def test_lines_that_only_yaml_1_1_sees_are_not_mended() -> None:
    with pytest.raises(EditError):
        planned("a: 1\u2028b: 2\n", path=YAML)


def test_a_block_of_text_at_the_very_end_is_not_changed_by_what_follows() -> None:
    with pytest.raises(EditError, match="lack a line ending"):
        planned("a: |\n  one", path=YAML)
    assert run("a: |\n  one\n", path=YAML).startswith("a: |\n  one\n")
