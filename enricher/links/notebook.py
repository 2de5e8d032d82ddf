"""URLs and ids in Jupyter notebooks. Offsets are those of the JSON text, which is never written.

A notebook is a JSON file of cells (nbformat 4), each with a type and a source of lines; the raw
text is walked, so that every span is exact, and the type of the cell around it gives the context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from enricher.links.places import Places
from enricher.models import Context, Mention

_CELL = re.compile(r'"cell_type"\s{0,9}:\s{0,9}"(\w{1,20})"')


def notebook_mentions(places: Places) -> Iterator[Mention]:
    """What a notebook mentions: in Markdown cells `notebook`, elsewhere `code`."""
    cells = [(found.start(), found[1]) for found in _CELL.finditer(places.text)]
    for (start, kind), (end, _) in pairwise([(0, ""), *cells, (len(places.text), "")]):
        context = Context.NOTEBOOK if kind == "markdown" else Context.CODE
        yield from places.mentions(start, end, context)
