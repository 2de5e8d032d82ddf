"""Links in Markdown: none is lost, and each is where it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.links import find
from enricher.links.bare import bare_urls, unescape
from enricher.links.places import Places
from enricher.models import Context

URL = "https://arxiv.org/abs/1803.02780"
PIECES = [
    URL, "HTTP://a.org/b_c", "www.arxiv.org/abs/1803.02780", "arxiv.org/pdf/1803.02780", "http:",
    "arxiv.org/", " ", "\n", "\u00a0", "中", "é", "😀", "\ud83d", "[", "](", ")", "(", "<", ">",
    "`", "*", "_", "\\", "|", "a", ".", ",", "\\_", "://", "x/", "www.", "<?", "&amp;",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def contexts(text: str) -> list[Context]:
    found = find(text, ".md")
    assert all(text[slice(*mention.span)] == URL for mention in found)
    return [mention.context for mention in found]


@given(TEXTS)
def test_looking_only_where_cues_are_loses_no_url(text: str) -> None:
    quick = [mention.span for mention in Places(text).urls(0, len(text), Context.BARE)]
    assert quick == list(bare_urls(text))


@given(TEXTS)
def test_spans_are_in_order_and_hold_what_was_written(text: str) -> None:
    end = 0
    for mention in find(text, ".md"):
        assert end <= mention.span.start < mention.span.end
        end = mention.span.end
        assert mention.target == unescape(text[slice(*mention.span)])


@given(st.text(st.sampled_from("a中é😀\ud83d?%<> \n"), max_size=20).filter(lambda a: "<?" not in a))
def test_other_characters_before_a_link_move_nothing(before: str) -> None:
    assert Context.INLINE in contexts(f"{before}\n\n[x]({URL})\n")


def test_cells_without_a_column_are_read() -> None:
    row = f"| [a]({URL}) | b | [c]({URL}) | <{URL}> | `{URL}` | {URL} |"
    expected = [
        Context.INLINE, Context.INLINE, Context.AUTOLINK, Context.CODE, Context.BARE,
    ]  # fmt: skip
    assert contexts(f"| a | b |\n|---|---|\n{row}\n| c | d |\n") == expected
    assert contexts(f"> | a | b |\n> |---|---|\n> {row}\n\n{URL}") == [*expected, Context.BARE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"[{URL}]({URL})", [Context.LABEL, Context.INLINE]),
        (f"[![{URL}]({URL})]({URL})", [Context.LABEL, Context.INLINE, Context.INLINE]),
        (f"[]({URL})", [Context.INLINE]),
        (f"[a\\]]( <{URL}> 'b')", [Context.INLINE]),
        (f"[a](b) {URL} [c]", [Context.BARE]),
        (f"[中文]: {URL}\n[论文]: {URL}\n\n[中文]", [Context.REFERENCE] * 2),
        (f"<中 {URL}", [Context.BARE]),
        (f"<?php {URL} 中 ?> {URL}", [Context.HTML, Context.HTML]),
        (f"a*{URL}*b", [Context.BARE]),
        (f"<div>\n<!-- {URL}\n{URL} -->\n{URL}\n</div>", [Context.COMMENT] * 2 + [Context.HTML]),
    ],
)
def test_contexts(text: str, expected: list[Context]) -> None:
    assert contexts(text) == expected


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("(see https://a.b/c_(d))", "https://a.b/c_(d)"),
        ("https://a.b/c)(d", "https://a.b/c"),
        ("[https://a.b/c][d]", "https://a.b/c"),
        (r"https://a.b/c\_d\_", r"https://a.b/c\_d"),
        ("https://a.b/c*", "https://a.b/c"),
        ("https://a.b/c，好", "https://a.b/c"),
    ],
)
def test_where_a_bare_url_ends(text: str, url: str) -> None:
    assert [text[slice(*span)] for span in bare_urls(text)] == [url]


def test_an_escaped_underscore_is_a_part_of_the_url() -> None:
    [mention] = find(r"https://doi.org/10.1007/978-3\_9.", ".md")
    assert mention.target == "https://doi.org/10.1007/978-3_9"


@pytest.mark.parametrize(
    ("url", "meaning"),
    [
        ("a?b&amp;c", "a?b&c"),
        ("a?b=1&copy=2", "a?b=1&copy=2"),
        (r"a\_b\&c", "a_b&c"),
        (r"a\&amp;b", "a&amp;b"),
        ("a&#38;b", "a&b"),
        (" a ", "a"),
    ],
)
def test_escapes(url: str, meaning: str) -> None:
    assert unescape(url) == meaning
