"""Rows and findings as HTML, for readers without scripts and for the first look of all others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from enricher.reports.page.rows import Finding, HrefOf, Place, Row, line_of
from enricher.reports.plain import count, one_line

_STATUSES_WITH_BADGE = {"preprint", "withdrawn", "missing", "failed"}


def text(value: str) -> str:
    """A text of anybody's, as text."""
    return escape(one_line(value))


def row(found: Row) -> str:
    """A row of the table of papers. The script makes the same of the same row."""
    year = "" if found.year is None else str(found.year)
    return (
        f'<tr role="row"><th role="rowheader" scope="row" class="paper">'
        f'<span class="title" dir="auto">{_link(found.title, found.href)}</span>'
        f"{_span('authors', found.authors)}"
        f'<span class="links">{"".join(_link(*each) for each in found.links)}</span></th>'
        f'<td role="cell" class="venue">{_span("where", found.venue)}{_badge(found)}</td>'
        f'<td role="cell" class="year">{year}</td>'
        f'<td role="cell" class="notes"><ul>{"".join(map(_place, found.places))}</ul></td></tr>\n'
    )


def rest(rows: Sequence[Row]) -> str:
    """The rows that only readers without scripts are shown here."""
    made = "".join(map(row, rows))
    table = f'<table class="papers" role="table"><tbody role="rowgroup">\n{made}</tbody></table>'
    return f"<noscript>{table}</noscript>" if rows else ""


def findings(found: Sequence[Finding], href_of: HrefOf) -> str:
    """The findings as a section of their own, which counts their kinds; nothing where there
    are none."""
    if not found:
        return ""
    rows = "".join(_finding(each, href_of) for each in found)
    kinds = Counter(each.code for each in found).most_common()
    told = "".join(
        f'<span data-kind="{text(code)}"><b>{number:,}</b> {text(code)}</span> '
        for code, number in kinds
    )
    return (
        '<section class="findings card"><div class="kinds">'
        f"<h2>{count(len(found), 'finding')}</h2> {told}</div>"
        '<details><summary>What is wrong, and where</summary><div class="scroll"><table><thead><tr>'
        '<th scope="col">Kind</th><th scope="col">What is wrong</th>'
        '<th scope="col">Where</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details></section>"
    )


def _finding(found: Finding, href_of: HrefOf) -> str:
    href = href_of(found.path)
    place = _link(f"{found.path}:{found.line}", line_of(href, found.line) or href)
    paper = f' <a class="of" href="#q={_hash(found.paper)}">{text(found.paper)}</a>'
    return (
        f"<tr><td><code>{text(found.code)}</code></td>"
        f'<td dir="auto">{text(found.message)}{paper if found.paper else ""}</td>'
        f"<td>{place}</td></tr>"
    )


def _hash(value: str) -> str:
    from urllib.parse import quote_plus

    return quote_plus(one_line(value))


def _link(label: str, href: str) -> str:
    return f'<a href="{text(href)}">{text(label)}</a>' if href else text(label)


def _span(kind: str, value: str) -> str:
    return f'<span class="{kind}" dir="auto">{text(value)}</span>' if value else ""


def _badge(found: Row) -> str:
    if found.status not in _STATUSES_WITH_BADGE:
        return ""
    return f'<span class="badge {found.status}">{found.status}</span>{_span("why", found.why)}'


def _place(place: Place) -> str:
    lines = ", ".join(_link(str(line), line_of(place.href, line)) for line in place.lines)
    return f'<li>{_link(place.note, place.href)}<span class="lines">:{lines}</span></li>'
