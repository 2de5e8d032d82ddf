"""Links in Markdown, found by their structure: CommonMark with GFM's tables and footnotes.

The parser's events tell where whole links, code and HTML are, so the URL inside is looked for
here. Bare URLs are found by our own scanner.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from enricher import text as texts
from enricher.links.bare import bare_urls
from enricher.links.containers import DEEPEST, Containers, Content
from enricher.links.events import LINKS, Event, events
from enricher.links.html import html_mentions
from enricher.models import Context, Mention, Span

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_DESTINATION = re.compile(r"\(\s*(?:<([^<>\n]*)>|(\S+))")
_DEFINED = re.compile(r"\]:\s*(?:<([^<>\n]*)>|(\S+))")


@dataclass(slots=True)
class _OpenLink:
    """A link or image that the walk is inside of. ``label_end`` is where its text ends so far."""

    kind: str
    target: str
    span: Span
    label_start: int
    label_end: int


class _Reader:
    """Walks through the events of one text.

    The parser breaks text at every bracket and escape, and HTML at every line: pieces that follow
    one another are gathered in ``_run`` and ``_markup``, and read together.
    """

    def __init__(self, text: str, depth: int) -> None:
        self._text = text
        self._depth = depth
        self._containers = Containers(text)
        self._content: Content | None = None
        self._links: list[_OpenLink] = []
        self._code = 0
        self._run: list[Span] = []
        self._markup: list[Span] = []

    def take(self, event: Event) -> Iterator[Mention]:
        """The mentions that this event completes."""
        yield from self._gathered(event.kind)
        match event.kind:
            case "Start":
                self._start(event)
                return
            case "End":
                yield from self._end(event)
            case "Code":
                yield from self._bare(event.span, Context.CODE)
            case "Html" | "InlineHtml":
                self._markup.append(event.span)
            case "Text" if self._content is None:
                self._run.append(event.span)
            case "Definition":
                yield from self._definition(event.span)
            case _:
                pass
        if self._links:
            self._links[-1].label_end = max(self._links[-1].label_end, event.span.end)

    def finish(self) -> Iterator[Mention]:
        """The mentions that the end of the text completes."""
        yield from self._gathered("")

    def _start(self, event: Event) -> None:
        if event.element == "CodeBlock":
            self._code += 1
            if event.variant == "Indented" and self._depth < DEEPEST:
                self._content = self._containers.content(event.span)
        elif event.element in LINKS:
            label = event.span.start + len("[" if event.element == "Link" else "![")
            self._links.append(
                _OpenLink(event.variant, event.target.strip(), event.span, label, label)
            )

    def _end(self, event: Event) -> Iterator[Mention]:
        if event.element == "CodeBlock":
            self._code -= 1
            if self._content is not None:
                yield from self._contained(self._content)
                self._content = None
        elif event.element in LINKS:
            yield from self._link(self._links.pop())

    def _contained(self, inside: Content) -> Iterator[Mention]:
        """The mentions in what looked like code, read as the text that it is."""
        for mention in markdown_mentions(inside.text, depth=self._depth + 1):
            yield mention._replace(span=inside.outside(mention.span))

    def _gathered(self, following: str) -> Iterator[Mention]:
        """What was gathered, once something else follows."""
        if self._markup and following not in {"Html", "InlineHtml"}:
            yield from self._html(Span(self._markup[0].start, self._markup[-1].end))
            self._markup = []
        if self._run and following != "Text":
            yield from self._plain(self._run)
            self._run = []

    def _plain(self, run: list[Span]) -> Iterator[Mention]:
        if self._links and self._links[-1].kind in {"Autolink", "Email"}:
            return
        outside = Context.LABEL if self._links else Context.BARE
        parts: list[Span] = []
        for span in run:
            if parts and span.start - parts[-1].end <= 1:  # an escape's backslash is in no event
                parts[-1] = Span(parts[-1].start, span.end)
            else:
                parts.append(span)
        for span in parts:
            yield from self._bare(span, Context.CODE if self._code else outside)

    def _bare(self, span: Span, context: Context) -> Iterator[Mention]:
        for found in bare_urls(self._text, *span):
            yield Mention(found, unescape(self._text[slice(*found)]), "", context)

    def _html(self, whole: Span) -> Iterator[Mention]:
        if self._text.startswith("<!--", whole.start):
            close = self._text.find("-->", *whole)
            close = whole.end if close < 0 else close
            yield from html_mentions(self._text, Span(whole.start, close), comment=True)
            whole = Span(close, whole.end)
        yield from html_mentions(self._text, whole)

    def _link(self, link: _OpenLink) -> Iterator[Mention]:
        if link.kind == "Autolink":
            inside = Span(link.span.start + 1, link.span.end - 1)
            yield Mention(inside, link.target, "", Context.AUTOLINK)
        elif link.kind == "Inline":
            place = self._destination(link)
            if place is not None:
                label = self._text[link.label_start : link.label_end].strip()
                yield Mention(place, unescape(self._text[slice(*place)]), label, Context.INLINE)

    def _destination(self, link: _OpenLink) -> Span | None:
        """The URL in ``[text](url "title")``."""
        at = self._text.find("](", link.label_end, link.span.end)
        found = _DESTINATION.match(self._text, at + 1, link.span.end) if at >= 0 else None
        if found is None:
            return None
        in_brackets = found[1] is not None
        start, end = found.span(1 if in_brackets else 2)
        if not in_brackets and end == link.span.end:
            end -= 1  # the link's own closing bracket
        return Span(start, end) if "://" in self._text[start:end] else None

    def _definition(self, span: Span) -> Iterator[Mention]:
        found = _DEFINED.search(self._text, *span)
        if found:
            place = Span(*found.span(1 if found[1] is not None else 2))
            yield Mention(place, unescape(self._text[slice(*place)]), "", Context.REFERENCE)


def markdown_mentions(text: str, *, depth: int = 0) -> list[Mention]:
    """The URLs of a Markdown text, in order. ``depth`` counts the containers that it stands in."""
    reader = _Reader(text, depth)
    found = [mention for event in events(texts.twin(text)) for mention in reader.take(event)]
    found.extend(reader.finish())
    found.sort(key=lambda mention: mention.span)
    kept: list[Mention] = []
    for mention in found:  # a URL is mentioned once: the structure comes before plain text
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
    return kept


def unescape(url: str) -> str:
    """What a URL means after backslash escapes and entities (CommonMark 2.4 and 2.5)."""
    return html.unescape(_ESCAPE.sub(r"\1", url)).strip()
