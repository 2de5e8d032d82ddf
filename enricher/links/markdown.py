"""Links in Markdown, found by their structure: CommonMark with GFM's tables and footnotes.

pyromark (pulldown-cmark) says where links, code and HTML are; it gives ranges of UTF-8 bytes of
whole links, so the URL inside is looked for here. Bare URLs are found by our own scanner.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from enricher.links.bare import bare_urls
from enricher.links.html import html_mentions
from enricher.models import Context, Mention, Span

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_DESTINATION = re.compile(r"\(\s*(?:<([^<>\n]*)>|(\S+))")
_DEFINED = re.compile(r"\]:\s*(?:<([^<>\n]*)>|(\S+))")


class _Offsets:
    """Turns UTF-8 byte offsets into code points."""

    def __init__(self, text: str) -> None:
        self._ascii = text.isascii()
        if not self._ascii:
            lines = text.split("\n")
            self._bytes = [0, *accumulate(len(line.encode()) + 1 for line in lines)]
            self._points = [0, *accumulate(len(line) + 1 for line in lines)]
            self._lines = lines

    def point(self, offset: int) -> int:
        if self._ascii:
            return offset
        line = min(bisect_right(self._bytes, offset) - 1, len(self._lines) - 1)
        rest = offset - self._bytes[line]
        text = self._lines[line]
        if text.isascii():
            return self._points[line] + rest
        return self._points[line] + len(text.encode()[:rest].decode(errors="ignore"))


class _Reader:
    """Walks through the events of one text."""

    def __init__(self, text: str, twin: str) -> None:
        self._text = text
        self._twin = twin
        self._offsets = _Offsets(twin)

    def mentions(self) -> Iterator[Mention]:  # noqa: C901, PLR0912, PLR0915 - to be split by event
        import pyromark

        flags = pyromark.Options
        parser = pyromark.Markdown(
            options=flags.ENABLE_TABLES | flags.ENABLE_FOOTNOTES | flags.ENABLE_STRIKETHROUGH
        )
        for definition in parser.reference_definitions(self._twin).values():
            yield from self._definition(self._span(definition["span"]))
        open_links: list[tuple[Any, Span]] = []
        code = 0
        run: list[Span] = []
        markup: list[Span] = []
        for event, where in parser.events_with_range(self._twin):
            kind, value = next(iter(event.items())) if isinstance(event, dict) else (event, None)
            if markup and kind not in {"Html", "InlineHtml"}:
                yield from self._markup(markup)
                markup = []
            if run and kind != "Text":
                yield from self._plain(run, open_links, code=bool(code))
                run = []
            match kind:
                case "Start" if isinstance(value, dict) and ("Link" in value or "Image" in value):
                    open_links.append((next(iter(value.values())), self._span(where)))
                case "End" if value in ("Link", "Image"):
                    link, span = open_links.pop()
                    yield from self._link(link, span)
                case "Start" if isinstance(value, dict) and "CodeBlock" in value:
                    code += 1
                case "End" if value == "CodeBlock":
                    code -= 1
                case "Code":
                    yield from self._bare(self._span(where), Context.CODE)
                case "Html" | "InlineHtml":
                    markup.append(self._span(where))
                case "Text":
                    run.append(self._span(where))
                case _:
                    pass
        if markup:
            yield from self._markup(markup)
        if run:
            yield from self._plain(run, open_links, code=bool(code))

    def _span(self, where: Any) -> Span:
        return Span(self._offsets.point(where["start"]), self._offsets.point(where["end"]))

    def _plain(
        self, run: list[Span], open_links: list[tuple[Any, Span]], *, code: bool
    ) -> Iterator[Mention]:
        """Text in one run: the parser breaks it at every bracket and escape."""
        if open_links and open_links[-1][0]["link_type"] in {"Autolink", "Email"}:
            return
        outside = Context.LABEL if open_links else Context.BARE
        context = Context.CODE if code else outside
        parts: list[Span] = []
        for span in run:
            if parts and span.start - parts[-1].end <= 1:
                parts[-1] = Span(parts[-1].start, span.end)
            else:
                parts.append(span)
        for span in parts:
            yield from self._bare(span, context)

    def _bare(self, span: Span, context: Context) -> Iterator[Mention]:
        for found in bare_urls(self._text, *span):
            target = unescape(self._text[slice(*found)])
            yield Mention(found, target, "", context)

    def _markup(self, spans: list[Span]) -> Iterator[Mention]:
        start = spans[0].start
        whole = Span(start, spans[-1].end)
        comment = self._text.startswith("<!--", start)
        if comment:
            close = self._text.find("-->", start, whole.end)
            close = whole.end if close < 0 else close
            yield from html_mentions(self._text, Span(start, close), comment=True)
            whole = Span(close, whole.end)
        yield from html_mentions(self._text, whole)

    def _link(self, link: Any, span: Span) -> Iterator[Mention]:
        kind, target = link["link_type"], link["dest_url"].strip()
        whole = self._text[slice(*span)]
        if kind == "Autolink":
            yield Mention(Span(span.start + 1, span.end - 1), target, "", Context.AUTOLINK)
        elif kind == "Inline":
            place = self._destination(span)
            if place is not None:
                label = whole[: place.start - span.start].strip("![]( <\n")
                url = unescape(self._text[slice(*place)])
                yield Mention(place, url, label, Context.INLINE)

    def _destination(self, span: Span) -> Span | None:
        """The URL in ``[text](url "title")``: after the last ``](`` that it can follow."""
        at = self._text.rfind("](", *span)
        while at >= 0:
            found = _DESTINATION.match(self._text, at + 1, span.end)
            if found:
                group = 1 if found[1] is not None else 2
                start, end = found.span(group)
                if group == 2 and end == span.end:
                    end -= 1  # the link's own closing bracket
                if end > start and "://" in self._text[start:end]:
                    return Span(start, end)
            at = self._text.rfind("](", span.start, at)
        return None

    def _definition(self, span: Span) -> Iterator[Mention]:
        found = _DEFINED.search(self._text, *span)
        if found:
            group = 1 if found[1] is not None else 2
            url = unescape(self._text[slice(*found.span(group))])
            yield Mention(Span(*found.span(group)), url, "", Context.REFERENCE)


def markdown_mentions(text: str, twin: str) -> list[Mention]:
    """The URLs of a Markdown text. ``twin`` is the text with no lone surrogates, as long."""
    found = sorted(_Reader(text, twin).mentions(), key=lambda mention: mention.span)
    kept: list[Mention] = []
    for mention in found:  # a URL is mentioned once: the structure comes before plain text
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
    return kept


def unescape(url: str) -> str:
    """What a URL means after backslash escapes and entities (CommonMark 2.4 and 2.5)."""
    return html.unescape(_ESCAPE.sub(r"\1", url)).strip()
