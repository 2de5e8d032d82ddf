"""URLs in Jupyter notebooks. Offsets are those of the JSON text, which is never written.

A notebook is a JSON file of cells (nbformat 4), each with a type and a source of lines; the raw
text is walked, so that every span is exact, and the type of the cell around it gives the context.
"""

from __future__ import annotations

import re

from enricher.links.bare import bare_urls
from enricher.models import Context, Mention

_CELL = re.compile(r'"cell_type"\s{0,9}:\s{0,9}"(\w{1,20})"')


def notebook_mentions(text: str) -> list[Mention]:
    """The URLs of a notebook: in Markdown cells `notebook`, elsewhere `code`."""
    cells = [(found.start(), found[1]) for found in _CELL.finditer(text)]
    mentions: list[Mention] = []
    number = -1
    for span in bare_urls(text):
        while number + 1 < len(cells) and cells[number + 1][0] <= span.start:
            number += 1
        markdown = number >= 0 and cells[number][1] == "markdown"
        context = Context.NOTEBOOK if markdown else Context.CODE
        mentions.append(Mention(span, text[slice(*span)], "", context))
    return mentions
