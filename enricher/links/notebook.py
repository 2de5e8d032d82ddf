"""Links in Jupyter notebooks. Offsets are those of the JSON text, which is never written.

A notebook is a JSON file of cells (nbformat 4), each with a type and a source of lines; the raw
text is walked, so that every span is exact, and the type of the cell around it gives the context.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise

from enricher.links.cells import CELL
from enricher.links.places import Places
from enricher.models import Context, Mention

_LONGEST = 400  # code points of a link's text
_ANCHOR = re.compile(r"""\\?["'][^<>\n]{0,200}>([^<>\n]{0,400})</a\b""", re.IGNORECASE)
_BRACKET = {"]": 1, "[": -1}


def notebook_mentions(places: Places) -> Iterator[Mention]:
    """What a notebook mentions: in Markdown cells `notebook`, elsewhere `code`."""
    cells = [(found.start(), found[1]) for found in CELL.finditer(places.text)]
    for (start, kind), (end, _) in pairwise([(0, ""), *cells, (len(places.text), "")]):
        context = Context.NOTEBOOK if kind == "markdown" else Context.CODE
        for mention in places.mentions(start, end, context):
            is_read = context is Context.NOTEBOOK
            yield mention._replace(text=_text_of(places.text, mention)) if is_read else mention


def _text_of(text: str, mention: Mention) -> str:
    """The text of a link of Markdown or HTML, without JSON's escapes; empty where it has none."""
    start, end = mention.span
    if text.endswith("](", 0, start):
        return _unescaped(_in_brackets(text, start - len("](")))
    anchor = _ANCHOR.match(text, end)
    return _unescaped(anchor[1]) if anchor else ""


def _in_brackets(text: str, end: int) -> str:
    """What stands between the bracket that closes at an offset and the one that it closes."""
    depth = 0
    for place in range(end, max(end - _LONGEST, -1), -1):
        if text[place] in "\r\n" or (text[place] == '"' and text[place - 1] != "\\"):
            return ""  # the string ends, and the text is no link's
        depth += _BRACKET.get(text[place], 0)
        if not depth:
            return text[place + 1 : end]
    return ""


def _unescaped(text: str) -> str:
    try:
        return " ".join(str(json.loads(f'"{text}"')).split())
    except ValueError:  # cut within an escape
        return text.strip()
