"""Links in Markdown, found by their structure: CommonMark with GFM's tables and footnotes.

The parser's events tell where whole links, code and HTML are, so the URL inside is looked for
here. Bare URLs and ids are found by our own scanner.
"""

from __future__ import annotations

import re

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
    """Walks through the events of a text from an offset on, and gathers what they mention.

    The parser breaks text at every bracket and escape, and inline HTML at every tag: pieces that
    follow one another are gathered, and read together.
    """

    def __init__(self, places: Places, begin: int, depth: int) -> None:
        self.found: list[Mention] = []
        self._places = places
        self._text = places.text
        self._depth = depth
        self._containers = Containers(places.text, begin)
        self._gathered: Event | None = None

    def take(self, event: Event) -> None:
        """The next event."""
        gathered = self._gathered
        if gathered is not None:
            if self._continues(gathered, event):
                self._gathered = gathered._replace(end=event.end)
                return
            self.finish()
        match event.kind:
            case "Text" | "Html":
                self._gathered = event
            case "Link":
                self._link(event)
            case "Code":
                self._code(event)
            case "Excess":
                self._excess(event)
            case "Definition":
                self._definition(event)

    def finish(self) -> None:
        """Reads what was gathered so far."""
        event, self._gathered = self._gathered, None
        if event is None:
            return
        if event.kind == "Html":
            self.found += html_mentions(self._places, event.start, event.end)
        elif event.link is None:
            self.found += self._places.mentions(event.start, event.end, Context.BARE)
        elif event.link.kind not in {"Autolink", "Email"}:
            self._label(event, event.link)

    def _continues(self, gathered: Event, event: Event) -> bool:
        if event.kind != gathered.kind or event.link is not gathered.link:
            return False
        gap = event.start - gathered.end  # an escape's backslash is in no event
        return gap == 0 or (gap == 1 and self._text[gathered.end] == "\\")

    def _label(self, event: Event, link: Around) -> None:
        """The text of a link; an id in it that names the same paper is the link's own."""
        self.found += self._places.urls(event.start, event.end, Context.LABEL)
        if link.element == "Link":
            ids = self._places.ids(event.start, event.end, Context.LABEL)
            self.found += (mention for mention in ids if not names(mention, link.target))

    def _code(self, event: Event) -> None:
        if event.variant == "Indented" and self._depth < DEEPEST:
            inside = self._containers.content(Span(event.start, event.end))
            if inside is not None:
                for mention in markdown_mentions(Places(inside.text), depth=self._depth + 1):
                    self.found.append(mention._replace(span=inside.outside(mention.span)))
                return
        self.found += self._places.mentions(event.start, event.end, Context.CODE)

    def _excess(self, event: Event) -> None:
        cells = self._text[event.start : event.end]
        start = event.start + len(cells) - len(cells.lstrip("| \t"))
        for mention in markdown_mentions(Places(self._text[start : event.end]), depth=DEEPEST):
            first, last = mention.span
            self.found.append(mention._replace(span=Span(first + start, last + start)))

    def _link(self, event: Event) -> None:
        link = event.link
        if link is None:
            return
        if link.kind == "Autolink":
            inside = Span(event.start + 1, event.end - 1)
            if "://" in link.target:
                url = self._text[slice(*inside)]
                self.found.append(Mention(inside, unescape(url), "", Context.AUTOLINK))
            else:
                self.found += self._places.ids(*inside, Context.AUTOLINK)
        elif link.kind == "Inline":
            place = self._destination(event)
            if place is not None:
                start = event.start + len("[" if link.element == "Link" else "![")
                label = self._text[start : max(event.label_end, start)].strip()
                url = unescape(self._text[slice(*place)])
                self.found.append(Mention(place, url, label, Context.INLINE))

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

    def _definition(self, event: Event) -> None:
        found = _DEFINED.search(self._text, event.start, event.end)
        if found:
            place = Span(*found.span(1 if found[1] is not None else 2))
            url = unescape(self._text[slice(*place)])
            self.found.append(Mention(place, url, "", Context.REFERENCE))


def markdown_mentions(places: Places, begin: int = 0, *, depth: int = 0) -> list[Mention]:
    """What a Markdown text mentions from an offset on, in order. ``depth`` counts the containers
    around it."""
    if not places.cues or places.cues[-1] < begin:
        return []
    reader = _Reader(places, begin, depth)
    for event in events(places.text, places.cues, begin):
        reader.take(event)
    reader.finish()
    return in_order(reader.found)
