"""Which paper a note is about, if it is about one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

import pyromark

from enricher import text as texts
from enricher.links.offsets import Offsets
from enricher.models import Link, Span
from enricher.writers.front_matter.block import Key
from enricher.writers.front_matter.choices import Choice
from enricher.writers.interface import Document

_KEYS = frozenset({"arxiv", "arxiv_id", "arxiv-id", "arxivid", "eprint", "doi", "paper", "pdf"})
_ADDRESSES = frozenset({"url", "paperurl", "url_pdf"})  # of a paper, or of the page itself
_NOTHING = frozenset({"", "~", "null"})


def choice_of_note(
    document: Document, keys: Sequence[Key], choices: Sequence[Choice]
) -> Choice | None:
    """The paper that the note's own keys name, else the one that its first heading links to, else
    the only one. None where several are meant, or nothing is known of the one.

    ``keys`` are the user's own.
    """
    names = {*_KEYS, *_ADDRESSES}
    own = [key for key in keys if key.name.casefold() in names and key.said not in _NOTHING]
    named = [link for key in own for link in _within(document.links, key.value)]
    if named or any(key.said and key.name.casefold() in _KEYS for key in own):
        return _only(named, choices)  # a paper that no source knows is not another one
    heading = _first_heading(document)
    linked = _within(document.links, heading) if heading else []
    return (_only(linked, choices) if linked else None) or _only(document.links, choices)


def _only(links: Iterable[Link], choices: Sequence[Choice]) -> Choice | None:
    """The one entry that all of these links are of."""
    owners = {
        link.span: number
        for number, choice in enumerate(choices)
        for link in (choice.work.links if choice.work else ())
    }
    numbers = {owners.get(link.span) for link in links}
    (number,) = numbers if len(numbers) == 1 else (None,)
    return None if number is None else choices[number]


def _within(links: Sequence[Link], span: Span) -> list[Link]:
    return [link for link in links if span.start <= link.span.start < span.end]


def _first_heading(document: Document) -> Span | None:
    """The lines of the first heading of a Markdown note, ATX or setext (CommonMark, 4.2, 4.3)."""
    if PurePath(document.path).suffix.lower() not in texts.MARKDOWN:
        return None
    front = texts.front_matter(document.text)
    body = front.span.end if front else 0
    text = texts.twin(document.text[body:])
    for event, where in pyromark.events_with_range(text):
        element = event.get("Start") if isinstance(event, dict) else None
        if isinstance(element, dict) and "Heading" in element:
            points = Offsets(text)
            return Span(body + points.point(where["start"]), body + points.point(where["end"]))
    return None
