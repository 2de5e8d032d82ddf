"""What is passed over when a text is read holds no paper."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.links import find
from enricher.links.fields import field_mentions
from enricher.links.markdown import markdown_mentions
from enricher.links.places import Places
from enricher.models import Context, Mention, Span
from enricher.scan import named
from enricher.sources import all_sources

URL = "https://arxiv.org/abs/1803.02780"
PIECES = [
    URL, f"[a]({URL})", f"[{URL}]({URL})", f"<{URL}>", f"![b]({URL})", f"[c]({URL},{URL})", "ttp://",
    "arxiv.org/abs/1803.02780", "arXiv:1803.02780", "doi:10.1145/1", "eprint = {", "arxiv: ",
    "'1803.02780'", "doi = ", "10.1145/1", "1803.02780", "[", "](", "![", ")", "(", "<", ">", "`",
    "*", "_", "\\_", "\\", "|", "<!--", "-->", "<b>", '<a href="', '">', "</a>", "<?", " ", "\n",
    "\n\n", "\r", "    ", "- ", "> ", "!!! a\n", "| a |\n|---|\n", "[d]: ", "a", "中", ".", ",",
    ": ", "#+begin_src\n", "#+end_src\n", "``", "[[", "]]", "`_",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
FRONTS = st.sampled_from([
    "---\na: b\n---\n", "---\r\na: b\r\n---\r\n", "---\ra: b\r---\r", "+++\na = 1\n+++\n",
    f"---\nurl: {URL}\narxiv: 1803.02780\n---\n", "\ufeff---\na: b\n---\n", "\ufeff",
])  # fmt: skip
SOURCES = all_sources()
SUFFIXES = [".md", ".html", ".org", ".rst", ".txt"]


class Everywhere(Places):
    """Places that may be anywhere."""

    @property
    def cues(self) -> list[int]:
        return list(range(len(self.text) + 1))

    def has(self, words: object, start: int, end: int) -> bool:
        return True


def papers(mentions: Iterable[Mention]) -> list[Mention]:
    return [mention for mention in mentions if named(mention.target, SOURCES)]


@given(TEXTS)
def test_markdown_is_read_as_if_all_of_it_were_looked_at(text: str) -> None:
    quick, slow = markdown_mentions(Places(text)), markdown_mentions(Everywhere(text))
    assert papers(quick) == papers(slow)


@given(TEXTS)
def test_fields_are_read_as_if_all_of_them_were_looked_at(text: str) -> None:
    places, everywhere = Places(text), Everywhere(text)
    whole = (0, len(text), Context.BARE)
    assert field_mentions(places, *whole) == field_mentions(everywhere, *whole)


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(front=FRONTS, text=TEXTS)
def test_what_stands_above_a_text_moves_what_is_in_it_and_no_more(
    suffix: str, front: str, text: str
) -> None:
    start = len(front)
    below = [each for each in find(front + text, suffix) if each.span.start >= start]
    alone = find(text, suffix)
    spans = [Span(each.span.start + start, each.span.end + start) for each in alone]
    assert below == [each._replace(span=span) for each, span in zip(alone, spans, strict=True)]
