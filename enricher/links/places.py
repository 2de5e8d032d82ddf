"""Where URLs and ids may stand in a text, found once, so that the rest is never looked at.

All cues are ASCII: they are searched for in a copy of the text in lower case that has one byte a
character, since the search for plain bytes is ten times as fast as one that ignores case.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from enricher.links.bare import bare_urls, unescape
from enricher.links.ids import TextId, text_ids
from enricher.models import Context, Mention, Span

# A URL runs up to a blank: an escape or a bracket is for others to see.
_URLS = (re.compile(rb"https?:"), re.compile(rb"arxiv\.org/(?:abs|pdf)/"))
_RUN = re.compile(rb"[^\s]*")
_WWW = b"www."
_CUES = (b"http", b"arxiv", b"doi", b"abs/", b"eprint")
_LONGEST_CUE = max(map(len, _CUES))
_KEPT = (Context.CODE, Context.COMMENT, Context.FRONT_MATTER)


def folded(text: str) -> bytes:
    """The text in lower case with ``?`` for all that is not ASCII: a byte a character."""
    return text.encode("ascii", "replace").lower()


def told_as(context: Context) -> Context:
    """The context of an id that stands where a URL would have this one: code, comments and front
    matter matter more than that it is no URL."""
    return context if context in _KEPT else Context.TEXT_ID


class Places:
    """The URLs and ids of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = folded(text)

    def has_cue(self, start: int, end: int) -> bool:
        """Whether a URL or an id may begin between two offsets."""
        return self.has(_CUES, start, end + _LONGEST_CUE)

    def has(self, words: Iterable[bytes], start: int, end: int) -> bool:
        """Whether one of these words, in lower case, stands between two offsets in any case."""
        find = self._folded.find
        return any(find(word, start, end) >= 0 for word in words)

    @cached_property
    def runs(self) -> list[tuple[int, int]]:
        """Runs without blanks that begin with a URL, in order, apart from one another."""
        runs: list[tuple[int, int]] = []
        for start in self._urls_at:
            if runs and start < runs[-1][1]:
                continue
            run = _RUN.match(self._folded, start)
            if run is not None:
                runs.append(run.span())
        return runs

    @cached_property
    def named(self) -> list[TextId]:
        """The ids in order; those inside URLs, too."""
        return list(text_ids(self.text, self._folded))

    @cached_property
    def cues(self) -> list[int]:
        """Where URLs and ids begin, in order; those inside others, too."""
        return sorted([*self._urls_at, *(id_.span.start for id_ in self.named)])

    @cached_property
    def _urls_at(self) -> list[int]:
        starts = sorted(cue.start() for url in _URLS for cue in url.finditer(self._folded))
        return [self._with_www(start) for start in starts]

    def _with_www(self, start: int) -> int:
        is_www = self._folded.startswith(_WWW, max(start - len(_WWW), 0))
        return start - len(_WWW) if is_www else start

    def mentions(self, start: int, end: int, context: Context) -> Iterator[Mention]:
        """What plain text between two offsets mentions: URLs, then ids."""
        yield from self.urls(start, end, context)
        yield from self.ids(start, end, context)

    def urls(self, start: int, end: int, context: Context) -> Iterator[Mention]:
        """The bare URLs between two offsets."""
        for span in self._urls(start, end):
            yield Mention(span, unescape(self.text[slice(*span)]), "", context)

    def ids(self, start: int, end: int, context: Context) -> Iterator[Mention]:
        """The ids between two offsets that no URL holds."""
        kind = told_as(context)
        for id_ in self._ids(start, end):
            yield Mention(id_.span, id_.target, "", kind)

    def _urls(self, start: int, end: int) -> Iterator[Span]:
        runs = self.runs
        number = max(bisect_right(self._starts, start) - 1, 0)
        while number < len(runs) and runs[number][0] < end:
            first, last = runs[number]
            if last > start:
                yield from bare_urls(self.text, max(first, start), min(last, end))
            number += 1

    def _ids(self, start: int, end: int) -> Iterator[TextId]:
        number = bisect_left(self._id_starts, start)
        last = bisect_left(self._id_starts, end)
        urls = list(self._urls(start, end)) if number < last else []
        at = 0
        for id_ in self.named[number:last]:
            while at < len(urls) and urls[at].end <= id_.span.start:
                at += 1
            if id_.span.end <= end and (at == len(urls) or urls[at].start >= id_.span.end):
                yield id_

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.runs]

    @cached_property
    def _id_starts(self) -> list[int]:
        return [id_.span.start for id_ in self.named]
