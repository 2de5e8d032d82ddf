"""One paper as one row, and rows as they were written before.

A row is a bullet or a table's row; its cells are the same Markdown in both. The title of a row's
first link holds the ids of the links that lead to its paper: no other place is in every row, tells
a paper that could not be fetched this time, and is out of the reader's way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from enricher.paper import Paper
from enricher.writers.listing.form import COLUMNS, Form
from enricher.writers.listing.inline import address, cleaned, link, plain, shown

DIVIDER = " · "

_KINDS = ("preprint", "book", "thesis", "report")  # what is told where a venue would stand
_KIND = "|".join(_KINDS)
# the link of a row: what `plain` and `address` write holds none of its brackets and quotes
_NAMED = re.compile(r"\[([^\[\]]*)\]\([^\s\[\]()]+ \"([^\"\[\]]*)\"\)")
_VENUE = re.compile(r"([_*])(.+)\1")
_HEADING = re.compile(r"\*\*(.+)\*\*")
_BULLET = re.compile(r"[-*+][ \t]+")
# What the cells of a bullet look like, for it leaves out those that are empty. Text begins with no
# bracket and no underscore, since `plain` escapes them.
_SHAPES = {
    "title": _NAMED,
    "venue": _VENUE,
    "arxiv": re.compile(r"\[arXiv:.*"),
    "doi": re.compile(r"\[doi:.*"),
    "url": re.compile(r"\[page\].*"),
    "pdf": re.compile(r"\[pdf\].*"),
    "links": re.compile(r"\[.*"),
    "year": re.compile(r"\d+"),
    "type": re.compile(rf"conference|workshop|journal|{_KIND}"),
}
_NO_VENUE = re.compile(rf"(?:{_KIND})(?: \d+)?|\d+")


class Item(NamedTuple):
    """A paper that is to be listed; no paper where nothing is known of it. ``url`` leads to it."""

    ids: tuple[str, ...]
    url: str
    paper: Paper | None

    @property
    def names(self) -> tuple[str, ...]:
        """Every id by which a row of it may be known."""
        return (*self.ids, *(self.paper.ids if self.paper else ()))


@dataclass(frozen=True, slots=True)
class Row:
    """A row. ``cells`` are Markdown by column; ``group`` is the text of the heading above it."""

    ids: tuple[str, ...]
    cells: Mapping[str, str]
    group: str = ""

    @property
    def title(self) -> str:
        """The title that is written, as text."""
        found = _NAMED.search(self.cells.get("title", ""))
        return shown(found[1]) if found else ""

    @property
    def venue(self) -> str:
        """The venue that is written, as text; empty where none is."""
        found = _VENUE.fullmatch(self.cells.get("venue", ""))
        return shown(found[2]) if found else ""

    @property
    def kind(self) -> str:
        """What is written in a venue's stead, with the year."""
        kind = self.cells.get("venue", "")
        if not _NO_VENUE.fullmatch(kind):
            return ""
        year = self.cells.get("year", "")
        return f"{kind} {year}" if year and not kind[-1].isdigit() else kind

    def line(self, form: Form) -> str:
        """The row as one line."""
        cells = [self.cells.get(name, "") for name in form.columns]
        if form.style == "table":
            return _table_row(cells)
        return "- " + DIVIDER.join(filter(None, cells))


def heads(form: Form) -> list[str]:
    """The lines above the rows of a table; none above bullets."""
    if form.style != "table":
        return []
    return [
        _table_row([COLUMNS[name] for name in form.columns]),
        _table_row(["---"] * len(form.columns)),
    ]


def heading(group: str) -> str:
    """The line above a group: bold, since a heading would enter the outline of the user's note."""
    return f"**{plain(group)}**"


def cells_of(item: Item, paper: Paper, form: Form) -> dict[str, str]:
    """The cells of a paper, by column; those that are not known are empty."""
    return {name: _cell(name, item, paper, form) for name in form.columns}


def read(content: str, form: Form, group_by: str = "") -> list[Row]:
    """The rows of a listing that was written before, perhaps in another form: its headings tell
    something only where they were by what ``form`` groups by."""
    is_grouped = group_by == form.group_by
    rows: list[Row] = []
    group = ""
    columns: list[str] = []
    for line in _lines(content):
        found = _NAMED.search(line)
        bold = _HEADING.fullmatch(line)
        if found is not None:
            cells = _of_table(line, columns) if line.startswith("|") else _of_bullet(line, form)
            rows.append(Row(tuple(shown(found[2]).split()), cells, group))
        elif bold is not None:
            group = shown(bold[1]) if is_grouped else ""
        elif line.startswith("|") and "---" not in line:
            columns = [_COLUMN_OF.get(part, part) for part in _parts(line)]
    return rows


def _lines(content: str) -> Iterator[str]:
    """The lines, each with those that a formatter broke off from it."""
    parts: list[str] = []
    for line in re.split(r"[\r\n]+", content):
        if line[:1] not in {" ", "\t"}:
            yield " ".join(parts)
            parts = []
        parts.append(line.strip())
    yield " ".join(parts)


_COLUMN_OF = {head: name for name, head in COLUMNS.items()}


def _of_table(line: str, columns: Sequence[str]) -> dict[str, str]:
    return dict(zip(columns, _parts(line), strict=False))


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.strip().strip("|").split("|")]


def _of_bullet(line: str, form: Form) -> dict[str, str]:
    parts = _BULLET.sub("", line, count=1).split(DIVIDER)
    return {_column_of(part, form): part for part in parts}


def _column_of(part: str, form: Form) -> str:
    """The column that a part of a bullet belongs to."""
    name = next((name for name, shape in _SHAPES.items() if shape.fullmatch(part)), "")
    if (not name or name not in form.columns) and _NO_VENUE.fullmatch(part):
        return "venue"
    return name or "authors"


def _table_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(name: str, item: Item, paper: Paper, form: Form) -> str:
    match name:
        case "title":
            label = plain(paper.title) or plain(item.ids[0])
            return link(label, _address_of(item, paper), " ".join(item.ids))
        case "authors":
            return _authors(paper, form)
        case "venue":
            venue = plain(paper.venue or "")
            return f"_{venue}_" if venue else _kind(paper, form)
        case "year":
            return str(paper.year or "")
        case "type":
            return paper.type or ""
        case _:
            return _links(name, paper)


def _authors(paper: Paper, form: Form) -> str:
    names = [name for author in paper.authors if (name := plain(author))]
    more = " et al." if len(names) > form.max_authors else ""
    cell = ", ".join(names[: form.max_authors]) + more
    if any(shape.fullmatch(cell) for shape in (*_SHAPES.values(), _NO_VENUE)):
        return f"&#{ord(cell[0])};{cell[1:]}"  # a name that reads as another column
    return cell


def _kind(paper: Paper, form: Form) -> str:
    """What stands where a venue would: ``preprint 2018``, without what other columns tell."""
    if "type" in form.columns:
        return ""
    kind = paper.type or "preprint"
    parts: list[str] = [kind] if kind in _KINDS else []
    if paper.year and "year" not in form.columns:
        parts.append(str(paper.year))
    return " ".join(parts)


def _links(name: str, paper: Paper) -> str:
    """The links of a column: of "links", all but the page, which the title leads to."""
    arxiv, doi = _arxiv(paper), _doi(paper)
    match name:
        case "arxiv":
            return link("arXiv:" + plain(paper.arxiv or ""), arxiv) if arxiv else ""
        case "doi":
            return link("doi:" + plain(paper.doi or ""), doi) if doi else ""
        case "links":
            known = (("arXiv", arxiv), ("DOI", doi), ("PDF", address(paper.pdf or "")))
            return " ".join(link(label, url) for label, url in known if url)
        case _:
            url = address((paper.url if name == "url" else paper.pdf) or "")
            return link("page" if name == "url" else "pdf", url) if url else ""


def _address_of(item: Item, paper: Paper) -> str:
    known = (paper.url, _arxiv(paper), _doi(paper), paper.pdf, item.url)
    return next((url for url in (address(each or "") for each in known) if url), "#")


def _arxiv(paper: Paper) -> str:
    return address(f"https://arxiv.org/abs/{cleaned(paper.arxiv)}") if paper.arxiv else ""


def _doi(paper: Paper) -> str:
    return address(f"https://doi.org/{cleaned(paper.doi)}") if paper.doi else ""
