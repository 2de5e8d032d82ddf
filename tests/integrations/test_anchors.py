"""Titles in HTML that was rendered already: nothing but the titles changes."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.integrations.anchors import anchors_in, with_titles

PIECES = [
    *('<a href="https://a.b/c">', "<a href='x' title='y'>", "<A class=z HREF=u>", "</a>", "<a>"),
    *(
        '<script>"<a href=s>"</script>',
        "<!-- <a href=c> -->",
        "<b>",
        "</b>",
        "&amp;",
        "é\n",
        "<",
        ">",
    ),
    *('<a href="?a=1&amp;b=2">', "<textarea>", "<a href=", '"', "\r\n"),
]
pages = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=20).map("".join)


@given(content=pages, title=st.text(max_size=20))
def test_taking_the_titles_out_again_gives_the_page(content: str, title: str) -> None:
    placed = anchors_in(content)
    after = with_titles(content, placed, [title] * len(placed))
    added = f' title="{html.escape(title)}"' if title else ""
    assert len(after) == len(content) + len(added) * len(placed)
    for start, _ in reversed(placed):
        at = start + 2 + len(added) * sum(other.start < start for other in placed)
        assert after[at : at + len(added)] == added
        after = after[:at] + after[at + len(added) :]
    assert after == content


@given(content=pages, title=st.text(st.characters(codec="utf-8"), min_size=1, max_size=20))
def test_links_that_got_a_title_have_one(content: str, title: str) -> None:
    placed = anchors_in(content)
    assert not anchors_in(with_titles(content, placed, [title] * len(placed)))


@pytest.mark.parametrize(
    ("content", "links"),
    [
        ('<p><a href="u?a=1&amp;b">x <b>y</b>\n z</a></p>', [("u?a=1&b", "x y z")]),
        ('<a href="u" title="">x</a>', []),
        ("<script>'<a href=u>x</a>'</script>", []),
        ("<!-- <a href=u>x</a> -->", []),
        ("<a name=u>x</a>", []),
        ("<a href=u>x<a href=v>y", [("u", "x"), ("v", "y")]),
        ("<A HREF='u'>x</A>", [("u", "x")]),
    ],
)
def test_what_is_a_link(content: str, links: list[tuple[str, str]]) -> None:
    assert [(anchor.url, anchor.label) for _, anchor in anchors_in(content)] == links


def test_long_pages_take_linear_time() -> None:
    content = '<p><a href="u">x</a> & <b>\n' * 20_000
    assert len(anchors_in(content)) == 20_000
    assert re.search("title", with_titles(content, anchors_in(content), ["t"] * 20_000))
