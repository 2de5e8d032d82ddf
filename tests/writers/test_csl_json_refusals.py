"""Files that are not edited: each with its line, the reason, and what to do."""

from __future__ import annotations

import pytest

from enricher import text as texts
from enricher.errors import NoteError
from enricher.writers.csl_json import WRITER
from enricher.writers.interface import SideFile
from tests.writers.csl_samples import OPTIONS, PATH, PREPRINT, planned

BROKEN = {
    "an object": ('{"references": []}', 1, "is no array of items"),
    "a text": ("\n\nhello", 3, "is no array of items"),
    "another blank": ("\u00a0[]", 1, "is no array of items"),
    "never closed": ('[\n{"id": "a"}', 2, "a comma or the array's end is expected"),
    "never closed and empty": ("[", 1, "is not JSON"),
    "no comma": ('[\n{"id": "a"}\n{"id": "b"}]', 3, "a comma or the array's end is expected"),
    "a comma too many": ('[{"id": "a"},\n]', 2, "is not JSON"),
    "a comma first": ("[\n,]", 2, "is not JSON"),
    "more behind it": ('[{"id": "a"}]\n[]', 2, "goes on after its array"),
    "a comment": ('[\n// mine\n{"id": "a"}]', 2, "is not JSON"),
    "single quotes": ("[\r{'id': 'a'}]", 2, "is not JSON: Expecting property name"),
    "a control character": ('[{"id": "a",\r\n"title": "\x07"}]', 2, "Invalid control character"),
    "no number": ('[\n{"id": "a", "volume": NaN}]', 2, "NaN is no value of JSON"),
    "a number too long": ('[{"id": "a", "volume": ' + "1" * 5000 + "}]", 1, "cannot be read"),
    "too deep": ("[" * 100_000, 1, "nested too deeply"),
    "no item": ('[{"id": "a"},\n"b"]', 2, "an item without an id"),
    "no id": ('[{"id": "a"},\n{"type": "book"}]', 2, "an item without an id"),
    "an id of no text": ('[{"id": true}]', 1, "an item without an id"),
    "one id twice": ('[{"id": "a"},\n{"id": "b"},\n{"id": "a"}]', 3, "two items with the id 'a'"),
    "a number and a text": ('[{"id": 1},\n{"id": "1"}]', 2, "two items with the id '1'"),
    "one field twice": ('[{"id": "a"},\n{"id": "b", "x": 1, "x": 2}]', 2, "'x' stands in it twice"),
}


@pytest.mark.parametrize("bom", ["", texts.BOM])
@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_not_edited(name: str, bom: str) -> None:
    text, line, why = BROKEN[name]
    with pytest.raises(NoteError) as caught:
        planned(bom + text, PREPRINT)
    assert why in caught.value.why
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{PATH}:{line}: ")
    assert "path" in caught.value.hint
    with pytest.raises(NoteError):
        WRITER.remove(SideFile(PATH, bom + text), OPTIONS)


def test_where_nothing_is_to_be_written_nothing_is_read() -> None:
    assert planned("hello").edits == ()
    assert planned("").edits == ()
