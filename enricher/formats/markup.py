"""Titles and abstracts of the DOI registries as plain text.

Crossref keeps publishers' face markup, MathML (its "Face Markup" page) and, in abstracts, JATS;
DataCite keeps HTML. Either may be escaped once too often.
"""

from __future__ import annotations

import html
import re
from html.entities import html5

from enricher import latex, titles

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
# Only names of elements: "<" may be less than, and "List<T>" is what its author wrote.
_TAG = re.compile(
    r"</?(?:(?:jats|mml|m|xhtml):[a-z][a-z0-9-]{0,30}"
    r"|b|big|br|div|em|font|i|inline-formula|it|italic|bold|li|ol|ovl|p|roman|s|sc|scp|sec|small"
    r"|span|strike|strong|sub|sup|tex-math|title|tt|u|ul|underline"
    r"|math|mfrac|mi|mn|mo|mover|mrow|msqrt|mstyle|msub|msubsup|msup|mtext|munder)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"</?(?:jats:)?(?:br|div|li|list-item|p|sec|title)\b", re.IGNORECASE)
_SCRIPT = re.compile(r"<(su[bp])>([0-9a-z+()=-]{1,9})</\1>", re.IGNORECASE)
_TEX = re.compile(
    r"(<(?:jats:)?tex-math(?:\s[^<>]{0,200})?>)\s{0,20}(\$[^$<>]{1,500}\$)\s{0,20}(?=</)",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"\A\s{0,99}<(?:jats:)?title>\s{0,99}(?:abstract|summary)\s{0,99}</(?:jats:)?title>",
    re.IGNORECASE,
)


def text(marked: str) -> str:
    """The text without its markup, white space folded; short indices in Unicode's own digits."""
    plain = _unescape(marked)
    plain = _TEX.sub(lambda found: found[1] + latex.from_math(found[2]), plain)
    plain = _SCRIPT.sub(_script, plain)
    plain = _TAG.sub(lambda found: " " if _BLOCK.match(found[0]) else "", plain)
    return titles.fold(_unescape(plain))


def abstract(marked: str) -> str:
    """The text of an abstract without a heading that only says so."""
    return text(_HEADING.sub("", _unescape(marked)))


def _unescape(marked: str) -> str:
    return _ENTITY.sub(_character, marked)


def _character(found: re.Match[str]) -> str:
    # html.unescape would read "&para" in "&parameters;", as HTML does for old names
    entity = found[0]
    return html.unescape(entity) if entity[1] == "#" else html5.get(entity[1:], entity)


def _script(found: re.Match[str]) -> str:
    sign = "^" if found[1].lower() == "sup" else "_"
    shown = latex.from_math(f"${sign}{{{found[2]}}}$")
    return found[2] if shown.startswith((sign, "$")) else shown
