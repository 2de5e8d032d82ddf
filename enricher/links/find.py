"""All that a note mentions by URL or id, by the kind of file that it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from enricher import text as texts
from enricher.links.fields import field_mentions
from enricher.links.html import html_mentions
from enricher.links.labels import in_order, without_html_labels, without_labels
from enricher.links.markdown import markdown_mentions
from enricher.links.markup import org_mentions, rst_mentions
from enricher.links.notebook import notebook_mentions
from enricher.links.places import Places
from enricher.models import Context, Mention


def find(text: str, suffix: str) -> list[Mention]:
    """Every URL of a text and every id with a cue, in order, with its exact span. ``suffix`` is
    the file's ending."""
    places = Places(text)
    if not places.has_cue(0, len(text)):
        return []
    match suffix.lower():
        case ".ipynb":
            return _plain(text, notebook_mentions(places))
        case ".bib":
            return _plain(text, field_mentions(places, 0, len(text), Context.BARE))
        case suffix:
            return [*_matter(places), *_body(places, suffix)]


def _matter(places: Places) -> list[Mention]:
    """What the front matter of a note mentions."""
    front = texts.front_matter(places.text)
    if front is None or not front.closed:
        return []
    found = field_mentions(places, *front.span, Context.FRONT_MATTER)
    return in_order(_without_comments(places.text, found))


_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_COMMENT = re.compile(r"(?:^|\s)#")


def _without_comments(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """What stands behind a ``#`` in YAML or TOML is a comment (YAML 1.2, 6.6)."""
    for mention in mentions:
        line = text.rfind("\n", 0, mention.span.start) + 1
        before = text[max(line, mention.span.start - 1_000) : mention.span.start]
        is_comment = _COMMENT.search(_QUOTED.sub("", before)) is not None
        yield mention._replace(context=Context.COMMENT) if is_comment else mention


def _body(places: Places, suffix: str) -> list[Mention]:
    """What stands below a front matter, if there is one. A BOM is no part of the first line: a
    tab behind it begins code."""
    text = places.text
    start, end = texts.body_start(text), len(text)
    if suffix in texts.MARKDOWN:
        return without_html_labels(text, markdown_mentions(places, start))
    if suffix == ".html":
        return without_html_labels(text, in_order(html_mentions(places, start, end)))
    plain = places.mentions(start, end, Context.BARE)
    if suffix == ".org":
        return _plain(text, [*org_mentions(places, start), *plain])
    if suffix == ".rst":
        return _plain(text, [*rst_mentions(places, start), *plain])
    return _plain(text, plain)


def _plain(text: str, found: Iterable[Mention]) -> list[Mention]:
    return list(without_labels(text, in_order(found)))
