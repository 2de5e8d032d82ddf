"""One mention for each place, and none for an id that is only the text of a link to its paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from enricher.models import Context, Mention

_VERSION = re.compile(r"v[0-9]{1,4}\Z")
_LONGEST_TAG = 300
_LONGEST_LABEL = 80
# What stands between an id and the URL of the link whose text it is: in Markdown, Org and reST.
_BEFORE_URL = re.compile(r"[^\n`]*(?:\]\(|<)\s?")
_AFTER_URL = re.compile(r"\]\[[^\n\]]*")


def in_order(found: Iterable[Mention]) -> list[Mention]:
    """The mentions in order. Each place is mentioned once: of two the one that begins before, or
    was found before."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda mention: mention.span.start):
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
    return kept


def names(mention: Mention, url: str) -> bool:
    """Whether a URL, of whatever site, names the paper that a text id names."""
    _, _, id_ = unquote(mention.target).lower().partition(".org/")
    return _VERSION.sub("", id_.removeprefix("abs/")) in unquote(url).lower()


def without_labels(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions, which are in order, without the ids that are the text of links beside them."""
    for number, mention in enumerate(mentions):
        around = mentions[max(number - 1, 0) : number + 2]
        is_id = mention.context is Context.TEXT_ID
        if not (is_id and any(_is_label(text, mention, other) for other in around)):
            yield mention


def without_html_labels(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, which are in order, without the ids between ``<a href=…>`` and ``</a>`` of
    their paper."""
    if not any(mention.context is Context.TEXT_ID for mention in mentions):
        return list(mentions)
    kept: list[Mention] = []
    anchor: Mention | None = None
    closed = 0
    for mention in mentions:
        if mention.context is Context.TEXT_ID and anchor and mention.span.start < closed:
            if names(mention, anchor.target):
                continue
        elif mention.span.start >= closed and _is_anchor(text, mention):
            anchor = mention
            closed = text.find("</a", mention.span.end)
            closed = len(text) if closed < 0 else closed
        kept.append(mention)
    return kept


def _is_label(text: str, mention: Mention, other: Mention) -> bool:
    if other.context is Context.TEXT_ID:
        return False
    if other.span.start >= mention.span.end:
        between, form = text[mention.span.end : other.span.start], _BEFORE_URL
    else:
        between, form = text[other.span.end : mention.span.start], _AFTER_URL
    near = len(between) <= _LONGEST_LABEL and form.fullmatch(between)
    return bool(near) and names(mention, other.target)


def _is_anchor(text: str, mention: Mention) -> bool:
    if mention.context is not Context.HTML:
        return False
    start = text.rfind("<", max(mention.span.start - _LONGEST_TAG, 0), mention.span.start)
    return start >= 0 and text[start : start + 3].lower().strip() == "<a"
