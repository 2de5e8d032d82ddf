"""A small page never costs much, whatever its markup; pages that people read are parsed as ever."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from enricher.errors import ReplyError
from enricher.formats.pages import MOST_ATTRIBUTES, parsed, parsed_or_empty

REPLIES = Path(__file__).parents[2] / "fixtures" / "replies"
NUMBER = 20_000
# Each of these costs lexbor time, and some of them memory, with the square of its length.
BOMBS = {
    "div": "<div>" * NUMBER,
    "closed": "<div>" * NUMBER + "</div>" * NUMBER,
    "ul": "<ul><li>" * NUMBER,
    "form": "<form><div>" * NUMBER,
    "unclosed": "<div><span></b>" * NUMBER,
    "formatting": "".join(f"<b id={number}>" for number in range(NUMBER)),
    "again in each paragraph": "".join(f"<p><b id={number}>" for number in range(NUMBER)),
    "again in each part": "".join(f"<div><i id={number}></div>" for number in range(NUMBER)),
    "foster parents": "<table>" + "<div>" * NUMBER,
    "attributes": f"<p {' '.join(f'a{number}=1' for number in range(NUMBER))}>",
    "attributes without values": f"<p {'/'.join(f'a{number}' for number in range(NUMBER))}>",
    "attributes behind a quote": f'<p = "{" ".join(f"a{number}" for number in range(NUMBER))}">',
}
HIDING = {
    "a comment": "<div><!-- </div> -->",
    "a comment that ends at once": "<div><!--></div-->",
    "a bogus comment": "<div><? </div>",
    "a declaration": "<div><!x </div>",
    "an odd end tag": "<div></ </div>",
    "an attribute": '<div a="</div>">',
    "an attribute with blanks": "<div a = '</div>'>",
    "a script": "<div><script></div></script>",
    "a title": "<div><title></div></title>",
    "a script in SVG": "<svg></svg><div><script></div></script>",
    "a style in SVG": "<svg><style><div></style></svg><div>",
    "CDATA": "<div><svg><![CDATA[></div>]]></svg>",
    "voids in SVG": "<svg></svg><div><svg><area></b></svg>",
    "rows in SVG": "<div><svg><tr></b></svg>",
    "unended ones": "<div><p><li></b>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_would_cost_the_square_of_its_length_is_refused(name: str) -> None:
    start = time.process_time()
    with pytest.raises(ReplyError, match=r"nested|attributes"):
        parsed(BOMBS[name])
    assert parsed_or_empty(f"<title>x</title>{BOMBS[name]}").css_first("title") is None
    assert time.process_time() - start < 2


@pytest.mark.parametrize("name", HIDING)
def test_end_tags_that_end_nothing_hide_no_depth(name: str) -> None:
    start = time.process_time()
    with pytest.raises(ReplyError, match="nested"):
        parsed(HIDING[name] * NUMBER)
    assert time.process_time() - start < 2


REPEATED = {
    "list": "<dl>{}</dl>", "table": "<table>{}</table>", "nothing": "{}",
}  # fmt: skip
ROWS = [
    """<dt class="ptitle"><br><a href="x.html">T</a><dd><form id="f"><a href="#" onclick="f()">A</a>
    </form><dd>[<a href="x.pdf">pdf</a>]<div class="bibref">@X{{ a < b, title = {T} }}</div>""",
    "<tr><td><b>T</b><td>A<p>x<p>y<td><img src=x><tr><td colspan=2>",
    "<div><span>T</div><!-- <div> --><p>a<p>b<ul><li>c<li>d</ul>",
    "<li><a href=x>T</a><br/><i>A</i></li><svg><path d='M0'/><g><path/></g></svg>",
    "<p><a href=x>T</a><script>if (a < b) document.write('<div>' + '</div>')</script></p>",
]


@pytest.mark.parametrize("frame", REPEATED.values(), ids=REPEATED)
@pytest.mark.parametrize("row", ROWS)
def test_long_listings_are_read_though_their_markup_is_loose(frame: str, row: str) -> None:
    html = frame.replace("{}", row * 5_000)
    assert len(parsed(html).css("a, b, span, i, path")) >= 5_000


def test_a_page_is_the_parsers_own() -> None:
    for path in sorted(REPLIES.glob("*/*.htm*")):
        html = path.read_text(encoding="utf-8", errors="replace")
        assert parsed(html).html == LexborHTMLParser(html).html
    many = f"<p {' '.join(f'a{number}=1' for number in range(MOST_ATTRIBUTES))}>x</p>"
    assert parsed(many).css_first("p") is not None
    assert parsed(f'<meta content="{"a = b " * NUMBER}">' * 2).css_first("meta") is not None


TAGS = st.sampled_from([
    "<div>", "</div>", "<b id=1>", "</b>", "<p>", "<li>", "<ul>", "</ul>", "<table>", "<td>", "<a>",
    "<svg>", "</svg>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "<x a='", "'>",
    '"', ">", "=", "<br>", "<title>", "<area>", "</p>", "text", "<template>", "<select>", "<math>",
])  # fmt: skip


@given(st.lists(TAGS, min_size=1, max_size=8))
def test_no_markup_that_is_repeated_costs_much(tags: list[str]) -> None:
    start = time.process_time()
    with suppress(ReplyError):
        parsed("".join(tags) * 4_000)
    assert time.process_time() - start < 1.5
