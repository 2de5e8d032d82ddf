"""The Markdown of notebooks, and where it stands in their JSON."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from enricher.links.cells import markdown_cells
from enricher.models import Span

ANY = re.compile("")
LINES = st.text(st.sampled_from('ab"\\\\\n[](),\u00e9\U0001f600\t') | st.characters(codec="utf-8"))
SOURCES = LINES | st.lists(LINES, max_size=4)


@given(st.lists(SOURCES, max_size=4), st.booleans(), st.sampled_from([None, 1]))
def test_cells_say_what_json_says(
    sources: list[str | list[str]], is_ascii: bool, indent: int | None
) -> None:
    cells = [{"cell_type": "markdown", "source": each, "id": "x"} for each in sources]
    note = json.dumps({"cells": cells}, ensure_ascii=is_ascii, indent=indent)
    said = ["".join(each) for each in sources if each != []]
    read = list(markdown_cells(note, ANY))
    assert [cell.text for cell in read] == said
    for cell in read:
        for place, sign in enumerate(cell.text):
            written = note[slice(*cell.outside(Span(place, place + 1)))]
            assert json.loads(f'"{written}"') == sign


@given(st.text(st.sampled_from('"cell_type": markdown,source[]\\\\{}\n')))
def test_any_text_is_read(text: str) -> None:
    start = '{"cell_type": "markdown", "source": ['
    for cell in markdown_cells(start + text, ANY):
        assert len(cell.text) == len(cell.places)
