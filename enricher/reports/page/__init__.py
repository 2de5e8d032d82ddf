"""The catalogue of some notes as one HTML page that needs nothing else: no server, no network.

What notes and servers say is text wherever it stands. Python escapes what stands in the markup;
the script makes rows of the data, which it is given as JSON, by ``textContent`` alone; and the
page's own policy lets no other script or style run than the two that it came with.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from string import Template

from enricher.catalogue import Entry, ordered
from enricher.reports.page import markup, plots
from enricher.reports.page.rows import Finding, HrefOf, Row, rows_of
from enricher.reports.plain import count

__all__ = ["Finding", "page"]

_SCRIPT = ("papers.js", "rows.js", "controls.js", "begin.js")  # parts of one, in this order
_AT_ONCE = 50  # rows that stand in the page itself, so that something is seen at once


def page(
    entries: Sequence[Entry],
    *,
    bibtex: Mapping[str, str],
    href_of: HrefOf,
    findings: Sequence[Finding] = (),
    title: str = "Papers",
) -> str:
    """The page, with the newest papers first. The same entries give the same page.

    ``bibtex`` has the entries of papers that can be exported, by the papers' ids; ``href_of`` gives
    the address of a note, relative to the page; ``findings`` are shown where there are any.
    """
    entries = ordered(entries, "-year,title")
    rows = rows_of(entries, href_of)
    notes = len({note for entry in entries for note in entry.notes})
    texts = [bibtex.get(entry.paper.id) if entry.paper else None for entry in entries]
    style, script = _asset("page.css"), _script()
    return Template(_asset("page.html")).substitute(
        policy=_policy(style, script),
        title=markup.text(title),
        style=style,
        script=script,
        told=f"{count(len(rows), 'paper')} in {count(notes, 'note')}" if rows else "No papers",
        empty="" if rows else _asset("empty.html"),
        hidden="" if rows else " hidden",
        plots=plots.years(rows) + plots.venues(rows),
        findings=markup.findings(findings, href_of),
        number=len(rows) + 1,
        first="".join(map(markup.row, rows[:_AT_ONCE])),
        rest=markup.rest(rows[_AT_ONCE:]),
        data=_json([_values(row) for row in rows]),
        bibtex=_json(texts if any(texts) else []),
    )


def _values(row: Row) -> list[object]:
    """A row as the script expects it."""
    return [
        row.id, row.title, row.href, row.authors, row.first, row.venue, row.year,
        row.status, row.why, row.links, row.sources, row.places, row.words,
    ]  # fmt: skip


def _json(value: object) -> str:
    """JSON that can end neither the element that it stands in nor a comment."""
    text = json.dumps(value, separators=(",", ":"))  # ASCII, so that no encoding can fail
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _policy(style: str, script: str) -> str:
    """The only style and script that may run, by what they are (www.w3.org/TR/CSP3)."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _script() -> str:
    """The parts of the script as one, so that none of its names is anybody else's."""
    parts = "\n".join(map(_asset, _SCRIPT))
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


@lru_cache
def _asset(name: str) -> str:
    return files(__name__).joinpath("assets", name).read_text("utf-8")
