"""Links in Markdown, found by their structure: CommonMark with GFM's tables and footnotes.

The parser's events tell where whole links, code and HTML are, so the URL inside is looked for
here. Bare URLs and ids are found by our own scanner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from enricher.links.bare import unescape
from enricher.links.containers import DEEPEST, Containers
from enricher.links.events import Around, Event, events
from enricher.links.html import html_mentions
from enricher.links.labels import in_order, names
from enricher.links.places import Places
from enricher.models import Context, Mention, Span

_DESTINATION = re.compile(r"\(\s*(?:<([^<>\n]*)>|(\S+))")
_DEFINED = re.compile(r"\]:\s*(?:<([^<>\n]*)>|(\S+))")


class _Reader:
    """Walks through the events of one text.

    The parser breaks text at every bracket and escape, and inline HTML at every tag: pieces that
    follow one another are gathered, and read together.
    """

    def __init__(self, places: Places, depth: int) -> None:
        self._places = places
        self._text = places.text
        self._depth = depth
        self._containers = Containers(places.text)
        self._gathered: Event | None = None

    def take(self, event: Event) -> Iterator[Mention]:
        """The mentions that this event completes."""
        gathered = self._gathered
        if gathered is not None:
            if self._continues(gathered, event):
                self._gathered = gathered._replace(end=event.end)
                return
            yield from self.finish()
        match event.kind:
            case "Text" | "Html":
                self._gathered = event
            case "Link":
                yield from self._link(event)
            case "Code":
                yield from self._code(event)
            case "Excess":
                yield from self._excess(event)
            case "Definition":
                yield from self._definition(event)

    def finish(self) -> Iterator[Mention]:
        """The mentions in what was gathered so far."""
        event, self._gathered = self._gathered, None
        if event is None:
            return
        if event.kind == "Html":
            yield from html_mentions(self._places, event.start, event.end)
        elif event.link is None:
            yield from self._places.mentions(event.start, event.end, Context.BARE)
        elif event.link.kind not in {"Autolink", "Email"}:
            yield from self._label(event, event.link)

    def _continues(self, gathered: Event, event: Event) -> bool:
        if event.kind != gathered.kind or event.link is not gathered.link:
            return False
        gap = event.start - gathered.end  # an escape's backslash is in no event
        return gap == 0 or (gap == 1 and self._text[gathered.end] == "\\")

    def _label(self, event: Event, link: Around) -> Iterator[Mention]:
        """The text of a link; an id in it that names the same paper is the link's own."""
        yield from self._places.urls(event.start, event.end, Context.LABEL)
        if link.element == "Link":
            for mention in self._places.ids(event.start, event.end, Context.LABEL):
                if not names(mention, link.target):
                    yield mention

    def _code(self, event: Event) -> Iterator[Mention]:
        if event.variant == "Indented" and self._depth < DEEPEST:
            inside = self._containers.content(Span(event.start, event.end))
            if inside is not None:
                for mention in markdown_mentions(Places(inside.text), depth=self._depth + 1):
                    yield mention._replace(span=inside.outside(mention.span))
                return
        yield from self._places.mentions(event.start, event.end, Context.CODE)

    def _excess(self, event: Event) -> Iterator[Mention]:
        cells = self._text[event.start : event.end]
        start = event.start + len(cells) - len(cells.lstrip("| \t"))
        for mention in markdown_mentions(Places(self._text[start : event.end]), depth=DEEPEST):
            first, last = mention.span
            yield mention._replace(span=Span(first + start, last + start))

    def _link(self, event: Event) -> Iterator[Mention]:
        link = event.link
        if link is None:
            return
        if link.kind == "Autolink":
            inside = Span(event.start + 1, event.end - 1)
            if "://" in link.target:
                url = self._text[slice(*inside)]
                yield Mention(inside, unescape(url), "", Context.AUTOLINK)
            else:
                yield from self._places.ids(*inside, Context.AUTOLINK)
        elif link.kind == "Inline":
            place = self._destination(event)
            if place is not None:
                start = event.start + len("[" if link.element == "Link" else "![")
                label = self._text[start : max(event.label_end, start)].strip()
                yield Mention(place, unescape(self._text[slice(*place)]), label, Context.INLINE)

    def _destination(self, event: Event) -> Span | None:
        """The URL in ``[text](url "title")``."""
        at = self._text.find("](", event.label_end, event.end)
        found = _DESTINATION.match(self._text, at + 1, event.end) if at >= 0 else None
        if found is None:
            return None
        in_brackets = found[1] is not None
        start, end = found.span(1 if in_brackets else 2)
        if not in_brackets and end == event.end:
            end -= 1  # the link's own closing bracket
        return Span(start, end) if "://" in self._text[start:end] else None

    def _definition(self, event: Event) -> Iterator[Mention]:
        found = _DEFINED.search(self._text, event.start, event.end)
        if found:
            place = Span(*found.span(1 if found[1] is not None else 2))
            yield Mention(place, unescape(self._text[slice(*place)]), "", Context.REFERENCE)


def markdown_mentions(places: Places, *, depth: int = 0) -> list[Mention]:
    """What a Markdown text mentions, in order. ``depth`` counts the containers around it."""
    if not places.spans:
        return []
    reader = _Reader(places, depth)
    found = [
        mention for event in events(places.text, places.spans) for mention in reader.take(event)
    ]
    found.extend(reader.finish())
    return in_order(found)
